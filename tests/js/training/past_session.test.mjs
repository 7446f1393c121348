import assert from "node:assert/strict";
import { test } from "node:test";

import { sessionText } from "../../../project/static/js/lib/training/past_session.mjs";

test("a session names only levels that are not the one in view", () => {
  const runs = [["Voll", "8 · 7"], ["Knie", "12"]];
  assert.equal(sessionText(runs, "Voll"), "8 · 7, Knie 12");
  assert.equal(sessionText(runs, "Eng"), "Voll 8 · 7, Knie 12");
  assert.equal(sessionText([], "Voll"), "");
});
