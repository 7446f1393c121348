/* The running workout on this page: its state, kept as a draft on the device, and the outbox that
   takes every change to the server. It touches no element. */
import { createLogTransport } from "../../lib/training/log_transport.mjs";
import { Outbox } from "../../lib/training/outbox.mjs";
import { chooseLock } from "../../lib/training/outbox_lock.mjs";
import { localOutboxStorage } from "../../lib/training/outbox_storage.mjs";
import { wakeWith } from "../../lib/training/outbox_wake.mjs";
import { newKey } from "../../lib/uuid.mjs";
import {
  applyAnswer,
  applyServer,
  createWorkout,
  findExercise,
  findSet,
} from "../../lib/training/workout_state.mjs";
import { inTurn, saveExercise, saveTold } from "../../lib/training/workout_change.mjs";

export class Store {
  #data;
  #token;
  #listeners = [];
  #broughtBack = new Set();

  /** Whether the workout is still going on, as far as the server has said. */
  running;
  /** Whether the server said that there is no such workout for whoever is signed in. */
  gone = false;

  /**
   * @param {object} data what the page came with
   * @param {string} token for changes, of the session the page was made for
   */
  constructor(data, token) {
    this.#data = data;
    this.#token = token;
    const { athlete_id: athleteId, workout_id: workoutId, snapshot } = data;
    const name = `log:${athleteId}:${workoutId}`;
    this.keep = new Keep(athleteId, workoutId);
    this.running = snapshot.running;
    const open = () => localStorage;
    this.outbox = new Outbox({
      storage: localOutboxStorage({ open, athleteId, workoutId }),
      lock: chooseLock({ locks: navigator.locks, open, name: `${name}:lock`, owner: newKey() }),
      channel: "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null,
      send: createLogTransport({
        urls: data.urls,
        csrfToken: () => this.#token,
        version: () => this.workout.version,
      }),
      refreshToken: () => this.#refreshToken(),
      onDone: (operation, body) => this.#done(operation, body),
      onConflict: (aside) => this.#bringBack(aside),
      serverTime: snapshot.server_time,
    });
    const draft = this.keep.read("draft");
    const unsettled = this.outbox.unsettled;
    this.workout = isWorkout(draft)
      ? applyServer(draft, snapshot, unsettled)
      : createWorkout(snapshot, unsettled);
    this.outbox.subscribe(() => this.#tell());
  }

  start() {
    wakeWith(this.outbox, { window, document });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.refresh();
    });
    addEventListener("online", () => this.refresh());
    this.outbox.wake();
    for (const aside of this.outbox.attention) this.#bringBack(aside);
  }

  /**
   * Be told after every change.
   * @param {(event: {stored?: object}) => void} listener
   */
  subscribe(listener) {
    this.#listeners.push(listener);
  }

  /**
   * Take over a change, and send what belongs to it.
   * @param {import("../../lib/training/workout_change.mjs").Change} change
   */
  act({ workout, operations }) {
    if (workout === this.workout && operations.length === 0) return;
    this.#become(workout);
    for (const operation of operations) this.outbox.enqueue(operation);
    this.#tell();
  }

  /** Show something else without changing the workout. */
  show(workout) {
    this.#become(workout);
    this.#tell();
  }

  /**
   * Ask the server for the whole workout.
   * @returns {Promise<boolean>} whether it answered for this athlete
   */
  async refresh() {
    try {
      return await this.#refreshToken();
    } catch {
      return false; // no network: the outbox will notice and say so
    }
  }

  /**
   * Send a refused operation again; an exercise that went with it comes back first.
   * @param {import("../../lib/training/outbox_queue.mjs").Aside} aside
   */
  retry(aside) {
    const home = aside.kind === "set" ? findSet(this.workout, aside.key)?.exercise : null;
    if (!home) {
      this.outbox.retry(aside.id);
      return;
    }
    const steps = [
      (workout) => saveExercise(workout, home.key),
      (workout) => saveTold(workout, aside.key),
    ];
    this.act(inTurn(this.workout, steps));
  }

  /**
   * Give up a refused operation, and show what the server has instead.
   * @param {import("../../lib/training/outbox_queue.mjs").Aside} aside
   */
  async discard(aside) {
    this.outbox.discard(aside.id);
    await this.refresh();
  }

  /**
   * The end of a workout takes the exercises without sets away. A set that comes later was done all
   * the same: it goes out again, with its exercise. While the workout runs, somebody took it out.
   */
  async #bringBack(aside) {
    const { id, key, kind, body, reason } = aside;
    if (kind !== "set" || !body.done || reason.kind !== "conflict") return;
    if (this.#broughtBack.has(key) || !(await this.refresh()) || this.running) return;
    this.#broughtBack.add(key); // once; what is refused again is the athlete's to decide
    if (this.outbox.attention.some((each) => each.id === id)) this.retry(aside);
  }

  #done(operation, body) {
    this.#take(body.snapshot);
    this.#become(applyAnswer(this.workout, operation, body, this.outbox.unsettled));
    this.#tell({ stored: operation });
    const exercise = findExercise(this.workout, operation.key);
    if (exercise?.levels.some(({ why }) => !why)) this.refresh(); // just picked
  }

  async #refreshToken() {
    const response = await fetch(this.#data.urls.state, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
    });
    this.gone = response.status === 404;
    if (!response.ok) {
      this.#tell();
      if (response.status >= 500) throw new Error(`no state: ${response.status}`);
      return false;
    }
    const { snapshot, csrf_token: token } = await response.json();
    this.#token = token;
    this.#take(snapshot);
    this.#become(applyServer(this.workout, snapshot, this.outbox.unsettled));
    this.#tell();
    return true;
  }

  #take(snapshot) {
    if (snapshot) this.running = snapshot.running;
  }

  #become(workout) {
    if (workout === this.workout) return;
    this.workout = workout;
    this.keep.write("draft", workout);
  }

  #tell(event = {}) {
    for (const listener of this.#listeners) listener(event);
  }
}

/** What this device remembers of one workout; nothing where storage is forbidden or full. */
class Keep {
  #name;

  constructor(athleteId, workoutId) {
    this.#name = `log:${athleteId}:${workoutId}`;
    this.#forgetOthers(`log:${athleteId}:`);
  }

  read(what) {
    try {
      return JSON.parse(localStorage.getItem(`${this.#name}:${what}`));
    } catch {
      return null;
    }
  }

  write(what, value) {
    try {
      localStorage.setItem(`${this.#name}:${what}`, JSON.stringify(value));
    } catch {
      // The outbox says when even unsent sets find no room.
    }
  }

  /** Drafts and rests of the athlete's workouts that are over; what is not sent yet stays. */
  #forgetOthers(mine) {
    try {
      for (const key of Object.keys(localStorage)) {
        const old = key.startsWith(mine) && !key.startsWith(`${this.#name}:`);
        if (old && /:(draft|rest)$/.test(key)) localStorage.removeItem(key);
      }
    } catch {
      // forbidden
    }
  }
}

function isWorkout(draft) {
  return (
    Number.isInteger(draft?.version) &&
    [draft.exercises, draft.removed, draft.hidden].every(Array.isArray)
  );
}
