import type { Engine } from "./call.ts";
import { BaseError } from "./config.ts";
import { APIStatusError } from "./errors.ts";
import type { APIResponse, RequestOptions } from "./options.ts";

/** Options of methods that download. */
export type DownloadOptions = Pick<RequestOptions, "signal" | "timeout" | "deadline" | "maxRetries">;

/** A file could not be fetched. */
export class DownloadError extends BaseError {}

/** Fetch what a URL holds, without credentials; a URL that has expired is asked for again. */
export async function download(
  engine: Engine,
  urls: (fresh: boolean) => Promise<readonly string[]>,
  index: number,
  options?: DownloadOptions,
): Promise<Response> {
  const fetched = async (fresh: boolean): Promise<Response> => {
    const path = (await urls(fresh))[index];
    if (!path) throw new DownloadError(`no output ${index}`);
    const response = engine.send({ method: "GET", path, file: true }, options, true);
    return ((await response) as APIResponse<never>).http;
  };
  return fetched(false).catch((error: unknown) => {
    const expired = error instanceof APIStatusError && /40[013]|410/.test(`${error.statusCode}`);
    if (!expired) throw error;
    return fetched(true);
  });
}
