/**
 * What the athlete can do to the running workout.
 *
 * Each function takes a workout and gives a new one, together with the operations that the outbox
 * has to send; nothing is changed in place and nothing is asked of clock, network or page.
 * `workout_flow.mjs` says what comes next, `workout_merge.mjs` takes in what the server says.
 *
 * ## The contract with the server
 *
 * Each operation is a JSON POST below the workout's address with the headers `X-CSRFToken` and
 * `Accept: application/json`. Every body carries two members beside those named here:
 * `key`, the thing it is about (at most 36 characters; a UUID where the client made it), and
 * `version`, the workout's version the page knows. The later arrival wins.
 *
 * | kind              | address                | body                                             |
 * |-------------------|------------------------|--------------------------------------------------|
 * | `set`             | `log/sets`             | `exercise_id`, `exercise_key`, `level_id`,       |
 * |                   |                        | `level`, `reps` or `duration`, the figures of    |
 * |                   |                        | `figures.mjs`, `order`, `done`                   |
 * | `set_delete`      | `log/sets/delete`      |                                                  |
 * | `exercise`        | `log/exercises`        | `exercise_id`, `definition_id`, `order` (from 1; |
 * |                   |                        | the others make room), `superset`,               |
 * |                   |                        | `rest_seconds`, `tracks_load` (true stays)       |
 * | `exercise_delete` | `log/exercises/delete` | `exercise_id`; its sets go with it               |
 * | `note`            | `log/notes`            | `exercise_id`, `exercise_key`, `note` or         |
 * |                   |                        | `pinned_note`                                    |
 * | `order`           | `log/order`            | `exercises`: list of `{key, exercise_id}`        |
 *
 * An exercise is found by its id, then by its key; `exercise_id` is null while the client has
 * only the key, and one that is gone counts as unknown. Every operation states the whole thing,
 * so storing it twice changes nothing, and deleting what is gone is a success too.
 *
 * 200 answers `{set | exercise, version, server_time, snapshot?}`. `version` grows by one with each
 * stored change. `set` is the row as it stands afterwards; null when the server keeps no unfinished
 * rows. `order` says where a row stands among those of its exercise; the server may
 * number them otherwise. `snapshot` comes whenever `version` was stale.
 *
 * Refusals carry `{error, message, fields?}`; `error` is `csrf` for a stale token (400 or 403),
 * `message` is fit for the athlete. 401: not signed in. 404, 409, 410: the workout or the
 * exercise is gone or finished. 422: a value is wrong. 429 and 503 may name `Retry-After`.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Level} Level
 * @typedef {import("./workout_change.mjs").Change} Change
 */

import {
  blankSet,
  inTurn,
  leveled,
  moveItem,
  rehomed,
  saveSet,
  saveTold,
  unchanged,
} from "./workout_change.mjs";
import { nextSet } from "./workout_flow.mjs";
import {
  findExercise,
  findSet,
  levelHints,
  rankOf,
  withExercise,
  withSet,
} from "./workout_model.mjs";
import { cleanFigures, isOwnSet } from "./figures.mjs";
import { clampValue } from "./tap_counter.mjs";

export * from "./workout_exercises.mjs";
export * from "./workout_flow.mjs";
export * from "./workout_merge.mjs";
export * from "./workout_segments.mjs";
export * from "./workout_undo.mjs";
export { findExercise, findSet } from "./workout_model.mjs";

/**
 * Bring an exercise into view.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Workout}
 */
export function selectExercise(workout, key) {
  return findExercise(workout, key) ? { ...workout, current: key } : workout;
}

/**
 * Complete a set; the view moves to the exercise whose turn it is. An empty value becomes the
 * target or last time's; where neither exists nothing changes and the page asks for one.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function checkSet(workout, key) {
  const found = findSet(workout, key);
  const value = found && (found.set.value ?? found.set.target ?? found.set.last);
  if (!found || found.set.done || value === null) return unchanged(workout);
  const change = saveSet(withSet(workout, key, { value, done: true }), key);
  const here = found.exercise.key;
  const current = nextSet(change.workout, here)?.exercise_key ?? here;
  return { ...change, workout: { ...change.workout, current } };
}

/**
 * Take the check back; the value stays.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function uncheckSet(workout, key) {
  const found = findSet(workout, key);
  if (!found?.set.done) return unchanged(workout);
  const open = withSet(workout, key, { done: false });
  return saveSet({ ...open, current: found.exercise.key }, key);
}

/**
 * Correct the figures of a row; each is brought within its bounds.
 * @param {Workout} workout
 * @param {string} key
 * @param {object} figures `value`, and those of `figures.mjs`; what is not given stays
 * @returns {Change}
 */
export function editSet(workout, key, figures) {
  const found = findSet(workout, key);
  if (!found) return unchanged(workout);
  const { value } = figures;
  const changes = cleanFigures(figures);
  if (value !== undefined) changes.value = clampValue(value, found.exercise.counting_type);
  if (found.set.done && changes.value === null) delete changes.value; // a done set has a value
  const same = Object.entries(changes).every(([name, figure]) => found.set[name] === figure);
  if (same) return unchanged(workout);
  const touched = found.set.touched || changes.value !== undefined;
  return saveTold(withSet(workout, key, { ...changes, touched, prepared: true }), key);
}

/**
 * Take over last time's value.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function copyLast(workout, key) {
  const last = findSet(workout, key)?.set.last ?? null;
  return last === null ? unchanged(workout) : editSet(workout, key, { value: last });
}

/**
 * Do a row at another level; its hints follow, and so does a value nobody touched.
 * @param {Workout} workout
 * @param {string} key
 * @param {Level} level one of the exercise's
 * @returns {Change}
 */
export function changeLevel(workout, key, level) {
  const found = findSet(workout, key);
  if (!found || (found.set.level_id === level.id && found.set.level === level.name)) {
    return unchanged(workout);
  }
  const before = found.exercise.sets.slice(0, found.index);
  const changed = { ...leveled(found.set, level, before), prepared: true };
  return saveTold(withSet(workout, key, changed), key);
}

/**
 * One more row, like the one before it.
 * @param {Workout} workout
 * @param {string} exerciseKey
 * @param {string} key for the new row
 * @param {"left" | "right"} [wanted] the other side of the row before unless given
 * @returns {Change} without operations: an open row is sent when it is checked
 */
export function addSet(workout, exerciseKey, key, wanted) {
  const exercise = findExercise(workout, exerciseKey);
  if (!exercise) return unchanged(workout);
  const { sets } = exercise;
  const before = sets.findLast(isOwnSet) ?? sets.at(-1);
  const level = before
    ? exercise.levels.find(({ id, name }) => id === before.level_id && name === before.level)
    : exercise.levels[0];
  const other = { left: "right", right: "left" };
  const side = wanted ?? other[before?.side] ?? null;
  const hints = levelHints(level, sets.filter(isOwnSet).length, rankOf(sets, level, side));
  const set = {
    ...blankSet(key, (sets.at(-1)?.order ?? 0) + 1),
    ...hints,
    level_id: before?.level_id ?? level?.id ?? null,
    level: before?.level ?? level?.name ?? "",
    value: before?.value ?? hints.target ?? hints.last,
    load_kg: before?.load_kg ?? null,
    side,
  };
  const add = (each) => ({ ...each, sets: [...sets, set] });
  return { workout: withExercise(workout, exerciseKey, add), operations: [] };
}

/**
 * Move a row within its exercise.
 * @param {Workout} workout
 * @param {string} key
 * @param {number} index where it shall stand
 * @returns {Change}
 */
export function moveSet(workout, key, index) {
  const found = findSet(workout, key);
  if (!found || index === found.index || !(index in found.exercise.sets)) return unchanged(workout);
  const { exercise } = found;
  const orders = growing(exercise.sets.map(({ order }) => order));
  const moved = moveItem(exercise.sets, found.index, index);
  const sets = moved.map((set, place) =>
    set.order === orders[place] ? set : { ...set, order: orders[place], prepared: true },
  );
  const next = withExercise(workout, exercise.key, (each) => ({ ...each, sets }));
  const shifted = sets.filter((set) => !exercise.sets.some((old) => sameOrder(old, set)));
  return inTurn(
    next,
    shifted.map((set) => (state) => saveTold(state, set.key)),
  );
}

/**
 * Do a row as a set of another exercise of the workout.
 * @param {Workout} workout
 * @param {string} key
 * @param {string} exerciseKey
 * @returns {Change}
 */
export function moveSetTo(workout, key, exerciseKey) {
  const found = findSet(workout, key);
  const home = findExercise(workout, exerciseKey);
  if (!found || !home || home.key === found.exercise.key) return unchanged(workout);
  const order = (home.sets.at(-1)?.order ?? 0) + 1;
  const set = { ...rehomed(found.set, found.exercise, home), order };
  const without = withExercise(workout, found.exercise.key, (each) => ({
    ...each,
    sets: each.sets.filter((row) => row.key !== key),
  }));
  const add = (each) => ({ ...each, sets: [...each.sets, set] });
  return saveTold(withExercise(without, exerciseKey, add), key);
}

/** Two devices may have added rows of the same order; moving needs them apart. */
function growing(orders) {
  const apart = orders.every((order, index) => index === 0 || order > orders[index - 1]);
  return apart ? orders : orders.map((_, index) => index + 1);
}

function sameOrder(one, other) {
  return one.key === other.key && one.order === other.order;
}
