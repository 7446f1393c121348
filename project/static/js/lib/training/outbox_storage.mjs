/**
 * Where the outbox keeps its operations: one entry of the browser's storage for each.
 *
 * Entries are only ever added and removed, never changed together, so two tabs that write at the
 * same moment cannot lose each other's operations, as they would with one list in one entry.
 * Keys carry the athlete and the workout: after somebody else signed in on the same phone their
 * session never sends the operations of the athlete before.
 *
 * @typedef {"queue" | "aside"} Area `aside` holds what needs the athlete's attention
 *
 * @typedef {object} OutboxStorage
 * @property {boolean} persistent false as soon as something is in memory alone
 * @property {(area: Area) => object[]} list in no particular order; damaged entries are left out
 * @property {(area: Area, entry: {id: string}) => void} put adds, or replaces the one of that id
 * @property {(area: Area, id: string) => void} remove no error when it is not there
 */

const ROOT = "log";

/**
 * The adapter for `localStorage`; what does not fit, or is forbidden, is kept in memory.
 * @param {object} options
 * @param {() => Storage} options.open reading `window.localStorage` may throw, so it is a function
 * @param {string | number} options.athleteId
 * @param {string | number} options.workoutId
 * @returns {OutboxStorage}
 */
export function localOutboxStorage({ open, athleteId, workoutId }) {
  return new LocalOutboxStorage(tryOpen(open), `${ROOT}:${athleteId}:${workoutId}`);
}

/**
 * Which workouts of an athlete still have unsent or refused sets on this device.
 * @param {() => Storage} open
 * @param {string | number} athleteId
 * @returns {Map<string, number>} operations by workout id
 */
export function waitingWorkouts(open, athleteId) {
  const counts = new Map();
  const prefix = `${ROOT}:${athleteId}:`;
  for (const key of keysOf(tryOpen(open))) {
    const [workoutId, area] = key.startsWith(prefix) ? key.slice(prefix.length).split(":") : [];
    if (area === "queue" || area === "aside") {
      counts.set(workoutId, (counts.get(workoutId) ?? 0) + 1);
    }
  }
  return counts;
}

class LocalOutboxStorage {
  #storage;
  #root;
  /** @type {Map<string, object>} what the browser did not take */
  #memory = new Map();

  constructor(storage, root) {
    this.#root = root;
    this.#storage = takesEntries(storage, `${root}:probe`) ? storage : null;
  }

  get persistent() {
    return this.#storage !== null && this.#memory.size === 0;
  }

  list(area) {
    const prefix = `${this.#root}:${area}:`;
    const entries = new Map();
    for (const key of keysOf(this.#storage)) {
      const entry = key.startsWith(prefix) ? readEntry(this.#storage, key) : null;
      if (entry) entries.set(key, entry);
    }
    for (const [key, entry] of this.#memory) if (key.startsWith(prefix)) entries.set(key, entry);
    return [...entries.values()];
  }

  put(area, entry) {
    this.#write(`${this.#root}:${area}:${entry.id}`, entry);
  }

  remove(area, id) {
    const key = `${this.#root}:${area}:${id}`;
    this.#memory.delete(key);
    try {
      this.#storage?.removeItem(key);
    } catch {
      return; // forbidden meanwhile: the entry goes out once more, which the server recognises
    }
    // Room was made: what had to stay in memory may fit now.
    for (const [waiting, entry] of [...this.#memory]) this.#write(waiting, entry);
  }

  #write(key, entry) {
    try {
      if (!this.#storage) throw new Error("no storage");
      this.#storage.setItem(key, JSON.stringify(entry));
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, entry);
    }
  }
}

function tryOpen(open) {
  try {
    return open() ?? null;
  } catch {
    return null;
  }
}

function takesEntries(storage, key) {
  try {
    storage.setItem(key, "1");
    storage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

function keysOf(storage) {
  try {
    return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage.key(index) ?? "");
  } catch {
    return [];
  }
}

function readEntry(storage, key) {
  try {
    const entry = JSON.parse(storage.getItem(key));
    const sound =
      [entry.id, entry.key, entry.kind].every((text) => typeof text === "string") &&
      [entry.pos, entry.edited_at].every(Number.isFinite);
    return sound ? entry : null;
  } catch {
    return null;
  }
}
