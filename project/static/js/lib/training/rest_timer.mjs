/**
 * The rest between sets, reckoned by the wall clock.
 *
 * A timer is a plain object that survives JSON, so the page can store it and find it again after
 * a reload. Times are milliseconds since the epoch (`Date.now()`): a phone that slept through
 * half of the rest still shows the right figure. No function changes its argument.
 *
 * @typedef {object} RestTimer
 * @property {number} startedAt
 * @property {number} endsAt
 * @property {boolean} ended true once its end has been reported
 *
 * @typedef {object} RestTick
 * @property {RestTimer} timer
 * @property {number} remaining whole seconds, rounded up; 0 at the end
 * @property {number} share how much of the rest is over, from 0 to 1
 * @property {boolean} ended true in exactly one tick: the moment for sound and vibration
 * @property {number} late seconds between the end and the tick that noticed it
 */

/** The longest rest, in seconds. */
export const MAX_REST = 3600;
/** A stored rest that ended longer ago than this (seconds) is not brought back. */
export const STALE_AFTER = 600;

/**
 * @param {number} seconds
 * @param {number} now
 * @returns {RestTimer}
 */
export function startRest(seconds, now) {
  const length = Math.min(MAX_REST, Math.max(0, Math.trunc(seconds)));
  return { startedAt: now, endsAt: now + length * 1000, ended: false };
}

/**
 * Lengthen or shorten; a rest that is over goes on from now when lengthened.
 * @param {RestTimer} timer
 * @param {number} seconds may be negative
 * @param {number} now
 * @returns {RestTimer}
 */
export function adjustRest(timer, seconds, now) {
  const steady = unshifted(timer, now);
  const over = steady.ended || steady.endsAt <= now;
  if (over && seconds <= 0) return steady;
  const end = (over ? now : steady.endsAt) + seconds * 1000;
  return { ...steady, endsAt: Math.min(now + MAX_REST * 1000, Math.max(now, end)), ended: false };
}

/**
 * End at once and in silence.
 * @param {RestTimer} timer
 * @param {number} now
 * @returns {RestTimer}
 */
export function skipRest(timer, now) {
  const steady = unshifted(timer, now);
  return { ...steady, endsAt: Math.min(steady.endsAt, now), ended: true };
}

/**
 * Look at the clock.
 * @param {RestTimer} timer
 * @param {number} now
 * @returns {RestTick}
 */
export function tickRest(timer, now) {
  const steady = unshifted(timer, now);
  const left = Math.max(0, steady.endsAt - now);
  const length = steady.endsAt - steady.startedAt;
  const ended = left === 0 && !steady.ended;
  return {
    timer: ended ? { ...steady, ended: true } : steady,
    remaining: Math.ceil(left / 1000),
    share: length > 0 ? 1 - left / length : 1,
    ended,
    late: ended ? Math.floor((now - steady.endsAt) / 1000) : 0,
  };
}

/**
 * The planned length after adjustments, for keeping it with the exercise.
 * @param {RestTimer} timer
 * @returns {number} whole seconds
 */
export function restLength(timer) {
  return Math.min(MAX_REST, Math.round((timer.endsAt - timer.startedAt) / 1000));
}

/**
 * Bring back a stored timer.
 * @param {string | null} text what `JSON.stringify(timer)` gave
 * @param {number} now
 * @returns {RestTimer | null} null when there is none, it is damaged, or long over
 */
export function restoreRest(text, now) {
  let stored = null;
  try {
    stored = JSON.parse(text ?? "null");
  } catch {
    return null;
  }
  const sound =
    stored !== null &&
    Number.isFinite(stored.startedAt) &&
    Number.isFinite(stored.endsAt) &&
    typeof stored.ended === "boolean" &&
    stored.endsAt >= stored.startedAt;
  if (!sound || now - stored.endsAt > STALE_AFTER * 1000) return null;
  const { startedAt, endsAt, ended } = stored;
  return { startedAt, endsAt, ended };
}

/**
 * A clock that was set back would make the rest longer than it was; it starts over instead.
 * @param {RestTimer} timer
 * @param {number} now
 * @returns {RestTimer}
 */
function unshifted(timer, now) {
  if (now >= timer.startedAt) return timer;
  return { ...timer, startedAt: now, endsAt: now + (timer.endsAt - timer.startedAt) };
}
