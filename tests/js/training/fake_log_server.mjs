/**
 * A server that keeps the contract of `workout_state.mjs`, in the two ways the contract allows:
 * unfinished rows are kept, or are not.
 */

const PLAN = [
  { id: 1, title: "Liegestütze", counting_type: "reps", superset: 1, keys: ["p1", "p2", "p3"] },
  { id: 2, title: "Rudern", counting_type: "reps", superset: 1, keys: ["r1", "r2", "r3"] },
  { id: 3, title: "Plank", counting_type: "duration", superset: null, keys: ["h1", "h2"] },
];
const VALUE = { reps: 8, duration: 40 };

export class FakeLogServer {
  /** Ids of the operations that changed something, in order. */
  changes = [];
  signedIn = true;
  token = 1;
  version = 1;
  #keepsOpen;
  #now;
  #rows = new Map();

  constructor({ keepsOpen, now }) {
    this.#keepsOpen = keepsOpen;
    this.#now = now;
    if (keepsOpen) for (const row of this.#plan()) this.#rows.set(row.key, row);
  }

  /** Take one operation with the token and version of the page that sends it. */
  take({ id, kind, key, body }, token, version) {
    if (!this.signedIn) return { status: 401, body: { error: "sign-in" } };
    if (token !== this.token) return { status: 400, body: { error: "csrf" } };
    const stale = version !== this.version;
    const row = kind === "set" ? { ...body, key } : null;
    this.#store(key, row, id);
    return {
      status: 200,
      body: {
        set: this.#rows.get(key) ?? null,
        version: this.version,
        server_time: this.#now(),
        ...(stale && { snapshot: this.snapshot() }),
      },
    };
  }

  /** All finished rows by key, without what differs from page to page. */
  get stored() {
    return new Map([...this.#rows].map(([key, row]) => [key, row]));
  }

  snapshot() {
    const derived = this.#keepsOpen ? [] : this.#plan().filter(({ key }) => !this.#rows.has(key));
    const all = [...this.#rows.values(), ...derived.map((row) => ({ ...row, stored: false }))];
    const exercises = PLAN.map(({ keys, ...exercise }) => ({
      ...exercise,
      definition_id: exercise.id + 10,
      levels: [{ id: 1, name: "leicht" }, { id: 2, name: "schwer" }],
      sets: all
        .filter(({ exercise_id }) => exercise_id === exercise.id)
        .sort((one, other) => one.order - other.order || (one.key < other.key ? -1 : 1)),
    }));
    return structuredClone({ version: this.version, server_time: this.#now(), exercises });
  }

  #store(key, row, id) {
    const keep = row !== null && (row.done || this.#keepsOpen);
    const before = JSON.stringify(this.#rows.get(key) ?? null);
    if (keep) this.#rows.set(key, row);
    else this.#rows.delete(key);
    if (JSON.stringify(this.#rows.get(key) ?? null) === before) return;
    this.version += 1;
    this.changes.push(id);
  }

  #plan() {
    return PLAN.flatMap(({ id, counting_type, keys }) =>
      keys.map((key, index) => ({
        key,
        exercise_id: id,
        exercise_key: `e${id}`,
        level_id: 1,
        level: "leicht",
        [counting_type]: VALUE[counting_type],
        order: index + 1,
        done: false,
      })),
    );
  }
}
