import assert from "node:assert/strict";
import { test } from "node:test";

import * as rest from "../../../project/static/js/lib/training/rest_timer.mjs";

const T = 1_800_000_000_000;
const after = (seconds) => T + seconds * 1000;
const remaining = (timer, now) => rest.tickRest(timer, now).remaining;

test("a rest counts down in whole seconds, the last one shown until it is over", () => {
  const timer = rest.startRest(90, T);
  assert.equal(remaining(timer, T), 90);
  assert.equal(remaining(timer, T + 1), 90);
  assert.equal(remaining(timer, after(1)), 89);
  assert.equal(remaining(timer, after(90) - 1), 1);
  assert.equal(remaining(timer, after(90)), 0);
});

test("its end is told exactly once", () => {
  let timer = rest.startRest(2, T);
  const ends = [];
  for (let now = T; now <= after(5); now += 250) {
    const tick = rest.tickRest(timer, now);
    timer = tick.timer;
    if (tick.ended) ends.push(now);
  }
  assert.deepEqual(ends, [after(2)]);
});

test("a phone that slept through the end is told how late it is", () => {
  const tick = rest.tickRest(rest.startRest(90, T), after(135));
  assert.deepEqual([tick.ended, tick.remaining, tick.late], [true, 0, 45]);
  assert.equal(rest.tickRest(tick.timer, after(136)).late, 0);
});

test("a phone that slept through half of it shows the right figure", () => {
  assert.equal(remaining(rest.startRest(90, T), after(45)), 45);
});

test("ten seconds more or less", () => {
  const timer = rest.startRest(90, T);
  assert.equal(remaining(rest.adjustRest(timer, 10, after(30)), after(30)), 70);
  assert.equal(remaining(rest.adjustRest(timer, -10, after(30)), after(30)), 50);
});

test("shortened below nothing it ends now, and says so", () => {
  const timer = rest.adjustRest(rest.startRest(90, T), -10, after(85));
  const tick = rest.tickRest(timer, after(85));
  assert.deepEqual([tick.remaining, tick.ended, tick.late], [0, true, 0]);
});

test("lengthened after its end it goes on from now, and ends once more", () => {
  const { timer } = rest.tickRest(rest.startRest(60, T), after(60));
  const longer = rest.adjustRest(timer, 10, after(65));
  assert.equal(remaining(longer, after(65)), 10);
  assert.equal(rest.tickRest(longer, after(75)).ended, true);
});

test("shortened after its end it stays ended", () => {
  const { timer } = rest.tickRest(rest.startRest(60, T), after(60));
  assert.equal(rest.tickRest(rest.adjustRest(timer, -10, after(65)), after(65)).ended, false);
});

test("a skipped rest is over without a sound", () => {
  const tick = rest.tickRest(rest.skipRest(rest.startRest(90, T), after(20)), after(20));
  assert.deepEqual([tick.remaining, tick.ended], [0, false]);
});

test("no rest at all ends at once", () => {
  const tick = rest.tickRest(rest.startRest(0, T), T);
  assert.deepEqual([tick.remaining, tick.share, tick.ended], [0, 1, true]);
});

test("a rest is bounded", () => {
  assert.equal(remaining(rest.startRest(99_999, T), T), rest.MAX_REST);
  assert.equal(remaining(rest.startRest(-5, T), T), 0);
  const long = rest.adjustRest(rest.startRest(rest.MAX_REST, T), 60, T);
  assert.equal(remaining(long, T), rest.MAX_REST);
});

test("the length to keep with the exercise includes what was added", () => {
  const timer = rest.startRest(90, T);
  assert.equal(rest.restLength(timer), 90);
  assert.equal(rest.restLength(rest.adjustRest(timer, 10, after(30))), 100);
  assert.equal(rest.restLength(rest.adjustRest(timer, -10, after(30))), 80);
});

test("the share that is over grows from nothing to all", () => {
  const timer = rest.startRest(80, T);
  assert.deepEqual(
    [0, 20, 80, 100].map((seconds) => rest.tickRest(timer, after(seconds)).share),
    [0, 0.25, 1, 1],
  );
});

test("a clock set back does not lengthen the rest", () => {
  const timer = rest.startRest(60, T);
  const tick = rest.tickRest(timer, T - 3_600_000);
  assert.equal(tick.remaining, 60);
  assert.equal(rest.tickRest(tick.timer, T - 3_600_000 + 60_000).ended, true);
});

test("a stored rest is found again after a reload", () => {
  const timer = rest.startRest(90, T);
  const restored = rest.restoreRest(JSON.stringify(timer), after(30));
  assert.deepEqual(restored, timer);
  assert.equal(remaining(restored, after(30)), 60);
});

test("an end that was told before the reload is not told again", () => {
  const { timer } = rest.tickRest(rest.startRest(10, T), after(10));
  const restored = rest.restoreRest(JSON.stringify(timer), after(12));
  assert.equal(rest.tickRest(restored, after(12)).ended, false);
});

test("a rest long over, or damaged, is not brought back", () => {
  const text = JSON.stringify(rest.startRest(10, T));
  assert.equal(rest.restoreRest(text, after(10 + rest.STALE_AFTER + 1)), null);
  const damaged = [null, "", "{", "7", "[]", "{}", '{"startedAt":1,"endsAt":0,"ended":false}'];
  for (const each of damaged) assert.equal(rest.restoreRest(each, T), null, String(each));
});
