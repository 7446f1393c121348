/* The exercise in view: its name and one row for each set. */
import { OPTIONAL } from "../../lib/training/figures.mjs";
import { copyOf, fillTexts, find, keyed, onPressed, part, setAttributes } from "./dom.mjs";
import { onLongPress } from "./press.mjs";

export class Rows {
  /**
   * @param {import("./words.mjs").Words} words
   * @param {{check(key: string): void, select(key: string): void, copy(key: string): void,
   *   edit(key: string, part: "level" | "value"): void}} on
   */
  constructor(words, on) {
    this.words = words;
    this.list = part("rows");
    onPressed(this.list, (what, key) => {
      if (what === "level") on.edit(key, "level");
      else on[what](key);
    });
    onLongPress(this.list, '[data-do="select"]', (button) =>
      on.edit(button.closest("[data-key]").dataset.key, "value"),
    );
  }

  /**
   * @param {import("../../lib/training/workout_model.mjs").Exercise} exercise
   * @param {string | null} active key of the row in the dock
   */
  show(exercise, active) {
    const tracks = OPTIONAL.some((figure) => exercise[figure.tracks]);
    this.list.classList.toggle("log-rows-tracked", tracks);
    this.list.classList.toggle("log-rows-held", exercise.counting_type === "duration");
    keyed(
      this.list,
      exercise.sets,
      () => copyOf("log-row"),
      (row, set, index) => this.showRow(row, exercise, set, index, set.key === active),
    );
  }

  showRow(row, exercise, set, index, active) {
    const { words } = this;
    const type = exercise.counting_type;
    const value = words.value(set.value, type);
    const last = words.value(set.last, type);
    const step = words.step(exercise, set);
    const name = words.set(index);
    row.classList.toggle("log-row-now", active);
    fillTexts(row, {
      number: String(index + 1),
      step: step.text,
      level: set.level,
      extras: words.extras(exercise, set),
      last,
      value,
    });
    find(row, ".chip").className = step.drawn;

    const button = (what) => find(row, `[data-do="${what}"]`);
    const amount = words.amount(set.value, type);
    setAttributes(button("level"), {
      "aria-label": words.say("level_of", { set: name, level: `${step.text} ${set.level}`.trim() }),
    });
    setAttributes(button("copy"), {
      "aria-label": words.say("copy_last", { set: name, value: words.amount(set.last, type) }),
    });
    button("copy").disabled = set.last === null;
    setAttributes(button("select"), {
      "aria-label": words.say("value_of", { set: name, value: amount }),
      "aria-pressed": String(active),
    });
    setAttributes(button("check"), {
      "aria-label": words.say("check_of", { set: name, value: amount }),
      "aria-pressed": String(set.done),
    });
  }
}
