import assert from "node:assert/strict";
import { test } from "node:test";

import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { numberedKeys } from "./fakes.mjs";
import { after, FULL, KNEE, picture, workout } from "./workout_fixtures.mjs";

const setOf = (state, key) => page.findSet(state, key).set;
const check = (key) => (state) => page.checkSet(state, key);
const uncheck = (key) => (state) => page.uncheckSet(state, key);

test("a page starts with everything filled in and the first open set in view", () => {
  const state = workout();
  assert.equal(state.current, "e1");
  assert.deepEqual(picture(state), [
    "Liegestütze | p1 8 | p2 8 | p3 7",
    "Rudern | r1 10 | r2 9",
    "Plank | h1 45 | h2 45",
  ]);
  const { level_id, level, target, last } = setOf(state, "p3");
  assert.deepEqual([level_id, level, target, last], [32, "Volle Liegestütze", 7, 6]);
});

test("one tap completes a set as planned and tells the server the whole of it", () => {
  const { workout: state, operations } = page.checkSet(workout(), "p1");
  assert.equal(setOf(state, "p1").done, true);
  assert.deepEqual(operations, [
    {
      kind: "set",
      key: "p1",
      after: ["e1"],
      body: {
        exercise_id: 1,
        exercise_key: "e1",
        level_id: 32,
        level: "Volle Liegestütze",
        reps: 8,
        load_kg: null,
        side: null,
        rir: null,
        set_type: null,
        order: 1,
        done: true,
      },
    },
  ]);
});

test("a hold is sent as a duration", () => {
  const [{ body }] = page.checkSet(workout(), "h1").operations;
  assert.deepEqual([body.duration, "reps" in body], [45, false]);
});

test("checking twice is checking once", () => {
  const { workout: state } = page.checkSet(workout(), "p1");
  const again = page.checkSet(state, "p1");
  assert.deepEqual([again.workout === state, again.operations], [true, []]);
});

test("taking the check back keeps the value and tells the server", () => {
  const { workout: state, operations } = after(
    workout(),
    (each) => page.editSet(each, "p1", { value: 11 }),
    check("p1"),
    uncheck("p1"),
  );
  assert.deepEqual([setOf(state, "p1").done, setOf(state, "p1").value, state.current], [false, 11, "e1"]);
  assert.deepEqual(operations.map(({ body }) => [body.reps, body.done]), [[11, true], [11, false]]);
  assert.deepEqual(page.uncheckSet(state, "p1").operations, []);
});

test("a set without any value is not completed", () => {
  const added = after(
    workout(),
    (state) => page.addExercise(state, { definition_id: 9, title: "Neu", counting_type: "reps" }, numberedKeys("n")),
  ).workout;
  const key = added.exercises.at(-1).sets[0].key;
  assert.deepEqual(page.checkSet(added, key).operations, []);
  const typed = page.editSet(added, key, { value: 0 }).workout;
  assert.equal(page.checkSet(typed, key).operations[0].body.reps, 0);
});

test("an emptied value is filled from the target when checked", () => {
  const emptied = page.editSet(workout(), "p1", { value: null }).workout;
  assert.equal(setOf(emptied, "p1").value, null);
  assert.equal(setOf(page.checkSet(emptied, "p1").workout, "p1").value, 8);
});

test("values stay within their bounds", () => {
  const edit = (key, figures) => setOf(page.editSet(workout(), key, figures).workout, key);
  assert.equal(edit("p1", { value: 12_345 }).value, 9999);
  assert.equal(edit("p1", { value: -4 }).value, 0);
  assert.equal(edit("h1", { value: 100_000 }).value, 86_399);
  assert.equal(edit("p1", { rir: 12 }).rir, 10);
  assert.equal(edit("p1", { load_kg: 12.345 }).load_kg, 12.35);
  assert.equal(edit("p1", { load_kg: -5000 }).load_kg, -999.99);
});

test("an open row is changed in silence, a done one is corrected on the server", () => {
  const open = page.editSet(workout(), "p1", { value: 9 });
  assert.deepEqual(open.operations, []);
  const done = after(open.workout, check("p1"), (state) => page.editSet(state, "p1", { value: 10 }));
  assert.deepEqual(done.operations.map(({ body }) => body.reps), [9, 10]);
});

test("a row that was once told to the server is told of every later change", () => {
  const { operations } = after(workout(), check("p1"), uncheck("p1"), (state) =>
    page.editSet(state, "p1", { value: 3 }),
  );
  assert.deepEqual(operations.map(({ body }) => [body.reps, body.done]), [[8, true], [8, false], [3, false]]);
});

test("a change that changes nothing is none, and a done set keeps a value", () => {
  const state = page.checkSet(workout(), "p1").workout;
  assert.equal(page.editSet(state, "p1", { value: 8 }).workout, state);
  assert.equal(page.editSet(state, "p1", { value: null }).workout, state);
  assert.equal(page.editSet(state, "p1", {}).workout, state);
});

test("load, side and reps in reserve are sent only where they are switched on", () => {
  const figures = { load_kg: 10, side: "left", rir: 2 };
  const off = after(workout(), (state) => page.editSet(state, "p1", figures), check("p1"));
  const { load_kg, side, rir } = off.operations[0].body;
  assert.deepEqual([load_kg, side, rir], [null, null, null]);

  const start = workout();
  const switched = { tracks_load: true, tracks_sides: true, tracks_rir: true };
  const exercises = start.exercises.map((each) => ({ ...each, ...switched }));
  const on = after({ ...start, exercises }, (state) => page.editSet(state, "p1", figures), check("p1"));
  const body = on.operations[0].body;
  assert.deepEqual([body.load_kg, body.side, body.rir], [10, "left", 2]);
});

test("a tap on last time's value takes it over", () => {
  assert.equal(setOf(page.copyLast(workout(), "p3").workout, "p3").value, 6);
  const start = workout();
  assert.equal(page.copyLast(start, "h2").workout, start);
});

test("another level brings its own hints and values", () => {
  const { workout: state, operations } = page.changeLevel(workout(), "p2", KNEE);
  const { level_id, level, value, target, last } = setOf(state, "p2");
  assert.deepEqual([level_id, level, value, target, last], [31, "Knie-Liegestütze", 15, 15, 14]);
  assert.deepEqual(operations, []);
  assert.equal(setOf(page.changeLevel(state, "p2", FULL).workout, "p2").value, 8);
});

test("another level leaves alone what the athlete typed or did", () => {
  const typed = page.editSet(workout(), "p2", { value: 5 }).workout;
  assert.equal(setOf(page.changeLevel(typed, "p2", KNEE).workout, "p2").value, 5);
  const done = after(workout(), check("p1"), (state) => page.changeLevel(state, "p1", KNEE));
  assert.equal(setOf(done.workout, "p1").value, 8);
  assert.deepEqual(done.operations.map(({ body }) => body.level_id), [32, 31]);
});

test("one exercise may hold several levels", () => {
  const { workout: state } = page.changeLevel(workout(), "p3", KNEE);
  assert.deepEqual(state.exercises[0].sets.map(({ level_id }) => level_id), [32, 32, 31]);
});

test("one more set is like the one before it and waits for its check", () => {
  const { workout: state, operations } = after(
    workout(),
    (each) => page.editSet(each, "p3", { value: 12, load_kg: 5 }),
    (each) => page.changeLevel(each, "p3", KNEE),
    (each) => page.addSet(each, "e1", "new"),
  );
  assert.deepEqual(operations, []);
  const { order, level_id, value, load_kg, done, last } = setOf(state, "new");
  assert.deepEqual([order, level_id, value, load_kg, done, last], [4, 31, 12, 5, false, null]);
  assert.equal(page.checkSet(state, "new").operations[0].body.order, 4);
});

test("one more set after a left side is the right one", () => {
  const sides = after(
    workout(),
    (state) => page.editSet(state, "p3", { side: "left" }),
    (state) => page.addSet(state, "e1", "right"),
    (state) => page.addSet(state, "e1", "left"),
  ).workout;
  assert.deepEqual(sides.exercises[0].sets.map(({ side }) => side), [null, null, "left", "right", "left"]);
});

test("a row is moved within its exercise; only what the server knows is sent", () => {
  const { workout: state, operations } = after(workout(), check("p1"), check("p2"), (each) =>
    page.moveSet(each, "p3", 0),
  );
  assert.deepEqual(state.exercises[0].sets.map(({ key, order }) => [key, order]), [
    ["p3", 1],
    ["p1", 2],
    ["p2", 3],
  ]);
  assert.deepEqual(operations.slice(2).map(({ key, body }) => [key, body.order]), [["p1", 2], ["p2", 3]]);
  assert.equal(page.moveSet(state, "p3", 0).workout, state);
});

test("rows that share an order are told apart when one is moved", () => {
  const start = workout();
  const twins = start.exercises.map((each) => ({
    ...each,
    sets: each.sets.map((set) => ({ ...set, order: 1 })),
  }));
  const { workout: state } = page.moveSet({ ...start, exercises: twins }, "p3", 1);
  assert.deepEqual(state.exercises[0].sets.map(({ key, order }) => [key, order]), [
    ["p1", 1],
    ["p3", 2],
    ["p2", 3],
  ]);
});

test("a row can become a set of another exercise", () => {
  const { workout: state, operations } = after(workout(), check("p3"), (each) =>
    page.moveSetTo(each, "p3", "e2"),
  );
  assert.deepEqual(picture(state).slice(0, 2), ["Liegestütze | p1 8 | p2 8", "Rudern | r1 10 | r2 9 | p3 7 ✓"]);
  const { exercise_id, exercise_key, level_id, order } = operations.at(-1).body;
  assert.deepEqual([exercise_id, exercise_key, level_id, order], [2, "e2", 41, 3]);
});

test("repetitions do not become seconds", () => {
  const { workout: state, operations } = after(workout(), check("p3"), (each) =>
    page.moveSetTo(each, "p3", "e3"),
  );
  assert.deepEqual(picture(state)[2], "Plank | h1 45 | h2 45 | p3 45");
  assert.deepEqual([operations.at(-1).body.duration, operations.at(-1).body.done], [45, false]);
});

test("unknown rows and exercises change nothing", () => {
  const start = workout();
  const results = [
    page.selectExercise(start, "x"),
    page.checkSet(start, "x").workout,
    page.uncheckSet(start, "x").workout,
    page.editSet(start, "x", { value: 1 }).workout,
    page.copyLast(start, "x").workout,
    page.changeLevel(start, "x", KNEE).workout,
    page.addSet(start, "x", "n").workout,
    page.removeSet(start, "x").workout,
    page.removeExercise(start, "x").workout,
    page.moveSet(start, "x", 0).workout,
    page.moveSetTo(start, "p1", "x").workout,
    page.moveSetTo(start, "p1", "e1").workout,
    page.moveExercise(start, "x", 0).workout,
    page.swapExercise(start, "x", {}, numberedKeys("n")).workout,
    page.keepRest(start, "x", 60).workout,
    page.undo(start).workout,
  ];
  assert.ok(results.every((state) => state === start));
});

test("a workout can be stored as it is", () => {
  const { workout: state } = after(workout(), check("p1"), (each) => page.removeSet(each, "p2"));
  assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
});

test("two hundred rapid taps leave the set as the last one said", () => {
  for (const taps of [199, 200]) {
    const steps = Array.from({ length: taps }, (_, index) => (index % 2 ? uncheck("p1") : check("p1")));
    const { workout: state, operations } = after(workout(), ...steps);
    assert.equal(operations.length, taps);
    assert.equal(setOf(state, "p1").done, taps % 2 === 1);
    assert.equal(operations.at(-1).body.done, taps % 2 === 1);
  }
});

test("targets count the rows of their level, last time's values all rows", () => {
  const warm = page.changeLevel(workout(), "p1", KNEE).workout;
  const back = page.changeLevel(warm, "p2", KNEE).workout;
  const { target, last, value } = setOf(page.changeLevel(back, "p2", FULL).workout, "p2");
  assert.deepEqual([target, last, value], [8, 7, 8]); // the first at this level
});

test("left and right each have the first target", () => {
  const sided = after(
    workout(),
    (state) => page.editSet(state, "p1", { side: "left" }),
    (state) => page.addSet(state, "e1", "p4"),
    (state) => page.editSet(state, "p2", { side: "right" }),
    (state) => page.changeLevel(state, "p2", KNEE),
    (state) => page.changeLevel(state, "p2", FULL),
  ).workout;
  assert.equal(setOf(sided, "p2").target, 8);
});
