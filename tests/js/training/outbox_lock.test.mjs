import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseLock,
  LEASE_MS,
  LeaseLock,
  noLock,
  SETTLE_MS,
  WebLock,
} from "../../../project/static/js/lib/training/outbox_lock.mjs";
import { FakeClock, FakeLocks, FakeStorage, settled } from "./fakes.mjs";

function leases(owners, storage = new FakeStorage()) {
  const clock = new FakeClock();
  const { now, sleep } = clock;
  const locks = owners.map((owner) => new LeaseLock({ storage, name: "lock", owner, now, sleep }));
  return { clock, storage, locks };
}

/** A task that ends when told, and notes that it began. */
function heldOpen() {
  const task = { began: 0, held: null, end: null };
  task.run = (held) => {
    task.began += 1;
    task.held = held;
    return new Promise((resolve) => {
      task.end = resolve;
    });
  };
  return task;
}

test("without other tabs the task runs at once", async () => {
  const held = [];
  assert.equal(await noLock.run(async (still) => held.push(still())), true);
  assert.deepEqual(held, [true]);
});

test("web locks let one tab after the other run", async () => {
  const locks = new FakeLocks();
  const [one, other] = [heldOpen(), heldOpen()];
  const first = new WebLock(locks, "log").run(one.run);
  const second = new WebLock(locks, "log").run(other.run);
  await settled();
  assert.deepEqual([one.began, other.began], [1, 0]);
  one.end();
  assert.equal(await first, true);
  await settled();
  assert.equal(other.began, 1);
  other.end();
  assert.equal(await second, true);
});

test("where web locks are forbidden the task runs without", async () => {
  const locks = { request: async () => Promise.reject(new DOMException("no", "SecurityError")) };
  let ran = 0;
  assert.equal(await new WebLock(locks, "log").run(async () => { ran += 1; }), true);
  assert.equal(ran, 1);
});

test("a fault in the task is not run a second time", async () => {
  let ran = 0;
  const faulty = async () => {
    ran += 1;
    throw new Error("fault");
  };
  await assert.rejects(new WebLock(new FakeLocks(), "log").run(faulty), /fault/);
  assert.equal(ran, 1);
});

test("a lease keeps the other tab out until it is given back", async () => {
  const { clock, locks, storage } = leases(["a", "b"]);
  const task = heldOpen();
  const running = locks[0].run(task.run);
  await clock.advance(SETTLE_MS);
  assert.equal(task.began, 1);
  assert.equal(await locks[1].run(heldOpen().run), false);
  task.end();
  assert.equal(await running, true);
  assert.equal(storage.length, 0);
  const next = heldOpen();
  const second = locks[1].run(next.run);
  await clock.advance(SETTLE_MS);
  assert.equal(next.began, 1);
  next.end();
  assert.equal(await second, true);
});

test("of two tabs that ask at the same moment one runs", async () => {
  const { clock, locks } = leases(["a", "b"]);
  const tasks = [heldOpen(), heldOpen()];
  const storageSeenFree = locks.map((lock, index) => lock.run(tasks[index].run));
  await clock.advance(SETTLE_MS);
  assert.equal(tasks[0].began + tasks[1].began, 1);
  for (const task of tasks) task.end?.();
  assert.deepEqual((await Promise.all(storageSeenFree)).sort(), [false, true]);
});

test("of two tabs that both saw the lock free the later one runs", async () => {
  const { clock, storage, locks } = leases(["a", "b"]);
  const tasks = [heldOpen(), heldOpen()];
  const first = locks[0].run(tasks[0].run);
  storage.removeItem("lock"); // as if b had looked before a wrote
  const second = locks[1].run(tasks[1].run);
  await clock.advance(SETTLE_MS);
  assert.deepEqual([tasks[0].began, tasks[1].began], [0, 1]);
  tasks[1].end();
  assert.deepEqual(await Promise.all([first, second]), [false, true]);
});

test("the lease of a tab that died runs out", async () => {
  const { clock, locks } = leases(["dead", "b"]);
  locks[0].run(heldOpen().run);
  await clock.advance(SETTLE_MS);
  await clock.advance(LEASE_MS);
  const task = heldOpen();
  locks[1].run(task.run);
  await clock.advance(SETTLE_MS);
  assert.equal(task.began, 1);
});

test("a working tab prolongs its lease, and learns when it has lost it", async () => {
  const { clock, locks } = leases(["a", "b"]);
  const [slow, quick] = [heldOpen(), heldOpen()];
  locks[0].run(slow.run);
  await clock.advance(SETTLE_MS);
  await clock.advance(LEASE_MS - 1000);
  assert.equal(slow.held(), true);
  await clock.advance(LEASE_MS - 1000);
  assert.equal(await locks[1].run(quick.run), false);
  await clock.advance(LEASE_MS);
  locks[1].run(quick.run);
  await clock.advance(SETTLE_MS);
  assert.deepEqual([quick.began, slow.held(), quick.held()], [1, false, true]);
  slow.end();
  await settled();
  assert.equal(quick.held(), true);
});

test("a page that goes away gives its lease back at once", async () => {
  const { clock, locks } = leases(["a", "b"]);
  const task = heldOpen();
  locks[0].run(task.run);
  await clock.advance(SETTLE_MS);
  locks[1].release(); // it is not b's to give back
  assert.equal(task.held(), true);
  locks[0].release();
  assert.equal(task.held(), false);
});

test("a lease from a clock that was set back does not hold for hours", async () => {
  const { clock, storage, locks } = leases(["a"]);
  storage.setItem("lock", JSON.stringify({ owner: "b", until: clock.now() + 9 * 3_600_000 }));
  const task = heldOpen();
  locks[0].run(task.run);
  await clock.advance(SETTLE_MS);
  assert.equal(task.began, 1);
});

test("a damaged lease holds nobody up, and neither does a full storage", async () => {
  const { clock, storage, locks } = leases(["a"]);
  storage.setItem("lock", "{");
  const task = heldOpen();
  const running = locks[0].run(task.run);
  await clock.advance(SETTLE_MS);
  assert.equal(task.began, 1);
  task.end();
  await running;
  storage.quota = 0;
  const second = heldOpen();
  locks[0].run(second.run);
  await settled();
  assert.deepEqual([second.began, second.held()], [1, true]);
});

test("the best lock of the browser is chosen", () => {
  const parts = { name: "log", owner: "a", open: () => new FakeStorage() };
  assert.ok(chooseLock({ ...parts, locks: new FakeLocks() }) instanceof WebLock);
  assert.ok(chooseLock({ ...parts, locks: undefined }) instanceof LeaseLock);
  const throws = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  assert.equal(chooseLock({ ...parts, locks: null, open: throws }), noLock);
  assert.equal(chooseLock({ ...parts, locks: null, open: () => null }), noLock);
});
