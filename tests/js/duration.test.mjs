import assert from "node:assert/strict";
import { test } from "node:test";

import {
  formatDuration,
  MAX_DURATION,
  parseDuration,
} from "../../project/static/js/lib/duration.mjs";

const READABLE = [
  ["0:45", 45],
  ["00:45", 45],
  ["1:05", 65],
  ["01:30", 90],
  ["75:00", 4500],
  ["1439:59", 86399],
  ["0000:01", 1],
  ["0", 0],
  ["0:00", 0],
  ["90", 90],
  ["00090", 90],
  ["86399", 86399],
  [" 1:30\n", 90],
];

const UNREADABLE = [
  "", " ", ":", "1:", ":30", "1:5", "1:60", "1:75", "1:300", "1:30:00", "1 :30", "1: 30", "-1",
  "-1:30", "+90", "1.5", "1,5", "1e2", "0x10", "1_0", "²", "٣", "１２", "lang", "1:3O", "1440:00",
  "86400", "99999", "000090", "00001:00", "NaN", "Infinity", "1:30\u200b", "9".repeat(1000),
];

for (const [text, seconds] of READABLE) {
  test(`${JSON.stringify(text)} means ${seconds} seconds`, () => {
    assert.equal(parseDuration(text), seconds);
  });
}

for (const text of UNREADABLE) {
  test(`${JSON.stringify(text.slice(0, 20))} is no duration`, () => {
    assert.equal(parseDuration(text), null);
  });
}

test("what is not text is no duration", () => {
  for (const value of [null, undefined, 90, true, {}, [], ["90"]]) {
    assert.equal(parseDuration(value), null);
  }
});

test("a duration is written with two digits of seconds and no leading zero of minutes", () => {
  assert.deepEqual([0, 5, 45, 60, 65, 600, 4500, 86399].map(formatDuration), [
    "0:00", "0:05", "0:45", "1:00", "1:05", "10:00", "75:00", "1439:59",
  ]);
});

test("a sum longer than a set may last is still written", () => {
  assert.equal(formatDuration(100_000), "1666:40");
});

test("every duration of a set is read back as it was written", () => {
  for (let seconds = 0; seconds <= MAX_DURATION; seconds += 1) {
    assert.equal(parseDuration(formatDuration(seconds)), seconds);
  }
});

test("what is no whole number of seconds is not written", () => {
  for (const value of [-1, 1.5, NaN, Infinity, null, undefined, "90"]) {
    assert.throws(() => formatDuration(value), RangeError);
  }
});
