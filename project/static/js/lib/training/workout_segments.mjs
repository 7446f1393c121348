/**
 * Sets that are none by themselves: a warm-up before the others, and what goes on from a set at an
 * easier level.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").WorkSet} WorkSet
 * @typedef {import("./workout_change.mjs").Change} Change
 */

import { SEGMENT, WARM_UP } from "./figures.mjs";
import { unitOf } from "./pairs.mjs";
import { blankSet, inTurn, saveTold, unchanged } from "./workout_change.mjs";
import { findExercise, findSet, withExercise } from "./workout_model.mjs";

/**
 * The level below that of a row.
 * @param {import("./workout_model.mjs").Exercise} exercise
 * @param {WorkSet} set
 * @returns {import("./workout_model.mjs").Level | null} null where there is none
 */
export function easierLevel(exercise, set) {
  const rank = exercise.levels.findIndex(({ id }) => id !== null && id === set.level_id);
  return exercise.levels[rank - 1] ?? null;
}

/**
 * Go on from a set at the level below: one more row, right after it, whose value nobody knows yet.
 * @param {Workout} workout
 * @param {string} key of the set
 * @param {string} fresh key for the new row
 * @returns {Change}
 */
export function goOnEasier(workout, key, fresh) {
  const found = findSet(workout, key);
  const level = found && easierLevel(found.exercise, found.set);
  if (!level) return unchanged(workout);
  const { exercise, set } = found;
  const unit = unitOf(exercise, key);
  const place = exercise.sets.indexOf(unit.at(-1)) + 1;
  const row = {
    ...blankSet(fresh, 0),
    level_id: level.id,
    level: level.name,
    side: set.side,
    set_type: SEGMENT,
  };
  return inserted(workout, exercise.key, place, row);
}

/**
 * A warm-up before the first set that is open, at its level.
 * @param {Workout} workout
 * @param {string} exerciseKey
 * @param {string} fresh key for the new row
 * @returns {Change}
 */
export function addWarmUp(workout, exerciseKey, fresh) {
  const exercise = findExercise(workout, exerciseKey);
  if (!exercise) return unchanged(workout);
  const open = exercise.sets.findIndex((set) => !set.done);
  const place = open < 0 ? exercise.sets.length : open;
  const like = exercise.sets[place] ?? exercise.sets.at(-1);
  const level = exercise.levels[0];
  const row = {
    ...blankSet(fresh, 0),
    level_id: like?.level_id ?? level?.id ?? null,
    level: like?.level ?? level?.name ?? "",
    set_type: WARM_UP,
  };
  return inserted(workout, exerciseKey, place, row);
}

/**
 * Without a row that was added by mistake: nobody wants that back.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function withoutRow(workout, key) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const { operations } = found.set.stored ? deleted(key) : unchanged(workout);
  const without = withExercise(workout, found.exercise.key, (each) => ({
    ...each,
    sets: each.sets.filter((set) => set.key !== key),
  }));
  return { workout: without, operations };
}

function deleted(key) {
  return { operations: [{ kind: "set_delete", key, body: {} }] };
}

/** The rows after it make room; of those the server knows it is told. */
function inserted(workout, exerciseKey, place, row) {
  const { sets } = findExercise(workout, exerciseKey);
  let order = (sets[place - 1]?.order ?? 0) + 1;
  const after = sets.slice(place).map((set) => {
    order += 1;
    if (set.order >= order) order = set.order;
    return set.order === order ? set : { ...set, order, prepared: true };
  });
  const fresh = { ...row, order: (sets[place - 1]?.order ?? 0) + 1, prepared: true };
  const all = [...sets.slice(0, place), fresh, ...after];
  const next = withExercise(workout, exerciseKey, (each) => ({ ...each, sets: all }));
  const shifted = after.filter((set) => !sets.includes(set));
  return inTurn(
    next,
    shifted.reverse().map((set) => (state) => saveTold(state, set.key)),
  );
}
