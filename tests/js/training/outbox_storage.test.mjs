import assert from "node:assert/strict";
import { test } from "node:test";

import { localOutboxStorage, waitingWorkouts } from "../../../project/static/js/lib/training/outbox_storage.mjs";
import { FakeStorage } from "./fakes.mjs";

const entry = (id, more = {}) => ({ id, key: `k${id}`, kind: "set", pos: 1, edited_at: 1, ...more });
const opened = (storage, athleteId = 1, workoutId = 7) =>
  localOutboxStorage({ open: () => storage, athleteId, workoutId });
const ids = (entries) => entries.map(({ id }) => id).sort();

test("entries survive the page", () => {
  const storage = new FakeStorage();
  opened(storage).put("queue", entry("a"));
  assert.deepEqual(opened(storage).list("queue"), [entry("a")]);
  assert.equal(opened(storage).persistent, true);
});

test("nothing stays behind in the storage but the entries", () => {
  const storage = new FakeStorage();
  const outbox = opened(storage);
  outbox.put("queue", entry("a"));
  outbox.remove("queue", "a");
  assert.equal(storage.length, 0);
});

test("athletes, workouts and areas keep to themselves", () => {
  const storage = new FakeStorage();
  opened(storage, 1, 7).put("queue", entry("a"));
  opened(storage, 1, 71).put("queue", entry("b"));
  opened(storage, 11, 7).put("queue", entry("c"));
  opened(storage, 1, 7).put("aside", entry("d"));
  assert.deepEqual(ids(opened(storage, 1, 7).list("queue")), ["a"]);
  assert.deepEqual(ids(opened(storage, 1, 7).list("aside")), ["d"]);
});

test("two tabs that write at once lose nothing", () => {
  const storage = new FakeStorage();
  const [one, other] = [opened(storage), opened(storage)];
  one.put("queue", entry("a"));
  other.put("queue", entry("b"));
  one.remove("queue", "b");
  assert.deepEqual(ids(one.list("queue")), ["a"]);
  assert.deepEqual(ids(other.list("queue")), ["a"]);
});

test("an entry is replaced by one of the same id, and removing twice is no error", () => {
  const outbox = opened(new FakeStorage());
  outbox.put("queue", entry("a"));
  outbox.put("queue", entry("a", { pos: 2 }));
  assert.deepEqual(outbox.list("queue"), [entry("a", { pos: 2 })]);
  outbox.remove("queue", "a");
  outbox.remove("queue", "a");
  assert.deepEqual(outbox.list("queue"), []);
});

test("blocked storage falls back to memory and says so", () => {
  const throws = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  const forbidden = new FakeStorage();
  forbidden.forbidden = true;
  for (const open of [throws, () => null, () => undefined, () => forbidden]) {
    const outbox = localOutboxStorage({ open, athleteId: 1, workoutId: 7 });
    outbox.put("queue", entry("a"));
    assert.deepEqual(ids(outbox.list("queue")), ["a"]);
    assert.equal(outbox.persistent, false);
    outbox.remove("queue", "a");
    assert.deepEqual(outbox.list("queue"), []);
    assert.equal(outbox.persistent, false);
  }
});

test("storage alone in memory says so from the start", () => {
  const outbox = opened(null);
  outbox.put("queue", entry("a"));
  assert.deepEqual([ids(outbox.list("queue")), outbox.persistent], [["a"], false]);
});

test("what does not fit waits in memory, and moves in as soon as there is room", () => {
  const storage = new FakeStorage();
  storage.quota = 160;
  const outbox = opened(storage);
  outbox.put("queue", entry("a"));
  outbox.put("queue", entry("b"));
  outbox.put("queue", entry("c"));
  assert.deepEqual(ids(outbox.list("queue")), ["a", "b", "c"]);
  assert.equal(outbox.persistent, false);
  assert.ok(ids(opened(storage).list("queue")).length < 3);
  outbox.remove("queue", "a");
  outbox.remove("queue", "b");
  assert.deepEqual([ids(outbox.list("queue")), outbox.persistent], [["c"], true]);
  assert.deepEqual(ids(opened(storage).list("queue")), ["c"]);
});

test("storage that is forbidden later keeps the page going", () => {
  const storage = new FakeStorage();
  const outbox = opened(storage);
  outbox.put("queue", entry("a"));
  storage.forbidden = true;
  outbox.put("queue", entry("b"));
  assert.deepEqual(ids(outbox.list("queue")), ["b"]);
  assert.doesNotThrow(() => outbox.remove("queue", "a"));
  assert.equal(outbox.persistent, false);
});

test("damaged and foreign entries are left out and left alone", () => {
  const storage = new FakeStorage();
  const damaged = ["{", "null", "7", "[]", '{"id":"x"}', '{"id":"x","key":"k","kind":"set"}'];
  damaged.forEach((text, index) => storage.setItem(`log:1:7:queue:${index}`, text));
  storage.setItem("theme", "dark");
  const outbox = opened(storage);
  outbox.put("queue", entry("a"));
  assert.deepEqual(ids(outbox.list("queue")), ["a"]);
  assert.equal(storage.length, damaged.length + 2);
});

test("the home page learns which workouts still wait", () => {
  const storage = new FakeStorage();
  opened(storage, 1, 7).put("queue", entry("a"));
  opened(storage, 1, 7).put("aside", entry("b"));
  opened(storage, 1, 9).put("queue", entry("c"));
  opened(storage, 2, 9).put("queue", entry("d"));
  storage.setItem("log:1:7:lock", "{}");
  assert.deepEqual([...waitingWorkouts(() => storage, 1)], [["7", 2], ["9", 1]]);
  assert.deepEqual([...waitingWorkouts(() => storage, 3)], []);
  storage.forbidden = true;
  assert.deepEqual([...waitingWorkouts(() => storage, 1)], []);
});
