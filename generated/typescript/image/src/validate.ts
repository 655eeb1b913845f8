import type { FieldError } from "./runtime/errors.ts";
import { type Formats, judge, type Schema, type Schemas } from "./runtime/schema.ts";

/** The schema of what an operation sends, and of what it receives with each status. */
interface Contract {
  readonly sent?: Schema;
  readonly received: Schemas;
}

const operations: Readonly<Record<string, Contract>> = {
  createGeneration: {
    sent: { $ref: "GenerationCreateParams" },
    received: { "201": { $ref: "Generation" } },
  },
  getGeneration: { received: { "200": { $ref: "Generation" } } },
};

/** What schemas of requests refer to. */
const sent: Schemas = {
  GenerationCreateParams: {
    type: "object",
    required: ["prompt"],
    additionalProperties: false,
    properties: {
      prompt: { type: "string", minLength: 1, maxLength: 6000 },
      aspect_ratio: {
        type: ["string", "null"],
        enum: ["3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3", null],
      },
      image_ref: { type: "array", items: { $ref: "ImageRef" }, maxItems: 9 },
      model: { $ref: "Model" },
      output_format: { type: ["string", "null"], enum: ["png", "jpeg", null] },
      source: { anyOf: [{ $ref: "ImageRef" }, { type: "null" }] },
      style: { type: "string", enum: ["auto", "manga"] },
      type: { $ref: "GenerationType" },
      user_id: { type: ["string", "null"], maxLength: 256 },
      web_search: { type: "boolean" },
    },
  },
  ImageRef: {
    type: "object",
    additionalProperties: false,
    properties: {
      data: { type: ["string", "null"] },
      media_type: { type: ["string", "null"] },
      url: { type: ["string", "null"] },
    },
  },
  Model: { type: "string", enum: ["uni-1", "uni-1-max"] },
  GenerationType: { type: "string", enum: ["image", "image_edit"] },
};

/** What schemas of responses refer to: what a server may change one day is not in them. */
const received: Schemas = {
  Generation: {
    type: "object",
    required: ["id", "created_at", "model", "state", "type"],
    properties: {
      id: { type: "string" },
      created_at: { type: "string" },
      model: { $ref: "Model" },
      state: { type: "string" },
      type: { $ref: "GenerationType" },
      failure_code: { anyOf: [{ $ref: "GenerationFailureCode" }, { type: "null" }] },
      failure_reason: { type: ["string", "null"] },
      output: { type: "array", items: { $ref: "GenerationOutput" } },
    },
  },
  Model: { type: "string" },
  GenerationType: { type: "string" },
  GenerationFailureCode: { type: "string" },
  GenerationOutput: {
    type: "object",
    required: ["type", "url"],
    properties: { type: { type: "string" }, url: { type: "string" } },
  },
};

const formats: Formats = {
};

/**
 * List what is wrong with the body of an operation's request, or of a response with a status.
 *
 * Hand it to a client, and it is called with every body: `new Luma({ validate })`.
 */
export function validate(operation: string | undefined, body: unknown, status?: number): FieldError[] {
  const contract = operation !== undefined && Object.hasOwn(operations, operation) && operations[operation];
  if (!contract) return [];
  if (status === undefined) {
    const json: unknown = JSON.parse(JSON.stringify(body));
    return judge(contract.sent ?? true, json, sent, formats);
  }
  const schema = contract.received[status] ?? contract.received[`${`${status}`[0]}XX`] ?? contract.received["default"];
  if (schema !== undefined) return judge(schema, body, received, {});
  return [{ pointer: "", rule: "status", message: `The API does not document the status ${status}.` }];
}
