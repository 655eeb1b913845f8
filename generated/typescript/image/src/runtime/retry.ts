import { APIError, type APIResponseError } from "./errors.ts";

/** Return a signal that aborts when time is up, or with another, and its timer to be cleared. */
export function clock(
  milliseconds: number,
  signal?: AbortSignal,
): [over: AbortSignal, timer: ReturnType<typeof setTimeout>] {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), Math.min(milliseconds, 2e9));
  return [AbortSignal.any([own.signal, signal ?? own.signal]), timer];
}

/** Pause; a signal ends the pause, and what waits for it. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const [over, timer] = clock(milliseconds, signal);
  await new Promise((resolve) => (over.onabort = resolve));
  clearTimeout(timer);
  signal?.throwIfAborted();
}

/** Milliseconds that a response asks to wait, NaN when it does not. */
export function askedPause(headers?: Headers): number {
  const after = headers?.get("retry-after") ?? "x";
  const later = +after >= 0 ? +after * 1000 : Date.parse(after) - Date.now();
  return Math.max(0, +(headers?.get("retry-after-ms") ?? later));
}

/** Milliseconds to pause before the same request is sent again; infinite if that is no use. */
export function pauseAfter(error: unknown, retries: number): number {
  const { statusCode = 503, headers } = Object(error) as Partial<APIResponseError>;
  const passing = /^(40[89]|429|5(?!01))/.test(`${statusCode}`);
  if (!passing || !(error instanceof APIError)) return Infinity;
  const asked = askedPause(headers);
  return asked >= 0 ? asked : Math.min(4000, 250 * 2 ** retries) * (1 + Math.random());
}
