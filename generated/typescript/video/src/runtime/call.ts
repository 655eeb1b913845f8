import { baseURL, type Credentials, envPrefix, expand, required, schemes, security } from "./config.ts";
import { env } from "./env.ts";
import {
  APIConnectionError,
  APIError,
  APIResponseError,
  APIResponseValidationError,
  APITimeoutError,
  ConfigurationError,
  RuleViolationError,
} from "./errors.ts";
import { broken, type Rules } from "./judge.ts";
import { describe, statusError } from "./problems.ts";
import type { Alternatives, Encoded, Extra, Query } from "./wire.ts";

/** Options of every method that sends a request; they win over the client's. */
export interface RequestOptions {
  /** Ends the call; what it rejects with is the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one attempt (60,000), null for ever. */
  timeout?: number | null | undefined;
  /** Milliseconds for the whole call (600,000), retries and pauses included; null for ever. */
  deadline?: number | null | undefined;
  /** Attempts after the first (2). */
  maxRetries?: number | undefined;
  /** Sent too; null takes a header away. */
  extraHeaders?: Readonly<Record<string, string | null>> | undefined;
  extraQuery?: Query | undefined;
  /** Merged into a body that is an object. */
  extraBody?: Readonly<Record<string, unknown>> | undefined;
  /** Made by the client once for a call where the operation takes one. */
  idempotencyKey?: string | undefined;
}

/** Options of a client. */
export interface ClientOptions extends Credentials {
  baseURL?: string | null | undefined;
  timeout?: number | null | undefined;
  deadline?: number | null | undefined;
  maxRetries?: number | undefined;
  defaultHeaders?: Readonly<Record<string, string | null>> | undefined;
  defaultQuery?: Query | undefined;
  /** False sends requests that break the API's rules too. */
  checkRules?: boolean | undefined;
  /** What sends requests; the platform's `fetch` by default. */
  fetch?: typeof fetch | undefined;
}

/** One request of an operation. */
export interface Request<T> {
  readonly method: string;
  /** Filled in and escaped, query included. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | null | undefined>>;
  readonly body?: unknown;
  /** What the body must satisfy. */
  readonly rules?: Rules<never>;
  /** Writes a body that is not JSON. */
  readonly encode?: (body: never) => Encoded;
  /** Reads a success; JSON by default. */
  readonly decode?: (response: Response) => Promise<T>;
  /** The header that makes a repeated request harmless. */
  readonly key?: string;
  /** Alternatives, each the schemes needed together. */
  readonly security?: Alternatives;
  readonly server?: string;
  /** The path is a whole URL that no credentials are sent to. */
  readonly file?: boolean;
}

/** A response: its head, and its body to be parsed or read. */
export interface APIResponse<T> {
  readonly http: Response;
  readonly statusCode: number;
  readonly headers: Headers;
  readonly requestID: string | undefined;
  /** Attempts before this one. */
  readonly retries: number;
  /** What the method itself would have returned. */
  parse(): Promise<T>;
}

/** Pause; a signal ends the pause. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Milliseconds that a response asks to wait, undefined when it does not. */
export function askedPause(headers: Headers): number | undefined {
  const exact = headers.get("retry-after-ms");
  const after = headers.get("retry-after") ?? "x";
  const later = isNaN(+after) ? Date.parse(after) - Date.now() : +after * 1000;
  const pause = exact ? +exact : later;
  return isNaN(pause) ? undefined : Math.max(0, pause);
}

/** What all calls of a client share. */
export class Engine {
  readonly options: ClientOptions;
  private readonly base: string;
  private tokens = 5;

  constructor(options: ClientOptions) {
    this.options = options;
    this.base = expand(options.baseURL ?? env(`${envPrefix}_BASE_URL`) ?? baseURL, options);
    if (!/^https?:\/\/[^?#]+$/.test(this.base)) {
      throw new ConfigurationError(`no http(s) URL: baseURL ${this.base}`);
    }
    this.base = this.base.replace(/\/+$/, "");
    this.credentials(required);
  }

  /** Find the first alternative whose credentials are all there. */
  private credentials(alternatives: Alternatives): Extra[] {
    for (const names of alternatives) {
      const found = names.map((name) => schemes[name]?.(this.options));
      if (found.every((extra) => extra !== undefined)) return found;
    }
    if (!alternatives.length) return [];
    throw new ConfigurationError(`no credentials: ${alternatives.join(" or ")}`);
  }

  /** Send a request, as often as it takes; returns its value, or its response if `raw`. */
  async send<T>(request: Request<T>, options: RequestOptions = {}, raw = false): Promise<unknown> {
    const all = { ...this.options, ...options };
    const end = Date.now() + (all.deadline === undefined ? 600_000 : (all.deadline ?? Infinity));
    const [url, init] = this.prepare(request, options);
    const again = (request.key || !/POST|PATCH/.test(request.method)) && !("duplex" in init);
    this.tokens = Math.min(5, this.tokens + 0.25);
    for (let retries = 0; ; retries++) {
      try {
        return await this.attempt(request, url, init, { ...all, retries, end, raw });
      } catch (error) {
        options.signal?.throwIfAborted();
        const pause = pauseAfter(error, retries);
        const late = pause > 120_000 || Date.now() + pause >= end;
        if (!again || retries >= (all.maxRetries ?? 2) || late || this.tokens < 1) throw error;
        this.tokens--;
        await sleep(pause, options.signal);
      }
    }
  }

  private prepare<T>(request: Request<T>, options: RequestOptions): [URL, RequestInit] {
    const { method, path, body: given } = request;
    if (request.file) return [new URL(path), { method }];
    const { checkRules = true, defaultHeaders, defaultQuery } = this.options;
    const { extraBody, extraHeaders, extraQuery, idempotencyKey } = options;
    const body = extraBody ? { ...(given as object), ...extraBody } : given;
    const violations = checkRules && request.rules ? broken(request.rules, body) : [];
    if (violations.length) throw new RuleViolationError(describe(violations), { violations });
    const extras = this.credentials(request.security ?? security);
    const url = new URL((this.base === baseURL && request.server ? request.server : this.base) + path);
    for (const layer of [defaultQuery, extraQuery, ...extras.map((extra) => extra.query)]) {
      for (const [name, value] of Object.entries(layer ?? {})) url.searchParams.set(name, `${value}`);
    }
    const { type, ...encoded } = body === undefined ? {} : (request.encode ?? json)(body as never);
    const headers = new Headers({ accept: "application/json" });
    const layers = [
      type && { "content-type": type },
      ...extras.map((extra) => extra.headers),
      request.key && { [request.key]: idempotencyKey ?? crypto.getRandomValues(new Uint32Array(5)).join("-") },
      defaultHeaders,
      request.headers,
      extraHeaders,
    ];
    for (const [name, value] of layers.flatMap((layer) => Object.entries(layer || {}))) {
      if (value === null) headers.delete(name);
      else if (value !== undefined) headers.set(name, value);
    }
    const follow = method === "GET" && !extras.some((extra) => extra.bound);
    return [url, { ...encoded, method, headers, redirect: follow ? "follow" : "manual" }];
  }

  private async attempt<T>(
    request: Request<T>,
    url: URL,
    init: RequestInit,
    all: ClientOptions & RequestOptions & { retries: number; end: number; raw: boolean },
  ): Promise<unknown> {
    const { signal: stop, timeout = 60_000, retries, end } = all;
    const about = { method: init.method, url: url.origin + url.pathname, retries };
    const left = Math.min(timeout ?? Infinity, end - Date.now());
    const clock = new AbortController();
    const timer = left < Infinity && setTimeout(() => clock.abort(), left);
    const signal = stop ? AbortSignal.any([stop, clock.signal]) : clock.signal;
    try {
      const http = await (all.fetch ?? fetch)(url, { ...init, signal });
      const { status: statusCode, headers } = http;
      const head = { ...about, http, statusCode, headers, requestID: headers.get("x-request-id") ?? undefined };
      if (!http.ok) throw statusError(statusCode, await http.text(), head);
      const parse = (): Promise<T> => read(request, head);
      return all.raw ? { ...head, parse } : await parse();
    } catch (cause) {
      if (cause instanceof APIError || stop?.aborted) throw cause;
      const phase = left === timeout ? "timeout" : "deadline";
      throw clock.signal.aborted
        ? new APITimeoutError(`time ran out (${phase})`, { ...about, phase, cause })
        : new APIConnectionError(`connection failed: ${cause}`, { ...about, cause });
    } finally {
      if (timer) clearTimeout(timer);
    }
  }
}

async function read<T>(request: Request<T>, head: { http: Response }): Promise<T> {
  if (request.decode) return request.decode(head.http);
  const body = await head.http.text();
  try {
    return JSON.parse(body) as T;
  } catch (cause) {
    throw new APIResponseValidationError("the response is not JSON", { ...head, body, cause });
  }
}

/** Milliseconds to pause before the same request is sent again; infinite if that is no use. */
export function pauseAfter(error: unknown, retries: number): number {
  const chance = Math.min(8000, 500 * 2 ** retries) * (0.5 + Math.random() / 2);
  if (!(error instanceof APIResponseError)) return error instanceof APIError ? chance : Infinity;
  const passing = /^(408|409|429|50[^1]|5[1-9].)$/.test(`${error.statusCode}`);
  return passing ? (askedPause(error.headers) ?? chance) : Infinity;
}

function json(body: unknown): Encoded {
  return { body: JSON.stringify(body), type: "application/json" };
}
