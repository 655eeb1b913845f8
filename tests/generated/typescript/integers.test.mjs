import assert from "node:assert/strict";
import { test } from "node:test";

import Client, { APIResponseValidationError, InvalidRequestError } from "torture-api";
import { validate } from "torture-api/validate";

const bigints = process.env.INT64 === "bigint";
const LARGE = "9223372036854775807";
const head = '"sibling":{"id":"a","extra":1}';
let answer = `{${head}}`;
const sent = [];
const fetch = async (url, init) => {
  sent.push({ url: String(url), body: init.body });
  return new Response(answer, { headers: { "content-type": "application/json" } });
};
const client = new Client({ authToken: "t", fetch, validate, maxRetries: 0 });
const sibling = { extra: 1 };
const whole = (number) => (bigints ? BigInt(number) : number);

test("bigints are sent with all their digits, wherever they stand", async () => {
  const all = { int64: BigInt(LARGE), longs: [whole(1), -9007199254740993n], longMap: { a: 2n ** 63n - 1n } };
  await client.shapes.shape({ sibling, ...all, longOrText: `${LARGE}`, number: 1e20, object: { any: 2n ** 60n } });
  const text = `"int64":${LARGE},"longs":[1,-9007199254740993],"longMap":{"a":${LARGE}}`;
  const more = `"longOrText":"${LARGE}","number":100000000000000000000,"object":{"any":1152921504606846976}`;
  assert.equal(sent.at(-1).body, `{"sibling":{"extra":1},${text},${more}}`);
});

test("numbers that may have lost digits are not sent", async () => {
  for (const [body, pointer] of [
    [{ int64: 2 ** 53 }, "/int64"],
    [{ longs: [1, -(2 ** 60)] }, "/longs/1"],
    [{ longMap: { "a/b": 1e300 } }, "/longMap/a~1b"],
  ]) {
    await assert.rejects(client.shapes.shape({ sibling, ...body }), (error) => {
      assert.ok(error instanceof InvalidRequestError);
      assert.deepEqual([error.violations[0].pointer, error.violations[0].rule], [pointer, "int64"]);
      return true;
    });
  }
  const ids = { "ids[]": [2 ** 53] };
  await assert.rejects(client.places.every(["a"], { x: 1 }, { x: 1 }, ids), /ids\[\]: 9007199254740992 is beyond/);
  answer = '{"x":1}';
  await client.places.every(["a"], { x: 1 }, { x: 1 }, { "ids[]": [BigInt(LARGE)] });
  assert.ok(sent.at(-1).url.endsWith(`=${LARGE}`));
});

test("no digit of an answer is lost in silence", async () => {
  answer = `{${head},"int64":${LARGE},"text":"\\"1234567890123456789","longs":[1,-${LARGE}],"more":12345678901234567890}`;
  if (bigints) {
    const found = await client.shapes.shape({ sibling });
    assert.equal(found.int64, BigInt(LARGE));
    assert.deepEqual(found.longs, [1n, -BigInt(LARGE)]);
    assert.equal(found.text, '"1234567890123456789');
    assert.equal(found.more, 12345678901234567890);
    return;
  }
  await assert.rejects(client.shapes.shape({ sibling }), (error) => {
    assert.ok(error instanceof APIResponseValidationError);
    assert.deepEqual(error.violations.map(({ pointer }) => pointer), ["/int64", "/longs/1"]);
    assert.match(error.message, /9223372036854775807/);
    assert.equal(error.statusCode, 200);
    return true;
  });
  const raw = await client.shapes.withRawResponse.shape({ sibling });
  assert.equal(await raw.http.text(), answer);
});

test("small integers, fractions and names are what they were", async () => {
  const odd = '"__proto__":{"a":1},"ratio":0.12345678901234567890,"number":1e20';
  answer = `{${head},"int64":5,"maybeLong":null,"uint64":9007199254740991,${odd}}`;
  const found = await client.shapes.shape({ sibling });
  assert.deepEqual([found.int64, found.maybeLong, found.uint64], [whole(5), null, whole(2 ** 53 - 1)]);
  assert.deepEqual([found.ratio, found.number], [Number("0.12345678901234567890"), 1e20]);
  assert.deepEqual(Object.getOwnPropertyDescriptor(found, "__proto__").value, { a: 1 });
});
