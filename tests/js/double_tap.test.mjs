import assert from "node:assert/strict";
import { test } from "node:test";

import { isEcho, lastTap } from "../../project/static/js/lib/double_tap.mjs";

const first = { at: 1000, x: 300, y: 800, what: "set 1" };
const tap = (changes) => ({ ...first, at: 1200, what: "set 2", ...changes });

test("a second tap on the same spot that would do something else is an echo", () => {
  assert.equal(isEcho(first, tap({})), true);
  assert.equal(isEcho(first, tap({ x: 320, y: 780 })), true);
});

test("a later tap, one elsewhere, one on the same thing and the first of all are meant", () => {
  assert.equal(isEcho(first, tap({ at: 1400 })), false);
  assert.equal(isEcho(first, tap({ x: 345 })), false);
  assert.equal(isEcho(first, tap({ what: "set 1" })), false);
  assert.equal(isEcho(null, tap({})), false);
});

test("a third tap is an echo of the first as well", () => {
  assert.equal(isEcho(lastTap(first, tap({})), tap({ at: 1450, what: "set 3" })), true);
});
