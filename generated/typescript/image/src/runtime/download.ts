import type { Call } from "./call.ts";
import { BaseError } from "./config.ts";
import type { RequestOptions } from "./options.ts";

/** Options of methods that download. */
export type DownloadOptions = Pick<RequestOptions, "signal" | "timeout" | "deadline" | "maxRetries">;

/** A file could not be fetched. */
export class DownloadError extends BaseError {}

/** Fetch what a URL holds, without credentials; a URL that has expired is asked for again. */
export async function download(
  call: Call,
  urls: (fresh: boolean) => Promise<readonly string[]>,
  index: number,
  options?: DownloadOptions,
): Promise<Response> {
  for (let fresh = false; ; fresh = true) {
    const path = (await urls(fresh))[index];
    if (!path) throw new DownloadError(`no output ${index}`);
    try {
      return (await call({ method: "GET", path, file: true }, options, true)).http;
    } catch (error) {
      if (fresh || !/40[013]|410/.test(Object(error).statusCode)) throw error;
    }
  }
}
