/**
 * Notes of the exercises of the running workout: one for this time, one that is there every time.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_change.mjs").Change} Change
 */

import { findExercise, withExercise } from "./workout_model.mjs";

/** The longest the server takes, as `rules/limits.py` says. */
export const LONGEST = { note: 280, pinned_note: 500 };

/**
 * Write a note.
 * @param {Workout} workout
 * @param {string} key of the exercise
 * @param {"note" | "pinned_note"} name the pinned one belongs to the exercise of the library
 * @param {string} text
 * @returns {Change}
 */
export function writeNote(workout, key, name, text) {
  const exercise = findExercise(workout, key);
  const note = text.replace(/\r\n?/g, "\n").trim().slice(0, LONGEST[name]);
  if (!exercise || exercise[name] === note) return { workout, operations: [] };
  return saveNote(withNote(workout, exercise, name, note), key, name);
}

/**
 * Tell the server what a note says now.
 * @param {Workout} workout
 * @param {string} key
 * @param {"note" | "pinned_note"} name
 * @returns {Change}
 */
export function saveNote(workout, key, name) {
  const { id, [name]: text } = findExercise(workout, key);
  const body = { exercise_id: id, exercise_key: key, [name]: text };
  return {
    workout,
    operations: [{ kind: "note", key: noteKey(key, name), body, after: [key] }],
  };
}

/**
 * A note as an operation states it, on top of the picture.
 * @param {Workout} workout
 * @param {object} body of the operation
 * @returns {Workout}
 */
export function noted(workout, body) {
  const { exercise_key: key, exercise_id: id } = body;
  const exercise =
    findExercise(workout, key) ?? workout.exercises.find((each) => id !== null && each.id === id);
  if (!exercise) return workout;
  return Object.keys(LONGEST)
    .filter((name) => name in body)
    .reduce((next, name) => withNote(next, exercise, name, body[name]), workout);
}

/** An exercise may be in the workout twice: what is pinned stands at both. */
function withNote(workout, exercise, name, text) {
  if (name === "note") return withExercise(workout, exercise.key, (each) => ({ ...each, note: text }));
  const same = ({ definition_id }) => definition_id === exercise.definition_id;
  const exercises = workout.exercises.map((each) =>
    same(each) ? { ...each, pinned_note: text } : each,
  );
  return { ...workout, exercises };
}

/** A key of its own, so that it replaces no operation on the exercise; short enough for a UUID. */
function noteKey(key, name) {
  return `${name[0]}-${key.replaceAll("-", "")}`;
}
