import { statusError } from "./problems.ts";
import { credentials } from "./auth.ts";
import { env } from "./env.ts";
import { APIConnectionError, APIError, APITimeoutError, ConfigurationError } from "./errors.ts";
import type { APIResponse, IdempotentOptions, Request, Settings } from "./options.ts";
import { read } from "./read.ts";
import { prepare } from "./request.ts";
import { clock, pauseAfter, sleep } from "./retry.ts";
import { send } from "./transport.ts";

/** Sends a request, as often as it takes; gives its value, or its response if `raw`. */
export interface Call {
  <T>(request: Request<T>, options?: IdempotentOptions): Promise<T>;
  <T>(request: Request<T>, options: IdempotentOptions | undefined, raw: true): Promise<APIResponse<T>>;
}

/** Return what sends the requests of a client. */
export function caller(settings: Settings): Call {
  const given = settings.baseURL ?? (env("LUMA_AGENTS_BASE_URL") || "https://agents.lumalabs.ai/v1");
  const base = given.replace(/\/+$/, "");
  if (!/^https?:\/\/[^?#{]+$/.test(base)) throw new ConfigurationError(`baseURL is ${base}`);
  credentials(settings);
  return async <T>(request: Request<T>, options?: IdempotentOptions, raw?: true): Promise<any> => {
    const all = { ...settings, ...options };
    const { budget, signal, timeout = 60_000, deadline = 600_000, maxRetries = settings.maxRetries ?? 2 } = all;
    const end = Date.now() + (deadline ?? Infinity);
    const [url, init] = prepare(request, base, all);
    budget.retries = Math.min(5, budget.retries + 0.25);
    for (let retries = 0; ; retries++) {
      const left = Math.min(end - Date.now(), timeout ?? Infinity);
      const [over, timer] = clock(left, signal);
      const about = { retries, method: request.method, url: url.origin + url.pathname };
      try {
        const http = await send(url, { ...init, signal: over }, all, raw);
        const { status: statusCode, headers } = http;
        const head = {
          ...about,
          http,
          requestID: headers.get("x-request-id") ?? headers.get("request-id"),
          statusCode,
          headers,
        };
        if (!http.ok) throw statusError(head, await http.text());
        return raw ? { ...head, parse: () => read(request, head, all) } : await read(request, head, all);
      } catch (cause) {
        signal?.throwIfAborted();
        const phase = left === timeout ? "timeout" : "deadline";
        const error = cause instanceof APIError
          ? cause
          : over.aborted
            ? new APITimeoutError(`no response: ${phase}`, { ...about, phase, cause })
            : new APIConnectionError(`no response: ${cause}`, { ...about, cause });
        const pause = pauseAfter(error, retries);
        if (budget.retries < 1 || end - Date.now() <= pause || retries >= maxRetries || pause > 120_000) {
          throw error;
        }
        budget.retries--;
        await sleep(pause, signal);
      } finally {
        clearTimeout(timer);
      }
    }
  };
}
