import assert from "node:assert/strict";
import { test } from "node:test";

import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { deepFrozen } from "./fakes.mjs";
import { rowOfTarget } from "../../../project/static/js/lib/training/workout_flow.mjs";
import { after, workout } from "./workout_fixtures.mjs";

const USUAL = 100;
const check = (key) => (state) => page.checkSet(state, key);

/** Do all that is left as the page proposes: keys, with the rest after each. */
function walk(start) {
  let state = start;
  const done = [];
  for (let next = page.nextSet(state); next; next = page.nextSet(state)) {
    state = page.checkSet(state, next.set_key).workout;
    const { due, seconds } = page.restAfter(state, next.set_key, USUAL);
    done.push(due ? `${next.set_key} ${seconds}` : next.set_key);
  }
  return { state, done };
}

/** A workout of exercises given as lists of rows, each row a key or [key, side]. */
function built(...exercises) {
  return deepFrozen(
    page.createWorkout({
      version: 1,
      exercises: exercises.map(({ superset = null, rows, ...more }, index) => ({
        id: index + 1,
        definition_id: index + 1,
        title: `Übung ${index + 1}`,
        counting_type: "reps",
        superset,
        ...more,
        sets: rows.map((row, place) => ({
          key: [row].flat()[0],
          side: [row].flat()[1] ?? null,
          order: place + 1,
          reps: 5,
        })),
      })),
    }),
  );
}

test("a superset alternates by itself, rests after the round, and a single exercise after each set", () => {
  const { state, done } = walk(workout());
  assert.deepEqual(done, ["p1", "r1 120", "p2", "r2 120", "p3 90", "h1 100", "h2"]);
  assert.equal(page.nextSet(state), null);
});

test("the view follows the turn", () => {
  const { workout: state } = page.checkSet(workout(), "p1");
  assert.equal(state.current, "e2");
  assert.equal(page.checkSet(state, "r1").workout.current, "e1");
});

test("after the last set of all nothing is due and the view stays", () => {
  const { state } = walk(workout());
  assert.equal(state.current, "e3");
  assert.deepEqual(page.restAfter(state, "h2", USUAL), { due: false, seconds: 100 });
});

test("who jumps to another exercise goes on there, and comes back to what was left open", () => {
  const jumped = after(workout(), check("p1"), (state) => page.selectExercise(state, "e3")).workout;
  assert.deepEqual(page.nextSet(jumped), { exercise_key: "e3", set_key: "h1" });
  const { done } = walk(jumped);
  assert.deepEqual(done, ["h1 100", "h2 100", "r1 120", "p2", "r2 120", "p3"]);
});

test("a set done out of turn is made up for before the round ends", () => {
  const ahead = after(workout(), check("p1"), check("p2")).workout;
  assert.deepEqual(page.restAfter(ahead, "p2", USUAL), { due: false, seconds: 90 });
  assert.equal(page.nextSet(ahead).set_key, "r1");
});

test("three exercises go round", () => {
  const { done } = walk(
    built(
      { superset: 1, rows: ["a1", "a2"] },
      { superset: 1, rows: ["b1"] },
      { superset: 1, rows: ["c1", "c2"] },
    ),
  );
  assert.deepEqual(done, ["a1", "b1", "c1 100", "a2", "c2"]);
});

test("only neighbours with the same number are tied", () => {
  const state = built(
    { superset: 1, rows: ["a1", "a2"] },
    { rows: ["b1"] },
    { superset: 1, rows: ["c1"] },
    { superset: 2, rows: ["d1"] },
  );
  assert.deepEqual(page.blocksOf(state).map((block) => block.length), [1, 1, 1, 1]);
  assert.deepEqual(walk(state).done, ["a1 100", "a2 100", "b1 100", "c1 100", "d1"]);
});

test("exercises without a number are not tied to each other", () => {
  assert.equal(page.blocksOf(built({ rows: ["a1"] }, { rows: ["b1"] })).length, 2);
});

test("left and right are one set of two halves", () => {
  const { done } = walk(
    built({ rows: [["l1", "left"], ["r1", "right"], ["l2", "left"], ["r2", "right"]] }),
  );
  assert.deepEqual(done, ["l1", "r1 100", "l2", "r2"]);
});

test("both halves are done before the superset goes on", () => {
  const { done } = walk(
    built(
      { superset: 1, rows: [["l1", "left"], ["r1", "right"], ["l2", "left"], ["r2", "right"]] },
      { superset: 1, rows: ["b1", "b2"] },
    ),
  );
  assert.deepEqual(done, ["l1", "r1", "b1 100", "l2", "r2", "b2"]);
});

test("a rest of nothing is not due", () => {
  const { done } = walk(built({ rest_seconds: 0, rows: ["a1", "a2"] }));
  assert.deepEqual(done, ["a1", "a2"]);
  assert.deepEqual(page.restAfter(workout(), "unknown", USUAL), { due: false, seconds: 0 });
});

test("exercises are done, current or open", () => {
  const state = after(workout(), check("h1"), check("h2"), (each) =>
    page.selectExercise(each, "e2"),
  ).workout;
  const statuses = ["e1", "e2", "e3", "x"].map((key) => page.exerciseStatus(state, key));
  assert.deepEqual(statuses, ["open", "current", "done", "open"]);
});

test("an exercise without sets is open, not done", () => {
  assert.equal(page.progressOf(built({ rows: [] })).exercises_done, 0);
});

test("the progress counts sets and exercises", () => {
  const state = after(workout(), check("h1"), check("h2"), check("p1")).workout;
  assert.deepEqual(page.progressOf(state), {
    sets_done: 3,
    sets: 7,
    exercises_done: 1,
    exercises: 3,
  });
});

test("an empty workout has nothing next", () => {
  const state = built();
  assert.deepEqual([state.current, page.nextSet(state)], [null, null]);
});

test("an extra set at another level does not change what the exercise aims at", () => {
  const planned = [1, 2].map((order) => ({ key: `p${order}`, level_id: 5, target: 8 }));
  const extra = { key: "x", level_id: 4, target: null };
  assert.equal(rowOfTarget([...planned, extra], extra), planned[0]);
  assert.equal(rowOfTarget([...planned, extra], null), planned[0]);
  const warmUp = { key: "w", level_id: 4, target: 10 };
  assert.equal(rowOfTarget([warmUp, ...planned], planned[1]), planned[0]);
  assert.equal(rowOfTarget([warmUp, ...planned], warmUp), warmUp);
  assert.equal(rowOfTarget([extra], extra), extra);
  assert.equal(rowOfTarget([], null), undefined);
});
