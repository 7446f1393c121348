/**
 * How a change of the workout becomes operations for the outbox.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Exercise} Exercise
 * @typedef {import("./workout_model.mjs").WorkSet} WorkSet
 * @typedef {import("./workout_model.mjs").Level} Level
 * @typedef {import("./outbox_queue.mjs").Wanted} Wanted
 *
 * @typedef {object} Change
 * @property {Workout} workout the same object when nothing changed
 * @property {Wanted[]} operations to enqueue, in this order
 */

import { figuresOf, isOwnSet } from "./figures.mjs";
import {
  exerciseBody,
  exerciseView,
  findSet,
  levelHints,
  rankOf,
  setBody,
  withExercise,
  withSet,
} from "./workout_model.mjs";

/**
 * @param {Workout} workout
 * @returns {Change}
 */
export function unchanged(workout) {
  return { workout, operations: [] };
}

/**
 * Several changes one after the other.
 * @param {Workout} workout
 * @param {((workout: Workout) => Change)[]} steps
 * @returns {Change}
 */
export function inTurn(workout, steps) {
  return steps.reduce((change, step) => {
    const next = step(change.workout);
    return { workout: next.workout, operations: [...change.operations, ...next.operations] };
  }, unchanged(workout));
}

/**
 * Tell the server about a row.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function saveSet(workout, key) {
  const next = withSet(workout, key, { stored: true });
  const { exercise, set } = findSet(next, key);
  const body = setBody(exercise, set);
  const operation = { kind: "set", key, body, after: [exercise.key] };
  return { workout: next, operations: [operation] };
}

/**
 * Tell the server about a row it was told of before; open rows of this page are left alone.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function saveTold(workout, key) {
  const found = findSet(workout, key);
  return found?.set.done || found?.set.stored ? saveSet(workout, key) : unchanged(workout);
}

/**
 * Tell the server about an exercise, without its sets.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function saveExercise(workout, key) {
  const next = withExercise(workout, key, (exercise) => ({ ...exercise, stored: true }));
  const index = next.exercises.findIndex((exercise) => exercise.key === key);
  const exercise = next.exercises[index];
  const body = exerciseBody(exercise, index + 1);
  const view = exerciseView(exercise);
  return { workout: next, operations: [{ kind: "exercise", key, body, view }] };
}

/**
 * An empty row.
 * @param {string} key
 * @param {number} order
 * @returns {WorkSet}
 */
export function blankSet(key, order) {
  return {
    key,
    order,
    level_id: null,
    level: "",
    value: null,
    target: null,
    last: null,
    ...figuresOf({}),
    done: false,
    stored: false,
    touched: false,
    prepared: false,
  };
}

/**
 * The row at another level: its hints, and its value while open and untouched.
 * @param {WorkSet} set
 * @param {Level | undefined} level
 * @param {WorkSet[]} before the rows above it
 * @returns {WorkSet}
 */
export function leveled(set, level, before) {
  const place = { level_id: level?.id ?? null, level: level?.name ?? "" };
  if (!isOwnSet(set)) return { ...set, ...place, target: null, last: null };
  const hints = levelHints(level, before.filter(isOwnSet).length, rankOf(before, level, set.side));
  const own = set.done || set.touched;
  // A row beyond those of last time is meant to be like the last of them.
  const tail = level?.targets?.at(-1) ?? level?.last?.at(-1);
  const value = own ? set.value : (hints.target ?? hints.last ?? tail ?? set.value);
  return { ...set, ...hints, value, ...place };
}

/**
 * Rows at a level, one below the other.
 * @param {WorkSet[]} sets
 * @param {Level | undefined} level
 * @returns {WorkSet[]}
 */
export function allLeveled(sets, level) {
  return sets.reduce((before, set) => [...before, leveled(set, level, before)], []);
}

/**
 * The row as a row of another exercise. A value counted in other units does not come along, and
 * a set without a value is not done.
 * @param {WorkSet} set
 * @param {Exercise} from
 * @param {Exercise} home
 * @returns {WorkSet}
 */
export function rehomed(set, from, home) {
  const before = home.sets.at(-1);
  const level = home.levels.find(({ id }) => id === before?.level_id) ?? home.levels[0];
  if (from.counting_type === home.counting_type) return leveled(set, level, home.sets);
  return leveled({ ...set, value: null, done: false, touched: false }, level, home.sets);
}

/**
 * The list with one item moved.
 * @template T
 * @param {T[]} items
 * @param {number} from
 * @param {number} to
 * @returns {T[]}
 */
export function moveItem(items, from, to) {
  const moved = items.filter((_, index) => index !== from);
  moved.splice(to, 0, items[from]);
  return moved;
}
