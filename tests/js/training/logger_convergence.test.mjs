/**
 * The parts of the logger together, against a network that does everything a network does: one
 * run per seed, each of them the same every time.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../../project/static/js/lib/training/outbox.mjs";
import { LeaseLock, WebLock } from "../../../project/static/js/lib/training/outbox_lock.mjs";
import { localOutboxStorage } from "../../../project/static/js/lib/training/outbox_storage.mjs";
import * as page from "../../../project/static/js/lib/training/workout_state.mjs";
import { FakeLogServer } from "./fake_log_server.mjs";
import { FakeChannels, FakeClock, FakeLocks, FakeStorage, seeded, settled } from "./fakes.mjs";

const NO_ANSWER = new TypeError("Failed to fetch");

/** What may happen to a request, and how often of a hundred times. */
const FATES = [
  ["stored", 62],
  ["lost on the way there", 9],
  ["lost on the way back", 9],
  ["500", 4],
  ["500 after storing", 4],
  ["503", 4],
  ["429", 3],
  ["foreign page", 2],
  ["twice", 3],
];

class World {
  constructor(seed, { keepsOpen, webLocks = true }) {
    this.random = seeded(seed);
    this.clock = new FakeClock({ random: this.random });
    this.server = new FakeLogServer({ keepsOpen, now: this.clock.now });
    this.webLocks = webLocks;
    this.online = true;
    this.calm = false;
    this.devices = [];
    this.enqueued = [];
    this.#lastKey = 0;
  }

  #lastKey;

  newKey(prefix) {
    this.#lastKey += 1;
    return `${prefix}${this.#lastKey}`;
  }

  below(count) {
    return Math.floor(this.random() * count);
  }

  pick(items) {
    return items[this.below(items.length)];
  }

  /** One request: it takes its time, and then one of the fates befalls it. */
  async send(operation, token, version) {
    const deliver = () => this.server.take(structuredClone(operation), token, version);
    await this.clock.sleep(20 + this.below(800));
    if (!this.online) throw NO_ANSWER;
    const fate = this.calm ? "stored" : this.#fate();
    if (fate === "lost on the way there") throw NO_ANSWER;
    if (fate === "500") return { status: 500, body: null };
    if (fate === "503") return { status: 503, body: null, retryAfter: String(this.below(20)) };
    if (fate === "429") return { status: 429, body: { error: "slow" }, retryAfter: "7" };
    if (fate === "foreign page") return { status: 200, body: null };
    const answer = deliver();
    if (fate === "twice") deliver();
    await this.clock.sleep(this.below(400));
    if (fate === "lost on the way back") throw NO_ANSWER;
    if (fate === "500 after storing") return { status: 500, body: null };
    return structuredClone(answer);
  }

  #fate() {
    let left = this.below(100);
    for (const [fate, share] of FATES) {
      if (left < share) return fate;
      left -= share;
    }
    throw new Error("the fates do not add up to a hundred");
  }

  addDevice(tabs) {
    const device = {
      storage: new FakeStorage(),
      locks: new FakeLocks(),
      channels: new FakeChannels(),
      tabs: [],
    };
    this.devices.push(device);
    for (let count = 0; count < tabs; count += 1) device.tabs.push(new Tab(this, device));
  }

  get tabs() {
    return this.devices.flatMap((device) => device.tabs);
  }

  /** The network is well, the athlete signed in: everything gets through in the end. */
  async comeToRest() {
    this.online = true;
    this.calm = true;
    this.server.signedIn = true;
    for (const tab of this.tabs) tab.outbox.wake();
    for (let steps = 0; this.tabs.some((tab) => tab.outbox.state !== "idle"); steps += 1) {
      const moved = await this.clock.step();
      // A refusal from before the sign-in may arrive after it: the page asks once more.
      const asking = this.tabs.filter((tab) => tab.outbox.state === "sign-in");
      for (const tab of asking) tab.outbox.wake();
      assert.ok(steps < 5000 && (moved || asking.length > 0), "an outbox is stuck");
    }
    while (await this.clock.step()); // what was still under way
    for (const tab of this.tabs) tab.poll();
  }
}

class Tab {
  constructor(world, device) {
    this.world = world;
    this.device = device;
    this.token = world.server.token;
    const name = world.newKey("tab");
    const open = () => device.storage;
    const { now, sleep } = world.clock;
    const lease = { storage: device.storage, name: "lock", owner: name, now, sleep };
    const lock = world.webLocks ? new WebLock(device.locks, "lock") : new LeaseLock(lease);
    this.outbox = new Outbox({
      storage: localOutboxStorage({ open, athleteId: 1, workoutId: 7 }),
      lock,
      channel: device.channels.open(),
      clock: world.clock,
      newId: () => world.newKey("op"),
      serverTime: now(),
      send: (operation) => world.send(operation, this.token, this.state.version),
      refreshToken: async () => {
        await world.clock.sleep(50);
        if (!world.online) throw NO_ANSWER;
        this.token = world.server.token;
        return world.server.signedIn;
      },
      onDone: (operation, body) => {
        this.state = page.applyAnswer(this.state, operation, body, this.outbox.unsettled);
      },
    });
    this.state = page.createWorkout(world.server.snapshot(), this.outbox.unsettled);
    this.outbox.wake();
  }

  /** A reload, a crash, a dead battery: the page is gone, its storage is not. */
  reopen() {
    this.outbox.close();
    const index = this.device.tabs.indexOf(this);
    this.device.tabs[index] = new Tab(this.world, this.device);
  }

  poll() {
    const snapshot = this.world.server.snapshot();
    this.state = page.applyServer(this.state, snapshot, this.outbox.unsettled);
  }

  do({ workout, operations }) {
    this.state = workout;
    for (const wanted of operations) this.world.enqueued.push(this.outbox.enqueue(wanted));
  }

  /** Something an athlete does. */
  act() {
    const { world, state } = this;
    const exercise = world.pick(state.exercises);
    const set = world.pick(exercise.sets);
    const deeds = {
      check: () => page.checkSet(state, set.key),
      uncheck: () => page.uncheckSet(state, set.key),
      edit: () => page.editSet(state, set.key, { value: world.below(30) }),
      level: () => page.changeLevel(state, set.key, world.pick(exercise.levels)),
      remove: () => page.removeSet(state, set.key),
      move: () => page.moveSet(state, set.key, world.below(exercise.sets.length)),
      rehome: () => page.moveSetTo(state, set.key, world.pick(state.exercises).key),
      undo: () => page.undo(state),
      add: () => page.addSet(state, exercise.key, world.newKey("n")),
    };
    const often = ["check", "check", "check", "uncheck", "edit", "edit", "level", "add"];
    const deed = world.pick([...often, "remove", "undo", "move", "rehome"]);
    if (set || deed === "add" || deed === "undo") this.do(deeds[deed]());
  }

  /** What this page shows of what the server should have. */
  get shown() {
    const rows = this.state.exercises.flatMap((exercise) =>
      exercise.sets
        .filter((set) => set.stored)
        .map((set) => [
          set.key,
          `${exercise.id} ${set.order} ${set.level_id} ${set.value} ${set.done}`,
        ]),
    );
    return Object.fromEntries(rows.sort());
  }
}

function kept(server) {
  const rows = [...server.stored.values()].map((row) => [
    row.key,
    `${row.exercise_id} ${row.order} ${row.level_id} ${row.reps ?? row.duration ?? null} ${row.done}`,
  ]);
  return Object.fromEntries(rows.sort());
}

/** What must stand on the server in the end, by key: what the athlete did last. */
function lastRows(enqueued, { keepsOpen }) {
  const last = new Map(enqueued.map((operation) => [operation.key, operation]));
  const rowOf = ({ kind, key, body }) => {
    const gone = kind === "set_delete" || (!body.done && !keepsOpen);
    return gone ? undefined : { ...body, key };
  };
  return [...last].map(([key, operation]) => [key, rowOf(operation)]);
}

async function live(world, { deeds }) {
  for (let count = 0; count < deeds; count += 1) {
    const tab = world.pick(world.tabs);
    const luck = world.below(100);
    if (luck < 78) tab.act();
    else if (luck < 82) tab.reopen();
    else if (luck < 85) world.online = !world.online;
    else if (luck < 87) world.server.signedIn = false;
    else if (luck < 91) {
      world.server.signedIn = true;
      world.server.token += 1;
      tab.outbox.wake();
    } else if (luck < 95) tab.outbox.wake();
    else if (world.online) tab.poll();
    await world.clock.advance(world.below(10) < 7 ? 1 + world.below(400) : world.below(20_000));
  }
}

const KINDS = [{ keepsOpen: true }, { keepsOpen: false }];
const SEEDS = Number(process.env.SEEDS ?? 40);
const seedsOf = (kind) => Array.from({ length: SEEDS }, (_, index) => 1000 * kind + index);

function nameOf({ keepsOpen }) {
  return keepsOpen ? "open rows are kept" : "only finished rows are kept";
}

KINDS.forEach((kind, index) => {
  test(`one phone: every set ends on the server once and as last edited, where ${nameOf(kind)}`, async () => {
    for (const seed of seedsOf(index)) {
      const world = new World(seed, { ...kind, webLocks: seed % 2 === 0 });
      world.addDevice(1 + (seed % 3 === 0));
      await live(world, { deeds: 60 });
      await world.comeToRest();

      const context = `seed ${seed}`;
      for (const [key, row] of lastRows(world.enqueued, kind)) {
        assert.deepEqual(world.server.stored.get(key), row, `${context}, ${key}`);
      }
      const edits = world.server.changes;
      assert.equal(new Set(edits).size, edits.length, `${context}: stored twice`);
      for (const tab of world.tabs) {
        assert.deepEqual(tab.shown, kept(world.server), context);
        assert.deepEqual(tab.outbox.attention, [], context);
      }
      assert.ok(world.devices.every(({ storage }) => storage.length === 0), context);
    }
  });

  test(`two phones: both show what the server has, where ${nameOf(kind)}`, async () => {
    for (const seed of seedsOf(10 + index)) {
      const world = new World(seed, { ...kind, webLocks: seed % 2 === 0 });
      world.addDevice(1);
      world.addDevice(1 + (seed % 3 === 0));
      await live(world, { deeds: 80 });
      await world.comeToRest();
      for (const tab of world.tabs) {
        assert.deepEqual(tab.shown, kept(world.server), `seed ${seed}`);
      }
    }
  });
});

for (const [kind, name] of KINDS.map((each) => [each, nameOf(each)])) {
  test(`two hundred rapid taps leave server and page in the same state, where ${name}`, async () => {
    for (const taps of [199, 200]) {
      for (const seed of seedsOf(30).slice(0, 8)) {
        const world = new World(seed, kind);
        world.addDevice(1);
        const [tab] = world.tabs;
        for (let count = 0; count < taps; count += 1) {
          tab.do(
            page.findSet(tab.state, "p1").set.done
              ? page.uncheckSet(tab.state, "p1")
              : page.checkSet(tab.state, "p1"),
          );
          await world.clock.advance(world.below(30));
        }
        await world.comeToRest();
        const done = taps % 2 === 1;
        assert.equal(page.findSet(tab.state, "p1").set.done, done, `seed ${seed}`);
        assert.equal(world.server.stored.get("p1")?.done ?? false, done, `seed ${seed}`);
        assert.deepEqual(tab.shown, kept(world.server), `seed ${seed}`);
      }
    }
  });
}

test("two hundred taps cost a fraction of two hundred requests", async () => {
  const world = new World(1, { keepsOpen: true });
  world.calm = true;
  world.addDevice(1);
  const [tab] = world.tabs;
  for (let count = 0; count < 200; count += 1) {
    tab.do(
      count % 2 ? page.uncheckSet(tab.state, "p1") : page.checkSet(tab.state, "p1"),
    );
    await world.clock.advance(10);
  }
  await world.comeToRest();
  assert.ok(world.server.changes.length < 20, `${world.server.changes.length} changes`);
});

test("both phones see each other's sets after their next request", async () => {
  const world = new World(7, { keepsOpen: false });
  world.calm = true;
  world.addDevice(1);
  world.addDevice(1);
  const [one, other] = world.tabs;
  one.do(page.checkSet(one.state, "p1"));
  await world.clock.advance(5000);
  other.do(page.checkSet(other.state, "r1"));
  await world.clock.advance(5000);
  assert.equal(page.findSet(other.state, "p1").set.done, true);
  one.do(page.checkSet(one.state, "h1"));
  await world.clock.advance(5000);
  assert.equal(page.findSet(one.state, "r1").set.done, true);
  await settled();
});
