/**
 * How long a workout goes on: by the clock of the device, and never less than the server has
 * counted, so that a clock that is slow does not take time away.
 */

/**
 * @param {{ since: number, shown: number, shownAt: number }} start moments in milliseconds: when it
 *   began, and when the page came, which showed `shown` seconds
 * @param {number} now
 * @returns {number} whole seconds
 */
export function elapsedSeconds({ since, shown, shownAt }, now) {
  const counted = shown + Math.floor((now - shownAt) / 1000);
  return Math.max(shown, counted, Math.floor((now - since) / 1000));
}
