/**
 * Taking rows and exercises away, bringing them back, and taking back what was just stored.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Removed} Removed
 * @typedef {import("./workout_change.mjs").Change} Change
 *
 * @typedef {object} Regret how a change is taken back
 * @property {"set_checked" | "set_opened" | "set_changed" | "set_removed" | "exercise_added" |
 *   "exercise_removed"} what the change did
 * @property {string} key of the row or exercise
 * @property {(workout: Workout) => Change} back for the workout as it is by then
 */

import { inTurn, saveExercise, saveTold, unchanged } from "./workout_change.mjs";
import { saveNote } from "./exercise_notes.mjs";
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

/**
 * How to take back a change that stored or removed something.
 * @param {Workout} before
 * @param {Change} change made to it
 * @returns {Regret | null} null for what stores no set and takes nothing away
 */
export function regretOf(before, { workout, operations }) {
  const removed = workout.removed.at(-1);
  if (removed && removed !== before.removed.at(-1)) {
    const count = workout.removed.filter((each) => !before.removed.includes(each)).length;
    const back = (now) => inTurn(now, Array(count).fill(undo));
    return { what: `${removed.kind}_removed`, key: removed.item.key, back };
  }
  if (operations.length === 0) return null;
  const added = addedAlone(before, workout);
  if (added) return { what: "exercise_added", key: added, back: (now) => withdrawn(now, added) };
  if (operations.some(({ kind }) => kind !== "set")) return null;
  const rows = operations.map(({ key }) => findSet(before, key)).filter((found) => found !== null);
  if (rows.length === 0) return null;
  rows.sort((one, other) => one.index - other.index);
  const [{ set }] = rows;
  const done = findSet(workout, set.key)?.set.done;
  const changed = done ? "set_checked" : "set_opened";
  return {
    what: done === set.done ? "set_changed" : changed,
    key: set.key,
    back: (now) =>
      inTurn(
        now,
        rows.map((row) => (state) => putBack(state, row)),
      ),
  };
}

/** The key of the only exercise that is new, where all others are as they were. */
function addedAlone(before, after) {
  const fresh = after.exercises.filter((each) => !before.exercises.includes(each));
  const grown = after.exercises.length === before.exercises.length + 1;
  return grown && fresh.length === 1 ? fresh[0].key : null;
}

/** Without an exercise that was added by mistake: nobody wants that back. */
function withdrawn(workout, key) {
  const { operations, workout: without } = removeExercise(workout, key);
  return { workout: { ...without, removed: workout.removed }, operations };
}

/** The row as it was, in the exercise and place where it was. */
function putBack(workout, { exercise, set, index }) {
  const now = findSet(workout, set.key);
  if (!now || !findExercise(workout, exercise.key)) return unchanged(workout);
  const without = withExercise(workout, now.exercise.key, (each) => ({
    ...each,
    sets: each.sets.filter(({ key }) => key !== set.key),
  }));
  const row = { ...set, stored: now.set.stored };
  const restored = withExercise(without, exercise.key, (each) => ({
    ...each,
    sets: inserted(each.sets, index, row),
  }));
  return saveTold({ ...restored, current: exercise.key }, set.key);
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
    (state) => (item.stored && item.note ? saveNote(state, item.key, "note") : unchanged(state)),
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
