import assert from "node:assert/strict";
import { test } from "node:test";

import { newKey } from "../../project/static/js/lib/uuid.mjs";

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const plainHttp = { getRandomValues: (bytes) => globalThis.crypto.getRandomValues(bytes) };
const filledWith = (byte) => ({ getRandomValues: (bytes) => bytes.fill(byte) });

test("a key comes from randomUUID where the browser has it", () => {
  assert.equal(newKey({ randomUUID: () => "from the browser" }), "from the browser");
});

test("without a secure context a key is made of random values", () => {
  assert.equal(newKey(filledWith(0x00)), "00000000-0000-4000-8000-000000000000");
  assert.equal(newKey(filledWith(0xff)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
});

test("both ways give keys of the same shape, and never the same twice", () => {
  const keys = Array.from({ length: 2000 }, (_, index) =>
    index % 2 ? newKey() : newKey(plainHttp),
  );
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(keys.every((key) => VERSION_4.test(key)));
});
