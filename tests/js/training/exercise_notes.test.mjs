import assert from "node:assert/strict";
import { test } from "node:test";

import { noted, writeNote } from "../../../project/static/js/lib/training/exercise_notes.mjs";
import {
  applyServer,
  findExercise,
  removeExercise,
  undo,
} from "../../../project/static/js/lib/training/workout_state.mjs";
import { deepFrozen } from "./fakes.mjs";
import { snapshot, workout } from "./workout_fixtures.mjs";

const say = (state, name = "note") => findExercise(state, "e1")[name];

test("a note is told once, under a key of its own, behind its exercise", () => {
  const change = writeNote(workout(), "e1", "note", " Ellbogen\r\nzwickte ");
  assert.equal(say(change.workout), "Ellbogen\nzwickte");
  assert.deepEqual(change.operations, [
    {
      kind: "note",
      key: "n-e1",
      body: { exercise_id: 1, exercise_key: "e1", note: "Ellbogen\nzwickte" },
      after: ["e1"],
    },
  ]);
  assert.deepEqual(writeNote(change.workout, "e1", "note", "Ellbogen\nzwickte").operations, []);
  assert.deepEqual(writeNote(workout(), "gone", "note", "x").operations, []);
});

test("both notes of an exercise wait side by side, and a UUID leaves room for its mark", () => {
  const state = workout();
  const uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const renamed = { ...state, exercises: [{ ...state.exercises[0], key: uuid }] };
  const keys = ["note", "pinned_note"].map(
    (name) => writeNote(renamed, uuid, name, "x").operations[0].key,
  );
  assert.equal(new Set(keys).size, 2);
  for (const key of keys) assert.match(key, /^[A-Za-z0-9-]{1,36}$/);
});

test("what is too long is cut where the server would refuse it", () => {
  const { operations } = writeNote(workout(), "e1", "pinned_note", "x".repeat(600));
  assert.equal(operations[0].body.pinned_note.length, 500);
});

test("what is pinned stands at the exercise wherever it is in the workout", () => {
  const state = workout();
  const twice = deepFrozen({
    ...state,
    exercises: [...state.exercises, { ...state.exercises[0], key: "again", id: 9 }],
  });
  const next = writeNote(twice, "e1", "pinned_note", "Griffe").workout;
  assert.equal(findExercise(next, "again").pinned_note, "Griffe");
  assert.equal(findExercise(next, "e2").pinned_note, "");
  assert.equal(findExercise(writeNote(twice, "e1", "note", "heute").workout, "again").note, "");
});

test("a note that is not sent yet stays over what the server says", () => {
  const { workout: written, operations } = writeNote(workout(), "e1", "note", "neu");
  const unsent = operations.map((each) => ({ ...each, id: "1", edited_at: 1, pos: 1 }));
  assert.equal(say(applyServer(written, snapshot({ version: 2 }), unsent)), "neu");
  assert.equal(say(applyServer(written, snapshot({ version: 2 }), [])), "");
  assert.equal(say(noted(workout(), { exercise_key: "other", exercise_id: 1, note: "per Id" })), "per Id");
});

test("an exercise that comes back brings its note", () => {
  const written = writeNote(workout(), "e1", "note", "neu").workout;
  const { operations } = undo(removeExercise(written, "e1").workout);
  const told = operations.filter(({ kind }) => kind === "note");
  assert.deepEqual(told.map(({ body }) => body.note), ["neu"]);
});
