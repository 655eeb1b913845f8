import { APIError } from "./errors.ts";

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
  const after = headers?.get("retry-after") ?? "";
  const later = +after * 1000 || Date.parse(after) - Date.now();
  return Math.max(0, +(headers?.get("retry-after-ms") ?? later));
}

/** Milliseconds to pause before the same request is sent again; infinite if that is no use. */
export function pauseAfter(error: unknown, retries: number): number {
  const passing = error instanceof APIError && /^(40[89]|429|5(?!01))/.test(`${error.statusCode ?? 503}`);
  if (!passing) return Infinity;
  return askedPause(error.headers) || Math.min(4000, 250 * 2 ** retries) * (1 + Math.random());
}
