/**
 * Changes to the exercises of the running workout: add, swap, reorder, tie, keep a rest.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_change.mjs").Change} Change
 */

import {
  allLeveled,
  blankSet,
  inTurn,
  moveItem,
  saveExercise,
  saveTold,
  unchanged,
} from "./workout_change.mjs";
import { isOwnSet } from "./figures.mjs";
import { blocksOf } from "./workout_flow.mjs";
import { exerciseFrom, findExercise, withExercise } from "./workout_model.mjs";

/** The key of the one operation that states the order of all exercises. */
const ORDER_KEY = "order";

/**
 * Add an exercise at the end. It comes into view unless the one that is there has open sets.
 * @param {Workout} workout
 * @param {object} choice from the picker: `definition_id`, `title`, `counting_type`, `levels`,
 *   the switches, and `level_id` where the athlete stands
 * @param {() => string} newKey
 * @returns {Change} with as many open rows as that level has targets or had sets last time
 */
export function addExercise(workout, choice, newKey) {
  const exercise = { ...exerciseFrom({ ...choice, id: null }), key: newKey(), stored: false };
  const level = startLevel(choice);
  const sets = allLeveled(blankSets(exercise, level, newKey), level);
  const exercises = [...workout.exercises, { ...exercise, sets }];
  const open = findExercise(workout, workout.current)?.sets.some((set) => !set.done);
  const current = open ? workout.current : exercise.key;
  return saveExercise({ ...workout, exercises, current }, exercise.key);
}

/**
 * Do another exercise instead. Sets already done stay where they are; open rows go over to the
 * new exercise, which then follows the old one and takes its place in a superset. Where none is
 * open it gets as many as an added one.
 * @param {Workout} workout
 * @param {string} key
 * @param {object} choice as for `addExercise`
 * @param {() => string} newKey
 * @returns {Change}
 */
export function swapExercise(workout, key, choice, newKey) {
  const old = findExercise(workout, key);
  if (!old || old.definition_id === choice.definition_id) return unchanged(workout);
  const done = old.sets.filter((set) => set.done);
  const open = old.sets.filter((set) => !set.done);
  const level = startLevel(choice);
  const { superset } = old;
  const place =
    done.length === 0
      ? { key, id: old.id, stored: old.stored }
      : { key: newKey(), id: null, stored: false };
  const rows = open.map((set) => ({ ...set, value: null, touched: false, prepared: true }));
  const taken = inSidesOf(choice, rows, newKey);
  const sets = allLeveled(taken.length ? taken : blankSets(choice, level, newKey), level);
  const fresh = { ...exerciseFrom(choice), superset, ...place, sets };
  const left = rows.filter(({ key: name }) => !taken.some((set) => set.key === name));
  const hidden = [...workout.hidden, ...left.map(({ key: name }) => name)];

  const exercises = workout.exercises.flatMap((each) => {
    if (each.key !== key) return [each];
    return done.length === 0 ? [fresh] : [{ ...old, sets: done }, fresh];
  });
  return inTurn({ ...workout, exercises, hidden, current: fresh.key }, [
    (state) => saveExercise(state, fresh.key),
    ...sets.map((set) => (state) => saveTold(state, set.key)),
  ]);
}

/**
 * @param {Workout} workout
 * @param {string} key
 * @param {number} index where it shall stand
 * @returns {Change}
 */
export function moveExercise(workout, key, index) {
  const from = workout.exercises.findIndex((each) => each.key === key);
  if (from < 0 || from === index || !(index in workout.exercises)) return unchanged(workout);
  const exercises = moveItem(workout.exercises, from, index);
  const names = exercises.map((each) => ({ key: each.key, exercise_id: each.id }));
  const operation = {
    kind: "order",
    key: ORDER_KEY,
    body: { exercises: names },
    after: names.map((name) => name.key),
  };
  return { workout: { ...workout, exercises }, operations: [operation] };
}

/**
 * Keep a rest with its exercise.
 * @param {Workout} workout
 * @param {string} key
 * @param {number} seconds
 * @returns {Change}
 */
export function keepRest(workout, key, seconds) {
  const exercise = findExercise(workout, key);
  if (!exercise || exercise.rest_seconds === seconds) return unchanged(workout);
  const change = (each) => ({ ...each, rest_seconds: seconds });
  return saveExercise(withExercise(workout, key, change), key);
}

/**
 * Ask for added weight from now on.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function askForLoad(workout, key) {
  const exercise = findExercise(workout, key);
  if (!exercise || exercise.tracks_load) return unchanged(workout);
  return saveExercise(
    withExercise(workout, key, (each) => ({ ...each, tracks_load: true })),
    key,
  );
}

/**
 * Do an exercise in turn with the one after it, and with those tied to that already.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function tieToNext(workout, key) {
  const index = workout.exercises.findIndex((each) => each.key === key);
  const next = workout.exercises[index + 1];
  if (index < 0 || !next) return unchanged(workout);
  const [mine, theirs] = [workout.exercises[index], next].map((exercise) =>
    blocksOf(workout).find((block) => block.includes(exercise)),
  );
  if (mine === theirs) return unchanged(workout);
  const number = mine.length > 1 ? mine[0].superset : unusedNumber(workout);
  const tied = [...mine, ...theirs].filter((each) => each.superset !== number);
  return withSuperset(workout, tied, number);
}

/**
 * Do an exercise by itself again.
 * @param {Workout} workout
 * @param {string} key
 * @returns {Change}
 */
export function untie(workout, key) {
  const exercise = findExercise(workout, key);
  if (!exercise || exercise.superset === null) return unchanged(workout);
  return withSuperset(workout, [exercise], null);
}

function unusedNumber({ exercises }) {
  const used = new Set(exercises.map(({ superset }) => superset));
  let number = 1;
  while (used.has(number)) number += 1;
  return number;
}

function withSuperset(workout, exercises, superset) {
  return inTurn(
    workout,
    exercises.map(
      ({ key }) =>
        (state) =>
          saveExercise(
            withExercise(state, key, (each) => ({ ...each, superset })),
            key,
          ),
    ),
  );
}

function blankSets({ tracks_sides }, level, newKey) {
  const sides = tracks_sides ? ["left", "right"] : [null];
  const last = Math.ceil(doneAt(level) / sides.length);
  const count = Math.max(1, level?.targets?.length ?? 0, last) * sides.length;
  return Array.from({ length: count }, (_, index) => ({
    ...blankSet(newKey(), index + 1),
    side: sides[index % sides.length],
  }));
}

/** Open rows as those of another exercise: once left and once right, or once. */
function inSidesOf({ tracks_sides }, rows, newKey) {
  if (!tracks_sides) {
    const whole = rows.filter((set, index) => set.side !== "right" || rows[index - 1]?.side !== "left");
    return whole.map((set) => ({ ...set, side: null }));
  }
  const both = rows.flatMap((set) => {
    if (set.side || !isOwnSet(set)) return [set];
    const right = { ...blankSet(newKey(), set.order), prepared: true, side: "right" };
    return [{ ...set, side: "left" }, right];
  });
  return both.map((set, index) => ({ ...set, order: index + 1 }));
}

function doneAt(level) {
  return (level?.last ?? []).filter((value) => value !== null).length;
}

function startLevel(choice) {
  const levels = choice.levels ?? [];
  return levels.find(({ id }) => id === choice.level_id) ?? levels[0];
}
