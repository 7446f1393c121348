/**
 * Which set comes next, whether a rest is due before it, and how far the workout has come.
 *
 * Neighbouring exercises with the same superset number form a block and are done in turn: the
 * first set of each, then the second of each. A left side and the right side after it are one
 * set of two halves, with no rest between them. Nor is there one before what goes on from a set.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Exercise} Exercise
 * @typedef {import("./workout_model.mjs").WorkSet} WorkSet
 *
 * @typedef {{exercise: Exercise, set: WorkSet, round: number}} Place
 */

import { isSegment } from "./figures.mjs";
import { countSets } from "./pairs.mjs";

/**
 * The exercises in the blocks in which they are done.
 * @param {Workout} workout
 * @returns {Exercise[][]}
 */
export function blocksOf(workout) {
  const blocks = [];
  for (const exercise of workout.exercises) {
    const block = blocks.at(-1);
    const tied = exercise.superset !== null && block?.[0].superset === exercise.superset;
    if (tied) block.push(exercise);
    else blocks.push([exercise]);
  }
  return blocks;
}

/**
 * The next set to do: in the block of the given exercise first, then in the blocks after it,
 * then in those before it, which were left open.
 * @param {Workout} workout
 * @param {string | null} [from] key of an exercise; the one in view unless given
 * @returns {{exercise_key: string, set_key: string} | null} null when all is done
 */
export function nextSet(workout, from = workout.current) {
  const blocks = blocksOf(workout);
  const start = Math.max(0, blockIndex(blocks, from));
  const inTurn = [...blocks.slice(start), ...blocks.slice(0, start)];
  const open = inTurn.map(firstOpen).find((place) => place !== null);
  return open ? { exercise_key: open.exercise.key, set_key: open.set.key } : null;
}

/**
 * Whether to rest after a set that was just checked, and for how long.
 *
 * In a superset the rest waits for the end of the round; after the last set of the workout
 * there is none.
 * @param {Workout} workout with the set already checked
 * @param {string} setKey
 * @param {number} usual seconds, where the exercise names none
 * @returns {{due: boolean, seconds: number}}
 */
export function restAfter(workout, setKey, usual) {
  for (const block of blocksOf(workout)) {
    const place = placesOf(block).find(({ set }) => set.key === setKey);
    if (!place) continue;
    const seconds = place.exercise.rest_seconds ?? usual;
    const next = firstOpen(block);
    const due = next ? next.round > place.round : nextSet(workout) !== null;
    return { due: due && seconds > 0, seconds };
  }
  return { due: false, seconds: 0 };
}

/**
 * @param {Workout} workout
 * @param {string} key of an exercise
 * @returns {"current" | "done" | "open"}
 */
export function exerciseStatus(workout, key) {
  if (key === workout.current) return "current";
  const exercise = workout.exercises.find((each) => each.key === key);
  return exercise && finished(exercise) ? "done" : "open";
}

/**
 * @param {Workout} workout
 * @returns {{sets_done: number, sets: number, exercises_done: number, exercises: number}}
 */
export function progressOf(workout) {
  const counts = workout.exercises.map(countSets);
  return {
    sets_done: sum(counts.map(({ done }) => done)),
    sets: sum(counts.map(({ count }) => count)),
    exercises_done: workout.exercises.filter(finished).length,
    exercises: workout.exercises.length,
  };
}

/**
 * The exercise in view, or where to go when it is gone.
 * @param {Workout} workout
 * @returns {string | null}
 */
export function currentOrNext(workout) {
  const { current, exercises } = workout;
  if (exercises.some(({ key }) => key === current)) return current;
  return nextSet(workout, null)?.exercise_key ?? exercises.at(-1)?.key ?? null;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function finished(exercise) {
  return exercise.sets.length > 0 && exercise.sets.every((set) => set.done);
}

function blockIndex(blocks, key) {
  return blocks.findIndex((block) => block.some((exercise) => exercise.key === key));
}

/** @returns {Place | null} */
function firstOpen(block) {
  return placesOf(block).find(({ set }) => !set.done) ?? null;
}

/** @returns {Place[]} all sets of a block in the order in which they are done */
function placesOf(block) {
  const places = block.flatMap((exercise) => {
    let round = -1;
    return exercise.sets.map((set, index) => {
      const half = set.side === "right" && exercise.sets[index - 1]?.side === "left";
      if (!half && !isSegment(set)) round += 1;
      return { exercise, set, round };
    });
  });
  // The sort is stable, so exercises keep their order within a round.
  return places.sort((one, other) => one.round - other.round);
}

/**
 * The set whose level an exercise's target is about: the one that is on, unless it is an extra one
 * at a level without a target; that one renames nothing.
 * @param {import("./workout_model.mjs").WorkSet[]} sets
 * @param {import("./workout_model.mjs").WorkSet | null} active
 * @returns {import("./workout_model.mjs").WorkSet | undefined}
 */
export function rowOfTarget(sets, active) {
  const withTarget = sets.filter(({ target }) => target !== null);
  const same = active && withTarget.find(({ level_id }) => level_id === active.level_id);
  return same ?? withTarget[0] ?? active ?? sets.at(-1);
}
