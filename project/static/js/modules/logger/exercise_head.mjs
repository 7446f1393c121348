/* The name of the exercise in view, and what can be done with the exercise as a whole. */
import { formatDuration } from "../../lib/duration.mjs";
import { newKey } from "../../lib/uuid.mjs";
import {
  addWarmUp,
  askForLoad,
  blocksOf,
  keepRest,
  moveExercise,
  removeExercise,
  swapExercise,
  tieToNext,
  untie,
} from "../../lib/training/workout_state.mjs";
import { TargetLine } from "./target_line.mjs";
import { find, onPressed, part, setText } from "./dom.mjs";
import { supersetLetters } from "./exercise_list.mjs";
import { LevelLine } from "./level_line.mjs";
import { sheet } from "./sheet.mjs";

const RESTS = [0, 30, 45, 60, 90, 120, 150, 180, 240, 300];

export class ExerciseHead {
  /** The one in view; null while there is none. */
  exercise = null;

  /**
   * @param {import("./words.mjs").Words} words
   * @param {import("./picker.mjs").Picker} picker
   * @param {(change: (workout: object) => object) => void} act
   */
  constructor(words, picker, act) {
    this.words = words;
    this.picker = picker;
    this.act = act;
    this.root = part("now-head");
    this.menu = find(this.root, "details");
    this.targetLine = new TargetLine(words);
    this.level = new LevelLine(words);
    onPressed(this.root, (what) => {
      this.menu.open = false;
      if (this.exercise) this[what]();
    });
  }

  /**
   * @param {object} workout
   * @param {object} exercise in view
   * @param {object | null} active its row in the dock
   */
  show(workout, exercise, active) {
    // Another one's name is in sight, whatever the thumb had scrolled to.
    if (this.exercise && this.exercise.key !== exercise.key) {
      this.root.scrollIntoView({ block: "nearest" });
    }
    this.exercise = exercise;
    this.targetLine.show(exercise, active);
    this.index = workout.exercises.indexOf(exercise);
    const { words } = this;
    const letter = supersetLetters(workout).get(exercise.superset);
    const place = words.say("exercise_of", {
      n: this.index + 1,
      count: workout.exercises.length,
    });
    const said = letter ? `${place} · ${words.say("superset", { letter })}` : place;
    setText(part("now-place", this.root), said);
    setText(part("now-title", this.root), words.parted(exercise.title));
    this.level.show(exercise, active);
    const tied = blocksOf(workout).find((block) => block.includes(exercise)).length > 1;
    const last = this.index === workout.exercises.length - 1;
    const button = (what) => find(this.root, `[data-do="${what}"]`);
    button("up").disabled = this.index === 0;
    button("down").disabled = last;
    button("tie").hidden = tied || last;
    button("untie").hidden = !tied;
    button("weight").hidden = exercise.tracks_load;
    const rest = exercise.rest_seconds;
    setText(part("rest-now", this.root), rest === null ? "" : this.restText(rest));
  }

  about() {
    this.level.explain(this.act);
  }

  why() {
    this.targetLine.explain();
  }

  up() {
    this.move(-1);
  }

  down() {
    this.move(1);
  }

  move(by) {
    const { exercise, index } = this;
    this.act((workout) => moveExercise(workout, exercise.key, index + by));
  }

  tie() {
    const key = this.exercise?.key;
    if (key) this.act((workout) => tieToNext(workout, key));
  }

  untie() {
    const key = this.exercise?.key;
    if (key) this.act((workout) => untie(workout, key));
  }

  weight() {
    const key = this.exercise?.key;
    if (key) this.act((workout) => askForLoad(workout, key));
  }

  warmup() {
    const key = this.exercise?.key;
    if (key) this.act((workout) => addWarmUp(workout, key, newKey()));
  }

  remove() {
    const key = this.exercise?.key;
    if (key) this.act((workout) => removeExercise(workout, key));
  }

  async swap() {
    const { exercise } = this;
    if (!exercise) return;
    const choice = await this.picker.open(this.words.say("swap", { title: exercise.title }));
    if (choice) this.act((workout) => swapExercise(workout, exercise.key, choice, newKey));
  }

  rest() {
    const { exercise } = this;
    const dialog = sheet("log-rest-sheet", (_, button) => {
      this.act((workout) => keepRest(workout, exercise.key, Number(button.value)));
      dialog.close();
    });
    setText(part("sheet-title", dialog), this.words.say("rest_of", { title: exercise.title }));
    const list = part("rests", dialog);
    const model = find(list, "button");
    const buttons = RESTS.map((seconds) => {
      const button = model.cloneNode(true);
      button.value = String(seconds);
      button.setAttribute("aria-pressed", String(seconds === exercise.rest_seconds));
      setText(button, this.restText(seconds));
      return button;
    });
    list.replaceChildren(...buttons);
    dialog.showModal();
  }

  restText(seconds) {
    return seconds === 0 ? this.words.say("no_rest") : formatDuration(seconds);
  }
}
