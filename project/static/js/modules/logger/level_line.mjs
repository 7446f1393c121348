/* Under the exercise's name: the level that its target is for, and the notes. */
import { aboutSheet } from "./about_sheet.mjs";
import { find, part, setText } from "./dom.mjs";
import { rowOfTarget } from "../../lib/training/workout_flow.mjs";

export class LevelLine {
  /** @param {import("./words.mjs").Words} words */
  constructor(words) {
    this.words = words;
  }

  /**
   * @param {import("../../lib/training/workout_model.mjs").Exercise} exercise
   * @param {import("../../lib/training/workout_model.mjs").WorkSet | null} active the row in the dock
   */
  show(exercise, active) {
    const row = rowOfTarget(exercise.sets, active) ?? null;
    const { text, drawn } = row ? this.words.step(exercise, row) : { text: "", drawn: "chip" };
    this.exercise = exercise;
    this.place = text;
    this.name = row?.level ?? "";
    this.level = exercise.levels.find(({ id }) => id !== null && id === row?.level_id) ?? null;
    const chip = part("now-step");
    chip.className = drawn;
    setText(chip, text);
    setText(part("now-level"), this.words.parted(this.name));
    for (const name of ["note", "pinned_note", "last_note"]) {
      const line = part(`now-${name}`);
      // What is written for this time is newer than what came from the last one.
      const hidden = !exercise[name] || (name === "last_note" && Boolean(exercise.note));
      if (line.hidden !== hidden) line.hidden = hidden;
      setText(find(line, "[data-text]"), exercise[name]);
    }
  }

  /** @param {(change: (workout: object) => object) => void} act */
  explain(act) {
    const { exercise, level, name, place } = this;
    if (exercise) aboutSheet({ exercise, level, name, place, act });
  }
}
