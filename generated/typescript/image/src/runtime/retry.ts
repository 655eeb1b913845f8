import { APIError, type APIResponseError } from "./errors.ts";

/** Pause; a signal ends the pause, and what waits for it. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let end!: () => void;
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    end = resolve;
    timer = setTimeout(end, signal?.aborted ? 0 : milliseconds);
    signal?.addEventListener("abort", end);
  });
  clearTimeout(timer);
  signal?.removeEventListener("abort", end);
  signal?.throwIfAborted();
}

/** Milliseconds that a response asks to wait, NaN when it does not. */
export function askedPause(headers: Headers): number {
  const after = headers.get("retry-after") ?? "x";
  const later = +after >= 0 ? +after * 1000 : Date.parse(after) - Date.now();
  return Math.max(0, +(headers.get("retry-after-ms") ?? later));
}

/** Milliseconds to pause before the same request is sent again; infinite if that is no use. */
export function pauseAfter(error: unknown, retries: number): number {
  const { statusCode = 503, headers = new Headers() } = Object(error) as Partial<APIResponseError>;
  const passing = error instanceof APIError && /^(40[89]|429|5(?!01))/.test(`${statusCode}`);
  const asked = askedPause(headers);
  if (!passing) return Infinity;
  return asked >= 0 ? asked : Math.min(8000, 500 * 2 ** retries) * (0.5 + Math.random() / 2);
}
