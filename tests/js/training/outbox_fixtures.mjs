/**
 * An outbox against a server that answers what the test says.
 */

import { Outbox } from "../../../project/static/js/lib/training/outbox.mjs";
import { WebLock } from "../../../project/static/js/lib/training/outbox_lock.mjs";
import { localOutboxStorage } from "../../../project/static/js/lib/training/outbox_storage.mjs";
import { FakeChannels, FakeClock, FakeLocks, FakeStorage, numberedKeys } from "./fakes.mjs";

/** What a phone that forbids storage has: it forgets with the page, and says so. */
export const memoryOutboxStorage = () =>
  localOutboxStorage({ open: () => null, athleteId: 1, workoutId: 1 });

export const OK = { status: 200, body: { version: 2 } };
export const OFFLINE = new TypeError("Failed to fetch");

export const answer = (status, body = null, retryAfter = null) => ({ status, body, retryAfter });

/**
 * An outbox whose server answers what the test says: a list of answers, the last one for ever.
 * An answer may be an Error (the network failed) or a promise.
 */
export function opened({ answers = [OK], clock = new FakeClock(), ...parts } = {}) {
  const sent = [];
  const told = [];
  const script = [...answers];
  const outbox = new Outbox({
    storage: memoryOutboxStorage(),
    clock,
    newId: numberedKeys("op"),
    onDone: ({ key }, body) => told.push(["done", key, body.version]),
    onConflict: ({ key, reason }) => told.push(["conflict", key, reason.status]),
    onRejected: ({ key, reason }) => told.push(["rejected", key, reason.status]),
    send: async ({ key, body }) => {
      sent.push([key, body.reps]);
      const next = script.length > 1 ? script.shift() : script[0];
      const result = await next;
      if (result instanceof Error) throw result;
      return result;
    },
    ...parts,
  });
  const add = (key, reps = 1) => outbox.enqueue({ kind: "set", key, body: { reps } });
  return { outbox, add, clock, sent, told, script };
}

/** A promise to be settled by the test. */
export function promised() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return Object.assign(promise, { resolve });
}

/** Two tabs of one browser with the same workout. */
export function twoTabs(answersOfOne, answersOfOther) {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const clock = new FakeClock();
  const tab = (prefix, answers) =>
    opened({
      answers,
      clock,
      storage: localOutboxStorage({ open: () => storage, athleteId: 1, workoutId: 7 }),
      lock: new WebLock(locks, "log"),
      channel: channels.open(),
      newId: numberedKeys(prefix),
    });
  return { one: tab("x", answersOfOne), other: tab("y", answersOfOther), clock, storage };
}
