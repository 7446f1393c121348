import assert from "node:assert/strict";
import { test } from "node:test";

import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { numberedKeys } from "./fakes.mjs";
import { after, DIPS, picture, workout } from "./workout_fixtures.mjs";

const titles = (state) => state.exercises.map(({ title }) => title);
const said = (operations) => operations.map(({ kind, key }) => `${kind} ${key}`);
const add = (state) => page.addExercise(state, DIPS, numberedKeys("n"));
const check = (key) => (state) => page.checkSet(state, key);

test("an added exercise stands last, with a row for each target of my level", () => {
  const { workout: state, operations } = add(workout());
  assert.deepEqual(picture(state).at(-1), "Dips | n2 5 | n3 5");
  assert.equal(page.findSet(state, "n2").set.level, "Barren-Dips");
  assert.deepEqual(operations, [
    {
      kind: "exercise",
      key: "n1",
      body: {
        exercise_id: null,
        definition_id: 14,
        order: 4,
        superset: null,
        rest_seconds: 60,
        tracks_load: false,
      },
      view: {
        title: "Dips",
        counting_type: "reps",
        levels: DIPS.levels,
        tracks_load: false,
        tracks_sides: false,
        tracks_rir: false,
      },
    },
  ]);
});

test("it comes into view only when nothing is open in the one that is there", () => {
  assert.equal(add(workout()).workout.current, "e1");
  const done = after(workout(), ...page.findExercise(workout(), "e1").sets.map(({ key }) => check(key)));
  const back = page.selectExercise(done.workout, "e1");
  assert.equal(back.current, "e1");
  assert.equal(add(back).workout.current, "n1");
  assert.equal(add({ ...workout(), exercises: [], current: null }).workout.current, "n1");
});

test("a set of an exercise the server has not named yet goes by its key, and after it", () => {
  const { operations } = after(workout(), add, check("n2"));
  const { body, after: before } = operations.at(-1);
  assert.deepEqual([body.exercise_id, body.exercise_key, before], [null, "n1", ["n1"]]);
});

test("an added exercise has as many rows as it had sets last time", () => {
  const level = { id: 7, name: "Voll", last: [10, null, 9, 8, 6], targets: [10, 9, 9] };
  const choice = { definition_id: 9, title: "Neu", counting_type: "reps", levels: [level] };
  const { workout: state } = page.addExercise(workout(), choice, numberedKeys("n"));
  assert.equal(picture(state).at(-1), "Neu | n2 10 | n3 9 | n4 9 | n5 8");
});

test("an exercise without levels or targets starts with one empty row", () => {
  const bare = { definition_id: 9, title: "Neu", counting_type: "duration" };
  const { workout: state } = page.addExercise(workout(), bare, numberedKeys("n"));
  assert.equal(picture(state).at(-1), "Neu | n2 –");
});

test("swapping before anything is done replaces the exercise in its place", () => {
  const { workout: state, operations } = page.swapExercise(workout(), "e1", DIPS, numberedKeys("n"));
  assert.deepEqual(picture(state)[0], "Dips | p1 5 | p2 5 | p3 5");
  assert.deepEqual([titles(state), state.current], [["Dips", "Rudern", "Plank"], "e1"]);
  assert.deepEqual(said(operations), ["exercise e1"]);
  const { exercise_id, definition_id, order, superset } = operations[0].body;
  assert.deepEqual([exercise_id, definition_id, order, superset], [1, 14, 1, 1]);
});

test("swapping later keeps what was done and goes on with the other exercise", () => {
  const { workout: state, operations } = after(
    workout(),
    check("p1"),
    (each) => page.swapExercise(each, "e1", DIPS, numberedKeys("n")),
  );
  assert.deepEqual(picture(state), [
    "Liegestütze | p1 8 ✓",
    "Dips | p2 5 | p3 5",
    "Rudern | r1 10 | r2 9",
    "Plank | h1 45 | h2 45",
  ]);
  assert.deepEqual(said(operations), ["set p1", "exercise n1"]);
  assert.deepEqual([operations[1].body.order, operations[1].body.superset], [2, 1]);
});

test("swapping when all is done gives the other exercise rows of its own", () => {
  const done = after(workout(), check("r1"), check("r2")).workout;
  const { workout: state } = page.swapExercise(done, "e2", DIPS, numberedKeys("n"));
  assert.deepEqual(picture(state).slice(1, 3), ["Rudern | r1 10 ✓ | r2 9 ✓", "Dips | n2 5 | n3 5"]);
});

test("an open row the server knows goes over to the other exercise there too", () => {
  const { operations } = after(
    workout(),
    check("p1"),
    check("p2"),
    (state) => page.uncheckSet(state, "p2"),
    (state) => page.swapExercise(state, "e1", DIPS, numberedKeys("n")),
  );
  const moved = operations.at(-1);
  assert.deepEqual([moved.key, moved.body.exercise_key, moved.body.level], ["p2", "n1", "Barren-Dips"]);
});

test("swapping repetitions for a hold takes no number along", () => {
  const hang = { definition_id: 15, title: "Hang", counting_type: "duration", levels: [] };
  const { workout: state } = page.swapExercise(workout(), "e1", hang, numberedKeys("n"));
  assert.equal(picture(state)[0], "Hang | p1 – | p2 – | p3 –");
});

test("swapping for the same exercise changes nothing", () => {
  const start = workout();
  const same = { ...DIPS, definition_id: 11 };
  assert.equal(page.swapExercise(start, "e1", same, numberedKeys("n")).workout, start);
});

test("exercises are reordered by one statement of the whole order", () => {
  const { workout: state, operations } = page.moveExercise(workout(), "e3", 0);
  assert.deepEqual(titles(state), ["Plank", "Liegestütze", "Rudern"]);
  assert.equal(operations.length, 1);
  assert.deepEqual([operations[0].kind, operations[0].key], ["order", "order"]);
  assert.deepEqual(operations[0].body.exercises, [
    { key: "e3", exercise_id: 3 },
    { key: "e1", exercise_id: 1 },
    { key: "e2", exercise_id: 2 },
  ]);
  assert.deepEqual(operations[0].after, ["e3", "e1", "e2"]);
});

test("a rest is kept with its exercise", () => {
  const { workout: state, operations } = page.keepRest(workout(), "e3", 75);
  assert.equal(page.findExercise(state, "e3").rest_seconds, 75);
  assert.equal(operations[0].body.rest_seconds, 75);
  assert.deepEqual(page.keepRest(state, "e3", 75).operations, []);
});

test("a removed row can be brought back where it stood", () => {
  const removed = page.removeSet(workout(), "p2");
  assert.equal(picture(removed.workout)[0], "Liegestütze | p1 8 | p3 7");
  assert.deepEqual(removed.operations, []);
  const back = page.undo(removed.workout);
  assert.equal(picture(back.workout)[0], "Liegestütze | p1 8 | p2 8 | p3 7");
  assert.deepEqual(back.operations, []);
});

test("a done row is deleted on the server and stored again when brought back", () => {
  const { workout: state, operations } = after(
    workout(),
    check("p1"),
    (each) => page.removeSet(each, "p1"),
    page.undo,
  );
  assert.deepEqual(said(operations), ["set p1", "set_delete p1", "set p1"]);
  assert.deepEqual(operations.at(-1).body, operations[0].body);
  assert.equal(page.findSet(state, "p1").set.done, true);
});

test("an exercise goes with its sets and comes back with them", () => {
  const start = after(workout(), check("p1"));
  const removed = page.removeExercise(start.workout, "e1");
  assert.deepEqual(titles(removed.workout), ["Rudern", "Plank"]);
  assert.deepEqual(said(removed.operations), ["set_delete p1", "exercise_delete e1"]);
  assert.deepEqual(removed.operations[1].body, { exercise_id: 1 });

  const back = page.undo(removed.workout);
  assert.deepEqual(picture(back.workout), picture(start.workout));
  assert.deepEqual(said(back.operations), ["exercise e1", "set p1"]);
  assert.equal(back.operations[0].body.order, 1);
});

test("when the exercise in view is removed the next one comes into view", () => {
  const select = (key) => (state) => page.selectExercise(state, key);
  const remove = (key) => (state) => page.removeExercise(state, key);
  assert.equal(after(workout(), select("e2"), remove("e2")).workout.current, "e3");
  assert.equal(after(workout(), select("e3"), remove("e3")).workout.current, "e2");
  assert.equal(after(workout(), select("e3"), remove("e1")).workout.current, "e3");
  assert.equal(after(workout(), remove("e1"), remove("e2"), remove("e3")).workout.current, null);
});

test("removals are undone one after the other, the latest first", () => {
  const { workout: state } = after(
    workout(),
    (each) => page.removeSet(each, "p1"),
    (each) => page.removeSet(each, "p2"),
    (each) => page.removeExercise(each, "e3"),
    page.undo,
    page.undo,
    page.undo,
    page.undo,
  );
  assert.deepEqual(picture(state), picture(workout()));
});

test("a row of an exercise that is gone meanwhile is not brought back", () => {
  const { workout: state } = after(
    workout(),
    (each) => page.removeSet(each, "p1"),
    (each) => ({ ...each, exercises: each.exercises.slice(1) }),
    page.undo,
  );
  assert.deepEqual([titles(state), state.removed], [["Rudern", "Plank"], []]);
});

test("only so many removals are remembered", () => {
  const steps = Array.from({ length: 30 }, (_, index) => [
    (state) => page.addSet(state, "e1", `n${index}`),
    (state) => page.removeSet(state, `n${index}`),
  ]).flat();
  assert.equal(after(workout(), ...steps).workout.removed.length, page.UNDO_DEPTH);
});

test("an exercise is tied to the next one, and to what that is tied to", () => {
  const state = add(workout()).workout; // push-ups and rows are tied, plank and dips are not
  const tied = page.tieToNext(state, "e3");
  assert.deepEqual(
    tied.workout.exercises.map(({ superset }) => superset),
    [1, 1, 2, 2],
  );
  assert.deepEqual(said(tied.operations), ["exercise e3", "exercise n1"]);
  assert.deepEqual(
    tied.operations.map(({ body }) => [body.superset, body.order]),
    [
      [2, 3],
      [2, 4],
    ],
  );
  const all = page.tieToNext(tied.workout, "e2");
  assert.deepEqual(
    all.workout.exercises.map(({ superset }) => superset),
    [1, 1, 1, 1],
  );
  assert.deepEqual(page.blocksOf(all.workout).length, 1);
});

test("there is nothing to tie to after the last, and twice changes nothing", () => {
  const state = workout();
  assert.deepEqual(page.tieToNext(state, "e3"), { workout: state, operations: [] });
  assert.deepEqual(page.tieToNext(state, "e1"), { workout: state, operations: [] });
  assert.deepEqual(page.tieToNext(state, "none"), { workout: state, operations: [] });
});

test("an exercise is done by itself again", () => {
  const { workout: state, operations } = page.untie(workout(), "e2");
  assert.equal(page.blocksOf(state).length, 3);
  assert.deepEqual(said(operations), ["exercise e2"]);
  assert.equal(operations[0].body.superset, null);
  assert.equal(page.untie(state, "e2").workout, state);
  assert.equal(page.untie(state, "none").workout, state);
});

test("weight is asked for from now on, and the server keeps that before a set with weight", () => {
  const { workout: state, operations } = after(
    workout(),
    (now) => page.askForLoad(now, "e1"),
    (now) => page.editSet(now, "p1", { load_kg: 10 }),
    (now) => page.checkSet(now, "p1"),
  );
  assert.equal(page.findExercise(state, "e1").tracks_load, true);
  const said = operations.map(({ kind, body }) => [kind, body.tracks_load ?? body.load_kg]);
  assert.deepEqual(said, [
    ["exercise", true],
    ["set", 10],
  ]);
  assert.deepEqual(page.askForLoad(state, "e1").operations, []);
});
