import assert from "node:assert/strict";
import { test } from "node:test";

import { settled } from "./fakes.mjs";
import { answer, OFFLINE, OK, opened, promised } from "./outbox_fixtures.mjs";

test("a café's sign-in page that answers 200 is not taken for a stored set", async () => {
  const { outbox, add, clock } = opened({ answers: [answer(200, null), OK] });
  add("a");
  await settled();
  assert.equal(outbox.pending, 1);
  await clock.advance(1000);
  assert.equal(outbox.pending, 0);
});

test("when nobody is signed in it asks, keeps everything and does not hammer", async () => {
  const { outbox, add, clock, sent } = opened({ answers: [answer(401), OK] });
  add("a");
  add("b");
  await settled();
  assert.deepEqual([outbox.state, outbox.pending, outbox.lastError.kind], ["sign-in", 2, "sign-in"]);
  add("c");
  await clock.advance(3_600_000);
  assert.deepEqual([sent.length, clock.timers, outbox.state], [1, 0, "sign-in"]);
});

test("a clock that is set back makes the wait the server asked for no longer", async () => {
  const { outbox, add, clock, sent } = opened({ answers: [answer(503, null, "30"), OK] });
  add("a");
  await settled();
  const ahead = clock.now;
  clock.now = () => ahead() - 3_600_000;
  outbox.wake();
  await clock.advance(30_000);
  assert.deepEqual([sent.length, outbox.pending], [2, 0]);
});

test("after signing in it fetches the new token and sends what waited", async () => {
  const steps = [];
  const { outbox, add, sent } = opened({
    answers: [answer(401), OK],
    refreshToken: async () => steps.push("token") > 0,
  });
  add("a");
  add("b");
  await settled();
  assert.deepEqual(steps, []);
  outbox.wake();
  await settled();
  assert.deepEqual([steps, sent.map(([key]) => key)], [["token"], ["a", "a", "b"]]);
  assert.equal(outbox.state, "idle");
});

test("coming back without having signed in asks again", async () => {
  const { outbox, add, sent } = opened({
    answers: [answer(401), OK],
    refreshToken: async () => false,
  });
  add("a");
  await settled();
  outbox.wake();
  await settled();
  assert.deepEqual([outbox.state, sent.length, outbox.pending], ["sign-in", 1, 1]);
});

test("a stale token is replaced and the operation sent again, unseen", async () => {
  let tokens = 0;
  const { outbox, add, sent, clock } = opened({
    answers: [answer(400, { error: "csrf", message: "abgelaufen" }), OK],
    refreshToken: async () => {
      tokens += 1;
      return true;
    },
  });
  add("a");
  await settled();
  assert.deepEqual([tokens, sent.length, outbox.state, clock.timers], [1, 2, "idle", 0]);
});

test("a new token that is refused as well is renewed with growing pauses, not in a loop", async () => {
  let tokens = 0;
  const stale = answer(403, { error: "csrf" });
  const { outbox, add, sent, clock } = opened({
    answers: [stale, stale, stale, OK],
    refreshToken: async () => {
      tokens += 1;
      return true;
    },
  });
  add("a");
  await settled();
  assert.deepEqual([outbox.state, tokens, sent.length, outbox.pending], ["waiting", 1, 2, 1]);
  await clock.advance(750);
  assert.deepEqual([outbox.state, tokens, sent.length], ["waiting", 2, 3]);
  await clock.advance(1500);
  assert.deepEqual([outbox.state, tokens, sent.length], ["idle", 3, 4]);
});

test("a page that cannot renew its token asks to sign in, and sends afterwards", async () => {
  const { outbox, add, sent } = opened({ answers: [answer(400, { error: "csrf" }), OK] });
  add("a");
  await settled();
  assert.deepEqual([outbox.state, outbox.pending], ["sign-in", 1]);
  outbox.wake();
  await settled();
  assert.deepEqual([outbox.state, sent.length], ["idle", 2]);
});

test("a network that fails while the token is fetched is a network that fails", async () => {
  let tokens = 0;
  const { outbox, add, clock } = opened({
    answers: [answer(403, { error: "csrf" }), OK],
    refreshToken: async () => {
      tokens += 1;
      if (tokens === 1) throw OFFLINE;
      return true;
    },
  });
  add("a");
  await settled();
  assert.deepEqual([outbox.state, outbox.pending], ["offline", 1]);
  await clock.advance(1000);
  assert.deepEqual([outbox.state, tokens], ["idle", 2]);
});

for (const status of [404, 409, 410]) {
  test(`a ${status} is set aside for the athlete, and the rest goes on`, async () => {
    const { outbox, add, told } = opened({ answers: [answer(status, { message: "Beendet" }), OK] });
    add("a", 8);
    add("b", 9);
    await settled();
    assert.deepEqual(told, [["conflict", "a", status], ["done", "b", 2]]);
    assert.deepEqual([outbox.pending, outbox.state], [0, "idle"]);
    const [aside] = outbox.attention;
    assert.deepEqual([aside.key, aside.body, aside.reason.body], ["a", { reps: 8 }, { message: "Beendet" }]);
  });
}

for (const status of [400, 403, 413, 422]) {
  test(`a ${status} is shown and kept, and the rest goes on`, async () => {
    const { outbox, add, told } = opened({ answers: [answer(status, { message: "Falsch" }), OK] });
    add("a");
    add("b");
    await settled();
    assert.deepEqual(told, [["rejected", "a", status], ["done", "b", 2]]);
    assert.equal(outbox.attention.length, 1);
  });
}

test("the last error is there to be read until something goes through", async () => {
  const { outbox, add } = opened({ answers: [answer(422, { message: "Zu viele" }), OK] });
  add("a");
  await settled();
  assert.deepEqual(outbox.lastError, { kind: "rejected", status: 422, message: "Zu viele" });
  add("b");
  await settled();
  assert.equal(outbox.lastError, null);
});

test("the athlete can try a refused set again, or drop it", async () => {
  const { outbox, add, sent } = opened({ answers: [answer(409), answer(409), OK] });
  add("a", 8);
  add("b", 9);
  await settled();
  const [a, b] = outbox.attention;
  outbox.retry(a.id);
  await settled();
  outbox.discard(b.id);
  outbox.retry("unknown");
  assert.deepEqual([outbox.attention, outbox.pending], [[], 0]);
  assert.deepEqual(sent, [["a", 8], ["b", 9], ["a", 8]]);
});

test("a correction takes the place of the refused set", async () => {
  const { outbox, add, sent } = opened({ answers: [answer(422), OK] });
  add("a", 99_999);
  await settled();
  add("a", 9);
  await settled();
  assert.deepEqual([outbox.attention, sent.at(-1)], [[], ["a", 9]]);
});

test("a set corrected while its refusal was on the way is not shown as refused", async () => {
  const first = promised();
  const { outbox, add, told } = opened({ answers: [first, OK] });
  add("a", 99_999);
  await settled();
  add("a", 9);
  first.resolve(answer(422));
  await settled();
  assert.deepEqual([outbox.attention, told], [[], [["done", "a", 2]]]);
});
