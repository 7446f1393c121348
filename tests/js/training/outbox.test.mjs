import assert from "node:assert/strict";
import { test } from "node:test";

import { wakeWith } from "../../../project/static/js/lib/training/outbox_wake.mjs";
import { localOutboxStorage } from "../../../project/static/js/lib/training/outbox_storage.mjs";
import { FakeClock, FakeStorage, settled } from "./fakes.mjs";
import { answer, OFFLINE, OK, opened, promised } from "./outbox_fixtures.mjs";

test("an operation goes out at once and leaves the device when it was stored", async () => {
  const { outbox, add, sent, told } = opened();
  assert.equal(outbox.state, "idle");
  add("a", 8);
  assert.equal(outbox.pending, 1);
  await settled();
  assert.deepEqual([sent, told], [[["a", 8]], [["done", "a", 2]]]);
  assert.deepEqual([outbox.pending, outbox.state, outbox.lastError], [0, "idle", null]);
});

test("operations go out one after the other, in their order", async () => {
  const first = promised();
  const { outbox, add, sent } = opened({ answers: [first, OK] });
  for (const key of ["a", "b", "c"]) add(key);
  await settled();
  assert.deepEqual([sent.length, outbox.state, outbox.pending], [1, "sending", 3]);
  first.resolve(OK);
  await settled();
  assert.deepEqual(sent.map(([key]) => key), ["a", "b", "c"]);
});

test("an edit during the sending goes out afterwards, and only the last one", async () => {
  const first = promised();
  const { add, sent } = opened({ answers: [first, OK] });
  add("a", 1);
  await settled();
  add("a", 2);
  add("a", 3);
  first.resolve(OK);
  await settled();
  assert.deepEqual(sent, [["a", 1], ["a", 3]]);
});

test("without network everything waits, and says how much", async () => {
  const { outbox, add, clock, sent } = opened({ answers: [OFFLINE] });
  for (const key of ["a", "b", "c"]) add(key);
  await settled();
  assert.deepEqual([outbox.state, outbox.pending], ["offline", 3]);
  assert.deepEqual(outbox.lastError, { kind: "network", status: 0, message: null });
  await clock.advance(500);
  assert.equal(sent.length, 1);
  assert.ok(outbox.retryAt > clock.now());
});

test("it is sent as soon as the network is back, without waiting for the next attempt", async () => {
  const { outbox, add, sent, script } = opened({ answers: [OFFLINE] });
  add("a");
  add("b");
  await settled();
  script[0] = OK;
  outbox.wake();
  await settled();
  assert.deepEqual(sent.map(([key]) => key), ["a", "a", "b"]);
  assert.deepEqual([outbox.state, outbox.lastError, outbox.retryAt], ["idle", null, null]);
});

test("attempts come less and less often, but at least once a minute", async () => {
  const { add, clock, sent } = opened({ answers: [OFFLINE] });
  add("a");
  const gaps = [];
  let before = clock.now();
  for (let count = 0; count < 9; count += 1) {
    await clock.step();
    gaps.push(clock.now() - before);
    before = clock.now();
  }
  assert.equal(sent.length, 10);
  assert.deepEqual(gaps, [750, 1500, 3000, 6000, 12000, 24000, 45000, 45000, 45000]);
});

test("phones do not come back in the same second", async () => {
  const waits = [0, 0.25, 0.999].map(async (chance) => {
    const clock = new FakeClock({ random: () => chance });
    const { outbox, add } = opened({ answers: [answer(500)], clock });
    add("a");
    await settled();
    return outbox.retryAt - clock.now();
  });
  assert.deepEqual(await Promise.all(waits), [500, 625, 999.5]);
});

test("a tap during a long pause tries again within a second", async () => {
  const { outbox, add, clock, sent, script } = opened({ answers: [OFFLINE] });
  add("a");
  await clock.advance(120_000);
  script[0] = OK;
  const before = sent.length;
  add("b");
  add("c");
  assert.equal(outbox.retryAt - clock.now(), 1000);
  await clock.advance(1000);
  assert.deepEqual(sent.slice(before).map(([key]) => key), ["a", "b", "c"]);
});

for (const status of [500, 502, 503, 504, 408, 425]) {
  test(`after a ${status} it is sent again and nothing is lost`, async () => {
    const { outbox, add, clock, sent, told } = opened({ answers: [answer(status), OK] });
    add("a", 8);
    add("b", 9);
    await settled();
    assert.deepEqual([outbox.state, outbox.pending, outbox.lastError.kind], ["waiting", 2, "server"]);
    await clock.advance(1000);
    assert.deepEqual(sent, [["a", 8], ["a", 8], ["b", 9]]);
    assert.deepEqual(told, [["done", "a", 2], ["done", "b", 2]]);
  });
}

for (const status of [429, 503]) {
  test(`the wait of a ${status} is kept, whatever happens meanwhile`, async () => {
    const { outbox, add, clock, sent } = opened({ answers: [answer(status, null, "30"), OK] });
    add("a");
    await settled();
    outbox.wake();
    add("b");
    await clock.advance(29_999);
    assert.equal(sent.length, 1);
    await clock.advance(1);
    assert.deepEqual(sent.map(([key]) => key), ["a", "a", "b"]);
  });
}

test("what is pending survives closing the tab and reloading", async () => {
  const storage = new FakeStorage();
  const local = () => localOutboxStorage({ open: () => storage, athleteId: 1, workoutId: 7 });
  const before = opened({ storage: local(), answers: [OFFLINE] });
  before.add("a", 8);
  before.add("b", 9);
  await settled();
  before.outbox.close();
  assert.equal(before.outbox.state, "closed");

  const after = opened({ storage: local() });
  assert.equal(after.outbox.pending, 2);
  after.outbox.wake();
  await settled();
  assert.deepEqual(after.sent, [["a", 8], ["b", 9]]);
  assert.equal(storage.length, 0);
});

test("a tab closed while sending leaves the operation for the next", async () => {
  const storage = new FakeStorage();
  const local = () => localOutboxStorage({ open: () => storage, athleteId: 1, workoutId: 7 });
  const first = promised();
  const before = opened({ storage: local(), answers: [first] });
  before.add("a", 8);
  await settled();
  before.outbox.close();
  first.resolve(OK);
  await settled();
  const after = opened({ storage: local() });
  assert.deepEqual([before.told, after.outbox.pending], [[], 1]);
});

test("what is lost with the tab is said beforehand", () => {
  const storage = new FakeStorage();
  const local = localOutboxStorage({ open: () => storage, athleteId: 1, workoutId: 7 });
  assert.equal(opened({ storage: local }).outbox.persistent, true);
  assert.equal(opened().outbox.persistent, false);
});

test("listeners hear of every change until they leave", async () => {
  const { outbox, add } = opened();
  const states = [];
  const leave = outbox.subscribe(() => states.push(`${outbox.state} ${outbox.pending}`));
  add("a");
  await settled();
  leave();
  add("b");
  await settled();
  assert.deepEqual([...new Set(states)], ["queued 1", "sending 1", "idle 0"]);
});

test("a fault of the page does not stop the sending", async () => {
  const { error } = console;
  const faults = [];
  console.error = (fault) => faults.push(fault.message);
  try {
    const fault = () => {
      throw new Error("page");
    };
    const { outbox, add, sent } = opened({ onDone: fault });
    outbox.subscribe(fault);
    add("a");
    add("b");
    await settled();
    assert.deepEqual([sent.length, outbox.state], [2, "idle"]);
  } finally {
    console.error = error;
  }
  assert.ok(faults.length > 0 && faults.every((message) => message === "page"));
});

test("a lock that breaks does not end the sending for good", async () => {
  const { error } = console;
  console.error = () => {};
  let tries = 0;
  const lock = {
    run: async (task) => {
      tries += 1;
      if (tries === 1) throw new Error("lock");
      await task(() => true);
      return true;
    },
    release() {},
  };
  const { outbox, add, clock } = opened({ lock });
  add("a");
  await settled();
  console.error = error;
  assert.equal(outbox.pending, 1);
  await clock.advance(2000);
  assert.equal(outbox.state, "idle");
});

test("edits are dated by the server's clock", async () => {
  const clock = new FakeClock();
  const hourAhead = clock.now() + 3_600_000;
  const twoAhead = { status: 200, body: { server_time: clock.now() + 7_200_000 } };
  const { add } = opened({ clock, serverTime: hourAhead, answers: [twoAhead] });
  assert.equal(add("a").edited_at, hourAhead);
  await settled();
  assert.equal(add("b").edited_at, clock.now() + 7_200_000);
});

test("it wakes with the network, with the page, and lets go when the page hides", async () => {
  const { outbox, add, sent } = opened({ answers: [OFFLINE] });
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: "hidden" });
  let released = 0;
  outbox.leave = () => {
    released += 1;
  };
  const undo = wakeWith(outbox, { window, document });
  add("a");
  await settled();
  const tell = async (target, type) => {
    const before = sent.length;
    target.dispatchEvent(new Event(type));
    await settled();
    return sent.length - before;
  };
  assert.equal(await tell(window, "online"), 1);
  assert.equal(await tell(window, "pageshow"), 1);
  assert.equal(await tell(document, "visibilitychange"), 0);
  document.visibilityState = "visible";
  assert.equal(await tell(document, "visibilitychange"), 1);
  assert.equal(await tell(window, "pagehide"), 0);
  assert.equal(released, 1);
  undo();
  assert.equal(await tell(window, "online"), 0);
});

test("an operation made while the lock is given back goes out without a pause", async () => {
  let last = null;
  const lock = {
    run: async (task) => {
      await task(() => true);
      last?.();
      last = null;
      return true;
    },
    release() {},
  };
  const { add, sent } = opened({ lock });
  last = () => add("b");
  add("a");
  await settled();
  assert.deepEqual(sent.map(([key]) => key), ["a", "b"]);
});
