import assert from "node:assert/strict";
import { test } from "node:test";

import Client, { InvalidRequestError, RuleViolationError } from "torture-api";
import { broken, order } from "torture-api/rules";
import { validate } from "torture-api/validate";

const sent = [];
const credentials = [
  ...["authToken", "apiKey", "secondKeyApiKey", "username", "password"],
  ...["cookieApiKey", "oauthAuthToken", "connectAuthToken"],
];
const client = new Client({
  ...Object.fromEntries(credentials.map((name) => [name, "secret"])),
  baseURL: process.env.URL,
  validate,
  fetch: (url, init) => {
    sent.push({ url: decodeURIComponent(String(url)), headers: init.headers, body: init.body });
    return fetch(url, init);
  },
});

const point = { x: 1, y: 2.5 };

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

/** The body of the last request, however it was made. */
const written = async () => {
  const { body } = sent.at(-1);
  return typeof body === "string" ? decodeURIComponent(body) : new Response(body).text();
};

test("every place, and what is nested there", async () => {
  await client.places.every(["a", "b,c", "."], point, point, {
    "X-Flat": point,
    "X-Json": point,
    "X-On": true,
    filter: { name: "n", range: { from: 1, to: 2 }, tags: ["a", "b"] },
    open: ["a/b", "c?d"],
    flag: false,
    since: "2024-01-01T00:00:00Z",
    free: { k: "v w" },
    closed: point,
    session: "a b",
    prefs: [1, 2],
    level: -1,
    "ids[]": [5],
  });
  const { url, headers } = sent.at(-1);
  const filter = "filter[name]=n&filter[range][from]=1&filter[range][to]=2&filter[tags][]=a&filter[tags][]=b";
  assert.ok(url.includes(`/headers/.a,b,c,./;x=1;y=2.5/{"x":1,"y":2.5}?${filter}&open=a/b&open=c?d&flag=false`), url);
  assert.ok(url.endsWith("&k=v w&closed=x,1,y,2.5&level=-1&ids[]=5"), url);
  assert.equal(headers.get("x-flat"), "x,1,y,2.5");
  assert.equal(headers.get("x-json"), '{"x":1,"y":2.5}');
  assert.equal(headers.get("cookie"), "session=a%20b; prefs=1; prefs=2");
  await assert.rejects(client.places.every([], point, point), InvalidRequestError);
});

test("members of forms and parts have the styles of the document", async () => {
  const members = { tags: ["a", "b"], piped: ["a", "b"], deep: point };
  await client.asyncFiles.sendForm("n", { ...members, exploded: point, json: point, url: "a/b", plain: point });
  const json = '{"x":1,"y":2.5}';
  const deep = "deep[x]=1&deep[y]=2.5";
  assert.equal(await written(), `tags=a,b&piped=a|b&${deep}&x=1&y=2.5&json=${json}&url=a/b&plain=${json}`);
  const picture = new Blob(["x"]);
  await client.asyncFiles.sendParts("n", { picture, ...members, point, list: [1, 2], meta: point });
  const parts = (await written()).split(/--part[-\d]+(?:--)?\r\n/).slice(1, -1);
  const told = parts.map((part) => part.replace(/^[^"]*"([^"]*)"[^]*?\r\n\r\n/, "$1=").trimEnd());
  assert.deepEqual(told, [
    ...["picture=x", "tags=a,b", "piped=a|b", "deep[x]=1", "deep[y]=2.5", "x=1", "y=2.5"],
    ...["list=1", "list=2", `meta=${json}`],
  ]);
  assert.match(parts[0], /X-Kind: small/);
});

test("answers of every kind", async () => {
  assert.equal(typeof (await client.answers.several()), "object");
  assert.equal(typeof (await client.answers.onlyDefault("x")), "object");
  for (const body of [new Uint8Array([1]), new Blob(["x"], { type: "image/png" }), new Blob(["x"]).stream()]) {
    assert.ok((await client.answers.range(body)) instanceof Blob);
  }
  assert.equal(await client.answers.nothingAtAll(), undefined);
  assert.equal(typeof (await client.answers.texts("é")), "string");
  assert.equal(await client.answers.look(), undefined);
  assert.equal(await client.answers.ask(), undefined);
  assert.equal(typeof (await client.answers.xml("<a/>")), "string");
  assert.equal(typeof (await client.answers.shadow("a", "b", "c", "d", { a: "x" })), "string");
  for await (const overlap of await client.answers.newlines([{ a: "x" }])) assert.ok("a" in overlap || "b" in overlap);
});

test("shapes and names of every kind", async () => {
  const odd = { loop: [[], [[]]], maps: { a: { b: {} } }, nullEnum: null, mixedEnum: "", numberEnum: 0.5, binary: "x" };
  const more = { mangled: "__proto__", const: { a: [1] }, constNull: null, bigEnum: 1, when: "2024-01-01T00:00:00Z" };
  await client.shapes.shape({ sibling: { extra: 1 }, beside: { a: "x", n: 3 }, inner: { secret: "s" }, ...odd, ...more });
  assert.equal(JSON.parse(await written()).binary, "x");
  await client.shapes.oneOfBody({ a: "x" });
  const branch = { branches: [{ leaf: "a" }, { branches: [] }] };
  await client.shapes.own("o", 7, { direct: "x", alias: true, short: "abc", nest: [true, [], [[false]]], branch });
  await client.shapes.mapBody({ a: { b: {} } });
  await client.then_.then_({ ["__proto__"]: "a", constructor: "b", "": "c", "🙈": "d", "ﬁ": "e", "--help": "f" });
  assert.equal(await written(), '{"__proto__":"a","constructor":"b","":"c","🙈":"d","ﬁ":"e","--help":"f"}');
  await client.self.cls({ self: "a", None: "b", options: "c", ["__proto__"]: "d", constructor: "e", "\u200b": "f" });
  assert.match(sent.at(-1).url, /\?self=a&None=b&options=c&__proto__=d&constructor=e&\u200b=f$/);
  await client.self.cls({});
  assert.match(sent.at(-1).url, /\/names$/);
  await client.seeNoEvilMonkey.seeNoEvilMonkey("a/b", "b", "c", "d", "é");
});

test("every way to say who one is", async () => {
  for (const name of ["byQuery", "byCookie", "byHeader", "byBasic", "byOauth", "byConnect", "byAll", "optional"]) {
    assert.equal(await client.secure[name](), undefined);
  }
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

test("names of what the client itself has", async () => {
  assert.equal(typeof (await client.withOptions_.baseURL({})), "object");
  assert.equal(typeof client.withOptions({}).withOptions_, "object");
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
