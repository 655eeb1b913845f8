import assert from "node:assert/strict";
import { test } from "node:test";

import Luma, {
  AuthenticationError,
  JobFailedError,
  NotFoundError,
  RuleViolationError,
  UnprocessableEntityError,
  WaitTimeoutError,
} from "luma-agents";

const client = new Luma();
const fast = { pollInterval: 20 };

test("a job is created, waited for and downloaded", async () => {
  const states = [];
  const done = await client.generations.createAndWait(
    { prompt: "a lighthouse", type: "image", aspect_ratio: "1:1", output_format: "png" },
    { ...fast, onState: (generation) => states.push(generation.state) },
  );
  assert.equal(done.state, "completed");
  assert.equal(states.at(-1), "completed");
  const picture = await client.generations.download(done);
  assert.match(picture.headers.get("content-type"), /^image\//);
  const bytes = new Uint8Array(await picture.arrayBuffer());
  assert.deepEqual([...bytes.slice(1, 4)], [0x50, 0x4e, 0x47]);
  const all = await client.generations.downloadAll(done.id);
  assert.equal(all.length, done.output.length);
  await Promise.all(all.map((response) => response.body.cancel()));
});

test("the response itself can be had", async () => {
  const raw = await client.generations.withRawResponse.create({ prompt: "a boat" });
  assert.equal(raw.statusCode, 201);
  assert.ok(raw.requestID);
  assert.equal((await raw.parse()).state, "queued");
});

test("rules are checked before sending, or by the server", async () => {
  const wrong = { prompt: "a", type: "video_edit", model: "ray-3.2" };
  const [field] = await client.generations.create(wrong).then(assert.fail, (error) => {
    assert.ok(error instanceof RuleViolationError);
    return error.violations;
  });
  assert.deepEqual([field.pointer, field.rule], ["/source", "source-required"]);
  const careless = client.withOptions({ checkRules: false });
  await assert.rejects(careless.generations.create(wrong), (error) => {
    assert.ok(error instanceof UnprocessableEntityError);
    assert.deepEqual(error.problem.errors, [field]);
    assert.equal(error.statusCode, 422);
    assert.ok(error.requestID);
    return true;
  });
});

test("the same key makes the same generation", async () => {
  const idempotencyKey = crypto.randomUUID();
  const make = () => client.generations.create({ prompt: "once" }, { idempotencyKey });
  assert.equal((await make()).id, (await make()).id);
});

test("refusals have classes", async () => {
  const stranger = new Luma({ authToken: "nobody" });
  await assert.rejects(stranger.generations.create({ prompt: "a" }), AuthenticationError);
  await assert.rejects(client.generations.get("nothing"), NotFoundError);
});

test("a wait ends when it must", async () => {
  const made = await client.generations.create({ prompt: "slow" });
  const { id } = made;
  await assert.rejects(client.generations.wait(made, { timeout: 0 }), (error) => {
    assert.ok(error instanceof WaitTimeoutError);
    return error.resource.id === id;
  });
  const stop = AbortSignal.abort(new Error("enough"));
  await assert.rejects(client.generations.wait(id, { signal: stop }), { message: "enough" });
});

test("a failure says why", async () => {
  const wrong = { prompt: "a", type: "image_edit", source: { url: "http://127.0.0.1:1/x.png" } };
  const made = client.generations.createAndWait(wrong, fast);
  await assert.rejects(made, (error) => {
    assert.ok(error instanceof JobFailedError);
    assert.equal(error.state, "failed");
    assert.equal(error.reason[0], error.resource.failure_code);
    return true;
  });
  assert.equal((await client.generations.createAndWait(wrong, { ...fast, raiseOnFailure: false })).state, "failed");
});
