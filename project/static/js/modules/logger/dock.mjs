/* The bar in reach of the thumb: the value of one set, − and +, and the check. */
import { find, onPressed, part, setAttributes, setText } from "./dom.mjs";
import { onLongPress } from "./press.mjs";
import { stepsOpen } from "../../lib/training/tap_counter.mjs";

// Beside the check there is room for this many letters.
const LONG_WORD = /\S{8}/;

export class Dock {
  /**
   * @param {import("./words.mjs").Words} words
   * @param {{step(by: number): void, count(): void, edit(): void, check(): void, easier(): void,
   *   add(): void}} on
   */
  constructor(words, on) {
    this.words = words;
    this.root = part("dock");
    this.set = part("dock-set", this.root);
    this.end = part("dock-end", this.root);
    this.empty = part("dock-empty", this.root);
    this.value = part("dock-value", this.root);
    const acts = {
      less: () => on.step(-1),
      more: () => on.step(1),
      count: on.count,
      check: on.check,
      add: on.add,
    };
    onPressed(this.root, (what) => acts[what]?.());
    onLongPress(this.root, '[data-do="count"]', () => on.edit());
    onLongPress(this.root, '[data-do="check"]', () => on.easier());
  }

  /**
   * @param {{exercise: import("../../lib/training/workout_model.mjs").Exercise,
   *   set: import("../../lib/training/workout_model.mjs").WorkSet, index: number} | null} found
   * @param {"set" | "end" | "empty" | "none"} state
   */
  show(found, state) {
    this.root.hidden = state === "none";
    this.set.hidden = state !== "set";
    this.end.hidden = state !== "end";
    this.empty.hidden = state !== "empty";
    if (state === "set") this.showSet(found);
  }

  focus() {
    const shown = [this.set, this.end, this.empty].find((each) => !each.hidden);
    shown?.querySelector(".btn-primary")?.focus();
  }

  showSet({ exercise, set }) {
    const { words } = this;
    const type = exercise.counting_type;
    const name = words.set(exercise, set);
    const value = words.value(set.value, type);
    setText(this.value, value);
    this.value.classList.toggle("dock-value-long", value.length > 4);
    setText(part("dock-unit", this.root), words.say(type === "duration" ? "clock" : "count"));
    const said = set.done ? words.say("go_on") : words.short(exercise, set);
    setText(part("dock-name", this.root), words.parted(said));

    const button = (what) => find(this.root, `[data-do="${what}"]`);
    button("check").classList.toggle("dock-check-long", LONG_WORD.test(said));
    const amount = words.amount(set.value, type);
    const { minus, plus } = stepsOpen(set.value, type);
    button("less").disabled = !minus;
    button("more").disabled = !plus;
    setAttributes(button("less"), { "aria-label": words.say("less", { set: name }) });
    setAttributes(button("more"), { "aria-label": words.say("more", { set: name }) });
    const face = type === "duration" ? "clock_for" : "count_for";
    setAttributes(button("count"), { "aria-label": words.say(face, { set: name, value: amount }) });
    setAttributes(button("check"), {
      "aria-label": set.done
        ? words.say("go_on")
        : words.say("check_of", { set: name, value: amount }),
    });
    button("check").disabled = set.value === null;
  }
}
