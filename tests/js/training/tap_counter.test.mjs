import assert from "node:assert/strict";
import { test } from "node:test";

import * as counter from "../../../project/static/js/lib/training/tap_counter.mjs";

test("repetitions move by one, seconds by five", () => {
  assert.equal(counter.stepValue(8, "reps", 1), 9);
  assert.equal(counter.stepValue(8, "reps", -1), 7);
  assert.equal(counter.stepValue(40, "duration", 1), 45);
  assert.equal(counter.stepValue(40, "duration", -1), 35);
});

test("a tap counts one, whatever is counted", () => {
  assert.equal(counter.tapValue(8, "reps"), 9);
  assert.equal(counter.tapValue(40, "duration"), 41);
});

test("an empty value counts from zero", () => {
  assert.equal(counter.stepValue(null, "reps", 1), 1);
  assert.equal(counter.stepValue(null, "duration", 1), 5);
  assert.equal(counter.stepValue(null, "reps", -1), 0);
  assert.equal(counter.tapValue(null, "reps"), 1);
});

test("the steps of a hold follow its goal, those of repetitions never", () => {
  const from = (goal) => counter.stepValue(30, "duration", 1, goal) - 30;
  assert.deepEqual([1, 14, 15, 59, 60, 300].map(from), [1, 1, 5, 5, 15, 15]);
  assert.equal(counter.stepValue(30, "duration", -1, 60), 15);
  assert.equal(counter.stepValue(30, "reps", 1, 10), 31);
  assert.equal(counter.stepValue(30, "duration", 1, null), 35);
});

test("no step leaves the bounds", () => {
  assert.equal(counter.stepValue(0, "reps", -1), 0);
  assert.equal(counter.stepValue(9999, "reps", 1), 9999);
  assert.equal(counter.tapValue(9999, "reps"), 9999);
  assert.equal(counter.stepValue(3, "duration", -1), 0);
  assert.equal(counter.stepValue(86_397, "duration", 1), 86_399);
});

test("the buttons close at the bounds", () => {
  assert.deepEqual(counter.stepsOpen(null, "reps"), { minus: false, plus: true });
  assert.deepEqual(counter.stepsOpen(0, "reps"), { minus: false, plus: true });
  assert.deepEqual(counter.stepsOpen(5, "duration"), { minus: true, plus: true });
  assert.deepEqual(counter.stepsOpen(9999, "reps"), { minus: true, plus: false });
  assert.deepEqual(counter.stepsOpen(86_399, "duration"), { minus: true, plus: false });
});

test("what is no number becomes no value", () => {
  for (const value of [null, undefined, NaN, "8"]) {
    assert.equal(counter.clampValue(value, "reps"), null);
  }
  assert.equal(counter.clampValue(7.9, "reps"), 7);
  assert.equal(counter.clampValue(-3, "reps"), 0);
  assert.equal(counter.clampValue(Infinity, "duration"), 86_399);
});

test("an unknown way of counting is an error", () => {
  assert.throws(() => counter.rulesOf("weight"), TypeError);
});

test("an exact entry follows the way of counting", () => {
  assert.equal(counter.parseValue(" 12 ", "reps"), 12);
  assert.equal(counter.parseValue("0", "reps"), 0);
  assert.equal(counter.parseValue("9999", "reps"), 9999);
  assert.equal(counter.parseValue("1:30", "duration"), 90);
  for (const text of ["", "1:30", "10000", "-1", "1.5", "٣", "x"]) {
    assert.equal(counter.parseValue(text, "reps"), null, text);
  }
});

test("a press becomes long while the finger is still down, and only once", () => {
  const before = counter.pressTick(counter.pressDown(1000), 1499);
  assert.equal(before.long, false);
  const at = counter.pressTick(before.press, 1500);
  assert.equal(at.long, true);
  assert.equal(counter.pressTick(at.press, 1600).long, false);
});

test("a finger that wanders is scrolling", () => {
  const moved = counter.pressMove(counter.pressDown(1000, 50, 50), 50, 61);
  assert.equal(counter.pressTick(moved, 2000).long, false);
  assert.equal(counter.pressTick(counter.pressMove(moved, 50, 50), 2000).long, false);
});

test("a finger that trembles is not", () => {
  const trembling = counter.pressMove(counter.pressDown(1000, 50, 50), 56, 58);
  assert.equal(counter.pressTick(trembling, 2000).long, true);
});
