/**
 * Durations as athletes write them: `mm:ss` with ss below 60, or plain seconds.
 * The same grammar as the server's: ASCII digits only, 0 to 86399 seconds.
 */

import { MAX_DURATION } from "./training/figures.mjs";

export { MAX_DURATION };

const MINUTES_SECONDS = /^([0-9]{1,4}):([0-5][0-9])$/;
const SECONDS = /^[0-9]{1,5}$/;

/**
 * Read a typed duration; blanks around it are ignored.
 * @param {unknown} text
 * @returns {number | null} seconds, or null where the grammar or the range is broken
 */
export function parseDuration(text) {
  if (typeof text !== "string") return null;
  const typed = text.trim();
  const clock = MINUTES_SECONDS.exec(typed);
  let seconds = null;
  if (clock) seconds = Number(clock[1]) * 60 + Number(clock[2]);
  else if (SECONDS.test(typed)) seconds = Number(typed);
  return seconds !== null && seconds <= MAX_DURATION ? seconds : null;
}

/**
 * Write seconds as `m:ss`; minutes go on past 59, as in `75:00`, and a sum may be any size.
 * @param {number} seconds a whole number, not negative
 * @returns {string}
 */
export function formatDuration(seconds) {
  if (!Number.isInteger(seconds) || seconds < 0) throw new RangeError(`no duration: ${seconds}`);
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}
