/**
 * The full-screen stopwatch for holds: get ready, run, stop on a tap anywhere.
 *
 * A clock is a plain object; times are milliseconds of one clock that the caller chooses
 * (`Date.now()` where it shall survive a sleeping tab). No function changes its argument.
 *
 * @typedef {object} HoldClock
 * @property {number} goAt when the hold itself begins
 * @property {number | null} target seconds to reach, or null
 * @property {number} beat the last whole second that was reported, negative while getting ready
 * @property {number | null} seconds what was held, once stopped
 * @property {"ready" | "running" | "stopped"} phase
 *
 * @typedef {"count" | "go" | "ten" | "target"} HoldSignal
 * `count` in each of the last three seconds before the start, `go` at the start, `ten` after
 * each ten seconds, `target` in place of it when the target is reached.
 *
 * @typedef {object} HoldTick
 * @property {HoldClock} clock
 * @property {number} countdown seconds until the start, 0 once running
 * @property {number} seconds held so far
 * @property {HoldSignal | null} signal at most one per tick, the weightiest that fell due
 */

import { MAX_DURATION } from "./figures.mjs";

/** Bounds of the get-ready time, in seconds. */
export const READY = { min: 3, max: 15, usual: 5 };

/**
 * @param {number} now
 * @param {{ready?: number, target?: number | null}} [options]
 * @returns {HoldClock}
 */
export function startHold(now, { ready = READY.usual, target = null } = {}) {
  const wait = Math.min(READY.max, Math.max(READY.min, Math.trunc(ready)));
  return { goAt: now + wait * 1000, target, beat: -wait, seconds: null, phase: "ready" };
}

/**
 * Look at the clock. A tick that comes late reports what it missed once, not several times.
 * @param {HoldClock} clock
 * @param {number} now
 * @returns {HoldTick}
 */
export function tickHold(clock, now) {
  if (clock.phase === "stopped") {
    return { clock, countdown: 0, seconds: clock.seconds ?? 0, signal: null };
  }
  const beat = beatAt(clock, now);
  const next = { ...clock, beat, phase: beat < 0 ? "ready" : "running" };
  return {
    clock: /** @type {HoldClock} */ (next),
    countdown: Math.max(0, -beat),
    seconds: Math.max(0, beat),
    signal: beat > clock.beat ? signalBetween(clock.beat, beat, clock.target) : null,
  };
}

/**
 * Stop.
 * @param {HoldClock} clock
 * @param {number} now
 * @param {number} [reaction] seconds the tap came after the end of the hold; a target that was
 *   reached stays reached
 * @returns {{clock: HoldClock, seconds: number | null}} the whole seconds held; null when it
 *   was stopped before the start, which fills in nothing
 */
export function stopHold(clock, now, reaction = 0) {
  if (clock.phase === "stopped") return { clock, seconds: clock.seconds };
  const beat = beatAt(clock, now);
  const reached = clock.target !== null && beat >= clock.target ? clock.target : 0;
  const held = Math.floor(Math.max((now - clock.goAt) / 1000, clock.beat) - reaction);
  const seconds = beat < 0 ? null : Math.min(beat, Math.max(reached, held));
  return { clock: { ...clock, beat, seconds, phase: "stopped" }, seconds };
}

/**
 * The whole second the clock stands at; never behind one that was already shown.
 * @param {HoldClock} clock
 * @param {number} now
 * @returns {number}
 */
function beatAt(clock, now) {
  const elapsed = Math.floor((now - clock.goAt) / 1000);
  return Math.min(MAX_DURATION, Math.max(clock.beat, elapsed));
}

/**
 * @param {number} from exclusive
 * @param {number} to inclusive
 * @param {number | null} target
 * @returns {HoldSignal | null}
 */
function signalBetween(from, to, target) {
  if (target !== null && target > 0 && from < target && target <= to) return "target";
  if (to >= 10 && Math.floor(to / 10) > Math.floor(Math.max(0, from) / 10)) return "ten";
  if (from < 0 && to >= 0) return "go";
  return to < 0 && to >= -3 ? "count" : null;
}
