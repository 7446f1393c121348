/* Sets that wait on this device for a workout that is not open: where they can be sent from, or,
   when their workout is gone, what they were. */
import { localOutboxStorage, waitingWorkouts } from "../lib/training/outbox_storage.mjs";
import { formatDuration } from "../lib/duration.mjs";
import { plural } from "../lib/plural.mjs";

const open = () => localStorage;

export default class UnsentSets {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.list = root.querySelector("ul");
    this.template = root.querySelector("template");
  }

  start() {
    for (const workoutId of waitingWorkouts(open, this.words.athlete).keys()) this.show(workoutId);
  }

  show(workoutId) {
    const { athlete: athleteId } = this.words;
    const storage = localOutboxStorage({ open, athleteId, workoutId });
    const waiting = [...storage.list("queue"), ...storage.list("aside")].sort(
      (one, other) => one.edited_at - other.edited_at,
    );
    const item = this.template.content.firstElementChild.cloneNode(true);
    const [text, values] = item.querySelectorAll("p");
    const [link, button] = item.querySelectorAll("a, button");
    text.textContent = plural(JSON.parse(this.words.waiting), waiting.length);
    link.href = this.words.url.replace("/0/", `/${workoutId}/`);
    button.addEventListener("click", () => {
      if (button.lastChild.data !== this.words.sure) {
        button.lastChild.data = this.words.sure; // the second press does it
        return;
      }
      for (const area of ["queue", "aside"]) {
        for (const { id } of storage.list(area)) storage.remove(area, id);
      }
      item.remove();
      this.root.hidden = this.list.children.length === 0;
    });
    this.list.append(item);
    this.root.hidden = false;
    this.look(link, () => {
      text.textContent = this.words.gone;
      values.textContent = waiting.flatMap((each) => this.valueOf(each)).join(", ");
      link.hidden = true;
      button.hidden = false;
    });
  }

  /** A workout that is gone cannot be opened. */
  async look(link, gone) {
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(`${link.href}/state`, { method: "HEAD", headers });
      if (answer.status === 404) gone();
    } catch {
      // no network: the page itself is on the device
    }
  }

  valueOf({ kind, body }) {
    if (kind !== "set" || !body?.done) return [];
    const value = body.reps ?? formatDuration(body.duration);
    return [`${body.level} ${value}`];
  }
}
