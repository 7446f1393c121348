/* Search as you type through my exercises or everybody's, instead of the plain list. A result is a
   button of the form like those of the exercises trained lately. */
const PAUSE = 200; // ms without a key before the server is asked

export default class ExercisePicker {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.query = this.part("query");
    this.results = this.part("results");
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  start() {
    this.part("plain")?.setAttribute("hidden", "");
    this.part("search").hidden = false;
    this.query.addEventListener("input", () => this.soon());
    this.query.addEventListener("focus", () => this.results.children.length || this.search());
    this.query.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it would save the workout
      this.search();
    });
    for (const button of this.root.querySelectorAll("button[aria-pressed]")) {
      button.addEventListener("click", () => this.press(button));
    }
  }

  press(button) {
    if (button.dataset.user) {
      for (const other of this.root.querySelectorAll("button[data-user]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    } else {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    }
    this.search();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  address() {
    const url = new URL(this.words.url, location.href);
    url.searchParams.set("q", this.query.value);
    for (const button of this.root.querySelectorAll('button[aria-pressed="true"]')) {
      if (button.dataset.user) url.searchParams.set("user", button.dataset.user);
      else url.searchParams.append("category", button.dataset.category);
    }
    return url;
  }

  async search() {
    clearTimeout(this.timer);
    this.running?.abort();
    const running = (this.running = new AbortController());
    try {
      const answer = await fetch(this.address(), {
        headers: { Accept: "application/json" },
        signal: running.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show((await answer.json()).exercises);
    } catch {
      if (running.signal.aborted) return;
      this.part("found").textContent = this.words.offline;
      this.part("plain")?.removeAttribute("hidden");
    }
  }

  show(exercises) {
    const template = this.part("result");
    this.results.replaceChildren(
      ...exercises.map((exercise) => {
        const item = template.content.firstElementChild.cloneNode(true);
        const [title, detail] = item.querySelectorAll("[data-text]");
        item.querySelector("button").value = `${this.words.verb}:${exercise.copy_id ?? exercise.id}`;
        title.textContent = exercise.title;
        detail.textContent = this.detail(exercise);
        return item;
      }),
    );
    this.part("found").textContent = exercises.length ? "" : this.words.nothing;
  }

  detail({ mine, owner, levels }) {
    const names = levels.map((level) => level.name);
    const ladder = names.length > 1 ? `${names[0]} → ${names.at(-1)}` : names.join("");
    return mine ? ladder : `${this.words.by.replace("{name}", owner)} · ${ladder}`;
  }
}
