import type { IdempotentOptions, RequestOptions } from "../runtime/options.ts";
import { segment } from "../runtime/wire.ts";
import type { Generation, GenerationCreateParams } from "../types.ts";
import { wait, type WaitOptions } from "../runtime/wait.ts";
import { download, type DownloadOptions } from "../runtime/download.ts";
import * as rules from "../rules.ts";
import { type Raw, Resource } from "../runtime/resource.ts";

/** Jobs that make media from a prompt. */
export class Generations extends Resource<"wait" | "createAndWait" | "download" | "downloadAll"> {
  /**
   * Create a generation
   *
   * Submit an image or video generation job. Returns immediately with an opaque job ID to poll via
   * GET /generations/{id}.
   *
   * Only the server can check this:
   *
   * - The source video of 'video_edit' must be 18 seconds or shorter.
   * - 1080p for 'video_reframe' is coming soon and not yet enabled for this account.
   * - generation_id must name a completed generation of your own: an image for 'image_edit', a
   *   video for 'video_edit' and 'video_reframe'.
   * - This aspect_ratio is not made by this model for this type.
   */
  async create(body: GenerationCreateParams, options?: IdempotentOptions): Promise<Generation> {
    return this._call<Generation>(
      {
        operation: "createGeneration",
        method: "POST",
        path: "/generations",
        body,
        rules: rules.generationCreateParams,
        key: "Idempotency-Key",
      },
      options,
    );
  }

  /**
   * Get a generation
   *
   * Poll for generation status and output. On completion, the response includes presigned URLs to
   * download the generated images.
   *
   * @param generationID - Generation identifier.
   */
  async get(generationID: string, options?: RequestOptions): Promise<Generation> {
    return this._call<Generation>(
      {
        operation: "getGeneration",
        method: "GET",
        path: `/generations/${segment("generation_id", generationID)}`,
      },
      options,
    );
  }

  /** Look until it is `completed` or `failed`; throws `JobFailedError` or `WaitTimeoutError`. */
  wait(generation: Generation | string, options?: WaitOptions<Generation>): Promise<Generation> {
    return wait<Generation>(
      generation,
      (more) => (this.withRawResponse as Raw<Generations, "wait" | "createAndWait" | "download" | "downloadAll">).get(typeof generation === "string" ? generation : generation.id, more),
      (generation) => [generation.state, generation.failure_code, generation.failure_reason],
      { completed: true, failed: false },
      options,
    );
  }

  /** `create`, then `wait`. */
  async createAndWait(
    body: GenerationCreateParams,
    options: Omit<IdempotentOptions, "timeout"> & WaitOptions<Generation> = {},
  ): Promise<Generation> {
    const { timeout, ...first } = options;
    return this.wait(await this.create(body, first), options);
  }

  /** Fetch one output; its `body` is a stream, `blob()` and `arrayBuffer()` read it whole. */
  download(
    generation: Generation | string,
    { index = 0, ...options }: DownloadOptions & { index?: number } = {},
  ): Promise<Response> {
    return download(this._call, (fresh) => this.#outputs(generation, fresh), index, options);
  }

  /** Fetch every output, one after the other. */
  async downloadAll(generation: Generation | string, options?: DownloadOptions): Promise<Response[]> {
    const found: Response[] = [];
    for (const index of (await this.#outputs(generation, false)).keys()) {
      found.push(await this.download(generation, { ...options, index }));
    }
    return found;
  }

  async #outputs(job: Generation | string, fresh: boolean): Promise<readonly string[]> {
    const generation = typeof job === "string" || fresh ? await this.get(typeof job === "string" ? job : job.id) : job;
    return (generation?.output ?? []).flatMap((item) => item?.url ?? []);
  }
}
