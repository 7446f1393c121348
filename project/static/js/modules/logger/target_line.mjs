/* What to aim for in the exercise in view, and on a tap the reason. */
import { copyOf, fillTexts, part, setText } from "./dom.mjs";
import { rowOfTarget } from "../../lib/training/workout_flow.mjs";
import { sheet } from "./sheet.mjs";

export class TargetLine {
  #level = null;
  #values = [];

  /** @param {import("./words.mjs").Words} words */
  constructor(words) {
    this.words = words;
    this.button = part("target");
  }

  /**
   * @param {import("../../lib/training/workout_model.mjs").Exercise} exercise
   * @param {import("../../lib/training/workout_model.mjs").WorkSet | null} active the row in the dock
   */
  show(exercise, active) {
    const row = rowOfTarget(exercise.sets, active);
    const level = exercise.levels.find(({ id }) => id === row?.level_id) ?? null;
    const rows = exercise.sets.filter(
      (set) => set.level_id === level?.id && set.side !== "right" && set.target !== null,
    );
    this.#level = level;
    this.#values = rows.map(({ target }) => target);
    this.text = this.#values
      .map((value) => this.words.value(value, exercise.counting_type))
      .join(" · ");
    this.button.hidden = this.#values.length === 0;
    this.button.disabled = !level?.why;
    setText(part("target-text", this.button), this.words.say("target", { value: this.text }));
  }

  explain() {
    if (!this.#level?.why) return;
    const { targets, why } = this.#level;
    const dialog = sheet("log-why", () => {});
    setText(part("sheet-title", dialog), this.words.say("why", { value: this.text }));
    const planned = why.is_new && this.#values.some((value) => !targets.includes(value));
    setText(part("reason", dialog), planned ? this.words.say("why_plan") : why.reason);
    setText(part("criterion", dialog), why.criterion);
    const rows = why.evidence.map(({ day, values }) => {
      const item = copyOf("log-evidence");
      fillTexts(item, { day, values });
      return item;
    });
    part("evidence", dialog).append(...rows);
    dialog.showModal();
  }
}
