import assert from "node:assert/strict";
import { test } from "node:test";

import { settled } from "./fakes.mjs";
import { answer, OFFLINE, OK, twoTabs } from "./outbox_fixtures.mjs";

test("two tabs send everything once, and both learn the answers", async () => {
  const { one, other, storage } = twoTabs([OK], [OK]);
  one.add("a");
  other.add("b");
  one.add("c");
  await settled();
  const keys = [...one.sent, ...other.sent].map(([key]) => key).sort();
  assert.deepEqual(keys, ["a", "b", "c"]);
  assert.deepEqual(one.told.map(([, key]) => key).sort(), ["a", "b", "c"]);
  assert.deepEqual(other.told.map(([, key]) => key).sort(), ["a", "b", "c"]);
  assert.equal(storage.length, 0);
});

test("a tab sees what the other has pending", async () => {
  const { one, other } = twoTabs([OFFLINE], [OFFLINE]);
  let heard = 0;
  other.outbox.subscribe(() => {
    heard += 1;
  });
  one.add("a");
  await settled();
  assert.equal(other.outbox.pending, 1);
  assert.ok(heard > 0);
});

test("the wait one tab was told to keep binds the other", async () => {
  const { one, other, clock } = twoTabs([answer(429, null, "30"), OK], [OK]);
  one.add("a");
  await settled();
  other.add("b");
  await clock.advance(29_000);
  assert.deepEqual([one.sent.length, other.sent.length], [1, 0]);
  await clock.advance(1500);
  assert.equal(one.outbox.pending, 0);
});

test("signing in again in one tab frees the other", async () => {
  const { one, other } = twoTabs([answer(401)], [answer(401), OK]);
  one.add("a");
  await settled();
  assert.deepEqual([one.outbox.state, other.outbox.state], ["sign-in", "sign-in"]);
  other.outbox.wake();
  await settled();
  assert.deepEqual([one.outbox.state, other.outbox.state], ["idle", "idle"]);
});
