/**
 * Stand-ins for the edges of the browser: storage, time, chance, locks and channels between tabs.
 */

/** `localStorage` with a quota, and the switch a privacy setting flips. */
export class FakeStorage {
  #entries = new Map();
  quota = Infinity;
  forbidden = false;

  get length() {
    this.#ask();
    return this.#entries.size;
  }

  key(index) {
    this.#ask();
    return [...this.#entries.keys()][index] ?? null;
  }

  getItem(key) {
    this.#ask();
    return this.#entries.get(key) ?? null;
  }

  setItem(key, value) {
    this.#ask();
    const others = [...this.#entries].filter(([each]) => each !== key);
    const used = others.reduce((sum, [each, text]) => sum + each.length + text.length, 0);
    if (used + key.length + String(value).length > this.quota) {
      throw new DOMException("full", "QuotaExceededError");
    }
    this.#entries.set(key, String(value));
  }

  removeItem(key) {
    this.#ask();
    this.#entries.delete(key);
  }

  #ask() {
    if (this.forbidden) throw new DOMException("forbidden", "SecurityError");
  }
}

/** Time that passes only when a test says so; it is also the outbox's source of chance. */
export class FakeClock {
  #now;
  #timers = new Map();
  #lastTimer = 0;
  #random;

  constructor({ now = 1_800_000_000_000, random = () => 0.5 } = {}) {
    this.#now = now;
    this.#random = random;
    this.now = () => this.#now;
    this.random = () => this.#random();
    this.sleep = (ms) => new Promise((resolve) => this.setTimer(resolve, ms));
  }

  setTimer(fn, ms) {
    this.#lastTimer += 1;
    this.#timers.set(this.#lastTimer, { at: this.#now + Math.max(0, ms), fn });
    return this.#lastTimer;
  }

  clearTimer(timer) {
    this.#timers.delete(timer);
  }

  get timers() {
    return this.#timers.size;
  }

  /** Let time pass, and everything happen that falls due, in order. */
  async advance(ms) {
    const end = this.#now + ms;
    await settled();
    for (let due = this.#earliest(end); due; due = this.#earliest(end)) {
      this.#fire(due);
      await settled();
    }
    this.#now = end;
  }

  /** Let the next thing happen, however far off. False when nothing is due at all. */
  async step() {
    await settled();
    const due = this.#earliest(Infinity);
    if (due) this.#fire(due);
    await settled();
    return due !== null;
  }

  #earliest(until) {
    let due = null;
    for (const [timer, { at }] of this.#timers) {
      if (at <= until && (due === null || at < this.#timers.get(due).at)) due = timer;
    }
    return due;
  }

  #fire(timer) {
    const { at, fn } = this.#timers.get(timer);
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, at);
    fn();
  }
}

/** All promises that can go on have gone on. */
export function settled() {
  return new Promise(setImmediate);
}

/** The same chance for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `navigator.locks`: one holder, the others wait in line. */
export class FakeLocks {
  #tails = new Map();

  async request(name, callback) {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const mine = before.then(() => callback({ name }));
    this.#tails.set(
      name,
      mine.catch(() => {}),
    );
    return mine;
  }
}

/** `BroadcastChannel`s of one browser, by name; what is sent is copied, and arrives later. */
export class FakeChannels {
  #open = [];

  open() {
    const channel = {
      onmessage: null,
      postMessage: (message) => {
        const text = JSON.stringify(message);
        for (const other of this.#open) {
          if (other === channel) continue;
          queueMicrotask(() => other.onmessage?.({ data: JSON.parse(text) }));
        }
      },
      close: () => {
        channel.onmessage = null;
        this.#open = this.#open.filter((each) => each !== channel);
      },
    };
    this.#open.push(channel);
    return channel;
  }
}

/** Keys that can be read: a1, a2, … */
export function numberedKeys(prefix) {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}${last}`;
  };
}

/** The value, with everything in it frozen, so that a change in place is an error. */
export function deepFrozen(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}
