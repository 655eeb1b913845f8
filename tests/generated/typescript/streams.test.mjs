import assert from "node:assert/strict";
import { test } from "node:test";

import Talk, { APIResponseValidationError } from "talk";

/** A client that is answered by these pieces, and by silence; what was sent is kept. */
function answered(pieces, type = "text/event-stream", ends = true) {
  const sent = [];
  const state = { cancelled: false };
  const rest = [...pieces];
  const fetch = async (url, init) => {
    sent.push(new Request(url, init));
    const body = new ReadableStream({
      pull(controller) {
        if (rest.length) controller.enqueue(new TextEncoder().encode(rest.shift()));
        else if (ends) controller.close();
        else return new Promise(() => {});
      },
      cancel() {
        state.cancelled = true;
      },
    });
    return new Response(body, { headers: { "content-type": type } });
  };
  return [new Talk({ fetch }), sent, state];
}

async function all(stream) {
  const found = [];
  for await (const item of stream) found.push(item);
  return found;
}

const EVENTS = [
  '\ufeff: a comment\r\nid: 1\r\nevent: tick\r\nretry: 50\r\ndata: {"n":\r\ndata: 1}\r',
  '\n\r\ndata:{"n": 2}\n\nretry: soon\nid: 2\0\ndata: {"n": 3}\r\revent: lost\n\n: \n\ndata: {"n": 4}',
];

test("events are read by the standard, wherever they are divided", async () => {
  const whole = EVENTS.join("");
  for (const pieces of [EVENTS, [whole], [...whole]]) {
    const [client] = answered(pieces);
    const found = await all((await client.ticks.list()).events());
    assert.deepEqual(found, [
      { data: { data: { n: 1 }, event: "tick", id: "1", retry: 50 }, event: "tick", id: "1", retry: 50 },
      { data: { data: { n: 2 }, event: "message", id: "1" }, event: "message", id: "1", retry: undefined },
      { data: { data: { n: 3 }, event: "message", id: "1" }, event: "message", id: "1", retry: undefined },
    ]);
  }
});

test("a text stays one, and the last word of many servers is none", async () => {
  const [client, , state] = answered(["data: 1\n\ndata: {\n\ndata\n\n", "data: [DONE]\n\ndata: more\n\n"], undefined, false);
  assert.deepEqual(await all(await client.words.list()), ["1", "{", ""]);
  assert.ok(state.cancelled);
});

test("leaving a loop ends the response", async () => {
  const [client, , state] = answered(["data: 1\n\n", "data: 2\n\n"], undefined, false);
  for await (const word of await client.words.list()) {
    assert.equal(word, "1");
    break;
  }
  assert.ok(state.cancelled);
});

test("what may be streamed has a method for either", async () => {
  const [client, sent] = answered(['data: {"word": "no"}\n\n']);
  const words = await client.answers.createStream({ question: "why?" });
  assert.deepEqual(await all(words), [{ word: "no" }]);
  assert.deepEqual(await sent[0].json(), { question: "why?", stream: true });
  const [other, plain] = answered(['{"text": "no"}'], "application/json");
  assert.deepEqual(await other.answers.create({ question: "why?" }), { text: "no" });
  assert.deepEqual(await plain[0].json(), { question: "why?" });
});

test("an event that is no JSON is an error that shows it", async () => {
  const [client] = answered(["data: {\n\n"]);
  await assert.rejects(all(await client.ticks.list()), (error) =>
    error instanceof APIResponseValidationError && error.body === "{" && error.statusCode === 200);
});

test("parts have the types and headers of the document", async () => {
  const [client, sent] = answered([]);
  const file = new File(["c"], "c.gif", { type: "image/gif" });
  await client.albums.create({
    cover: new Uint8Array([1]),
    pages: [file, new Blob(["p"])],
    about: { a: 1 },
    tags: [{ b: 2 }],
    title: "# T",
  });
  const text = await sent[0].text();
  const heads = text.split(/--part[^\r]*\r?\n?/).filter(Boolean).map((part) => part.split("\r\n\r\n")[0].split("\r\n"));
  const disposition = (rest) => `Content-Disposition: form-data; name=${rest}`;
  assert.deepEqual(heads, [
    [disposition('"cover"; filename="cover"'), "Content-Type: image/png", "X-Kind: front"],
    [disposition('"pages"; filename="c.gif"'), "Content-Type: image/gif"],
    [disposition('"pages"; filename="pages"'), "Content-Type: application/octet-stream"],
    [disposition('"about"'), "Content-Type: application/vnd.about+json"],
    [disposition('"tags"'), "Content-Type: application/json"],
    [disposition('"title"'), "Content-Type: text/markdown"],
  ]);
});
