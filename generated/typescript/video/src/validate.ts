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
        enum: [
          "3:1",
          "2:1",
          "21:9",
          "16:9",
          "4:3",
          "3:2",
          "1:1",
          "3:4",
          "2:3",
          "9:16",
          "1:2",
          "1:3",
          null,
        ],
      },
      image_ref: { type: "array", items: { $ref: "ImageRef" }, maxItems: 9 },
      model: { $ref: "Model" },
      output_format: { type: ["string", "null"], enum: ["png", "jpeg", null] },
      source: { anyOf: [{ $ref: "ImageRef" }, { type: "null" }] },
      style: { type: "string", enum: ["auto", "manga"] },
      type: { $ref: "GenerationType" },
      user_id: { type: ["string", "null"], maxLength: 256 },
      web_search: { type: "boolean" },
      video: { anyOf: [{ $ref: "VideoOptions" }, { type: "null" }] },
    },
  },
  ImageRef: {
    type: "object",
    additionalProperties: false,
    properties: {
      data: { type: ["string", "null"] },
      media_type: { type: ["string", "null"] },
      url: { type: ["string", "null"] },
      generation_id: { type: ["string", "null"], format: "uuid" },
    },
  },
  Model: { type: "string", enum: ["uni-1", "uni-1-max", "ray-3.2"] },
  GenerationType: {
    type: "string",
    enum: ["image", "image_edit", "video", "video_edit", "video_reframe"],
  },
  VideoOptions: {
    type: "object",
    additionalProperties: false,
    properties: {
      duration: { anyOf: [{ $ref: "VideoDuration" }, { type: "null" }] },
      edit: { anyOf: [{ $ref: "VideoEditOptions" }, { type: "null" }] },
      end_frame: { anyOf: [{ $ref: "ImageRef" }, { type: "null" }] },
      exr_export: { type: ["boolean", "null"] },
      hdr: { type: ["boolean", "null"] },
      keyframe_indexes: {
        type: ["array", "null"],
        items: { type: "integer", minimum: 0 },
        minItems: 1,
        maxItems: 64,
        uniqueItems: true,
      },
      keyframes: {
        type: ["array", "null"],
        items: { $ref: "ImageRef" },
        minItems: 1,
        maxItems: 64,
      },
      loop: { type: ["boolean", "null"] },
      resolution: { anyOf: [{ $ref: "VideoResolution" }, { type: "null" }] },
      source_position: { anyOf: [{ $ref: "SourcePosition" }, { type: "null" }] },
      start_frame: { anyOf: [{ $ref: "ImageRef" }, { type: "null" }] },
    },
  },
  VideoDuration: { type: "string", enum: ["5s", "10s"] },
  VideoEditOptions: {
    type: "object",
    additionalProperties: false,
    properties: {
      auto_controls: { type: ["boolean", "null"] },
      controls: { anyOf: [{ $ref: "AdvancedControls" }, { type: "null" }] },
      keyframe_indexes: {
        type: ["array", "null"],
        items: { type: "integer", minimum: 0 },
        maxItems: 64,
        uniqueItems: true,
      },
      keyframes: { type: ["array", "null"], items: { $ref: "ImageRef" }, maxItems: 64 },
      strength: { anyOf: [{ $ref: "VideoEditStrength" }, { type: "null" }] },
    },
  },
  AdvancedControls: {
    type: "object",
    additionalProperties: false,
    properties: {
      depth: { anyOf: [{ $ref: "DepthControl" }, { type: "null" }] },
      face: { anyOf: [{ $ref: "FaceControl" }, { type: "null" }] },
      normals: { anyOf: [{ $ref: "NormalsControl" }, { type: "null" }] },
      pose: { anyOf: [{ $ref: "PoseControl" }, { type: "null" }] },
      trajectory: { anyOf: [{ $ref: "TrajectoryControl" }, { type: "null" }] },
    },
  },
  DepthControl: {
    type: "object",
    additionalProperties: false,
    properties: {
      blur: { type: ["number", "null"], minimum: 0, maximum: 1 },
      enabled: { type: ["boolean", "null"] },
    },
  },
  FaceControl: {
    type: "object",
    additionalProperties: false,
    properties: { enabled: { type: ["boolean", "null"] } },
  },
  NormalsControl: {
    type: "object",
    additionalProperties: false,
    properties: {
      augmentation: { type: ["number", "null"], minimum: 0, maximum: 1 },
      enabled: { type: ["boolean", "null"] },
    },
  },
  PoseControl: {
    type: "object",
    additionalProperties: false,
    properties: {
      enabled: { type: ["boolean", "null"] },
      strength: { anyOf: [{ $ref: "PoseControlStrength" }, { type: "null" }] },
    },
  },
  PoseControlStrength: { type: "string", enum: ["precise", "coarse"] },
  TrajectoryControl: {
    type: "object",
    additionalProperties: false,
    properties: {
      enabled: { type: ["boolean", "null"] },
      sparsity: { type: ["number", "null"], minimum: 0, maximum: 1 },
    },
  },
  VideoEditStrength: {
    type: "string",
    enum: [
      "adhere_1",
      "adhere_2",
      "adhere_3",
      "flex_1",
      "flex_2",
      "flex_3",
      "reimagine_1",
      "reimagine_2",
      "reimagine_3",
    ],
  },
  VideoResolution: { type: "string", enum: ["360p", "540p", "720p", "1080p"] },
  SourcePosition: {
    type: "object",
    required: ["h_norm", "w_norm", "x_norm", "y_norm"],
    additionalProperties: false,
    properties: {
      h_norm: { type: "number", exclusiveMinimum: 0, maximum: 2 },
      w_norm: { type: "number", exclusiveMinimum: 0, maximum: 2 },
      x_norm: { type: "number", minimum: -2, maximum: 2 },
      y_norm: { type: "number", minimum: -2, maximum: 2 },
    },
  },
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
  uuid: /^(?:[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$/u,
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
