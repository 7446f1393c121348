/**
 * The logger's queue of operations: kept on the device, sent one by one and in order, until the
 * server has answered each.
 *
 * What goes over the wire is written down in `workout_state.mjs`. Each operation states the whole
 * of one thing (a set, an exercise, the order), never a difference, so sending it twice changes
 * nothing.
 *
 * ## Promises
 *
 * An operation leaves the device only after a 2xx with a JSON object, or by the athlete's own
 * `discard`. A newer operation on the same key takes the place of one that is not being sent;
 * one that is being sent is never touched. What the server refuses is set aside and shown.
 *
 * @typedef {import("./outbox_queue.mjs").Operation} Operation
 * @typedef {import("./outbox_queue.mjs").Wanted} Wanted
 * @typedef {import("./outbox_queue.mjs").Aside} Aside
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body parsed JSON, null if it was none
 * @property {string | null} [retryAfter] the header as it came
 *
 * @typedef {object} Failure
 * @property {"network" | "server" | "sign-in" | "conflict" | "rejected"} kind
 * @property {number} status 0 when no answer arrived
 * @property {string | null} message from the server
 *
 * @typedef {"idle" | "sending" | "queued" | "offline" | "waiting" | "sign-in" | "closed"} State
 * `queued`: about to be sent, by this tab or another; `offline`: no answer from the network;
 * `waiting`: the server is in trouble or asked for patience. These two last until an operation
 * has gone through, so that a line about them does not flicker with each attempt.
 */

import { newKey } from "../uuid.mjs";
import { noLock } from "./outbox_lock.mjs";
import { OperationQueue } from "./outbox_queue.mjs";
import { verdictOf } from "./outbox_verdict.mjs";

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 60000;
const BUSY_MS = 2000; // until asking again for a lock another tab holds

export class Outbox {
  #storage;
  #queue;
  #lock;
  #channel;
  #send;
  #refreshToken;
  #on;
  #clock;
  #listeners = new Set();
  #inFlight = null;
  #draining = false;
  #again = false;
  #timer = null;
  #closed = false;
  #signIn = false;
  #tokenStale = false;
  #tokenRenewed = false;
  #trouble = null;
  #attempt = 0;
  #notBefore = 0;
  #asked = 0;
  #skew;

  /** @type {Failure | null} */ lastError = null;
  /** @type {number | null} when the next attempt is due */ retryAt = null;

  /**
   * @param {object} parts
   * @param {import("./outbox_storage.mjs").OutboxStorage} parts.storage
   * @param {(operation: Operation) => Promise<Answer>} parts.send rejects when no answer arrived
   * @param {import("./outbox_lock.mjs").OutboxLock} [parts.lock]
   * @param {Pick<BroadcastChannel, "postMessage" | "onmessage" | "close"> | null} [parts.channel]
   *   tells the other tabs of the same workout
   * @param {() => Promise<boolean>} [parts.refreshToken] fetches a new CSRF token; false when
   *   nobody is signed in. Without it a stale token asks the athlete to sign in.
   * @param {(operation: Operation, body: any) => void} [parts.onDone] in every tab
   * @param {(aside: Aside) => void} [parts.onConflict]
   * @param {(aside: Aside) => void} [parts.onRejected]
   * @param {number} [parts.serverTime] the server's clock when the page was made
   * @param {{now(): number, random(): number, setTimer(fn: () => void, ms: number): any,
   *   clearTimer(timer: any): void}} [parts.clock]
   * @param {() => string} [parts.newId]
   */
  constructor(parts) {
    this.#storage = parts.storage;
    this.#queue = new OperationQueue(parts.storage, parts.newId ?? newKey);
    this.#send = parts.send;
    this.#lock = parts.lock ?? noLock;
    this.#channel = parts.channel ?? null;
    this.#refreshToken = parts.refreshToken ?? null;
    this.#on = { done: parts.onDone, conflict: parts.onConflict, rejected: parts.onRejected };
    this.#clock = parts.clock ?? realClock;
    this.#skew = parts.serverTime === undefined ? 0 : parts.serverTime - this.#clock.now();
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** @returns {Operation[]} what the server has not answered yet, oldest first */
  get waiting() {
    return this.#queue.waiting();
  }

  get pending() {
    return this.waiting.length;
  }

  /** @returns {Aside[]} refused operations, oldest first; kept until retried or discarded */
  get attention() {
    return this.#queue.aside();
  }

  /** @returns {Operation[]} all that the server's picture lacks, in the order to apply it */
  get unsettled() {
    return this.#queue.unsettled();
  }

  /** False when closing the tab would lose what is pending. */
  get persistent() {
    return this.#storage.persistent;
  }

  /** @returns {State} */
  get state() {
    if (this.#closed) return "closed";
    if (this.#signIn) return "sign-in";
    if (this.pending === 0) return "idle";
    return this.#trouble ?? (this.#inFlight ? "sending" : "queued");
  }

  /**
   * Be told after every change of anything observable, until the returned function is called.
   * @param {() => void} listener
   * @returns {() => void}
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Store an operation and send it as soon as possible.
   * @param {Wanted} wanted
   * @returns {Operation}
   */
  enqueue(wanted) {
    const operation = this.#queue.add(wanted, this.#clock.now() + this.#skew, this.#inFlight);
    this.#changed();
    this.#hurry();
    return operation;
  }

  /**
   * Try again now: on `online`, in view again, after signing in; not before the server wants to.
   */
  wake() {
    if (this.#closed) return;
    this.#signIn = false;
    this.#attempt = 0;
    const left = this.#notBefore - this.#clock.now();
    const wait = Math.min(this.#asked, left); // more is left where the clock was set back
    if (wait > 0) {
      this.#schedule(wait);
      return;
    }
    this.#schedule(null);
    this.#kick();
  }

  /**
   * Queue a refused operation again, last, as the athlete asked.
   * @param {string} id
   */
  retry(id) {
    const aside = this.attention.find((each) => each.id === id);
    if (aside) this.enqueue(aside);
  }

  /**
   * Drop a refused operation, as the athlete asked.
   * @param {string} id
   */
  discard(id) {
    this.#queue.discard(id);
    this.#changed();
  }

  /** The page goes away or to sleep: let another tab go on. `wake` takes over again. */
  leave() {
    this.#lock.release();
  }

  /** Stop for good; what is pending stays stored. */
  close() {
    this.#closed = true;
    this.#schedule(null);
    this.#lock.release();
    this.#channel?.close();
    this.#changed(false);
    this.#listeners.clear();
  }

  /** The athlete is active, so the network may be back: do not sleep through a long pause. */
  #hurry() {
    const now = this.#clock.now();
    const asked = this.#notBefore > now;
    if (this.#timer !== null && !asked && this.retryAt - now > FIRST_DELAY_MS) {
      this.#schedule(FIRST_DELAY_MS);
    }
    this.#kick();
  }

  #kick() {
    if (this.#draining) this.#again = true;
    else if (this.#free() && this.pending > 0) this.#drain();
  }

  /** Whether nothing forbids sending now. */
  #free() {
    return !this.#closed && !this.#signIn && this.#timer === null;
  }

  async #drain() {
    this.#draining = true;
    do {
      this.#again = false;
      try {
        await this.#lock.run((held) => this.#sendAll(held));
      } catch (error) {
        report(error); // a lock that breaks must not end the sending for good
      }
    } while (this.#again && this.#free());
    this.#draining = false;
    // Another tab has the lock: look again, since it may close before it has sent everything.
    if (this.#free() && this.pending > 0) this.#schedule(BUSY_MS);
    this.#changed(false);
  }

  /** Send from the head until nothing is left or something is in the way. */
  async #sendAll(held) {
    while (this.#free()) {
      const [operation] = this.#queue.waiting();
      if (!operation || !held()) return;
      if (this.#tokenStale) {
        if (!(await this.#renewToken())) return;
        continue; // the queue may have changed meanwhile
      }
      const sentAt = this.#clock.now();
      this.#inFlight = operation.id;
      this.#changed(false);
      const answer = await this.#send(operation).catch(() => null);
      this.#inFlight = null;
      if (this.#closed) return; // it is still stored; whoever opens the page next sends it again
      if (answer) this.#settle(operation, answer, sentAt);
      else this.#delay("offline", { kind: "network", status: 0, message: null });
      this.#changed();
    }
  }

  #settle(operation, answer, sentAt) {
    const now = this.#clock.now();
    const { kind, waitMs } = verdictOf(answer, now);
    const message = answer.body?.message ?? null;
    const failure = { kind, status: answer.status, message };
    if (kind === "retry") {
      this.#delay("waiting", { ...failure, kind: "server" }, waitMs);
    } else if (kind === "sign-in" || (kind === "token" && !this.#refreshToken)) {
      this.#askToSignIn({ ...failure, kind: "sign-in" });
    } else if (kind === "token") {
      // A new token that is refused as well, as after signing in twice: not in a loop.
      if (this.#tokenRenewed) this.#delay("waiting", { ...failure, kind: "server" });
      this.#tokenStale = true;
    } else {
      this.#recovered();
      if (kind === "done") this.#done(operation, answer.body, (sentAt + now) / 2);
      else this.#setAside(operation, failure, answer.body);
    }
  }

  #recovered() {
    this.#trouble = null;
    this.lastError = null;
    this.#attempt = 0;
    this.#notBefore = 0;
    this.#tokenRenewed = false;
    this.#tokenStale = false;
  }

  #done(operation, body, at) {
    this.#queue.done(operation);
    if (Number.isFinite(body.server_time)) this.#skew = body.server_time - at;
    this.#tell("done", operation, body);
    this.#channel?.postMessage({ type: "done", operation, body });
  }

  #setAside(operation, failure, body) {
    this.lastError = failure;
    const { kind, status } = failure;
    const aside = this.#queue.refuse(operation, { kind, status, body });
    if (aside) this.#tell(kind, aside);
  }

  async #renewToken() {
    try {
      if (await this.#refreshToken()) {
        this.#tokenStale = false;
        this.#tokenRenewed = true;
        return true;
      }
      this.#askToSignIn({ kind: "sign-in", status: 401, message: null });
    } catch {
      this.#delay("offline", { kind: "network", status: 0, message: null });
    }
    this.#changed();
    return false;
  }

  #askToSignIn(failure) {
    this.lastError = failure;
    this.#signIn = true;
    this.#trouble = null;
    this.#tokenStale = this.#refreshToken !== null; // a new session comes with a new token
    this.#tokenRenewed = false;
  }

  #delay(trouble, failure, waitMs = null) {
    this.#trouble = trouble;
    this.lastError = failure;
    const growing = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 16);
    // Half of it by chance, so that a hall of phones does not come back in the same second.
    const delay = growing / 2 + (growing / 2) * this.#clock.random();
    this.#asked = waitMs ?? 0;
    this.#notBefore = this.#clock.now() + this.#asked;
    this.#schedule(Math.max(waitMs ?? 0, delay));
    if (waitMs !== null) this.#channel?.postMessage({ type: "wait", waitMs });
  }

  #schedule(ms) {
    if (this.#timer !== null) this.#clock.clearTimer(this.#timer);
    this.#timer = null;
    this.retryAt = null;
    if (ms === null) return;
    this.retryAt = this.#clock.now() + ms;
    this.#timer = this.#clock.setTimer(() => {
      this.#schedule(null);
      this.#kick();
    }, ms);
  }

  #hear(message) {
    if (this.#closed) return;
    if (message.type === "done") {
      this.#recovered();
      this.#signIn = false;
      this.#schedule(null);
      this.#tell("done", message.operation, message.body);
    } else if (message.type === "wait") {
      this.#trouble = "waiting";
      this.#asked = message.waitMs;
      this.#notBefore = this.#clock.now() + this.#asked;
      this.#schedule(message.waitMs);
    }
    this.#changed(false);
    this.#kick();
  }

  #tell(event, ...values) {
    try {
      this.#on[event]?.(...values);
    } catch (error) {
      report(error); // a fault of the page must not stop the sending
    }
  }

  #changed(everywhere = true) {
    if (everywhere) this.#channel?.postMessage({ type: "changed" });
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        report(error);
      }
    }
  }
}

const realClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (fn, ms) => setTimeout(fn, ms),
  clearTimer: (timer) => clearTimeout(timer),
};

function report(error) {
  (globalThis.reportError ?? console.error)(error);
}
