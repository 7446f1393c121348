/**
 * Bringing the page's workout together with what the server says.
 *
 * A snapshot is `{version, exercises: [...]}` with exercises and rows in their order, named as in
 * `workout_model.mjs`, the value of a row as `reps` or `duration`. `stored: false` marks a row of
 * the plan that the server derived and keeps nowhere; its key is the same on every device.
 *
 * The server's picture wins, row by row, and operations it has not answered are applied on top of
 * it again. So two devices show the same as soon as both have nothing pending and have heard from
 * the server, and what the athlete just did never flickers back.
 *
 * @typedef {import("./workout_model.mjs").Workout} Workout
 * @typedef {import("./workout_model.mjs").Exercise} Exercise
 * @typedef {import("./workout_model.mjs").WorkSet} WorkSet
 * @typedef {import("./outbox_queue.mjs").Operation} Operation
 */

import { noted } from "./exercise_notes.mjs";
import {
  emptyWorkout,
  exerciseFrom,
  findExercise,
  findSet,
  setFrom,
  withExercise,
} from "./workout_model.mjs";
import { currentOrNext } from "./workout_flow.mjs";

/**
 * The workout of a fresh page: its snapshot, and what an earlier page left unsent.
 * @param {object} snapshot
 * @param {Operation[]} [unsettled] the outbox's
 * @returns {Workout}
 */
export function createWorkout(snapshot, unsettled = []) {
  return applyServer(emptyWorkout(), snapshot, unsettled);
}

/**
 * Take over a snapshot; one older than what the page knows changes nothing.
 * @param {Workout} workout
 * @param {object} snapshot
 * @param {Operation[]} unsettled everything the server's picture may lack, oldest first
 * @returns {Workout}
 */
export function applyServer(workout, snapshot, unsettled) {
  if (snapshot.version < workout.version) return workout;
  const busy = new Set(unsettled.flatMap(({ key, body }) => [key, body.exercise_key]));
  const hidden = new Set(workout.hidden);

  const all = snapshot.exercises.flatMap(({ sets }) => sets ?? []);
  const done = new Set(all.filter(({ stored = true }) => stored).map(({ key }) => key));
  const sides = { busy, hidden, done };
  const remote = snapshot.exercises.map((wire) => mergeExercise(workout, wire, sides));
  const keys = new Set(remote.map(({ key }) => key));
  const shown = remote.filter(({ key, stored }) => stored || !hidden.has(key));
  const exercises = [...shown];
  workout.exercises.forEach((exercise, index) => {
    const kept = !exercise.stored || busy.has(exercise.key);
    if (keys.has(exercise.key) || !kept) return;
    const sets = exercise.sets.filter((set) => !done.has(set.key));
    exercises.splice(index, 0, { ...exercise, sets });
  });

  const merged = { ...workout, version: snapshot.version, exercises };
  const next = unsettled.reduce(applyOperation, merged);
  return { ...next, current: currentOrNext(next) };
}

/**
 * Take over the answer to one operation of ours.
 * @param {Workout} workout
 * @param {Operation} operation
 * @param {any} body of the 2xx answer
 * @param {Operation[]} unsettled without that operation
 * @returns {Workout}
 */
export function applyAnswer(workout, operation, body, unsettled) {
  const { key, body: sent } = operation;
  let next = workout;
  if (body.set !== undefined && !unsettled.some((each) => each.key === key)) {
    if (body.set) next = replaceSet(next, { ...homeOf(next, sent, body.set), key });
    else next = sent.done === false && !body.deleted ? forgotten(next, key) : withoutSet(next, key);
  }
  if (body.exercise) next = identified(next, key, body.exercise.id);
  if (body.snapshot) return applyServer(next, body.snapshot, unsettled);
  const version = Math.max(next.version, body.version ?? next.version);
  return { ...next, version };
}

/** The exercise as the server has it, with the rows of both. */
function mergeExercise(workout, wire, { busy, hidden, done }) {
  const fresh = exerciseFrom(wire);
  const known =
    workout.exercises.find(({ id }) => id !== null && id === fresh.id) ??
    findExercise(workout, fresh.key);
  const key = known?.key ?? fresh.key;
  const levels = wire.levels ?? known?.levels ?? [];
  const type = fresh.counting_type;

  const ours = ({ key: name, stored }) => !stored || busy.has(name);
  // A row of the plan that this page does in another exercise, which nobody else knows yet.
  const isAway = (set) => {
    const found = set.stored === false && findSet(workout, set.key);
    return found && found.exercise.key !== key && ours(found.set);
  };
  const remote = (wire.sets ?? [])
    .filter((set) => !isAway(set))
    .map((set) => mergeSet(findSet(workout, set.key)?.set ?? null, set, type, busy))
    .filter((set) => set.stored || busy.has(set.key) || !hidden.has(set.key));
  const keys = new Set((wire.sets ?? []).map((set) => set.key));
  const own = (known?.sets ?? []).filter(
    (set) => !keys.has(set.key) && !done.has(set.key) && ours(set),
  );
  const here = own.map((set) => inLadder(set, levels));
  return { ...fresh, key, levels, sets: sorted([...remote, ...here]) };
}

/** The row at its level of this ladder: somebody else's exercise became the athlete's own copy. */
function inLadder(set, levels) {
  if (set.level_id === null || levels.some(({ id }) => id === set.level_id)) return set;
  const level = levels.find(({ name }) => name === set.level);
  return level ? { ...set, level_id: level.id } : set;
}

/** The row as the server has it; what the athlete prepared in a row of the plan stays. */
function mergeSet(known, wire, type, busy) {
  const fresh = setFrom(wire, type, known);
  if (!known) return fresh;
  const prepared = !fresh.stored && !known.stored && known.prepared;
  if (!prepared && !busy.has(known.key)) return fresh;
  if (known.level_id !== fresh.level_id) return known; // the hints are those of its level
  return { ...known, target: fresh.target, last: fresh.last };
}

/** One operation the server has not answered, on top of the picture. */
function applyOperation(workout, { kind, key, body, view }) {
  if (kind === "set_delete") return withoutSet(workout, key);
  if (kind === "set") return replaceSet(workout, { ...body, key });
  if (kind === "note") return noted(workout, body);
  if (kind === "order") return ordered(workout, body.exercises);
  if (kind === "exercise_delete") {
    return { ...workout, exercises: workout.exercises.filter((each) => each.key !== key) };
  }
  const { definition_id, superset, rest_seconds } = body;
  const changes = { definition_id, superset, rest_seconds, stored: true, ...view };
  if (findExercise(workout, key)) {
    return withExercise(workout, key, (exercise) => ({ ...exercise, ...changes }));
  }
  const added = exerciseFrom({ ...changes, key, id: body.exercise_id });
  const exercises = [...workout.exercises];
  exercises.splice(body.order - 1, 0, added);
  return { ...workout, exercises };
}

/** The row as `wire` says, in the exercise it names. */
function replaceSet(workout, wire) {
  const known = findSet(workout, wire.key)?.set ?? null;
  const home = findHome(workout, wire.exercise_key, wire.exercise_id);
  if (!home) return workout;
  const set = setFrom(wire, home.counting_type, known);
  return withExercise(withoutSet(workout, wire.key), home.key, (exercise) => ({
    ...exercise,
    sets: sorted([...exercise.sets, set]),
  }));
}

/** The server's row; where it names no exercise it is in the one we sent. */
function homeOf(workout, sent, set) {
  const byId = findHome(workout, undefined, set.exercise_id)?.key;
  return { ...sent, ...set, exercise_key: set.exercise_key ?? byId ?? sent.exercise_key };
}

/** An exercise by its key on this page, or else by the server's id. */
function findHome(workout, key, id) {
  const byId = (exercise) => exercise.id !== null && exercise.id === id;
  return findExercise(workout, key ?? null) ?? workout.exercises.find(byId) ?? null;
}

/** The server keeps no unfinished rows: it is a row of this page alone again. */
function forgotten(workout, key) {
  const found = findSet(workout, key);
  if (!found) return workout;
  return withExercise(workout, found.exercise.key, (exercise) => ({
    ...exercise,
    sets: exercise.sets.map((set) =>
      set.key === key ? { ...set, done: false, stored: false } : set,
    ),
  }));
}

function identified(workout, key, id) {
  return withExercise(workout, key, (exercise) => ({ ...exercise, id, stored: true }));
}

function withoutSet(workout, key) {
  const exercises = workout.exercises.map((exercise) => ({
    ...exercise,
    sets: exercise.sets.filter((set) => set.key !== key),
  }));
  return { ...workout, exercises };
}

function ordered(workout, names) {
  const places = names.map(({ key, exercise_id }) => findHome(workout, key, exercise_id));
  const rank = (exercise) => {
    const place = places.indexOf(exercise);
    return place < 0 ? places.length : place;
  };
  const exercises = [...workout.exercises].sort((one, other) => rank(one) - rank(other));
  return { ...workout, exercises };
}

function sorted(sets) {
  return sets.sort((one, other) => one.order - other.order || (one.key < other.key ? -1 : 1));
}
