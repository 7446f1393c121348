/**
 * A set as a whole: both its sides, what goes on from it, and warm-ups beside it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf, numberOf, unitOf } from "../../../project/static/js/lib/training/pairs.mjs";
import * as whole from "../../../project/static/js/lib/training/whole_sets.mjs";
import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { DIPS, FULL, KNEE, after, snapshot, workout } from "./workout_fixtures.mjs";

function counter(prefix = "n") {
  let count = 0;
  return () => `${prefix}${(count += 1)}`;
}

/** An empty workout to which dips were added that are done on both sides. */
function sided() {
  const empty = page.createWorkout(snapshot({ exercises: [] }));
  const keys = ["dips", "n1", "n2", "n3", "n4"];
  const choice = { ...DIPS, tracks_sides: true };
  return after(empty, (state) => page.addExercise(state, choice, () => keys.shift())).workout;
}

const check = (key) => (state) => page.checkSet(state, key);
const exerciseOf = (state, place = 0) => state.exercises[place];
const shape = (state, place = 0) =>
  linesOf(exerciseOf(state, place)).map((line) =>
    line.map(({ key, side, set_type }) => `${key}${(side ?? "")[0] ?? ""}${set_type?.[0] ?? ""}`).join("|"),
  );

test("an exercise with sides starts with a pair for each set, a target for each side", () => {
  const state = sided();
  assert.deepEqual(shape(state), ["n1l|n2r", "n3l|n4r"]);
  assert.deepEqual(
    exerciseOf(state).sets.map(({ target }) => target),
    [5, 5, 5, 5],
  );
  assert.deepEqual(page.progressOf(state), { sets_done: 0, sets: 2, exercises_done: 0, exercises: 1 });
});

test("there is no rest between the sides, and half a pair is no set", () => {
  const left = after(sided(), check("n1")).workout;
  assert.equal(page.restAfter(left, "n1", 90).due, false);
  assert.equal(page.nextSet(left).set_key, "n2");
  assert.equal(page.progressOf(left).sets_done, 0);
  const both = after(left, check("n2")).workout;
  assert.equal(page.restAfter(both, "n2", 90).due, true);
  assert.equal(page.progressOf(both).sets_done, 1);
});

test("one more set has both sides, or the one that is missing", () => {
  const more = (state) => whole.addWholeSet(state, exerciseOf(state).key, counter("m"));
  assert.deepEqual(shape(after(sided(), more).workout).slice(2), ["m1l|m2r"]);
  const half = (state) => page.removeSet(state, "n4");
  assert.deepEqual(shape(after(sided(), half, more).workout), ["n1l|n2r", "n3l|m1r"]);
});

test("a pair moves, changes its level and goes as one", () => {
  const moved = after(sided(), (state) => whole.moveWholeSet(state, "n4", -1)).workout;
  assert.deepEqual(shape(moved), ["n3l|n4r", "n1l|n2r"]);
  const back = after(moved, (state) => whole.moveWholeSet(state, "n3", 1)).workout;
  assert.deepEqual(shape(back), ["n1l|n2r", "n3l|n4r"]);
  const [easy] = DIPS.levels;
  const level = after(back, (state) => whole.changeWholeLevel(state, "n2", easy, false)).workout;
  assert.deepEqual(
    exerciseOf(level).sets.map(({ level_id }) => level_id),
    [61, 61, 62, 62],
  );
  const keys = unitOf(exerciseOf(level), "n1").map(({ key }) => key);
  const gone = whole.changeEach(level, keys, page.removeSet);
  assert.deepEqual(shape(gone.workout), ["n3l|n4r"]);
  assert.deepEqual(shape(page.regretOf(level, gone).back(gone.workout).workout), shape(level));
});

const loads = (state) => exerciseOf(state).sets.map(({ load_kg }) => load_kg);
const noted = (key, load_kg) => (state) => whole.noteFigures(state, key, { load_kg });

test("a load is that of both sides until the other one is done", () => {
  assert.deepEqual(loads(after(sided(), noted("n3", 5)).workout), [null, null, 5, 5]);
  assert.deepEqual(loads(after(sided(), check("n4"), noted("n3", 5)).workout), [null, null, 5, null]);
});

test("a load goes on to the open sets after it that had the same", () => {
  assert.deepEqual(loads(after(sided(), noted("n1", 5)).workout), [5, 5, 5, 5]);
  assert.deepEqual(loads(after(sided(), check("n4"), noted("n1", 5)).workout), [5, 5, 5, null]);
  const other = after(sided(), noted("n3", 10), noted("n1", 5)).workout;
  assert.deepEqual(loads(other), [5, 5, 10, 10]);
  const same = whole.noteFigures(other, "n1", { load_kg: 5 });
  assert.equal(same.workout, other);
});

test("only the load goes on, and not that of a warm-up", () => {
  const state = after(sided(), (each) => whole.noteFigures(each, "n1", { rir: 2, load_kg: 5 })).workout;
  assert.deepEqual(
    exerciseOf(state).sets.map(({ rir }) => rir),
    [2, null, null, null],
  );
  const warm = after(sided(), (each) => whole.changeType(each, "n1", "warmup"), noted("n1", 5)).workout;
  assert.deepEqual(loads(warm), [5, 5, null, null]);
});

test("open rows that go over to an exercise with sides become pairs, and one row back again", () => {
  const choice = { ...DIPS, tracks_sides: true };
  const over = after(workout(), (state) => page.swapExercise(state, "e1", choice, counter())).workout;
  assert.deepEqual(shape(over), ["p1l|n1r", "p2l|n2r", "p3l|n3r"]);
  const again = { ...DIPS, definition_id: 15 };
  const back = after(over, (state) => page.swapExercise(state, "e1", again, counter())).workout;
  assert.deepEqual(shape(back), ["p1", "p2", "p3"]);
});

test("a set that goes on is done, and its next row stands right below it", () => {
  const { change, level } = whole.continueSet(workout(), "p1", "fresh");
  assert.equal(level.id, KNEE.id);
  const { sets } = exerciseOf(change.workout);
  assert.deepEqual(
    sets.map(({ key, order, set_type, level_id, value }) => [key, order, set_type, level_id, value]),
    [
      ["p1", 1, null, FULL.id, 8],
      ["fresh", 2, "segment", KNEE.id, null],
      ["p2", 3, null, FULL.id, 8],
      ["p3", 4, null, FULL.id, 7],
    ],
  );
  assert.deepEqual(change.operations.map(({ key, body }) => [key, body.done]), [["p1", true]]);
  assert.equal(page.nextSet(change.workout).set_key, "fresh");
  assert.equal(page.restAfter(change.workout, "p1", 90).due, false);
});

test("what goes on has a value of its own and is stored as part of its set", () => {
  const { change } = whole.continueSet(workout(), "p1", "fresh");
  assert.equal(page.checkSet(change.workout, "fresh").workout, change.workout);
  const typed = after(change.workout, (state) => page.editSet(state, "fresh", { value: 4 }), check("fresh"));
  const { body } = typed.operations.at(-1);
  assert.deepEqual([body.reps, body.set_type, body.order], [4, "segment", 2]);
  assert.equal(page.progressOf(typed.workout).sets_done, 1);
  assert.equal(numberOf(exerciseOf(typed.workout), "p2"), 2);
});

test("going on is taken back as a whole", () => {
  const { change, back } = whole.continueSet(workout(), "p1", "fresh");
  const { sets } = exerciseOf(back(change.workout).workout);
  assert.deepEqual(
    sets.map(({ key, done }) => [key, done]),
    [
      ["p1", false],
      ["p2", false],
      ["p3", false],
    ],
  );
});

test("on the easiest level nothing goes on", () => {
  const easiest = after(workout(), (state) => page.changeLevel(state, "p1", KNEE)).workout;
  assert.equal(whole.continueSet(easiest, "p1", "fresh"), null);
});

test("the side that goes on keeps its side, below the pair", () => {
  const both = after(sided(), check("n1"), check("n2")).workout;
  const left = whole.continueSet(both, "n1", "f1").change.workout;
  const right = whole.continueSet(left, "n2", "f2").change.workout;
  assert.deepEqual(shape(right), ["n1l|n2r", "f1ls|f2rs", "n3l|n4r"]);
  assert.deepEqual(
    unitOf(exerciseOf(right), "n2").map(({ key }) => key),
    ["n1", "n2", "f1", "f2"],
  );
  const moved = whole.moveWholeSet(right, "n3", -1).workout;
  assert.deepEqual(shape(moved), ["n3l|n4r", "n1l|n2r", "f1ls|f2rs"]);
});

test("a warm-up stands before the first open set and takes nothing of the plan", () => {
  const { workout: state, operations } = after(workout(), check("p1"), (each) =>
    page.addWarmUp(each, "e1", "warm"),
  );
  assert.deepEqual(shape(state), ["p1", "warmw", "p2", "p3"]);
  assert.deepEqual(
    exerciseOf(state).sets.map(({ target }) => target),
    [8, null, 8, 7],
  );
  assert.equal(operations.length, 1);
  assert.equal(page.progressOf(state).sets, 7);
});

test("a row that becomes a warm-up has no target, and gets it back", () => {
  const warm = after(workout(), (state) => whole.changeType(state, "p1", "warmup")).workout;
  assert.deepEqual([exerciseOf(warm).sets[0].target, exerciseOf(warm).sets[0].value], [null, 8]);
  const again = after(warm, (state) => whole.changeType(state, "p1", null)).workout;
  assert.equal(exerciseOf(again).sets[0].target, 8);
  const failed = after(workout(), check("p1"), (state) => whole.changeType(state, "p1", "failure"));
  assert.equal(failed.operations.at(-1).body.set_type, "failure");
});

test("a further set is like the last one that is none of these", () => {
  const { workout: state } = after(
    workout(),
    (each) => whole.continueSet(each, "p3", "fresh").change,
    (each) => page.addSet(each, "e1", "more"),
  );
  const { level_id, value, set_type, order } = exerciseOf(state).sets.at(-1);
  assert.deepEqual([level_id, value, set_type, order], [FULL.id, 7, null, 5]);
});
