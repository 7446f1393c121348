import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MAX_WAIT_MS,
  parseRetryAfter,
  verdictOf,
} from "../../../project/static/js/lib/training/outbox_verdict.mjs";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const kindOf = (status, body) => verdictOf({ status, body, retryAfter: null }, NOW).kind;

const VERDICTS = {
  done: [200, 201, 204],
  "sign-in": [401],
  conflict: [404, 409, 410],
  rejected: [400, 402, 403, 405, 406, 411, 413, 414, 415, 422, 431],
  retry: [0, 100, 304, 408, 425, 429, 500, 501, 502, 503, 504, 507, 599],
};

for (const [kind, statuses] of Object.entries(VERDICTS)) {
  test(`${statuses.join(", ")} mean ${kind}`, () => {
    assert.deepEqual(statuses.map((status) => kindOf(status, {})), statuses.map(() => kind));
  });
}

test("a success that is not our JSON is none", () => {
  for (const body of [null, undefined, "<html>", 7, true, []]) {
    assert.equal(kindOf(200, body), "retry");
  }
});

test("a stale token is told from other refusals by its name", () => {
  assert.equal(kindOf(400, { error: "csrf" }), "token");
  assert.equal(kindOf(403, { error: "csrf" }), "token");
  assert.equal(kindOf(400, { error: "invalid" }), "rejected");
  assert.equal(kindOf(403, null), "rejected");
  assert.equal(kindOf(200, { error: "csrf" }), "done");
});

test("the wait the server asks for is read from seconds and from dates", () => {
  assert.equal(parseRetryAfter("30", NOW), 30_000);
  assert.equal(parseRetryAfter(" 0 ", NOW), 0);
  assert.equal(parseRetryAfter("Sat, 21 Nov 2026 10:02:00 GMT", NOW), 120_000);
  assert.equal(parseRetryAfter("Sat, 21 Nov 2026 09:00:00 GMT", NOW), 0);
  assert.equal(parseRetryAfter("999999999", NOW), MAX_WAIT_MS);
  for (const text of [null, undefined, "", "soon", "-"]) assert.equal(parseRetryAfter(text, NOW), null);
});

test("the wait goes with trouble and with too many requests", () => {
  for (const status of [429, 503]) {
    const verdict = verdictOf({ status, body: null, retryAfter: "12" }, NOW);
    assert.deepEqual(verdict, { kind: "retry", waitMs: 12_000 });
  }
});
