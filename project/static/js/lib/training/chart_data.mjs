/* Numbers for charts, read from the tables below them: what is drawn and what is read is the same. */

/**
 * @typedef {object} LevelRow one session at one level
 * @property {number} x seconds since the epoch, midnight UTC of its day
 * @property {number} level place on the ladder, 1 is the easiest
 * @property {number} best
 * @property {number} value
 */

const DAY = 86_400;

/** @param {string} isoDay */
export function dayToX(isoDay) {
  return Date.parse(`${isoDay}T00:00:00Z`) / 1000;
}

/**
 * One column for each level, aligned with the rows; null where a row is at another level.
 * @param {LevelRow[]} rows oldest first
 */
export function levelColumns(rows) {
  const levels = [...new Set(rows.map((row) => row.level))].sort((a, b) => a - b);
  const xs = rows.map((row) => row.x);
  const columns = levels.map((level) => rows.map((row) => (row.level === level ? row.value : null)));
  return { levels, xs, columns };
}

/**
 * The hardest level of each session, oldest first.
 * @param {LevelRow[]} rows
 */
export function stairs(rows) {
  /** @type {Map<number, number>} */
  const hardest = new Map();
  for (const { x, level } of rows) hardest.set(x, Math.max(hardest.get(x) ?? 0, level));
  return [[...hardest.keys()], [...hardest.values()]];
}

/**
 * The span of an axis of days: a few days of air, so that one point does not stand alone at an edge.
 * @param {number[]} xs
 * @param {number} [end] the last day that has to be seen
 */
export function daySpan(xs, end = -Infinity) {
  const first = xs[0];
  const last = Math.max(xs.at(-1), end);
  const air = Math.max((last - first) * 0.03, 3 * DAY);
  return [first - air, last + air];
}

/**
 * The outer lines of a forecast from today until both have met the goal, as a closed shape.
 * @param {{today: string, goal: number, until: number, low: number[], high: number[], middle: number[]}} forecast
 */
export function forecastBand(forecast) {
  const from = dayToX(forecast.today);
  const at = ([value, slope], days) => Math.min(Math.max(value + slope * days, 0), forecast.goal);
  const days = Array.from({ length: forecast.until + 1 }, (_, index) => index);
  const line = (of) => days.map((day) => [from + day * DAY, at(of, day)]);
  return { low: line(forecast.low), high: line(forecast.high), middle: line(forecast.middle), end: from + forecast.until * DAY };
}

/**
 * Stacked columns: each on top of those before it.
 * @param {number[][]} columns
 */
export function stacked(columns) {
  const sums = columns[0]?.map(() => 0) ?? [];
  return columns.map((column) => column.map((value, index) => (sums[index] += value)));
}

/**
 * No more columns than there are colours: those beyond become one.
 * @param {{names: string[], columns: number[][]}} table
 * @param {number} most
 * @param {string} restName
 */
export function gathered({ names, columns }, most, restName) {
  if (columns.length <= most) return { names, columns };
  const rest = columns.slice(most - 1);
  const sum = rest[0].map((_, row) => rest.reduce((total, column) => total + column[row], 0));
  return { names: [...names.slice(0, most - 1), restName], columns: [...columns.slice(0, most - 1), sum] };
}

/**
 * A step of an axis that people can count in; for durations, steps of a clock.
 * @param {boolean} lasts
 */
export function steps(lasts) {
  const round = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
  return lasts ? [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800] : round;
}

/** @param {number} seconds */
export function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
