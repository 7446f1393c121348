/**
 * Taking rows and exercises away, and bringing them back.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Removed} Removed
 * @typedef {import("./workout_change.mjs").Change} Change
 */

import { inTurn, saveExercise, saveTold, unchanged } from "./workout_change.mjs";
import { findExercise, findSet, withExercise } from "./workout_model.mjs";

/** How many removals can be undone. */
export const UNDO_DEPTH = 20;

/**
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function removeSet(workout, key) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const { exercise, set, index } = found;
  const without = withExercise(workout, exercise.key, (each) => ({
    ...each,
    sets: each.sets.filter((row) => row.key !== key),
  }));
  const removed = { kind: "set", index, exercise_key: exercise.key, item: set };
  return { workout: remember(without, removed), operations: deletions([set]) };
}

/**
 * Take an exercise away with all its sets.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function removeExercise(workout, key) {
  const index = workout.exercises.findIndex((each) => each.key === key);
  if (index < 0) return unchanged(workout);
  const item = workout.exercises[index];
  const exercises = workout.exercises.filter((each) => each !== item);
  const removed = { kind: "exercise", index, exercise_key: key, item };
  const without = remember({ ...workout, exercises }, removed);
  const current = without.current === key ? neighbour(exercises, index) : without.current;
  // Deleting the exercise takes its sets along; their own deletions replace what is unsent.
  const operations = deletions(item.sets);
  if (item.stored) {
    operations.push({ kind: "exercise_delete", key, body: { exercise_id: item.id } });
  }
  return { workout: { ...without, current }, operations };
}

/**
 * Bring back what was removed last, with its key: on the server it is the same thing again.
 * @param {Workout} workout
 * @returns {Change}
 */
export function undo(workout) {
  const removed = workout.removed.at(-1);
  if (!removed) return unchanged(workout);
  const { kind, item } = removed;
  const popped = {
    ...workout,
    removed: workout.removed.slice(0, -1),
    hidden: workout.hidden.filter((key) => key !== item.key),
  };
  return kind === "set" ? undoSet(popped, removed) : undoExercise(popped, removed);
}

function undoSet(workout, { index, exercise_key, item }) {
  const known = findExercise(workout, exercise_key);
  if (!known || findSet(workout, item.key)) return unchanged(workout);
  const restored = withExercise(workout, exercise_key, (exercise) => ({
    ...exercise,
    sets: inserted(exercise.sets, index, item),
  }));
  return saveTold({ ...restored, current: exercise_key }, item.key);
}

function undoExercise(workout, { index, item }) {
  if (findExercise(workout, item.key)) return unchanged(workout);
  const exercises = inserted(workout.exercises, index, item);
  const restored = { ...workout, exercises, current: item.key };
  return inTurn(restored, [
    (state) => (item.stored ? saveExercise(state, item.key) : unchanged(state)),
    ...item.sets.map((set) => (state) => saveTold(state, set.key)),
  ]);
}

function remember(workout, removed) {
  const stack = [...workout.removed, removed].slice(-UNDO_DEPTH);
  // The server derives rows of the plan anew each time; without this they would come back.
  const hidden = removed.item.stored ? workout.hidden : [...workout.hidden, removed.item.key];
  return { ...workout, removed: stack, hidden };
}

function deletions(sets) {
  return sets
    .filter((set) => set.stored)
    .map(({ key }) => ({ kind: "set_delete", key, body: {} }));
}

function inserted(items, index, item) {
  const list = [...items];
  list.splice(index, 0, item);
  return list;
}

function neighbour(exercises, index) {
  return exercises[Math.min(index, exercises.length - 1)]?.key ?? null;
}
