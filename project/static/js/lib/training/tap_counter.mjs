/**
 * The rules of the tap counter, and of telling a tap from a long press.
 *
 * Values are whole numbers: repetitions, or seconds of a hold. Nothing here touches the page.
 *
 * @typedef {"reps" | "duration"} CountingType
 *
 * @typedef {object} Press one finger on one button
 * @property {number} at milliseconds when it went down
 * @property {number} x
 * @property {number} y
 * @property {"down" | "long" | "moved"} phase
 */

import { parseDuration } from "../duration.mjs";
import { MAX_DURATION, MAX_REPS } from "./figures.mjs";

const RULES = {
  reps: { min: 0, max: MAX_REPS, step: 1 },
  duration: { min: 0, max: MAX_DURATION, step: 5 },
};

/** Milliseconds a finger rests before a tap becomes a long press. */
export const LONG_PRESS_MS = 500;
/** Pixels a finger may wander before the press counts as scrolling. */
export const PRESS_SLOP = 10;

/**
 * @param {CountingType} type
 * @returns {{min: number, max: number, step: number}}
 */
export function rulesOf(type) {
  const rules = RULES[type];
  if (!rules) throw new TypeError(`unknown counting type: ${type}`);
  return rules;
}

/**
 * The nearest allowed whole number; null stays null, so does anything that is no number.
 * @param {number | null | undefined} value
 * @param {CountingType} type
 * @returns {number | null}
 */
export function clampValue(value, type) {
  const { min, max } = rulesOf(type);
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  return Math.min(max, Math.max(min, Math.trunc(value)));
}

/**
 * How far a step goes. With a goal the seconds of a hold follow it: of 10 s each one counts, of two
 * minutes none does.
 * @param {CountingType} type
 * @param {number | null} goal
 * @returns {number}
 */
function stepFor(type, goal) {
  const { step } = rulesOf(type);
  if (type !== "duration" || goal === null) return step;
  if (goal < 15) return 1;
  return goal < 60 ? step : 15;
}

/**
 * Move a value by whole steps; an empty value counts as 0.
 * @param {number | null} value
 * @param {CountingType} type
 * @param {number} steps +1 for plus, −1 for minus
 * @param {number | null} [goal] what the set shall reach
 * @returns {number}
 */
export function stepValue(value, type, steps, goal = null) {
  const step = stepFor(type, goal);
  return /** @type {number} */ (clampValue((value ?? 0) + steps * step, type));
}

/**
 * One tap on the counter's face: one repetition, or one second.
 * @param {number | null} value
 * @param {CountingType} type
 * @returns {number}
 */
export function tapValue(value, type) {
  return /** @type {number} */ (clampValue((value ?? 0) + 1, type));
}

/**
 * What the step buttons may still do.
 * @param {number | null} value
 * @param {CountingType} type
 * @returns {{minus: boolean, plus: boolean}}
 */
export function stepsOpen(value, type) {
  const { min, max } = rulesOf(type);
  return { minus: (value ?? 0) > min, plus: (value ?? 0) < max };
}

/**
 * Read an exact entry from the keyboard.
 * @param {string} text
 * @param {CountingType} type
 * @returns {number | null} null where it is not a value of that type
 */
export function parseValue(text, type) {
  if (rulesOf(type) === RULES.duration) return parseDuration(text);
  const typed = text.trim();
  return /^[0-9]{1,4}$/.test(typed) ? Number(typed) : null;
}

/**
 * A finger goes down.
 * @param {number} now
 * @param {number} [x]
 * @param {number} [y]
 * @returns {Press}
 */
export function pressDown(now, x = 0, y = 0) {
  return { at: now, x, y, phase: "down" };
}

/**
 * The finger moves; past the slop the press is scrolling and neither tap nor long press.
 * @param {Press} press
 * @param {number} x
 * @param {number} y
 * @returns {Press}
 */
export function pressMove(press, x, y) {
  if (press.phase !== "down") return press;
  const far = Math.hypot(x - press.x, y - press.y) > PRESS_SLOP;
  return far ? { ...press, phase: "moved" } : press;
}

/**
 * Time passes with the finger down; `long` is true exactly once.
 * @param {Press} press
 * @param {number} now
 * @returns {{press: Press, long: boolean}}
 */
export function pressTick(press, now) {
  if (press.phase !== "down" || now - press.at < LONG_PRESS_MS) return { press, long: false };
  return { press: { ...press, phase: "long" }, long: true };
}
