/**
 * Sound, vibration and a screen that stays on: a thin wrapper over three browser features, each
 * of which may be missing or refuse. All of them are handed in, so nothing here needs a browser.
 *
 * @typedef {"rest" | "count" | "go" | "ten" | "target"} SignalName
 *
 * @typedef {object} SignalParts
 * @property {(new () => AudioContext) | null} [AudioContext]
 * @property {((pattern: number[]) => boolean) | null} [vibrate] `navigator.vibrate`, bound
 * @property {{request(type: "screen"): Promise<WakeLockSentinel>} | null} [wakeLock]
 * @property {Document | null} [document] tells when the page becomes visible again
 */

/** Tones as [hertz, start, length in seconds], and vibration as milliseconds on and off. */
const PATTERNS = {
  rest: { tones: [[660, 0, 0.15], [880, 0.2, 0.3]], vibration: [200, 100, 300] },
  count: { tones: [[440, 0, 0.08]], vibration: [40] },
  go: { tones: [[880, 0, 0.3]], vibration: [200] },
  ten: { tones: [[550, 0, 0.1]], vibration: [80] },
  target: { tones: [[660, 0, 0.12], [880, 0.15, 0.12], [990, 0.3, 0.3]], vibration: [100, 60, 250] },
};
const LOUDNESS = 0.3;
const FADE = 0.02; // a tone that is cut off hard clicks

export class Signals {
  #parts;
  #audio = null;
  #sentinel = null;
  #asking = false;
  #awake = false;
  #onVisible = () => {
    if (this.#parts.document?.visibilityState === "visible") this.#hold();
  };

  /** @type {boolean} */ sound = true;
  /** @type {boolean} */ vibration = true;

  /** @param {SignalParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * The real features of a window; what it lacks stays out.
   * @param {Window} view
   * @returns {Signals}
   */
  static of(view) {
    const { navigator, document } = view;
    return new Signals({
      AudioContext: view.AudioContext ?? view.webkitAudioContext ?? null,
      vibrate: navigator.vibrate ? navigator.vibrate.bind(navigator) : null,
      wakeLock: navigator.wakeLock ?? null,
      document,
    });
  }

  /** @returns {{sound: boolean, vibration: boolean, wakeLock: boolean}} what this device can do */
  get supported() {
    return {
      sound: Boolean(this.#parts.AudioContext),
      vibration: Boolean(this.#parts.vibrate),
      wakeLock: Boolean(this.#parts.wakeLock),
    };
  }

  /** Whether the screen is held on at this moment. */
  get holding() {
    return this.#sentinel !== null;
  }

  /** Call inside a tap: browsers let no sound out before the athlete touched the page. */
  async unlock() {
    try {
      if (!this.#audio && this.#parts.AudioContext) this.#audio = new this.#parts.AudioContext();
      // "suspended" before the first tap, "interrupted" after a call on some phones
      if (this.#audio && this.#audio.state !== "running") await this.#audio.resume();
    } catch {
      this.#audio = null; // no sound device; vibration may still work
    }
  }

  /**
   * Sound and vibrate.
   * @param {SignalName} name
   */
  play(name) {
    const { tones, vibration } = PATTERNS[name];
    if (this.vibration) this.#parts.vibrate?.(vibration);
    if (!this.sound || this.#audio?.state !== "running") return;
    for (const [hertz, start, length] of tones) this.#tone(hertz, start, length);
  }

  /** Keep the screen on, now and whenever the page comes back into view. */
  async keepAwake() {
    if (!this.#awake) {
      this.#awake = true;
      this.#parts.document?.addEventListener("visibilitychange", this.#onVisible);
    }
    await this.#hold();
  }

  /** Let the screen sleep again. */
  async letSleep() {
    this.#awake = false;
    this.#parts.document?.removeEventListener("visibilitychange", this.#onVisible);
    const sentinel = this.#sentinel;
    this.#sentinel = null;
    await sentinel?.release();
  }

  /** Silence everything and give all devices back. */
  async close() {
    await this.letSleep();
    const audio = this.#audio;
    this.#audio = null;
    await audio?.close();
  }

  async #hold() {
    if (!this.#awake || this.#sentinel || this.#asking || !this.#parts.wakeLock) return;
    this.#asking = true;
    try {
      const sentinel = await this.#parts.wakeLock.request("screen");
      if (this.#awake) {
        this.#sentinel = sentinel;
        // The browser takes the lock away when the page is hidden.
        sentinel.addEventListener("release", () => {
          if (this.#sentinel === sentinel) this.#sentinel = null;
        });
      } else {
        await sentinel.release();
      }
    } catch {
      // Refused, as with a low battery: the next return to the page asks again.
    } finally {
      this.#asking = false;
    }
  }

  #tone(hertz, start, length) {
    const audio = this.#audio;
    const from = audio.currentTime + start;
    const gain = audio.createGain();
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + FADE);
    gain.gain.setValueAtTime(LOUDNESS, from + length - FADE);
    gain.gain.linearRampToValueAtTime(0, from + length);
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    gain.connect(audio.destination);
    tone.start(from);
    tone.stop(from + length);
  }
}
