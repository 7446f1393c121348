/**
 * What an answer of the server means for the operation that was sent.
 *
 * @typedef {import("./outbox.mjs").Answer} Answer
 *
 * @typedef {object} Verdict
 * @property {"done" | "token" | "sign-in" | "conflict" | "rejected" | "retry"} kind
 *   `done` stored; `token` the page's CSRF token is stale; `sign-in` nobody is signed in;
 *   `conflict` what it belongs to is gone or changed; `rejected` it will never be taken as it is;
 *   `retry` try the same again later
 * @property {number | null} waitMs for `retry`: what the server asked for, null if nothing
 */

/** The longest wait a server may ask for, in milliseconds. */
export const MAX_WAIT_MS = 3600000;

const CONFLICTS = new Set([404, 409, 410]);
const PASSING = new Set([408, 425, 429]);

/**
 * @param {Answer} answer
 * @param {number} now for a Retry-After that names a date
 * @returns {Verdict}
 */
export function verdictOf({ status, body, retryAfter }, now) {
  const ours = typeof body === "object" && body !== null && !Array.isArray(body);
  if (status >= 200 && status < 300) {
    // A success that is not our JSON comes from a sign-in page of the network, not from us.
    return ours ? plain("done") : plain("retry");
  }
  if ((status === 400 || status === 403) && ours && body.error === "csrf") return plain("token");
  if (status === 401) return plain("sign-in");
  if (CONFLICTS.has(status)) return plain("conflict");
  if (PASSING.has(status) || status < 400 || status >= 500) {
    return { kind: "retry", waitMs: parseRetryAfter(retryAfter, now) };
  }
  return plain("rejected");
}

/**
 * @param {string | null | undefined} text the header: seconds, or a date
 * @param {number} now
 * @returns {number | null} milliseconds to wait
 */
export function parseRetryAfter(text, now) {
  const typed = (text ?? "").trim();
  if (typed === "") return null;
  const wait = /^[0-9]+$/.test(typed) ? Number(typed) * 1000 : Date.parse(typed) - now;
  return Number.isNaN(wait) ? null : Math.min(MAX_WAIT_MS, Math.max(0, wait));
}

function plain(kind) {
  return { kind, waitMs: null };
}
