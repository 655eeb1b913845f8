import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";

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
  RuleViolationError,
  UnprocessableEntityError,
} from "luma-agents";
import { save } from "luma-agents/save";
import { validate } from "luma-agents/validate";

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
    assert.match(keys[0], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(keys[0], keys[1]);
  }
});

test("a page that did not come over TLS makes keys as well", async (t) => {
  const [client, sent] = scripted([ok, ok]);
  t.mock.getter(globalThis, "crypto", () => ({}));
  await client.generations.create({ prompt: "a" });
  await client.generations.create({ prompt: "a" });
  const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
  assert.ok(keys.every(Boolean));
  assert.notEqual(keys[0], keys[1]);
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

test("the client's number of retries holds while it waits, too", async () => {
  const [client, sent] = scripted([[503, {}, soon]], { maxRetries: 0 });
  await assert.rejects(client.generations.wait("a"), InternalServerError);
  assert.equal(sent.length, 5);
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
    assert.equal(error.body, JSON.stringify(problem));
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

test("storage says in several ways that an address has expired", async () => {
  const output = [{ type: "image", url: "https://files/1" }];
  const old = { ...GENERATION, state: "completed", output };
  for (const [status, requests] of [[400, 3], [401, 3], [410, 3], [404, 1], [422, 1]]) {
    const [client, sent] = scripted([[status, "no"], [200, old], [200, "bytes"]]);
    await client.generations.download(old).catch((error) => assert.equal(error.statusCode, status));
    assert.equal(sent.length, requests, `${status}`);
  }
});

test("bodies are judged by their schemas where a client is told to", async () => {
  const [client, sent] = scripted([ok], { validate });
  await assert.rejects(client.generations.create({ prompt: "" }), (error) => {
    assert.ok(error instanceof RuleViolationError);
    assert.deepEqual(error.violations, [
      { pointer: "/prompt", rule: "schema:minLength", message: "prompt must have at least 1 character, not 0." },
    ]);
    return true;
  });
  await assert.rejects(client.generations.create({ prompt: NaN }), /prompt must be a string, not null/);
  assert.equal(sent.length, 0);
  await client.generations.create({ prompt: "a", style: undefined });
  await client.withOptions({ checkRules: false }).generations.create({ prompt: "" });
  assert.equal(sent.length, 2);
});

test("a response that is not what its schema says is an error where a client is told to", async () => {
  const { state, ...stateless } = GENERATION;
  for (const [status, body, rule] of [
    [200, stateless, "schema:required"],
    [200, { ...GENERATION, id: 1 }, "schema:type"],
    [200, [], "schema:type"],
    [202, GENERATION, "status"],
  ]) {
    const [client] = scripted([[status, body]], { validate });
    await assert.rejects(client.generations.get("a"), (error) => {
      assert.ok(error instanceof APIResponseValidationError);
      assert.equal(error.body, JSON.stringify(body));
      return error.violations[0].rule === rule && error.statusCode === status;
    });
  }
  const [client] = scripted([[200, { ...GENERATION, state: "dreaming", more: 1, model: "uni-9" }]], { validate });
  assert.equal((await client.generations.get("a")).more, 1);
});

test("nothing that is shown has a secret", async () => {
  const [client] = scripted([ok], { authToken: "hush" });
  await client.generations.create({ prompt: "a" });
  for (const shown of [inspect(client, { depth: 9 }), inspect(client.generations, { depth: 9 }), JSON.stringify(client)]) {
    assert.ok(!shown.includes("hush"), shown);
  }
});

test("a log has requests and responses, without their secrets", async () => {
  const lines = [];
  const log = (message, headers) => lines.push([message, headers]);
  const cookie = { "set-cookie": "session=hush", "x-request-id": "r1" };
  const [client] = scripted([[503, {}, soon], [200, GENERATION, cookie]], { authToken: "hush", log });
  await client.generations.get("a", { extraQuery: { signature: "hush" } });
  assert.deepEqual(
    lines.map(([message]) => message),
    [
      "request GET https://agents.lumalabs.ai/v1/generations/a",
      "response 503",
      "request GET https://agents.lumalabs.ai/v1/generations/a",
      "response 200",
    ],
  );
  assert.equal(lines[0][1].authorization, "[secret]");
  assert.equal(lines[3][1]["x-request-id"], "r1");
  assert.ok(!JSON.stringify(lines).includes("hush"));
});

test("the environment can ask for a log", async (context) => {
  const debug = context.mock.method(console, "debug", () => {});
  for (const [value, count] of [["debug", 2], ["warning", 0]]) {
    process.env.LUMA_AGENTS_LOG = value;
    await scripted([ok])[0].generations.create({ prompt: "a" });
    assert.equal(debug.mock.callCount(), count);
    debug.mock.resetCalls();
  }
  delete process.env.LUMA_AGENTS_LOG;
});

test("a body that is too large is refused while it comes", async () => {
  let read = 0;
  const endless = () =>
    new ReadableStream({
      pull(controller) {
        read += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
    });
  for (const [status, kind] of [[200, APIResponseValidationError], [500, APIResponseValidationError]]) {
    read = 0;
    const fetch = async () => new Response(endless(), { status });
    const client = new Luma({ authToken: "t", fetch, maxResponseBytes: 5000, maxRetries: 0 });
    await assert.rejects(client.generations.get("a"), (error) => {
      assert.match(error.message, /more than 5000 bytes/);
      return error instanceof kind && error.statusCode === status;
    });
    assert.ok(read < 20_000);
    if (status === 500) {
      await assert.rejects(client.generations.withRawResponse.get("a"), kind);
    } else {
      const raw = await client.generations.withRawResponse.get("a");
      await raw.http.body.cancel();
    }
  }
});

test("a client on a server names itself", async () => {
  const [client, sent] = scripted([ok]);
  await client.generations.create({ prompt: "a" });
  await client.generations.create({ prompt: "a" }, { extraHeaders: { "user-agent": "mine" } });
  const names = sent.map(({ headers }) => headers.get("user-agent"));
  assert.match(names[0], /^luma-agents\/\d+\.\d+\.\d+$/);
  assert.equal(names[1], "mine");
});

test("what no header can hold is refused, and not repeated", async () => {
  const hidden = (error) => error instanceof InvalidRequestError && !error.message.includes("hush");
  const [client, sent] = scripted([ok], { authToken: "hush\u00e9" });
  await assert.rejects(client.generations.get("a"), hidden);
  await assert.rejects(scripted([ok])[0].generations.get("a", { extraHeaders: { a: "hush\n" } }), hidden);
  assert.equal(sent.length, 0);
  const [trimmed, kept] = scripted([ok], { authToken: " t\n" });
  await trimmed.generations.get("a");
  assert.equal(kept[0].headers.get("authorization"), "Bearer t");
});

test("clients made of one another share what they may retry", async () => {
  const [client, sent] = scripted([[503, {}, soon]]);
  for (let call = 0; call < 20; call++) await client.withOptions({ maxRetries: 3 }).generations.get("a").catch(() => {});
  assert.ok(sent.length < 20 * 1.25 + 6, `${sent.length} requests`);
});

test("a file comes from nowhere that is less safe", async () => {
  const [client, sent] = scripted([[200, "bytes"]]);
  for (const url of ["http://files/1", "data:,a", "ftp://files/1"]) {
    const made = { ...GENERATION, output: [{ type: "image", url }] };
    await assert.rejects(client.generations.download(made), InvalidRequestError);
  }
  assert.equal(sent.length, 0);
});

test("a download is written whole, or not at all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "save-"));
  const made = { ...GENERATION, output: [{ type: "image", url: "https://files/a%20b/p%C3%AFc.png?signature=s" }] };
  const broken = () => {
    let sent = false;
    return new ReadableStream({
      pull(controller) {
        if (sent) controller.error(new TypeError("terminated"));
        else controller.enqueue(new Uint8Array(3));
        sent = true;
      },
    });
  };
  let downloads = 0;
  const fetch = async (url) => {
    const body = downloads++ === 0 ? broken() : "bytes";
    return Object.defineProperty(new Response(body), "url", { value: String(url) });
  };
  const client = new Luma({ authToken: "t", fetch });
  const download = () => client.generations.download(made);
  assert.equal(await save(download, folder), join(folder, "p\u00efc.png"));
  assert.equal(downloads, 2);
  assert.equal(await readFile(join(folder, "p\u00efc.png"), "utf8"), "bytes");
  const file = join(folder, "deep", "er", "x.png");
  assert.equal(await save(download, file), file);
  const before = downloads;
  await assert.rejects(save(download, file), DownloadError);
  assert.equal(downloads, before);
  await assert.rejects(save(download, folder), DownloadError);
  await assert.rejects(save(download, file, { overwrite: true, maxBytes: 4 }), /more than 4 bytes/);
  assert.equal(await save(download, file, { overwrite: true }), file);
  downloads = 0;
  await assert.rejects(save(download, join(folder, "b"), { maxRetries: 0 }), APIConnectionError);
  assert.deepEqual((await readdir(folder)).sort(), ["deep", "p\u00efc.png"]);
  assert.deepEqual(await readdir(join(folder, "deep", "er")), ["x.png"]);
  const wrong = async () => Object.defineProperty(new Response("x"), "url", { value: "https://files/a%zz.png" });
  assert.equal(await save(wrong, folder), join(folder, "output"));
  const hidden = async () => Object.defineProperty(new Response("x"), "url", { value: "https://files/..%2F.bashrc" });
  assert.equal(await save(hidden, folder), join(folder, "bashrc"));
  await rm(folder, { recursive: true });
});

test("a list in a query is written once for each item, and the later layer wins", async () => {
  const [client, sent] = scripted([ok], { defaultQuery: { a: 1, b: "x" } });
  await client.generations.get("g", { extraQuery: { a: [2, 3, null], c: undefined } });
  assert.equal(new URL(sent[0].url).search, "?a=2&a=3&b=x");
});

test("an abort ends a wait while it looks", async () => {
  const stop = new AbortController();
  const [client] = scripted([HANGS]);
  const waiting = client.generations.wait("g1", { signal: stop.signal });
  setTimeout(() => stop.abort("enough"), 5);
  assert.equal(await waiting.catch((reason) => reason), "enough");
});

test("an abort by whoever is told of a state ends a wait at once", async () => {
  const stop = new AbortController();
  const [client, sent] = scripted([]);
  const job = { id: "g1", state: "queued" };
  const waiting = client.generations.wait(job, { signal: stop.signal, onState: () => stop.abort("enough") });
  assert.equal(await waiting.catch((reason) => reason), "enough");
  assert.equal(sent.length, 0);
});
