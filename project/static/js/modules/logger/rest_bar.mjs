/* The rest between sets, with what comes after it. */
import {
  adjustRest,
  restLength,
  restoreRest,
  skipRest,
  startRest,
  tickRest,
} from "../../lib/training/rest_timer.mjs";
import { formatDuration } from "../../lib/duration.mjs";
import { find, onPressed, part, setText } from "./dom.mjs";

const TICK_MS = 250;
const STEP = 10;

export class RestBar {
  #timer = null;
  #ticking = null;

  /**
   * @param {object} parts
   * @param {{read(name: string): any, write(name: string, value: any): void}} parts.keep
   * @param {() => void} parts.ended the moment for sound and vibration
   * @param {(exerciseKey: string, seconds: number) => void} parts.lengthened
   */
  constructor({ keep, ended, lengthened }) {
    this.keep = keep;
    this.ended = ended;
    this.lengthened = lengthened;
    this.root = part("rest");
    this.time = part("rest-time", this.root);
    this.next = part("rest-next", this.root);
    this.bar = find(this.root, "progress");
    onPressed(this.root, (what) => {
      if (what === "skip") this.stop();
      else this.adjust(what === "longer" ? STEP : -STEP);
    });
    document.addEventListener("visibilitychange", () => this.tick());
  }

  /** Go on after a reload. */
  restore() {
    const kept = this.keep.read("rest");
    const timer = restoreRest(JSON.stringify(kept?.timer ?? null), Date.now());
    if (timer) this.#run(timer, kept.exercise, kept.set);
  }

  /**
   * @param {number} seconds
   * @param {string} exercise key of the one whose rest it is
   * @param {string} set key of the one that was checked
   */
  start(seconds, exercise, set) {
    this.#run(startRest(seconds, Date.now()), exercise, set);
  }

  stop() {
    if (this.#timer) this.#timer = skipRest(this.#timer, Date.now());
    this.#timer = null;
    this.keep.write("rest", null);
    clearInterval(this.#ticking);
    this.root.hidden = true;
  }

  /** The check that began the rest was taken back. */
  undo(set) {
    if (this.#timer && this.set === set) this.stop();
  }

  adjust(seconds) {
    if (!this.#timer) return;
    const running = !this.#timer.ended;
    this.#timer = adjustRest(this.#timer, seconds, Date.now());
    if (running) this.lengthened(this.exercise, restLength(this.#timer));
    this.#keep();
    this.tick();
  }

  /** @param {string} text what comes next */
  say(text) {
    setText(this.next, text);
  }

  tick() {
    if (!this.#timer) return;
    const { timer, remaining, share, ended } = tickRest(this.#timer, Date.now());
    this.#timer = timer;
    setText(this.time, formatDuration(remaining));
    this.bar.value = share;
    this.root.classList.toggle("rest-over", timer.ended);
    if (!ended) return;
    this.#keep();
    this.ended();
  }

  #run(timer, exercise, set) {
    this.#timer = timer;
    this.exercise = exercise;
    this.set = set;
    this.root.hidden = false;
    this.#keep();
    clearInterval(this.#ticking);
    this.#ticking = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  #keep() {
    this.keep.write("rest", { timer: this.#timer, exercise: this.exercise, set: this.set });
  }
}
