/** Generation create params. */
export interface GenerationCreateParamsBase {
  /** Text prompt. */
  prompt: string;
  /** Output aspect ratio. */
  aspect_ratio?: GenerationCreateParamsAspectRatio | null;
  /**
   * Reference images for style/content guidance. Up to 9 for type 'image', up to 8 for type
   * 'image_edit'.
   */
  image_ref?: Array<ImageRef>;
  /**
   * Model identifier. `uni-1` is the default tier; `uni-1-max` produces higher-quality output than
   * `uni-1` at a higher per-image price. Both models are available to all accounts — see Pricing
   * for per-image rates.
   */
  model?: Model;
  /** Output image format. */
  output_format?: "png" | "jpeg" | null;
  /** Reference image for guided generation. Provide either url or inline base64 data (not both). */
  source?: ImageRef | null;
  /** Style preset (auto, manga). */
  style?: "auto" | "manga";
  /** The kind of generation to perform. */
  type?: GenerationType;
  /**
   * Your end-user's stable opaque identifier (no PII). Forwarded to upstream model providers as
   * their per-user tagging field so trust & safety violations can be attributed to a specific
   * end-user rather than the whole API account. Also used for per-end-user usage breakdowns in
   * /v1/usage. Strongly recommended for partner integrations.
   */
  user_id?: string | null;
  /**
   * Enable web search grounding — the agent can search the web and download reference images before
   * generating.
   */
  web_search?: boolean;
}

/** Where `type` is "image" or not given. */
export interface GenerationCreateParamsImage extends GenerationCreateParamsBase {
  type?: "image";
}

/** Where `type` is "image_edit". */
export interface GenerationCreateParamsImageEdit extends GenerationCreateParamsBase {
  type: "image_edit";
  source: ImageRef;
}

/** Generation create params. */
export type GenerationCreateParams = GenerationCreateParamsImage | GenerationCreateParamsImageEdit;

/** Reference image for guided generation. Provide either url or inline base64 data (not both). */
export interface ImageRef {
  /** Base64-encoded image data. */
  data?: string | null;
  /** MIME type (e.g. image/jpeg). Required with data. */
  media_type?: string | null;
  /** Publicly accessible image URL. */
  url?: string | null;
}

/** Generation status and output. */
export interface Generation {
  /** Generation identifier. */
  id: string;
  /** Creation timestamp. */
  created_at: string;
  /** Model used. */
  model: "uni-1" | "uni-1-max" | (string & {});
  /** Current state of the generation. */
  state: "queued" | "processing" | "completed" | "failed" | (string & {});
  /** The kind of generation to perform. */
  type: "image" | "image_edit" | (string & {});
  /** Machine-readable failure code for programmatic handling. */
  failure_code?: GenerationFailureCode | (string & {}) | null;
  /** Human-readable failure description. */
  failure_reason?: string | null;
  /** Generated outputs (populated on completion). */
  output?: Array<GenerationOutput>;
}

/** A single generated output. */
export interface GenerationOutput {
  /** Media type (e.g. image). */
  type: string;
  /** Presigned URL (1hr expiry). */
  url: string;
}

/** Machine-readable failure code for programmatic handling. */
export type GenerationFailureCode =
  | "content_moderated"
  | "generation_failed"
  | "budget_exhausted"
  | "output_not_found"
  | "image_too_large"
  | "unsupported_format"
  | "corrupt_input"
  | "invalid_request"
  | "rate_limited";

/** The kind of generation to perform. */
export type GenerationType = "image" | "image_edit";

/**
 * Model identifier. `uni-1` is the default tier; `uni-1-max` produces higher-quality output than
 * `uni-1` at a higher per-image price. Both models are available to all accounts — see Pricing for
 * per-image rates.
 */
export type Model = "uni-1" | "uni-1-max";

/** Output aspect ratio. */
export type GenerationCreateParamsAspectRatio =
  | "3:1"
  | "2:1"
  | "16:9"
  | "3:2"
  | "1:1"
  | "2:3"
  | "9:16"
  | "1:2"
  | "1:3";
