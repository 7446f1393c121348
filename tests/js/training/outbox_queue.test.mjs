import assert from "node:assert/strict";
import { test } from "node:test";

import { OperationQueue } from "../../../project/static/js/lib/training/outbox_queue.mjs";
import { numberedKeys } from "./fakes.mjs";
import { memoryOutboxStorage } from "./outbox_fixtures.mjs";

const T = 1_800_000_000_000;

function newQueue(storage = memoryOutboxStorage()) {
  const queue = new OperationQueue(storage, numberedKeys("op"));
  let inFlight = null;
  return {
    queue,
    send: (operation) => {
      inFlight = operation.id;
    },
    add: (key, reps, more = {}) =>
      queue.add({ kind: "set", key, body: { reps }, ...more }, T, inFlight),
    order: () => queue.waiting().map(({ key, body }) => `${key}=${body.reps ?? "-"}`),
  };
}

test("operations stand in the order in which they were made", () => {
  const { add, order } = newQueue();
  add("a", 1);
  add("b", 2);
  add("c", 3);
  assert.deepEqual(order(), ["a=1", "b=2", "c=3"]);
});

test("a newer operation takes the place of an unsent one on its key", () => {
  const { add, order } = newQueue();
  add("a", 1);
  add("b", 2);
  add("a", 9);
  assert.deepEqual(order(), ["a=9", "b=2"]);
});

test("a deletion replaces an unsent set, and the other way round", () => {
  const { add, queue } = newQueue();
  add("a", 1);
  add("a", undefined, { kind: "set_delete", body: {} });
  assert.deepEqual(queue.waiting().map(({ kind }) => kind), ["set_delete"]);
  add("a", 2);
  assert.deepEqual(queue.waiting().map(({ kind }) => kind), ["set"]);
});

test("one that is being sent is never touched; the newer one stands behind it", () => {
  const { add, send, order } = newQueue();
  send(add("a", 1));
  add("b", 2);
  add("a", 3);
  add("a", 4);
  assert.deepEqual(order(), ["a=1", "b=2", "a=4"]);
});

test("an operation does not overtake one it depends on", () => {
  const { add, order } = newQueue();
  add("set", 1);
  add("exercise", 0);
  add("set", 2, { after: ["exercise"] });
  assert.deepEqual(order(), ["exercise=0", "set=2"]);
});

test("one that stands behind what it depends on keeps its place", () => {
  const { add, order } = newQueue();
  add("exercise", 0);
  add("set", 1, { after: ["exercise"] });
  add("other", 5);
  add("exercise", 7);
  add("set", 2, { after: ["exercise"] });
  assert.deepEqual(order(), ["exercise=7", "set=2", "other=5"]);
});

test("each edit is later than the one before, even when the clock stands or goes back", () => {
  const storage = memoryOutboxStorage();
  const queue = new OperationQueue(storage, numberedKeys("op"));
  const add = (on, now) => on.add({ kind: "set", key: "a", body: {} }, now, null).edited_at;
  const times = [add(queue, T + 0.4), add(queue, T), add(queue, T - 5000)];
  const reopened = new OperationQueue(storage, numberedKeys("other"));
  times.push(add(reopened, T - 9000), add(reopened, T + 500));
  assert.deepEqual(times, [T, T + 1, T + 2, T + 3, T + 500]);
});

test("a refused operation is kept for the athlete, with the reason", () => {
  const { add, queue } = newQueue();
  const refused = add("a", 1);
  add("b", 2);
  const reason = { kind: "rejected", status: 422, body: { message: "Zu viele" } };
  queue.refuse(refused, reason);
  assert.deepEqual(queue.waiting().map(({ key }) => key), ["b"]);
  assert.deepEqual(queue.aside(), [{ ...refused, reason }]);
  assert.deepEqual(queue.unsettled().map(({ key }) => key), ["a", "b"]);
});

test("a refused one with a newer one behind it is not kept: the newer one says it all", () => {
  const { add, send, queue } = newQueue();
  const refused = add("a", 1);
  send(refused);
  add("a", 2);
  assert.equal(queue.refuse(refused, { kind: "rejected", status: 422, body: null }), null);
  assert.deepEqual(queue.aside(), []);
  assert.deepEqual(queue.waiting().map(({ body }) => body.reps), [2]);
});

test("a correction of a refused one takes its place", () => {
  const { add, queue, order } = newQueue();
  queue.refuse(add("a", 1), { kind: "rejected", status: 422, body: null });
  add("a", 2);
  assert.deepEqual([queue.aside(), order()], [[], ["a=2"]]);
});

test("what the page needs for drawing is kept but only where there is any", () => {
  const { add } = newQueue();
  assert.equal("view" in add("a", 1), false);
  assert.deepEqual(add("a", 1, { view: { title: "Dips" } }).view, { title: "Dips" });
});

test("two tabs that write on the same key at once leave both, the older first", () => {
  const storage = memoryOutboxStorage();
  const one = new OperationQueue(storage, numberedKeys("z"));
  const other = new OperationQueue(storage, numberedKeys("a"));
  const frozen = { ...storage, list: () => [], put: storage.put.bind(storage), remove() {} };
  one.add({ kind: "set", key: "k", body: { reps: 1 } }, T, null);
  new OperationQueue(frozen, numberedKeys("b")).add(
    { kind: "set", key: "k", body: { reps: 2 } },
    T + 5,
    null,
  );
  assert.deepEqual(other.waiting().map(({ body }) => body.reps), [1, 2]);
});
