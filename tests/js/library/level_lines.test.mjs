import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { levelLines } from "../../../project/static/js/lib/level_lines.mjs";

const CASES = JSON.parse(readFileSync(new URL("level_lines.json", import.meta.url), "utf-8"));

for (const [text, names] of CASES) {
  test(`${JSON.stringify(text)} is ${names.length} levels`, () => {
    assert.deepEqual(levelLines(text), names);
  });
}
