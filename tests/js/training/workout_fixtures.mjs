/**
 * A workout to test with: push-ups and rows as a superset, then a hold.
 */

import { createWorkout } from "../../../project/static/js/lib/training/workout_state.mjs";
import { deepFrozen } from "./fakes.mjs";

export const KNEE = { id: 31, name: "Knie-Liegestütze", last: [15, 14], targets: [15, 15] };
export const FULL = { id: 32, name: "Volle Liegestütze", last: [8, 7, 6], targets: [8, 8, 7] };
const ROW = { id: 41, name: "Rudern schräg", last: [10, 9] };
const PLANK = { id: 51, name: "Plank", last: [40], targets: [45, 45] };

const row = (key, order, level, figures) => ({
  key,
  order,
  level_id: level.id,
  level: level.name,
  done: false,
  stored: false,
  target: level.targets?.[order - 1] ?? null,
  last: level.last?.[order - 1] ?? null,
  ...figures,
});

const exercise = (id, definition_id, title, counting_type, levels, sets, more) => ({
  id,
  definition_id,
  title,
  counting_type,
  levels,
  sets,
  ...more,
});

/** What the server says about it at the start: three exercises, nothing done. */
export function snapshot(changes = {}) {
  const tied = { superset: 1, rest_seconds: 90 };
  return deepFrozen({
    version: 1,
    server_time: 1_800_000_000_000,
    exercises: [
      exercise(1, 11, "Liegestütze", "reps", [KNEE, FULL], rows("p", FULL, 3), tied),
      exercise(2, 12, "Rudern", "reps", [ROW], rows("r", ROW, 2), { ...tied, rest_seconds: 120 }),
      exercise(3, 13, "Plank", "duration", [PLANK], rows("h", PLANK, 2), {}),
    ],
    ...changes,
  });
}

function rows(prefix, level, count) {
  return Array.from({ length: count }, (_, index) => row(`${prefix}${index + 1}`, index + 1, level));
}

/** The page's workout at the start, frozen through and through. */
export function workout(unsettled = []) {
  return deepFrozen(createWorkout(snapshot(), unsettled));
}

/** What the picker gives for an exercise that is not in the workout yet. */
export const DIPS = deepFrozen({
  definition_id: 14,
  title: "Dips",
  counting_type: "reps",
  rest_seconds: 60,
  level_id: 62,
  levels: [
    { id: 61, name: "Bank-Dips", last: [12], targets: [12] },
    { id: 62, name: "Barren-Dips", last: [5, 4], targets: [5, 5] },
  ],
});

/** Several steps one after the other: the last workout, and all operations. */
export function after(start, ...steps) {
  let state = start;
  const operations = [];
  for (const step of steps) {
    const result = step(state);
    state = deepFrozen(result.workout ?? result);
    operations.push(...(result.operations ?? []));
  }
  return { workout: state, operations };
}

/** Rows as `key value level` with a tick when done, exercise by exercise. */
export function picture(state) {
  return state.exercises.map(({ title, sets }) =>
    [title, ...sets.map(({ key, value, done }) => `${key} ${value ?? "–"}${done ? " ✓" : ""}`)].join(
      " | ",
    ),
  );
}
