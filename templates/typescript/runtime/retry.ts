import { APIError, APIResponseError } from "./errors.ts";

/** Pause; a signal ends the pause, and what waits for it. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
  signal?.throwIfAborted();
}

/** Milliseconds that a response asks to wait, undefined when it does not. */
export function askedPause(headers: Headers): number | undefined {
  const exact = headers.get("retry-after-ms");
  const after = headers.get("retry-after") ?? "x";
  const later = isNaN(+after) ? Date.parse(after) - Date.now() : +after * 1000;
  const pause = +(exact ?? later);
  return isNaN(pause) ? undefined : Math.max(0, pause);
}

/** Milliseconds to pause before the same request is sent again; infinite if that is no use. */
export function pauseAfter(error: unknown, retries: number): number {
  const chance = Math.min(8000, 500 * 2 ** retries) * (0.5 + Math.random() / 2);
  if (!(error instanceof APIResponseError)) return error instanceof APIError ? chance : Infinity;
  const passing = /^(40[89]|429|50[^1]|5[1-9].)$/.test(`${error.statusCode}`);
  return passing ? (askedPause(error.headers) ?? chance) : Infinity;
}
