/**
 * One tab sends at a time.
 *
 * Web Locks do this best but exist only in secure contexts; a site opened over plain HTTP in the
 * local network falls back to a lease written into `localStorage`. Sending is idempotent, so a
 * lease lost by a tab that slept costs a repeated request and nothing else.
 *
 * @typedef {object} OutboxLock
 * @property {(task: (held: () => boolean) => Promise<void>) => Promise<boolean>} run
 *   runs the task alone and resolves to true, or to false at once or later when another tab has
 *   the lock. `held` says before each step whether it is still ours, and prolongs it.
 * @property {() => void} release gives it back before the task is over, when the page goes away
 */

/** Milliseconds a lease lasts unless prolonged; longer than one request may take. */
export const LEASE_MS = 15000;
/** Milliseconds after which two tabs that wrote at once have seen who was last. */
export const SETTLE_MS = 50;

/**
 * The best lock this browser has.
 * @param {object} parts
 * @param {LockManager | null | undefined} parts.locks `navigator.locks`
 * @param {() => Storage} parts.open
 * @param {string} parts.name the same in all tabs of one athlete and workout
 * @param {string} parts.owner a key of this tab
 * @returns {OutboxLock}
 */
export function chooseLock({ locks, open, name, owner }) {
  if (locks) return new WebLock(locks, name);
  try {
    const storage = open();
    if (storage) return new LeaseLock({ storage, name, owner });
  } catch {
    // forbidden
  }
  return noLock; // without storage each tab has a queue of its own
}

/** @type {OutboxLock} for a page that is alone */
export const noLock = {
  async run(task) {
    await task(() => true);
    return true;
  },
  release() {},
};

/** @implements {OutboxLock} */
export class WebLock {
  #locks;
  #name;

  /**
   * @param {Pick<LockManager, "request">} locks
   * @param {string} name
   */
  constructor(locks, name) {
    this.#locks = locks;
    this.#name = name;
  }

  async run(task) {
    let began = false;
    const begin = () => {
      began = true;
      return task(() => true);
    };
    try {
      await this.#locks.request(this.#name, begin);
    } catch (error) {
      if (began) throw error;
      return noLock.run(task); // locks are forbidden here: sending twice beats never
    }
    return true;
  }

  /** Nothing to do: the browser gives the locks of a closed page to the next. */
  release() {}
}

/** @implements {OutboxLock} */
export class LeaseLock {
  #storage;
  #name;
  #owner;
  #now;
  #sleep;

  /**
   * @param {object} parts
   * @param {Storage} parts.storage
   * @param {string} parts.name
   * @param {string} parts.owner
   * @param {() => number} [parts.now]
   * @param {(ms: number) => Promise<void>} [parts.sleep]
   */
  constructor({ storage, name, owner, now = Date.now, sleep = pause }) {
    this.#storage = storage;
    this.#name = name;
    this.#owner = owner;
    this.#now = now;
    this.#sleep = sleep;
  }

  async run(task) {
    if (!this.#free()) return false;
    if (!this.#write()) return noLock.run(task); // full storage: sending twice beats never
    await this.#sleep(SETTLE_MS);
    if (!this.#mine()) return false;
    try {
      await task(() => this.#prolong());
    } finally {
      this.release();
    }
    return true;
  }

  release() {
    if (!this.#mine()) return;
    try {
      this.#storage.removeItem(this.#name);
    } catch {
      // It ends by itself.
    }
  }

  #mine() {
    return this.#holder()?.owner === this.#owner;
  }

  #holder() {
    try {
      return JSON.parse(this.#storage.getItem(this.#name));
    } catch {
      return null;
    }
  }

  #free() {
    const holder = this.#holder();
    if (!holder || holder.owner === this.#owner) return true;
    const left = holder.until - this.#now();
    return !(left > 0 && left <= LEASE_MS); // a lease further ahead comes from a clock set back
  }

  #prolong() {
    if (!this.#mine()) return false;
    this.#write();
    return true;
  }

  /** @returns {boolean} whether the storage took it */
  #write() {
    const lease = { owner: this.#owner, until: this.#now() + LEASE_MS };
    try {
      this.#storage.setItem(this.#name, JSON.stringify(lease));
      return true;
    } catch {
      return false;
    }
  }
}

function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
