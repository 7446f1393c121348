/**
 * Rows that belong together: left and right are one set, and so is what goes on from a set at an
 * easier level. The server's rules are `project/rules/training/pairs.py` and `ladder.py`.
 *
 * @typedef {import("./workout_model.mjs").Exercise} Exercise
 * @typedef {import("./workout_model.mjs").WorkSet} WorkSet
 */

import { isOwnSet, isSegment } from "./figures.mjs";

/**
 * The rows as they are shown: a left one and the right one after it at its level are one line.
 * @param {Exercise} exercise
 * @returns {WorkSet[][]} each with one row or a left and a right one
 */
export function linesOf(exercise) {
  const lines = [];
  for (const set of exercise.sets) {
    const before = lines.at(-1);
    if (exercise.tracks_sides && before?.length === 1 && isOtherSide(before[0], set)) {
      before.push(set);
    } else lines.push([set]);
  }
  return lines;
}

/**
 * The line with a row, and the lines that go on from it.
 * @param {Exercise} exercise
 * @param {string} key of the row
 * @returns {WorkSet[]} the rows of all of them
 */
export function unitOf(exercise, key) {
  const lines = linesOf(exercise);
  const place = lines.findIndex((line) => line.some((set) => set.key === key));
  if (place < 0) return [];
  if (isSegment(lines[place][0])) return lines[place];
  const rest = lines.slice(place + 1);
  const end = rest.findIndex(([set]) => !isSegment(set));
  return [lines[place], ...(end < 0 ? rest : rest.slice(0, end))].flat();
}

/**
 * Which set of the exercise a row is, or is a part of; from 1. Warm-ups are not numbered.
 * @param {Exercise} exercise
 * @param {string} key of the row
 * @returns {number} 0 before the first
 */
export function numberOf(exercise, key) {
  let number = 0;
  for (const line of linesOf(exercise)) {
    if (isOwnSet(line[0])) number += 1;
    if (line.some((set) => set.key === key)) return number;
  }
  return number;
}

/**
 * How far the sets of an exercise have come; a pair is done with both its sides.
 * @param {Exercise} exercise
 * @returns {{done: number, count: number}}
 */
export function countSets(exercise) {
  const lines = linesOf(exercise).filter(([set]) => isOwnSet(set));
  const done = lines.filter((line) => line.every((set) => set.done));
  return { done: done.length, count: lines.length };
}

function isOtherSide(one, other) {
  return (
    one.side === "left" &&
    other.side === "right" &&
    one.level_id === other.level_id &&
    one.level === other.level &&
    isSegment(one) === isSegment(other) &&
    isOwnSet(one) === isOwnSet(other)
  );
}
