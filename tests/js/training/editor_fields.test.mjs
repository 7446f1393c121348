import assert from "node:assert/strict";
import { test } from "node:test";

import {
  fieldAfter,
  isTyped,
  meaningOf,
  sidesAfter,
} from "../../../project/static/js/lib/training/editor_fields.mjs";

const input = (type) => ({ tagName: "INPUT", type });
const enter = { key: "Enter" };

test("Enter leads from field to field, over what is not typed in", () => {
  const [title, hidden, select, reps, area, search] = [
    input("text"),
    input("hidden"),
    { tagName: "SELECT", type: "select-one" },
    input("text"),
    { tagName: "TEXTAREA", type: "textarea" },
    input("search"),
  ];
  const fields = [title, hidden, select, reps, area, search];
  assert.equal(fieldAfter(fields, title), reps);
  assert.equal(fieldAfter(fields, reps), null);
  assert.equal(fieldAfter([], title), null);
});

test("a disabled field is passed over", () => {
  assert.equal(isTyped({ ...input("text"), disabled: true }), false);
});

test("Enter goes on in a field and keeps its meaning elsewhere", () => {
  assert.equal(meaningOf(enter, input("text")), "next");
  assert.equal(meaningOf(enter, input("search")), "");
  assert.equal(meaningOf(enter, { tagName: "TEXTAREA", type: "textarea" }), "");
  assert.equal(meaningOf(enter, { tagName: "BUTTON", type: "submit" }), "");
  assert.equal(meaningOf({ key: "a" }, input("text")), "");
});

test("Ctrl and Enter save from anywhere, as does the command key", () => {
  assert.equal(meaningOf({ ...enter, ctrlKey: true }, { tagName: "TEXTAREA" }), "save");
  assert.equal(meaningOf({ ...enter, metaKey: true }, input("search")), "save");
});

test("what an input method composes is left alone", () => {
  assert.equal(meaningOf({ ...enter, isComposing: true }, input("text")), "");
});

test("one more set has both sides, or the one that is missing", () => {
  assert.deepEqual(sidesAfter("right", true), ["left", "right"]);
  assert.deepEqual(sidesAfter("left", true), ["right"]);
  assert.deepEqual(sidesAfter("", true), [""]);
  assert.deepEqual(sidesAfter(undefined, false), [""]);
  assert.deepEqual(sidesAfter("right", false), ["right"]);
});
