import assert from "node:assert/strict";
import { test } from "node:test";

import { Signals } from "../../../project/static/js/lib/training/signals.mjs";

class FakeAudio {
  static made = [];
  state = "suspended";
  currentTime = 5;
  destination = { name: "speaker" };
  tones = [];

  constructor() {
    FakeAudio.made.push(this);
  }

  async resume() {
    this.state = "running";
  }

  async close() {
    this.state = "closed";
  }

  createGain() {
    const gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
    return { gain, connect() {} };
  }

  createOscillator() {
    const tone = {
      frequency: { value: 0 },
      connect() {},
      start: (at) => {
        tone.from = at;
      },
      stop: (at) => {
        tone.to = at;
      },
    };
    this.tones.push(tone);
    return tone;
  }
}

class FakeDocument extends EventTarget {
  visibilityState = "visible";

  become(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

/** Hands out sentinels, and takes them back as a browser does with a hidden page. */
class FakeWakeLock {
  given = [];
  refusing = false;

  async request(type) {
    assert.equal(type, "screen");
    if (this.refusing) throw new DOMException("battery", "NotAllowedError");
    const sentinel = new EventTarget();
    sentinel.released = false;
    sentinel.release = async () => {
      sentinel.released = true;
      sentinel.dispatchEvent(new Event("release"));
    };
    this.given.push(sentinel);
    return sentinel;
  }

  get held() {
    return this.given.filter((sentinel) => !sentinel.released).length;
  }
}

const settled = () => new Promise(setImmediate);

test("a device without any of it stays silent and does not fail", async () => {
  const signals = new Signals({});
  assert.deepEqual(signals.supported, { sound: false, vibration: false, wakeLock: false });
  await signals.unlock();
  signals.play("rest");
  await signals.keepAwake();
  assert.equal(signals.holding, false);
  await signals.close();
});

test("no sound before the athlete touched the page, vibration all the same", () => {
  const felt = [];
  const signals = new Signals({ AudioContext: FakeAudio, vibrate: (pattern) => felt.push(pattern) });
  const before = FakeAudio.made.length;
  signals.play("go");
  assert.equal(FakeAudio.made.length, before);
  assert.equal(felt.length, 1);
});

test("after a tap each signal has its own tones", async () => {
  const signals = new Signals({ AudioContext: FakeAudio });
  await signals.unlock();
  const audio = FakeAudio.made.at(-1);
  for (const name of ["rest", "count", "go", "ten", "target"]) {
    audio.tones.length = 0;
    signals.play(name);
    assert.ok(audio.tones.length > 0, name);
    assert.ok(audio.tones.every(({ from, to }) => from >= 5 && to > from));
  }
});

test("one audio context serves all taps, and is resumed after a call", async () => {
  const before = FakeAudio.made.length;
  const signals = new Signals({ AudioContext: FakeAudio });
  await signals.unlock();
  await signals.unlock();
  assert.equal(FakeAudio.made.length, before + 1);
  const audio = FakeAudio.made.at(-1);
  audio.state = "interrupted";
  signals.play("go");
  assert.equal(audio.tones.length, 0);
  await signals.unlock();
  signals.play("go");
  assert.equal(audio.tones.length, 1);
});

test("a device that refuses sound still vibrates", async () => {
  const felt = [];
  class NoAudio {
    constructor() {
      throw new DOMException("no device", "NotSupportedError");
    }
  }
  const signals = new Signals({ AudioContext: NoAudio, vibrate: (pattern) => felt.push(pattern) });
  await signals.unlock();
  signals.play("target");
  assert.equal(felt.length, 1);
});

test("sound and vibration can be switched off", async () => {
  const felt = [];
  const signals = new Signals({ AudioContext: FakeAudio, vibrate: (pattern) => felt.push(pattern) });
  await signals.unlock();
  signals.sound = false;
  signals.vibration = false;
  signals.play("rest");
  assert.equal(FakeAudio.made.at(-1).tones.length, 0);
  assert.equal(felt.length, 0);
});

test("the screen stays on until it may sleep", async () => {
  const wakeLock = new FakeWakeLock();
  const signals = new Signals({ wakeLock, document: new FakeDocument() });
  await signals.keepAwake();
  await signals.keepAwake();
  assert.deepEqual([wakeLock.held, wakeLock.given.length, signals.holding], [1, 1, true]);
  await signals.letSleep();
  assert.deepEqual([wakeLock.held, signals.holding], [0, false]);
});

test("a page that comes back asks for the screen again", async () => {
  const wakeLock = new FakeWakeLock();
  const document = new FakeDocument();
  const signals = new Signals({ wakeLock, document });
  await signals.keepAwake();
  await wakeLock.given[0].release(); // what a browser does when it hides the page
  document.become("hidden");
  await settled();
  assert.equal(signals.holding, false);
  document.become("visible");
  await settled();
  assert.deepEqual([wakeLock.held, signals.holding], [1, true]);
});

test("a page that may sleep does not ask again", async () => {
  const wakeLock = new FakeWakeLock();
  const document = new FakeDocument();
  const signals = new Signals({ wakeLock, document });
  await signals.keepAwake();
  await signals.letSleep();
  document.become("visible");
  await settled();
  assert.equal(wakeLock.held, 0);
});

test("a refusal is taken calmly and the next return asks again", async () => {
  const wakeLock = new FakeWakeLock();
  const document = new FakeDocument();
  const signals = new Signals({ wakeLock, document });
  wakeLock.refusing = true;
  await signals.keepAwake();
  assert.equal(signals.holding, false);
  wakeLock.refusing = false;
  document.become("visible");
  await settled();
  assert.equal(signals.holding, true);
});

test("a lock that arrives after the page may sleep is given back", async () => {
  const wakeLock = new FakeWakeLock();
  const signals = new Signals({ wakeLock, document: new FakeDocument() });
  const asked = signals.keepAwake();
  await signals.letSleep();
  await asked;
  assert.deepEqual([wakeLock.held, signals.holding], [0, false]);
});

test("closing gives everything back", async () => {
  const wakeLock = new FakeWakeLock();
  const signals = new Signals({ AudioContext: FakeAudio, wakeLock, document: new FakeDocument() });
  await signals.unlock();
  await signals.keepAwake();
  await signals.close();
  assert.deepEqual([FakeAudio.made.at(-1).state, wakeLock.held], ["closed", 0]);
});

test("the features of a window are found, and what it lacks is left out", async () => {
  const felt = [];
  const navigator = {
    vibrate(pattern) {
      assert.equal(this, navigator);
      felt.push(pattern);
      return true;
    },
  };
  const signals = Signals.of({ navigator, document: new FakeDocument() });
  assert.deepEqual(signals.supported, { sound: false, vibration: true, wakeLock: false });
  signals.play("ten");
  assert.equal(felt.length, 1);
  const older = Signals.of({ navigator: {}, webkitAudioContext: FakeAudio });
  assert.deepEqual(older.supported, { sound: true, vibration: false, wakeLock: false });
});
