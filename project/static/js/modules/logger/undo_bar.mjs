/* For ten seconds after a tap that stored or removed something: one tap takes it back. While a rest
   runs, what was stored is a button beside it; the bar with words would make the dock too high. */
import { part, setText } from "./dom.mjs";

const OFFERED_MS = 10_000;

export class UndoBar {
  #regret = null;
  #timer = null;

  /** @param {(regret: object) => void} takeBack */
  constructor(takeBack) {
    this.bar = part("undo-bar");
    this.beside = part("rest-undo");
    for (const button of [part("undo"), this.beside]) {
      button.addEventListener("click", () => takeBack(this.#regret));
    }
  }

  /**
   * @param {object} regret of `lib/training/workout_undo.mjs`
   * @param {string} text what happened
   */
  offer(regret, text) {
    this.hide();
    this.#regret = regret;
    setText(part("undo-text"), text);
    this.beside.setAttribute("aria-label", `${this.beside.dataset.label}: ${text}`);
    const small = regret.what.startsWith("set_") && regret.what !== "set_removed";
    this.bar.hidden = small && !part("rest").hidden;
    this.beside.hidden = !this.bar.hidden;
    this.#timer = setTimeout(() => this.hide(), OFFERED_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#regret = null;
    this.bar.hidden = true;
    this.beside.hidden = true;
  }
}
