/**
 * Telling the second tap of a double tap from one that is meant.
 *
 * Thumbs tap twice out of habit. The first tap acts; the second comes down on the same spot, where
 * something else may stand by then: the next set, the end of the workout.
 *
 * @typedef {object} Tap
 * @property {number} at milliseconds of any one clock
 * @property {number} x
 * @property {number} y
 * @property {unknown} what it acts on; the same for a tap that does the same again or undoes it
 */

/** Milliseconds in which nobody does two things on purpose. */
export const DOUBLE_TAP_MS = 400;
/** Pixels between the two taps of one thumb. */
export const DOUBLE_TAP_SLOP = 40;

/**
 * Whether a tap is the echo of the last one and acts on something else.
 * @param {Tap | null} last
 * @param {Tap} tap
 * @returns {boolean}
 */
export function isEcho(last, tap) {
  if (last === null || tap.what === last.what) return false;
  const near = Math.hypot(tap.x - last.x, tap.y - last.y) <= DOUBLE_TAP_SLOP;
  return near && tap.at - last.at < DOUBLE_TAP_MS;
}

/**
 * What the next tap is held against. An echo counts as the tap it repeats, so a third one is an
 * echo, too.
 * @param {Tap | null} last
 * @param {Tap} tap
 * @returns {Tap}
 */
export function lastTap(last, tap) {
  return isEcho(last, tap) ? { ...tap, what: last.what } : tap;
}
