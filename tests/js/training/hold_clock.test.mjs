import assert from "node:assert/strict";
import { test } from "node:test";

import { startHold, stopHold, tickHold } from "../../../project/static/js/lib/training/hold_clock.mjs";

const T = 1_800_000_000_000;

/** Tick from the start, and give all signals as [second since the start of the hold, name]. */
function signalsOf(options, untilSecond, stepMs = 100) {
  let clock = startHold(T, options);
  const goAt = clock.goAt;
  const heard = [];
  for (let now = T; now <= goAt + untilSecond * 1000; now += stepMs) {
    const tick = tickHold(clock, now);
    clock = tick.clock;
    if (tick.signal) heard.push([Math.floor((now - goAt) / 1000), tick.signal]);
  }
  return heard;
}

test("it counts down before it runs", () => {
  let clock = startHold(T, { ready: 5 });
  const seen = [];
  for (const ms of [0, 999, 1000, 4999, 5000, 5999, 6000]) {
    const tick = tickHold(clock, T + ms);
    clock = tick.clock;
    seen.push([tick.clock.phase, tick.countdown, tick.seconds]);
  }
  assert.deepEqual(seen, [
    ["ready", 5, 0],
    ["ready", 5, 0],
    ["ready", 4, 0],
    ["ready", 1, 0],
    ["running", 0, 0],
    ["running", 0, 0],
    ["running", 0, 1],
  ]);
});

test("getting ready takes three to fifteen seconds", () => {
  const lengths = [0, 3, 4, 10, 60].map((ready) => (startHold(T, { ready }).goAt - T) / 1000);
  assert.deepEqual(lengths, [3, 3, 4, 10, 15]);
});

test("it signals the countdown, the start, each ten seconds and the target", () => {
  assert.deepEqual(signalsOf({ ready: 5, target: 25 }, 41), [
    [-3, "count"],
    [-2, "count"],
    [-1, "count"],
    [0, "go"],
    [10, "ten"],
    [20, "ten"],
    [25, "target"],
    [30, "ten"],
    [40, "ten"],
  ]);
});

test("a target on a full ten is told as the target", () => {
  assert.deepEqual(signalsOf({ ready: 3, target: 20 }, 20).slice(-2), [
    [10, "ten"],
    [20, "target"],
  ]);
});

test("the shortest countdown sounds twice before the start", () => {
  const counts = signalsOf({ ready: 3 }, 0).map(([, name]) => name);
  assert.deepEqual(counts, ["count", "count", "go"]);
});

test("without a target it runs on and signals each ten seconds", () => {
  assert.equal(signalsOf({ ready: 3 }, 100).filter(([, name]) => name === "ten").length, 10);
});

test("a tick that comes late tells what it missed once", () => {
  const { clock } = tickHold(startHold(T, { ready: 3, target: 30 }), T + 3000);
  assert.equal(tickHold(clock, T + 3000 + 29_000).signal, "ten");
  assert.equal(tickHold(clock, T + 3000 + 61_000).signal, "target");
  const late = tickHold(clock, T + 3000 + 61_000).clock;
  assert.equal(tickHold(late, T + 3000 + 61_500).signal, null);
});

test("the same second never signals twice", () => {
  const heard = signalsOf({ ready: 3, target: 15 }, 30, 10).map(([, name]) => name);
  assert.equal(heard.filter((name) => name === "target").length, 1);
  assert.equal(heard.filter((name) => name === "ten").length, 3);
});

test("stopping gives the whole seconds held, past the target too", () => {
  const { clock } = tickHold(startHold(T, { ready: 3, target: 10 }), T + 10_000);
  const stopped = stopHold(clock, T + 3000 + 34_900);
  assert.equal(stopped.seconds, 34);
  assert.equal(tickHold(stopped.clock, T + 99_000).seconds, 34);
  assert.equal(stopHold(stopped.clock, T + 99_000).seconds, 34);
});

test("stopping while getting ready fills in nothing", () => {
  assert.equal(stopHold(startHold(T, { ready: 3 }), T + 2999).seconds, null);
  assert.equal(stopHold(startHold(T, { ready: 3 }), T + 3000).seconds, 0);
});

test("a clock set back never takes held seconds away", () => {
  const { clock } = tickHold(startHold(T, { ready: 3 }), T + 23_000);
  assert.equal(tickHold(clock, T - 60_000).seconds, 20);
  assert.equal(stopHold(clock, T - 60_000).seconds, 20);
});

test("it never passes the longest duration of a set", () => {
  assert.equal(stopHold(startHold(T, { ready: 3 }), T + 200_000_000).seconds, 86_399);
});

test("a clock survives being stored", () => {
  const clock = JSON.parse(JSON.stringify(startHold(T, { ready: 4, target: 30 })));
  assert.equal(stopHold(clock, T + 16_500).seconds, 12);
});

test("the tap that stops comes after the end of the hold", () => {
  const stopAt = (ms, target, reaction) =>
    stopHold(tickHold(startHold(T, { ready: 3, target }), T + 3000 + ms).clock, T + 3000 + ms, reaction)
      .seconds;
  assert.equal(stopAt(12_300, null, 0.5), 11);
  assert.equal(stopAt(12_600, null, 0.5), 12);
  assert.equal(stopAt(12_300, null, 0), 12);
  assert.equal(stopAt(200, null, 0.5), 0);
});

test("a target that was reached stays reached", () => {
  const clock = tickHold(startHold(T, { ready: 3, target: 12 }), T + 15_200).clock;
  assert.equal(stopHold(clock, T + 15_200, 1).seconds, 12);
});
