import assert from "node:assert/strict";
import { test } from "node:test";

import {
  renumberedAction,
  renumberedId,
  renumberedLabel,
  renumberedName,
} from "../../project/static/js/lib/numbering.mjs";

test("a field's name takes the number of its exercise", () => {
  assert.equal(renumberedName("reps12", 3), "reps3");
  assert.equal(renumberedName("wtitle", 3), "wtitle");
  assert.equal(renumberedName("exercise_count", 3), "exercise_count");
});

test("an id takes the numbers of exercise and set", () => {
  assert.equal(renumberedId("exercise-12", 3, 0), "exercise-3");
  assert.equal(renumberedId("value-1-2", 3, 4), "value-3-4");
  assert.equal(renumberedId("value-1-2-error", 3, 4), "value-3-4-error");
  assert.equal(renumberedId("exercise-1-error", 3, 0), "exercise-3-error");
  assert.equal(renumberedId("picker", 3, 4), "picker");
});

test("a button says the new numbers", () => {
  assert.equal(renumberedAction("set:1", 3, 0), "set:3");
  assert.equal(renumberedAction("choose:11", 3, 0), "choose:3");
  assert.equal(renumberedAction("unset:1:2", 3, 4), "unset:3:4");
  assert.equal(renumberedAction("did:1", 3, 0), "did:3");
  assert.equal(renumberedAction("did:1:2", 3, 4), "did:3:4");
  assert.equal(renumberedAction("did", 3, 4), "did");
  assert.equal(renumberedAction("add:17", 3, 4), "add:17");
  assert.equal(renumberedAction("replace:1:17", 3, 4), "replace:1:17");
});

test("a label takes the number of its set", () => {
  assert.equal(renumberedLabel("Wdh., Satz 9", 10), "Wdh., Satz 10");
  assert.equal(renumberedLabel("Nach oben", 10), "Nach oben");
});
