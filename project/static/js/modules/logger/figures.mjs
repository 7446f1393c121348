/* The optional figures of the set in the dock, where they are switched on. */
import { OPTIONAL } from "../../lib/training/figures.mjs";
import { linesOf } from "../../lib/training/pairs.mjs";
import { onPressed, part, setText } from "./dom.mjs";

const LOAD_STEP = 2.5;
const SHOWN = OPTIONAL.filter(({ part: place }) => place);

export class Figures {
  /**
   * @param {import("./words.mjs").Words} words
   * @param {(figures: object) => void} change
   */
  constructor(words, change) {
    this.words = words;
    this.root = part("figures");
    onPressed(this.root, (what, _, button) => {
      if (!this.set) return;
      if (what === "load") change({ load_kg: this.loadBy(Number(button.value)) });
      else change({ [what]: this.toggled(what, button.value) });
    });
  }

  loadBy(steps) {
    const load = (this.set.load_kg ?? 0) + steps * LOAD_STEP;
    return load === 0 ? null : load;
  }

  toggled(what, value) {
    const wanted = OPTIONAL.find(({ name }) => name === what).read(value);
    return this.set[what] === wanted ? null : wanted;
  }

  /** @param {{exercise: object, set: object} | null} found */
  show(found) {
    const shown = SHOWN.filter(
      ({ name, tracks }) => found?.exercise[tracks] && !(name === "side" && isHalf(found)),
    );
    this.root.hidden = shown.length === 0;
    for (const figure of SHOWN) part(figure.part, this.root).hidden = !shown.includes(figure);
    this.set = found?.set ?? null;
    if (!found) return;
    setText(part("load-value", this.root), this.words.load(this.set.load_kg));
    for (const { name } of SHOWN) {
      for (const button of this.root.querySelectorAll(`[data-do="${name}"]`)) {
        button.setAttribute("aria-pressed", String(String(this.set[name]) === button.value));
      }
    }
  }
}

/** The sides of a pair are known. */
function isHalf({ exercise, set }) {
  return linesOf(exercise).some((line) => line.length > 1 && line.includes(set));
}
