import assert from "node:assert/strict";
import { test } from "node:test";

import { elapsedSeconds } from "../../../project/static/js/lib/training/elapsed.mjs";

const BEGAN = 1_000_000;
const start = { since: BEGAN, shown: 90, shownAt: BEGAN + 90_000 };

test("it goes on where the page began", () => {
  assert.equal(elapsedSeconds(start, BEGAN + 90_000), 90);
  assert.equal(elapsedSeconds(start, BEGAN + 91_999), 91);
  assert.equal(elapsedSeconds(start, BEGAN + 3_600_000), 3600);
});

test("a copy of the page that is older says what the clock says", () => {
  const old = { ...start, shownAt: BEGAN + 600_000 };
  assert.equal(elapsedSeconds(old, BEGAN + 601_000), 601);
});

test("a clock that is slow takes nothing away", () => {
  const slow = { ...start, shownAt: BEGAN - 50_000 };
  assert.equal(elapsedSeconds(slow, BEGAN - 50_000), 90);
  assert.equal(elapsedSeconds(slow, BEGAN - 40_000), 100);
});

test("a clock that is put back never shows less than the page did", () => {
  assert.equal(elapsedSeconds(start, BEGAN - 5_000_000), 90);
});
