/**
 * What the athlete can do to a set as a whole: to both its sides, and to what goes on from it.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Level} Level
 * @typedef {import("./workout_change.mjs").Change} Change
 */

import { isOwnSet } from "./figures.mjs";
import { linesOf, unitOf } from "./pairs.mjs";
import { inTurn, leveled, saveTold, unchanged } from "./workout_change.mjs";
import { findExercise, findSet, withSet } from "./workout_model.mjs";
import { easierLevel, goOnEasier, withoutRow } from "./workout_segments.mjs";
import {
  addSet,
  changeLevel,
  checkSet,
  editSet,
  moveSet,
  selectExercise,
  uncheckSet,
} from "./workout_state.mjs";

/**
 * The same change of several rows, one after the other.
 * @param {Workout} workout
 * @param {string[]} keys
 * @param {(workout: Workout, key: string) => Change} change
 * @returns {Change}
 */
export function changeEach(workout, keys, change) {
  return inTurn(
    workout,
    keys.map((key) => (state) => change(state, key)),
  );
}

/**
 * The keys of the rows of a set's line: both its sides, or its own; none of a row that is gone.
 * @param {Workout} workout
 * @param {string} key
 * @returns {string[]}
 */
export function lineKeys(workout, key) {
  const found = findSet(workout, key);
  const lines = found ? linesOf(found.exercise) : [];
  const line = lines.find((rows) => rows.includes(found.set)) ?? [];
  return line.map((row) => row.key);
}

/**
 * Note figures at a set. A load is that of its other side, too, and of the sets after it that had
 * the same as it, as long as they are open.
 * @param {Workout} workout
 * @param {string} key
 * @param {object} figures
 * @returns {Change}
 */
export function noteFigures(workout, key, figures) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const { load_kg } = figures;
  const others = load_kg === undefined || load_kg === found.set.load_kg ? [] : loadedAlike(found);
  return inTurn(workout, [
    (state) => editSet(state, key, figures),
    ...others.map((each) => (state) => editSet(state, each, { load_kg })),
  ]);
}

/** The open rows that follow a row's load: its other side, and after a set of its own like ones. */
function loadedAlike({ exercise, set, index }) {
  const line = linesOf(exercise).find((rows) => rows.includes(set));
  const alike = (row) => row.load_kg === set.load_kg && isOwnSet(row);
  const after = isOwnSet(set) ? exercise.sets.slice(index + 1).filter(alike) : [];
  const rows = new Set([...line, ...after].filter((row) => row !== set && !row.done));
  return [...rows].map(({ key }) => key);
}

/**
 * A set at another level, and if wished the open ones after it.
 * @param {Workout} workout
 * @param {string} key
 * @param {Level} level
 * @param {boolean} following
 * @returns {Change}
 */
export function changeWholeLevel(workout, key, level, following) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const { exercise, index } = found;
  const after = exercise.sets.slice(index + 1).filter((row) => !row.done && isOwnSet(row));
  const rest = following ? after.map((row) => row.key) : [];
  const keys = [...new Set([...lineKeys(workout, key), ...rest])];
  return changeEach(workout, keys, (state, each) => changeLevel(state, each, level));
}

/**
 * The set is done as it stands, and goes on at the level below.
 * @param {Workout} workout
 * @param {string} key
 * @param {string} fresh key for the row in which it goes on
 * @returns {{change: Change, level: Level, back: (workout: Workout) => Change} | null} null where
 *   there is no such level or no value yet; `back` takes it all back
 */
export function continueSet(workout, key, fresh) {
  const found = findSet(workout, key);
  const level = found && easierLevel(found.exercise, found.set);
  if (!level) return null;
  const { exercise, set } = found;
  const change = inTurn(workout, [
    (state) => checkSet(state, key),
    (state) => goOnEasier(state, key, fresh),
  ]);
  if (!findSet(change.workout, key).set.done) return null;
  const back = (state) =>
    inTurn(state, [
      (each) => withoutRow(each, fresh),
      (each) => (set.done ? unchanged(each) : uncheckSet(each, key)),
    ]);
  const shown = selectExercise(change.workout, exercise.key);
  return { change: { ...change, workout: shown }, level, back };
}

/**
 * One more set: a row, or one for each side; where one side is missing, that one.
 * @param {Workout} workout
 * @param {string} exerciseKey
 * @param {() => string} newKey
 * @returns {Change} without operations: an open row is sent when it is checked
 */
export function addWholeSet(workout, exerciseKey, newKey) {
  const exercise = findExercise(workout, exerciseKey);
  const before = exercise?.sets.at(-1)?.side;
  const sides = !exercise?.tracks_sides ? [undefined] : ["left", "right"];
  return inTurn(
    workout,
    (before === "left" && exercise.tracks_sides ? ["right"] : sides).map(
      (side) => (state) => addSet(state, exerciseKey, newKey(), side),
    ),
  );
}

/**
 * Change the type of a set. One that is none by itself has no target; a pair is of one type.
 * @param {Workout} workout
 * @param {string} key
 * @param {string | null} type
 * @returns {Change}
 */
export function changeType(workout, key, type) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const line = linesOf(found.exercise).find((rows) => rows.includes(found.set));
  return inTurn(
    workout,
    line.map((row) => (state) => {
      const { exercise, set, index } = findSet(state, row.key);
      const level = exercise.levels.find(({ id }) => id === set.level_id);
      const typed = { ...set, set_type: type };
      const hints = level ? leveled(typed, level, exercise.sets.slice(0, index)) : typed;
      const { target, last } = hints;
      return saveTold(
        withSet(state, row.key, { set_type: type, target, last, prepared: true }),
        row.key,
      );
    }),
  );
}

/**
 * Move a set, with both its sides and what goes on from it, past its neighbour.
 * @param {Workout} workout
 * @param {string} key
 * @param {1 | -1} by
 * @returns {Change}
 */
export function moveWholeSet(workout, key, by) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const { exercise } = found;
  const unit = unitOf(exercise, key);
  const beside = exercise.sets[exercise.sets.indexOf(by < 0 ? unit[0] : unit.at(-1)) + by];
  if (!beside) return unchanged(workout);
  const past = unitWith(exercise, beside);
  const place = exercise.sets.indexOf(by < 0 ? past[0] : past.at(-1));
  const keys = unit.map((set) => set.key);
  const steps = by < 0 ? keys.map((each, at) => [each, place + at]) : keys.map((each) => [each, place]);
  return inTurn(
    workout,
    steps.map(([each, index]) => (state) => moveSet(state, each, index)),
  );
}

/** The unit that holds a row, from its top part on. */
function unitWith(exercise, row) {
  const units = linesOf(exercise).map(([set]) => unitOf(exercise, set.key));
  return units.find((unit) => unit.includes(row));
}
