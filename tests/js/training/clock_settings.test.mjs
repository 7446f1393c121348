import assert from "node:assert/strict";
import { test } from "node:test";

import {
  USUAL,
  keepSettings,
  parseSettings,
  readSettings,
} from "../../../project/static/js/lib/training/clock_settings.mjs";

function memory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, text),
  };
}

test("what was chosen is there the next time", () => {
  const storage = memory();
  assert.deepEqual(
    readSettings(() => storage),
    { ready: 5, reaction: 0.5, stops: false },
  );
  const chosen = { ready: 10, reaction: 0, stops: true };
  keepSettings(chosen, () => storage);
  assert.deepEqual(
    readSettings(() => storage),
    chosen,
  );
});

for (const text of [null, "", "{", "[]", "7", '{"ready": 99, "reaction": -1, "stops": "yes"}']) {
  test(`${text} is as good as nothing`, () => assert.deepEqual(parseSettings(text), USUAL));
}

test("a device that keeps nothing has the usual settings", () => {
  const closed = () => {
    throw new Error("no storage");
  };
  keepSettings(USUAL, closed);
  assert.deepEqual(readSettings(closed), USUAL);
});
