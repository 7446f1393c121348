/* All exercises of the workout: done, current, open. */
import { countSets } from "../../lib/training/pairs.mjs";
import { exerciseStatus } from "../../lib/training/workout_state.mjs";
import { copyOf, fillTexts, find, keyed, onPressed, part, setAttributes } from "./dom.mjs";

export class ExerciseList {
  /**
   * @param {import("./words.mjs").Words} words
   * @param {{select(key: string): void, add(): void}} on
   */
  constructor(words, on) {
    this.words = words;
    this.list = part("exercises");
    onPressed(this.list, (_, key) => on.select(key));
    part("add-exercise").addEventListener("click", () => on.add());
  }

  /** @param {import("../../lib/training/workout_model.mjs").Workout} workout */
  show(workout) {
    const letters = supersetLetters(workout);
    keyed(
      this.list,
      workout.exercises,
      () => copyOf("log-exercise"),
      (item, exercise) => this.showItem(item, exercise, workout, letters),
    );
  }

  showItem(item, exercise, workout, letters) {
    const { words } = this;
    const status = exerciseStatus(workout, exercise.key);
    const done = exercise.sets.filter((set) => set.done);
    const values = done.map((set) => words.inLine(exercise, set)).join(" · ");
    const sets = countSets(exercise);
    const letter = letters.get(exercise.superset);
    fillTexts(item, {
      title: words.parted(exercise.title),
      superset: letter ? words.say("superset", { letter }) : "",
      values: values || words.say("no_set_yet"),
      count: words.say("of", { n: sets.done, count: sets.count }),
      status: words.say(status),
    });
    const finished = exercise.sets.length > 0 && done.length === exercise.sets.length;
    item.dataset.status = finished ? "done" : status;
    setAttributes(find(item, "button"), {
      "aria-current": status === "current" ? "true" : "false",
    });
  }
}

/**
 * A for the first superset of the workout, B for the second.
 * @param {import("../../lib/training/workout_model.mjs").Workout} workout
 * @returns {Map<number | null, string>}
 */
export function supersetLetters(workout) {
  const numbers = workout.exercises.map(({ superset }) => superset);
  const used = [...new Set(numbers)].filter(
    (number) => number !== null && numbers.filter((each) => each === number).length > 1,
  );
  return new Map(used.map((number, place) => [number, String.fromCharCode(65 + (place % 26))]));
}
