/**
 * The figures of a set and their bounds. The server's list is `project/rules/library/sets.py`; a test
 * holds the numbers here against it.
 *
 * @typedef {object} Figure an optional figure
 * @property {string} name of a set's member, here and on the wire
 * @property {string} tracks the exercise's member that says whether it is asked for; empty for what
 *   may be noted at any set, where the athlete looks for it
 * @property {string} [part] its place on the page, and what its buttons do
 * @property {(value: string) => any} read gives what a button says
 * @property {(value: any) => any} clean brings a value that is not null within its bounds
 */

export const MAX_REPS = 9999;
/** The longest duration of a set, in seconds: one below a day. */
export const MAX_DURATION = 86399;
/** The heaviest vest or band, in kilograms. */
export const MAX_LOAD = 999.99;
/** The most repetitions in reserve. */
export const MAX_RIR = 10;

/** @type {Figure[]} */
export const OPTIONAL = [
  {
    name: "load_kg",
    tracks: "tracks_load",
    part: "load",
    read: Number,
    clean: (load) => within(Math.round(load * 100) / 100, -MAX_LOAD, MAX_LOAD),
  },
  { name: "side", tracks: "tracks_sides", part: "side", read: String, clean: (side) => side },
  {
    name: "rir",
    tracks: "tracks_rir",
    part: "rir",
    read: Number,
    clean: (rir) => within(Math.trunc(rir), 0, MAX_RIR),
  },
  { name: "set_type", tracks: "", read: String, clean: (type) => type },
];

export const WARM_UP = "warmup";
export const FAILURE = "failure";
export const SEGMENT = "segment";

/**
 * Whether a set goes on from the one before it at an easier level.
 * @param {{set_type?: string | null}} set
 */
export function isSegment({ set_type }) {
  return set_type === SEGMENT;
}

/**
 * Whether a row is a set by itself: no warm-up, and no part of the one before it.
 * @param {{set_type?: string | null}} set
 */
export function isOwnSet({ set_type }) {
  return set_type !== WARM_UP && set_type !== SEGMENT;
}

/**
 * Whether a figure may be noted at a set of this exercise.
 * @param {object} exercise
 * @param {Figure} figure
 */
export function isAskedFor(exercise, { tracks }) {
  return tracks === "" || exercise[tracks];
}

/**
 * The optional figures of a row; what is not known is null.
 * @param {object} row
 * @returns {object}
 */
export function figuresOf(row) {
  return Object.fromEntries(OPTIONAL.map(({ name }) => [name, row[name] ?? null]));
}

/**
 * The figures of a row as they are stored: those that are not asked for stay empty.
 * @param {object} exercise
 * @param {object} row
 * @returns {object}
 */
export function figuresAskedFor(exercise, row) {
  return Object.fromEntries(
    OPTIONAL.map((figure) => [figure.name, isAskedFor(exercise, figure) ? row[figure.name] : null]),
  );
}

/**
 * Which figures an exercise asks for.
 * @param {object} exercise
 * @returns {object}
 */
export function switchesOf(exercise) {
  const switched = OPTIONAL.filter(({ tracks }) => tracks);
  return Object.fromEntries(switched.map(({ tracks }) => [tracks, exercise[tracks] ?? false]));
}

/**
 * The given figures within their bounds; those that are not given stay out.
 * @param {object} figures
 * @returns {object}
 */
export function cleanFigures(figures) {
  const given = OPTIONAL.filter(({ name }) => figures[name] !== undefined);
  return Object.fromEntries(
    given.map(({ name, clean }) => [name, figures[name] === null ? null : clean(figures[name])]),
  );
}

function within(number, least, most) {
  return Math.min(most, Math.max(least, number));
}
