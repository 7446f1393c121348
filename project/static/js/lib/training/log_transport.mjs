/**
 * Sends one operation of the outbox as a JSON POST and says plainly what came back.
 *
 * @typedef {import("./outbox.mjs").Operation} Operation
 * @typedef {import("./outbox.mjs").Answer} Answer
 *
 * @typedef {object} TransportParts
 * @property {Record<string, string>} urls address by kind of operation
 * @property {() => string} csrfToken read before each request, since signing in changes it
 * @property {() => number | null} version the workout's version this page knows
 * @property {typeof globalThis.fetch} [fetch]
 * @property {number} [timeoutMs] shorter than a lease of the outbox lock
 */

/**
 * @param {TransportParts} parts
 * @returns {(operation: Operation) => Promise<Answer>} rejects when no answer arrived
 */
export function createLogTransport({ urls, csrfToken, version, ...rest }) {
  const { fetch = globalThis.fetch.bind(globalThis), timeoutMs = 10000 } = rest;

  async function exchange({ kind, key, body }, signal) {
    const response = await fetch(urls[kind], {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(),
      },
      body: JSON.stringify({ ...body, key, version: version() }),
      credentials: "same-origin",
      cache: "no-store",
      keepalive: true, // a set checked just before the tab closes still goes out
      // Followed, a redirect to the sign-in page would look like a stored set.
      redirect: "manual",
      signal,
    });
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
      return { status: 401, body: null, retryAfter: null };
    }
    const retryAfter = response.headers.get("Retry-After");
    return { status: response.status, body: await readJson(response), retryAfter };
  }

  return async function send(operation) {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    try {
      return await exchange(operation, deadline.signal);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Null for a page that is not ours, such as the one of a café's network. */
async function readJson(response) {
  const text = await response.text(); // a connection cut here rejects: no answer arrived
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
