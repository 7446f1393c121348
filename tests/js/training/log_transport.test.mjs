import assert from "node:assert/strict";
import { test } from "node:test";

import { createLogTransport } from "../../../project/static/js/lib/training/log_transport.mjs";

const OPERATION = {
  id: "op1",
  kind: "set",
  key: "k1",
  body: { reps: 8, done: true },
  view: { title: "Dips" },
  edited_at: 1_800_000_000_000,
  pos: 3,
};

function transport(respond, more = {}) {
  const requests = [];
  const send = createLogTransport({
    urls: { set: "/workout/7/log/sets" },
    csrfToken: () => "token",
    version: () => 12,
    fetch: async (url, options) => {
      requests.push({ url, ...options });
      return respond(options);
    },
    ...more,
  });
  return { send, requests };
}

const json = (body, init) => () => new Response(JSON.stringify(body), init);

test("an operation goes out as one JSON POST of its body, key and version", async () => {
  const { send, requests } = transport(json({ version: 13 }));
  await send(OPERATION);
  assert.equal(requests.length, 1);
  const [{ url, method, headers, body, redirect, credentials, keepalive }] = requests;
  assert.deepEqual([url, method], ["/workout/7/log/sets", "POST"]);
  assert.deepEqual(JSON.parse(body), {
    reps: 8,
    done: true,
    key: "k1",
    version: 12,
  });
  assert.deepEqual(headers, {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-CSRFToken": "token",
  });
  assert.deepEqual([redirect, credentials, keepalive], ["manual", "same-origin", true]);
});

test("the answer comes back with status, JSON and the wait it asks for", async () => {
  const init = { status: 503, headers: { "Retry-After": "30" } };
  const { send } = transport(json({ error: "busy" }, init));
  assert.deepEqual(await send(OPERATION), {
    status: 503,
    body: { error: "busy" },
    retryAfter: "30",
  });
});

test("a page instead of JSON is an answer without a body", async () => {
  const { send } = transport(() => new Response("<html>WLAN: bitte anmelden</html>"));
  assert.deepEqual(await send(OPERATION), { status: 200, body: null, retryAfter: null });
});

test("being sent to the sign-in page means not signed in", async () => {
  const opaque = { type: "opaqueredirect", status: 0, headers: new Headers() };
  const plain = new Response(null, { status: 302, headers: { Location: "/auth/login" } });
  for (const response of [opaque, plain]) {
    const { send } = transport(() => response);
    assert.equal((await send(OPERATION)).status, 401);
  }
});

test("token and version are read anew for each request", async () => {
  let count = 0;
  const next = () => {
    count += 1;
    return count;
  };
  const { send, requests } = transport(json({}), { csrfToken: () => `t${next()}`, version: next });
  await send(OPERATION);
  await send(OPERATION);
  assert.deepEqual(
    requests.map(({ headers, body }) => [headers["X-CSRFToken"], JSON.parse(body).version]),
    [["t1", 2], ["t3", 4]],
  );
});

test("no answer is a rejection, whether the network fails or takes too long", async () => {
  const broken = transport(async () => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(broken.send(OPERATION), TypeError);

  const cut = transport(() => ({
    type: "basic",
    status: 200,
    headers: new Headers(),
    text: async () => {
      throw new TypeError("connection lost");
    },
  }));
  await assert.rejects(cut.send(OPERATION), TypeError);

  const hanging = transport(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    { timeoutMs: 1 },
  );
  await assert.rejects(hanging.send(OPERATION), { name: "AbortError" });
});
