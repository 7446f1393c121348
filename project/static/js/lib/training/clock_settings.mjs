/**
 * How an athlete wants the clock for holds; kept on the device.
 *
 * @typedef {object} ClockSettings
 * @property {number} ready seconds to get ready
 * @property {number} reaction seconds between the end of a hold and the tap that stops the clock
 * @property {boolean} stops whether the clock stops by itself at the target
 */

import { READY } from "./hold_clock.mjs";

const KEY = "log-clock";
const MAX_REACTION = 2;

/** @type {ClockSettings} */
export const USUAL = { ready: 5, reaction: 0.5, stops: false };

/**
 * What is kept, as far as it makes sense.
 * @param {string | null} text
 * @returns {ClockSettings}
 */
export function parseSettings(text) {
  let kept = null;
  try {
    kept = JSON.parse(text ?? "null");
  } catch {
    // Somebody else's word.
  }
  const number = (value, low, high, usual) =>
    typeof value === "number" && value >= low && value <= high ? value : usual;
  return {
    ready: number(kept?.ready, READY.min, READY.max, USUAL.ready),
    reaction: number(kept?.reaction, 0, MAX_REACTION, USUAL.reaction),
    stops: typeof kept?.stops === "boolean" ? kept.stops : USUAL.stops,
  };
}

/** @returns {ClockSettings} */
export function readSettings(storage = () => localStorage) {
  try {
    return parseSettings(storage().getItem(KEY));
  } catch {
    return USUAL;
  }
}

/** @param {ClockSettings} settings */
export function keepSettings(settings, storage = () => localStorage) {
  try {
    storage().setItem(KEY, JSON.stringify(settings));
  } catch {
    // They last as long as the page.
  }
}
