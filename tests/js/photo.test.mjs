import assert from "node:assert/strict";
import { test } from "node:test";

import { isLarge, shrunkSize } from "../../project/static/js/lib/photo.mjs";

test("a photo keeps its shape and enough for a square of 250 pixels", () => {
  assert.deepEqual(shrunkSize(6000, 4000), [1125, 750]);
  assert.deepEqual(shrunkSize(3000, 4000), [750, 1000]);
});

test("a small picture is not made larger", () => {
  assert.deepEqual(shrunkSize(300, 200), [300, 200]);
  assert.deepEqual(shrunkSize(1, 1), [1, 1]);
});

test("a panorama is bounded and never without height", () => {
  assert.deepEqual(shrunkSize(20000, 1500), [4096, 307]);
  assert.deepEqual(shrunkSize(20000, 1), [4096, 1]);
});

test("what is small already, or may move, is left alone", () => {
  assert.equal(isLarge({ size: 7_500_000, type: "image/jpeg" }), true);
  assert.equal(isLarge({ size: 400_000, type: "image/jpeg" }), false);
  assert.equal(isLarge({ size: 7_500_000, type: "image/gif" }), false);
  assert.equal(isLarge({ size: 7_500_000, type: "application/pdf" }), false);
});
