/**
 * A server that keeps the contract of `workout_state.mjs`, in the two ways the contract allows:
 * the later edit wins, or the later arrival does; unfinished rows are kept, or are not.
 */

const PLAN = [
  { id: 1, title: "Liegestütze", counting_type: "reps", superset: 1, keys: ["p1", "p2", "p3"] },
  { id: 2, title: "Rudern", counting_type: "reps", superset: 1, keys: ["r1", "r2", "r3"] },
  { id: 3, title: "Plank", counting_type: "duration", superset: null, keys: ["h1", "h2"] },
];
const VALUE = { reps: 8, duration: 40 };

export class FakeLogServer {
  /** Every change that was stored, in order: `{key, edited_at}`. */
  changes = [];
  signedIn = true;
  token = 1;
  version = 1;
  #byEdit;
  #keepsOpen;
  #now;
  #rows = new Map();
  /** When each key was last changed, deleted ones included. */
  #edits = new Map();

  constructor({ byEdit, keepsOpen, now }) {
    this.#byEdit = byEdit;
    this.#keepsOpen = keepsOpen;
    this.#now = now;
    if (keepsOpen) for (const row of this.#plan()) this.#rows.set(row.key, row);
  }

  /** Take one operation with the token and version of the page that sends it. */
  take({ kind, key, body, edited_at }, token, version) {
    if (!this.signedIn) return { status: 401, body: { error: "sign-in" } };
    if (token !== this.token) return { status: 400, body: { error: "csrf" } };
    const stale = version !== this.version;
    const row = kind === "set" ? { ...body, key } : null;
    const late = this.#byEdit && edited_at <= (this.#edits.get(key) ?? 0);
    if (!late) this.#store(key, row, edited_at);
    return {
      status: 200,
      body: {
        set: this.#rows.has(key) ? this.#wire(this.#rows.get(key)) : null,
        deleted: this.#byEdit && late && !this.#rows.has(key),
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
    const rows = [...this.#rows.values()].map((row) => this.#wire(row));
    const all = [...rows, ...derived.map((row) => ({ ...row, stored: false }))];
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

  #store(key, row, edited_at) {
    const keep = row !== null && (row.done || this.#keepsOpen);
    const before = JSON.stringify(this.#rows.get(key) ?? null);
    if (keep) this.#rows.set(key, row);
    else this.#rows.delete(key);
    this.#edits.set(key, edited_at);
    if (JSON.stringify(this.#rows.get(key) ?? null) === before) return;
    this.version += 1;
    this.changes.push({ key, edited_at });
  }

  #wire(row) {
    return this.#byEdit ? { ...row, edited_at: this.#edits.get(row.key) ?? 0 } : row;
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
