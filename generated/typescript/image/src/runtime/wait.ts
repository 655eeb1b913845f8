import { BaseError } from "./config.ts";
import type { APIResponse, RequestOptions } from "./options.ts";
import { askedPause, pauseAfter, sleep } from "./retry.ts";

/** Options of methods that wait. */
export interface WaitOptions<T> extends Pick<RequestOptions, "signal" | "maxRetries" | "extraHeaders"> {
  /** Milliseconds for the whole wait (1,800,000), null for ever. */
  timeout?: number | null | undefined;
  /** Milliseconds before the second look (1,000), growing to 10,000. */
  pollInterval?: number | undefined;
  /** Called once for each state seen. */
  onState?: ((resource: T) => unknown) | undefined;
  /** False returns what failed instead of throwing. */
  raiseOnFailure?: boolean | undefined;
}

/** The work ended without success; `resource` is its last form. */
export class JobFailedError extends BaseError {
  declare readonly resource: unknown;
  declare readonly state: string;
  declare readonly reason: readonly unknown[];
}

/** The work did not end in time; it goes on, and `resource` (its last form) has its id. */
export class WaitTimeoutError extends BaseError {
  declare readonly resource: unknown;
}

/**
 * Look until the resource is in a terminal state.
 *
 * @param told - Its state, and what else tells why it is in it.
 * @param ends - The states that it stays in, and whether each is a success.
 */
export async function wait<T extends object>(
  job: T | string,
  look: (options: RequestOptions) => Promise<APIResponse<T>>,
  told: (resource: T) => readonly [state: string, ...reason: unknown[]],
  ends: Readonly<Record<string, boolean>>,
  options: WaitOptions<T> = {},
): Promise<T> {
  const { timeout = 1_800_000, maxRetries, extraHeaders, signal } = options;
  const end = Date.now() + (timeout ?? Infinity);
  let pause = options.pollInterval ?? 1000;
  let resource = job;
  let asked = 0;
  let failures = 0;
  let known: string | undefined;
  for (;;) {
    if (typeof resource !== "string") {
      const [state, ...reason] = told(resource);
      if (state !== known) await options.onState?.(resource);
      known = state;
      if (Object.hasOwn(ends, state)) {
        if (ends[state] || options.raiseOnFailure === false) return resource;
        throw new JobFailedError([state, ...reason].filter(Boolean).join(": "), { resource, state, reason });
      }
      const rest = Math.max(asked || 0, pause);
      if (end - Date.now() <= rest) throw new WaitTimeoutError(`still ${state}`, { resource });
      await sleep(rest, signal);
      pause = Math.max(pause, Math.min(pause * 1.5, 10_000));
    }
    try {
      const deadline = Math.min(600_000, end - Date.now());
      const response = await look({ deadline, maxRetries, extraHeaders, signal });
      resource = await response.parse();
      asked = askedPause(response.headers);
      failures = 0;
    } catch (error) {
      if (pauseAfter(error, 0) === Infinity || ++failures > 4) throw error;
    }
  }
}
