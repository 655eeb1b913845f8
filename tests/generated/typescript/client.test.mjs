import assert from "node:assert/strict";
import { test } from "node:test";

import Luma, {
  APIConnectionError,
  APIResponseValidationError,
  APIStatusError,
  APITimeoutError,
  BadRequestError,
  ConfigurationError,
  ConflictError,
  DownloadError,
  GoneError,
  InternalServerError,
  InvalidRequestError,
  LumaError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from "luma-agents";

const GENERATION = { id: "g1", created_at: "now", model: "uni-1", state: "queued", type: "image" };
const HANGS = Symbol("hangs");

/** A client whose `fetch` answers from a list; what was sent is kept. */
function scripted(answers, options = {}) {
  const sent = [];
  const fetch = async (url, init) => {
    const request = new Request(url, { ...init, redirect: "follow" });
    sent.push({ url: String(url), method: request.method, headers: request.headers, body: await request.text() });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (answer === HANGS) {
      return new Promise((_, reject) => {
        const stop = () => reject(init.signal.reason);
        if (init.signal.aborted) stop();
        init.signal.addEventListener("abort", stop);
      });
    }
    if (answer instanceof Error) throw answer;
    const [status, body, headers] = answer;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(status === 204 ? null : text, { status, headers });
  };
  return [new Luma({ authToken: "t", fetch, ...options }), sent];
}

const soon = { "retry-after-ms": "1" };
const ok = [201, GENERATION];

test("a request is written as the contract says", async () => {
  const [client, sent] = scripted([ok], { defaultHeaders: { "x-team": "a" }, defaultQuery: { v: 1 } });
  const options = { extraHeaders: { "x-team": null, "x-own": "b" }, extraQuery: { w: "é" }, extraBody: { user_id: null } };
  await client.generations.create({ prompt: "a", user_id: "u", style: undefined }, options);
  const [{ url, method, headers, body }] = sent;
  assert.equal(url, "https://agents.lumalabs.ai/v1/generations?v=1&w=%C3%A9");
  assert.equal(method, "POST");
  assert.equal(headers.get("authorization"), "Bearer t");
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("accept"), "application/json");
  assert.equal(headers.get("x-team"), null);
  assert.equal(headers.get("x-own"), "b");
  assert.deepEqual(JSON.parse(body), { prompt: "a", user_id: null });
});

test("what is of another type is left to the server", async () => {
  const [client, sent] = scripted([[400, {}]]);
  await assert.rejects(client.generations.create({ prompt: 1, source: { url: "u", media_type: 5 }, image_ref: 7 }), BadRequestError);
  assert.equal(sent.length, 1);
});

test("what passes is tried again, with the same key", async () => {
  for (const status of [408, 409, 429, 500, 502, 503]) {
    const [client, sent] = scripted([[status, {}, soon], ok]);
    assert.equal((await client.generations.create({ prompt: "a" })).id, "g1");
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    assert.equal(sent.length, 2);
    assert.ok(keys[0].length > 20);
    assert.equal(keys[0], keys[1]);
  }
});

test("a key of one's own is sent", async () => {
  const [client, sent] = scripted([ok]);
  await client.generations.create({ prompt: "a" }, { idempotencyKey: "mine" });
  assert.equal(sent[0].headers.get("idempotency-key"), "mine");
});

test("what lasts is not tried again", async () => {
  const classes = [
    [400, BadRequestError],
    [403, PermissionDeniedError],
    [410, GoneError],
    [422, UnprocessableEntityError],
    [418, APIStatusError],
    [501, InternalServerError],
  ];
  for (const [status, kind] of classes) {
    const [client, sent] = scripted([[status, {}, soon]]);
    await assert.rejects(client.generations.create({ prompt: "a" }), (error) => {
      assert.ok(error instanceof kind && error instanceof LumaError);
      return error.name === kind.name && error.statusCode === status && error.retries === 0;
    });
    assert.equal(sent.length, 1);
  }
});

test("attempts end", async () => {
  const [client, sent] = scripted([[503, {}, soon]]);
  await assert.rejects(client.generations.get("a"), (error) => error instanceof InternalServerError && error.retries === 2);
  assert.equal(sent.length, 3);
  await assert.rejects(client.generations.get("a", { maxRetries: 0 }), InternalServerError);
  assert.equal(sent.length, 4);
});

test("a server that is down is not asked ever more", async () => {
  const [client, sent] = scripted([[503, {}, soon]]);
  for (let call = 0; call < 20; call++) await client.generations.get("a").catch(() => {});
  assert.ok(sent.length < 20 * 1.25 + 6, `${sent.length} requests`);
});

test("a pause that is asked for is taken, or the call ends", async () => {
  const date = new Date(Date.now() - 1000).toUTCString();
  for (const headers of [{ "retry-after": "0" }, { "retry-after": date }]) {
    const [client, sent] = scripted([[429, {}, headers], ok]);
    await client.generations.create({ prompt: "a" });
    assert.equal(sent.length, 2);
  }
  const [client, sent] = scripted([[429, {}, { "retry-after": "3600" }]]);
  await assert.rejects(client.generations.create({ prompt: "a" }), RateLimitError);
  assert.equal(sent.length, 1);
});

test("a connection that breaks is tried again", async () => {
  const [client, sent] = scripted([new TypeError("fetch failed"), ok], {});
  assert.equal((await client.generations.create({ prompt: "a" })).id, "g1");
  assert.equal(sent.length, 2);
  const [broken] = scripted([new TypeError("fetch failed")]);
  await assert.rejects(broken.generations.get("a", { maxRetries: 0 }), (error) =>
    error instanceof APIConnectionError && error.cause instanceof TypeError);
});

test("time runs out for an attempt and for a call", async () => {
  const [client, sent] = scripted([HANGS, ok]);
  assert.equal((await client.generations.get("a", { timeout: 5 })).id, "g1");
  assert.equal(sent.length, 2);
  const [slow] = scripted([HANGS]);
  const late = (phase) => (error) => error instanceof APITimeoutError && error.phase === phase;
  await assert.rejects(slow.generations.get("a", { timeout: 1, maxRetries: 0 }), late("timeout"));
  await assert.rejects(slow.generations.get("a", { deadline: 1 }), late("deadline"));
});

test("an abort ends the call with its reason", async () => {
  const stop = new AbortController();
  const [client, sent] = scripted([HANGS]);
  const call = client.generations.create({ prompt: "a" }, { signal: stop.signal });
  stop.abort("no more");
  assert.equal(await call.catch((reason) => reason), "no more");
  assert.equal(sent.length, 1);
  const pausing = new AbortController();
  const [patient] = scripted([[429, {}, { "retry-after": "60" }]]);
  const waiting = patient.generations.get("a", { signal: pausing.signal });
  setTimeout(() => pausing.abort("enough"), 5);
  assert.equal(await waiting.catch((reason) => reason), "enough");
});

test("a problem is read, and any other body too", async () => {
  const problem = {
    title: "Conflict",
    detail: "still in progress",
    errors: [{ pointer: "/a", rule: "r", message: "m" }],
    extra: 1,
  };
  const [client] = scripted([[409, problem, { "x-request-id": "r1" }]], { maxRetries: 0 });
  await assert.rejects(client.generations.create({ prompt: "a" }), (error) => {
    assert.ok(error instanceof ConflictError);
    assert.equal(error.message, "409: Conflict: still in progress: /a: m [r]");
    assert.deepEqual(error.problem, problem);
    assert.equal(error.requestID, "r1");
    assert.equal(error.headers.get("x-request-id"), "r1");
    return true;
  });
  for (const body of ["<html>", "", "null", "[]", '"text"', '{"errors": 1}']) {
    const [other] = scripted([[400, body]]);
    await assert.rejects(other.generations.get("a"), BadRequestError);
  }
});

test("a success that is not JSON is an error", async () => {
  const [client] = scripted([[200, "<html>"]]);
  await assert.rejects(client.generations.get("a"), (error) => {
    assert.ok(error instanceof APIResponseValidationError);
    return error.body === "<html>" && error.statusCode === 200;
  });
});

test("unknown members and values are kept", async () => {
  const [client] = scripted([[200, { ...GENERATION, state: "dreaming", more: [1] }]]);
  const found = await client.generations.get("a");
  assert.equal(found.state, "dreaming");
  assert.deepEqual(found.more, [1]);
});

test("a path parameter leads nowhere else", async () => {
  const [client, sent] = scripted([[200, GENERATION]]);
  for (const id of ["", ".", "..", undefined, null]) {
    await assert.rejects(client.generations.get(id), InvalidRequestError);
  }
  await client.generations.get("a/../b?c#d");
  assert.equal(sent[0].url, "https://agents.lumalabs.ai/v1/generations/a%2F..%2Fb%3Fc%23d");
});

test("a client that cannot work says so", async () => {
  assert.throws(() => new Luma({}), ConfigurationError);
  for (const baseURL of ["ftp://x", "x", "http://x/?a=1"]) {
    assert.throws(() => new Luma({ authToken: "t", baseURL }), ConfigurationError);
  }
  const [client, sent] = scripted([ok]);
  const other = client.withOptions({ baseURL: "http://localhost:1/api/", authToken: "u" });
  await other.generations.create({ prompt: "a" });
  assert.equal(sent[0].url, "http://localhost:1/api/generations");
  assert.equal(sent[0].headers.get("authorization"), "Bearer u");
});

test("waiting looks until the end and takes the pauses it is asked to", async () => {
  const state = (name, headers) => [200, { ...GENERATION, state: name }, headers];
  const [client, sent] = scripted([ok, state("processing"), new TypeError("x"), state("completed")]);
  const states = [];
  const options = { pollInterval: 1, maxRetries: 0, onState: ({ state }) => states.push(state) };
  const made = await client.generations.createAndWait({ prompt: "a" }, options);
  assert.equal(made.state, "completed");
  assert.deepEqual(states, ["queued", "processing", "completed"]);
  assert.equal(sent.length, 4);
});

test("an expired address is asked for anew, without credentials", async () => {
  const done = (url) => [200, { ...GENERATION, state: "completed", output: [{ type: "image", url }] }];
  const [client, sent] = scripted([[403, "expired"], done("https://files/2"), [200, "bytes"]]);
  const old = { ...GENERATION, output: [{ type: "image", url: "https://files/1?signature=s" }] };
  const file = await client.generations.download(old);
  assert.equal(await file.text(), "bytes");
  assert.deepEqual(sent.map(({ url }) => url.split("/").at(-1)), ["1?signature=s", "g1", "2"]);
  assert.equal(sent[0].headers.get("authorization"), null);
  assert.equal(sent[2].headers.get("authorization"), null);
  await assert.rejects(client.generations.download(old, { index: 3 }), DownloadError);
});
