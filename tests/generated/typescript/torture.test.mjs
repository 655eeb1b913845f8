import assert from "node:assert/strict";
import { test } from "node:test";

import Client, { RuleViolationError } from "torture-api";
import { broken, order } from "torture-api/rules";
import { validate } from "torture-api/validate";

const sent = [];
const client = new Client({
  authToken: "secret",
  baseURL: process.env.URL,
  validate,
  fetch: (url, init) => {
    sent.push({ url: decodeURIComponent(String(url)), headers: init.headers });
    return fetch(url, init);
  },
});

test("names that are words of the language", async () => {
  assert.equal(typeof (await client.class.delete("a/b", 1, true)), "object");
  assert.match(sent.at(-1).url, /\/class\/a\/b\/1\/true$/);
  assert.equal(await client.class.get("a", 1, false), undefined);
  assert.equal(typeof (await client.constructor_.constructor_()), "object");
  await client.proto.toString_({ valueOf: "x" });
});

test("parameters that share a name", async () => {
  const params = { id: "q", id_header: "h", id_cookie: "c d", Id: "Q", "i-d": "-", $ref: "r", "1st": "1" };
  await client.same.get({ ...params, "ключ ключа": "да", "emoji 🙈": "&=" });
  const { url, headers } = sent.at(-1);
  assert.match(url, /\?id=q&Id=Q&i-d=-&\$ref=r&1st=1&ключ ключа=да&emoji 🙈=&=$/);
  assert.equal(headers.get("id"), "h");
  assert.equal(headers.get("cookie"), "id=c%20d");
  await client.same.getSame({ one: "1" });
});

test("every style", async () => {
  const point = { x: 1, y: 2.5 };
  await client.styles.every(["a", "b,c"], [1, 2], "m", point, {
    form: ["a", "b"],
    comma: ["a", "b"],
    space: ["a", "b"],
    pipe: ["a", "b"],
    deep: point,
    reserved: "a/b?c",
    json: point,
    "X-List": [1, 2],
    "X-Object": point,
    crumbs: ["a", "b"],
  });
  const { url, headers } = sent.at(-1);
  assert.ok(url.includes("/styles/a,b,c/.1.2/;matrix=m/x=1,y=2.5?form=a&form=b&comma=a,b"), url);
  assert.ok(url.includes("&space=a b&pipe=a|b&deep[x]=1&deep[y]=2.5&reserved=a/b?c&json={"), url);
  assert.equal(headers.get("x-list"), "1,2");
  assert.equal(headers.get("x-object"), "x=1,y=2.5");
  assert.equal(headers.get("cookie"), "crumbs=a,b");
});

test("files, forms and other bodies", async () => {
  const file = new File(["content"], "a.txt", { type: "text/plain" });
  const more = [new Blob(["1"], { type: "image/png" }), new Uint8Array([1, 2])];
  await client.files.upload({ file, more, meta: { x: 1 }, count: 3 });
  const bytes = await client.files.download();
  assert.ok(bytes instanceof Blob);
  assert.equal(await client.files.raw(new Uint8Array([1, 2, 3])), undefined);
  assert.equal(await client.files.raw(new Blob(["stream"]).stream()), undefined);
  assert.equal(typeof (await client.files.submit({ a: "é &", b: [1, 2] })), "string");
  assert.equal(typeof (await client.files.mixed()), "string");
  const merged = await client.files.merge({ x: 1 });
  assert.ok(merged === undefined || typeof merged.x === "number");
});

test("a key in a header goes to no other host", async () => {
  const modes = [];
  const answer = async (url, { redirect }) => (modes.push([redirect ?? "follow", url.search]), new Response("{}"));
  const get = (options) => new Client({ ...options, fetch: answer }).noID.getByX("1");
  await get({ authToken: "t" });
  await get({ apiKey: "k", secondKeyApiKey: "s" });
  await get({ username: "u", password: "p" });
  await get({});
  assert.deepEqual(modes, [["follow", ""], ["manual", "?key=s"], ["follow", ""], ["follow", ""]]);
});

test("a stream is sent once", async () => {
  let attempts = 0;
  const broken = new Client({ authToken: "t", fetch: async () => (attempts++, new Response("", { status: 503 })) });
  await assert.rejects(broken.files.raw(new Blob(["s"]).stream()));
  assert.equal(attempts, 1);
});

test("streams", async () => {
  for (const stream of [await client.events.watch(), await client.events.lines()]) {
    for await (const event of stream) {
      assert.equal(typeof event, "object");
      assert.ok(["Started", "Ended"].includes(event.kind));
    }
  }
});

test("no identifier, no tag, no credentials", async () => {
  assert.equal(typeof (await client.noID.getByX("1")), "object");
  const deep = { a: { b: { c: [{ d: [["x"]] }] } } };
  const back = await client.noID.postByX("1", { secret: "s", deep, pair: ["a", 1], numbers: null });
  assert.equal(typeof back.id, "string");
});

test("rules of what is nested, of variants and of maps", async () => {
  const lines = [{ sku: "AB-1/é" }, { sku: "x" }];
  const body = { kind: "plain", note: "a", lines, labels: { "a/~": { sku: "" } }, payment: { by: "card", number: "x" } };
  const found = broken(order, body).map(({ pointer, rule }) => `${pointer} ${rule}`);
  assert.deepEqual(found, [
    "/note note-for-gift",
    "/lines/1/sku sku-shape",
    "/labels/a~1~0/sku sku-shape",
    "/payment/number card-digits",
  ]);
  await assert.rejects(client.orders.place(body), RuleViolationError);
  await client.orders.place({ kind: "gift", wrap: true, note: "😀".repeat(10), lines: [lines[0]] });
});
