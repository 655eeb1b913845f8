import { credentials } from "./auth.ts";
import { address } from "./config.ts";
import { APIConnectionError, APIError, APITimeoutError, ConfigurationError } from "./errors.ts";
import type { APIResponse, IdempotentOptions, Request, Settings } from "./options.ts";
import { statusError } from "./problems.ts";
import { read } from "./read.ts";
import { prepare } from "./request.ts";
import { pauseAfter, sleep } from "./retry.ts";
import { send } from "./transport.ts";

/** Sends a request, as often as it takes; gives its value, or its response if `raw`. */
export interface Call {
  <T>(request: Request<T>, options?: IdempotentOptions): Promise<T>;
  <T>(request: Request<T>, options: IdempotentOptions | undefined, raw: true): Promise<APIResponse<T>>;
}

/** Return what sends the requests of a client. */
export function caller(settings: Settings): Call {
  const base = address(settings).replace(/\/+$/, "");
  if (!/^https?:\/\/[^?#{]+$/.test(base)) throw new ConfigurationError(`baseURL is ${base}`);
  credentials(settings);
  return async <T>(request: Request<T>, options?: IdempotentOptions, raw?: true): Promise<any> => {
    const all = { ...settings, ...options };
    const { budget, deadline = 600_000, maxRetries = 2, signal, timeout = 60_000 } = all;
    const end = Date.now() + (deadline ?? Infinity);
    const [url, init] = prepare(request, base, all);
    budget.retries = Math.min(5, budget.retries + 0.25);
    for (let retries = 0; ; retries++) {
      const clock = new AbortController();
      const left = Math.min(timeout ?? Infinity, end - Date.now());
      const timer = setTimeout(() => clock.abort(), Math.min(left, 2e9));
      const about = { method: request.method, url: url.origin + url.pathname, retries };
      try {
        const either = signal ? AbortSignal.any([signal, clock.signal]) : clock.signal;
        const http = await send(url, { ...init, signal: either }, all, raw);
        const { status: statusCode, headers } = http;
        const requestID = headers.get("x-request-id") ?? headers.get("request-id");
        const head = { ...about, http, statusCode, headers, requestID };
        if (!http.ok) throw statusError(head, await http.text());
        const parse = (): Promise<T> => read(request, head, all);
        return raw ? { ...head, parse } : await parse();
      } catch (cause) {
        signal?.throwIfAborted();
        const phase = left === timeout ? "timeout" : "deadline";
        const error = cause instanceof APIError
          ? cause
          : clock.signal.aborted
            ? new APITimeoutError(`time ran out (${phase})`, { ...about, phase, cause })
            : new APIConnectionError(`connection failed: ${cause}`, { ...about, cause });
        const pause = pauseAfter(error, retries);
        const late = pause > 120_000 || Date.now() + pause >= end;
        if (retries >= maxRetries || late || budget.retries < 1) throw error;
        budget.retries--;
        await sleep(pause, signal);
      } finally {
        clearTimeout(timer);
      }
    }
  };
}
