/* The page of an import that goes on: asks for piece after piece until it is over, and says how far
   it is. Where something fails the button is there, and nothing is lost: each piece is stored whole. */
export default class ImportProgress {
  constructor(form) {
    this.form = form;
    this.bar = form.querySelector("progress");
    this.status = form.querySelector("[data-words]");
    this.bottom = form.querySelector(".submit-bar");
  }

  start() {
    this.bottom.hidden = true;
    this.goOn();
  }

  async goOn() {
    try {
      let state;
      do {
        state = await this.piece();
        this.show(state);
      } while (!state.is_over);
      location.reload();
    } catch {
      this.bottom.hidden = false;
    }
  }

  async piece() {
    const answer = await fetch(this.form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(this.form),
    });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  show({ part, parts }) {
    this.bar.max = parts + 1;
    this.bar.value = part;
    this.status.textContent = this.status.dataset.words
      .replace("{part}", part)
      .replace("{parts}", parts);
  }
}
