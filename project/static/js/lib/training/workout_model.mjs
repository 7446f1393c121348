/**
 * The shape of the running workout on the page, and its translation from and to the wire.
 *
 * Everything is plain JSON data and never changed in place: the page may keep any state, compare
 * it with the next by identity, or store it as a draft. Names are those of the wire.
 *
 * @typedef {import("./tap_counter.mjs").CountingType} CountingType
 *
 * @typedef {object} Level
 * @property {number | null} id
 * @property {string} name
 * @property {(number | null)[]} [last] values of the last session at this level, set by set
 * @property {number[]} [targets] what to reach now, set by set of this level
 * @property {Why} [why] what the targets rest on; not said of an exercise just picked
 * @property {{text: string, link: string, host: string}} [how] how it goes, and where that is shown
 * @property {string[]} [records] the marks that stand at it
 *
 * @typedef {object} Why
 * @property {boolean} is_new whether nothing was done at this level yet
 * @property {string} reason
 * @property {{day: string, values: string}[]} evidence
 * @property {string} criterion what it takes to be ready for the next level
 *
 * @typedef {object} WorkSet one row; beside these the figures that `figures.mjs` lists, null where
 *   nothing was noted
 * @property {string} key
 * @property {number} order grows within the exercise; may have gaps
 * @property {number | null} level_id
 * @property {string} level its name as shown and logged
 * @property {number | null} value repetitions or seconds, prefilled while open
 * @property {number | null} target
 * @property {number | null} last the same set's value last time at this level
 * @property {boolean} done
 * @property {boolean} stored whether the server was told of it; an open row of the plan is not
 * @property {boolean} touched whether the athlete changed the prefilled value
 * @property {boolean} prepared whether the athlete changed anything of it, its place too
 *
 * @typedef {object} Exercise beside these the switches of `figures.mjs`
 * @property {string} key
 * @property {number | null} id the server's; null until it answered
 * @property {number} definition_id
 * @property {string} title
 * @property {CountingType} counting_type
 * @property {number | null} superset neighbours with the same number are done in turn
 * @property {number | null} rest_seconds
 * @property {string} note for this time
 * @property {string} pinned_note of the exercise of the library, there every time
 * @property {string} last_note what was noted the last time
 * @property {{day: string, runs: [string, string][]}[]} sessions the last times, newest first
 * @property {Level[]} levels from easy to hard
 * @property {boolean} stored
 * @property {WorkSet[]} sets
 *
 * @typedef {object} Removed what `undo` brings back
 * @property {"set" | "exercise"} kind
 * @property {number} index
 * @property {string} exercise_key
 * @property {WorkSet | Exercise} item
 *
 * @typedef {object} Workout
 * @property {number} version the server's
 * @property {string | null} current key of the exercise in view
 * @property {Exercise[]} exercises
 * @property {Removed[]} removed latest last
 * @property {string[]} hidden keys of planned rows and exercises taken away on this device
 */

import { figuresAskedFor, figuresOf, isOwnSet, switchesOf } from "./figures.mjs";
import { clampValue } from "./tap_counter.mjs";

/** @returns {Workout} */
export function emptyWorkout() {
  return { version: -1, current: null, exercises: [], removed: [], hidden: [] };
}

/**
 * An exercise from a snapshot or from the picker, without its sets.
 * @param {object} wire
 * @returns {Exercise}
 */
export function exerciseFrom(wire) {
  return {
    key: wire.key ?? `e${wire.id}`,
    id: wire.id ?? null,
    definition_id: wire.definition_id,
    title: wire.title,
    counting_type: wire.counting_type,
    superset: wire.superset ?? null,
    rest_seconds: wire.rest_seconds ?? null,
    ...switchesOf(wire),
    note: wire.note ?? "",
    pinned_note: wire.pinned_note ?? "",
    last_note: wire.last_note ?? "",
    sessions: wire.sessions ?? [],
    levels: wire.levels ?? [],
    stored: wire.stored ?? true,
    sets: [],
  };
}

/**
 * A row from a snapshot or from the body of an operation.
 *
 * Members that only a page needs (`target`, `last`) stay as they are in `known` where the wire
 * does not carry them. An open row without a value is prefilled.
 * @param {object} wire
 * @param {CountingType} type
 * @param {WorkSet | null} known the row of the same key on this page
 * @returns {WorkSet}
 */
export function setFrom(wire, type, known) {
  const target = wire.target ?? known?.target ?? null;
  const last = wire.last ?? known?.last ?? null;
  const value = clampValue(type === "duration" ? wire.duration : wire.reps, type);
  const done = wire.done ?? false;
  return {
    key: wire.key,
    order: wire.order,
    level_id: wire.level_id ?? null,
    level: wire.level ?? "",
    value: value ?? (done ? null : (target ?? last)),
    target,
    last,
    ...figuresOf(wire),
    done,
    stored: wire.stored ?? true,
    touched: known?.touched ?? false,
    prepared: known?.prepared ?? false,
  };
}

/**
 * The whole of a row, as the outbox sends it.
 * @param {Exercise} exercise
 * @param {WorkSet} set
 * @returns {object}
 */
export function setBody(exercise, set) {
  return {
    exercise_id: exercise.id,
    exercise_key: exercise.key,
    level_id: set.level_id,
    level: set.level,
    [exercise.counting_type]: set.value,
    ...figuresAskedFor(exercise, set),
    order: set.order,
    done: set.done,
  };
}

/**
 * @param {Exercise} exercise
 * @param {number} order from 1
 * @returns {object}
 */
export function exerciseBody(exercise, order) {
  const { id, definition_id, superset, rest_seconds, tracks_load } = exercise;
  return { exercise_id: id, definition_id, order, superset, rest_seconds, tracks_load };
}

/**
 * What another page needs to draw the exercise before the server knows it.
 * @param {Exercise} exercise
 * @returns {object}
 */
export function exerciseView(exercise) {
  const { title, counting_type, levels } = exercise;
  return { title, counting_type, levels, ...switchesOf(exercise) };
}

/**
 * What a level says about the set at a place: last time's value and the target.
 * @param {Level | undefined} level
 * @param {number} index of the row among the exercise's own sets, as `last` counts
 * @param {number} rank of the row among those of this level, as `targets` counts
 * @returns {{target: number | null, last: number | null}}
 */
export function levelHints(level, index, rank) {
  return { target: level?.targets?.[rank] ?? null, last: level?.last?.[index] ?? null };
}

/**
 * How many of these rows are done at the level; left and right count each for themselves.
 * @param {WorkSet[]} sets those before the row
 * @param {Level | undefined} level
 * @param {"left" | "right" | null} side
 * @returns {number}
 */
export function rankOf(sets, level, side) {
  return sets.filter(
    (set) => isOwnSet(set) && set.level_id === level?.id && set.side === side,
  ).length;
}

/**
 * @param {Workout} workout
 * @param {string} key of a set
 * @returns {{exercise: Exercise, set: WorkSet, index: number} | null}
 */
export function findSet(workout, key) {
  for (const exercise of workout.exercises) {
    const index = exercise.sets.findIndex((set) => set.key === key);
    if (index >= 0) return { exercise, set: exercise.sets[index], index };
  }
  return null;
}

/**
 * @param {Workout} workout
 * @param {string | null} key
 * @returns {Exercise | null}
 */
export function findExercise(workout, key) {
  return workout.exercises.find((exercise) => exercise.key === key) ?? null;
}

/**
 * @param {Workout} workout
 * @param {string} key
 * @param {(exercise: Exercise) => Exercise} change
 * @returns {Workout}
 */
export function withExercise(workout, key, change) {
  const exercises = workout.exercises.map((each) => (each.key === key ? change(each) : each));
  return { ...workout, exercises };
}

/**
 * @param {Workout} workout
 * @param {string} key of a set
 * @param {Partial<WorkSet>} changes
 * @returns {Workout}
 */
export function withSet(workout, key, changes) {
  const found = findSet(workout, key);
  if (!found) return workout;
  return withExercise(workout, found.exercise.key, (exercise) => ({
    ...exercise,
    sets: exercise.sets.map((set) => (set.key === key ? { ...set, ...changes } : set)),
  }));
}
