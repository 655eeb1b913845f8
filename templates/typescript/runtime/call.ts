import { address, baseURL, required, schemes, security } from "./config.ts";
import {
  APIConnectionError,
  APIError,
  APIResponseValidationError,
  APITimeoutError,
  ConfigurationError,
  type FieldError,
  InvalidRequestError,
  RuleViolationError,
} from "./errors.ts";
import { broken } from "./judge.ts";
import type { ClientOptions, IdempotentOptions, Request } from "./options.ts";
import { describe, statusError } from "./problems.ts";
import { pauseAfter, sleep } from "./retry.ts";
import { send, type Sent } from "./transport.ts";
import type { Alternatives, Encoded, Extra } from "./wire.ts";

/** Options, and what clients made of one another share: a call brings a quarter of a retry. */
interface Settings extends ClientOptions {
  readonly budget: { retries: number };
}

/** What each attempt of a call is made with; `end` is a time of the clock. */
interface Attempt extends Settings, IdempotentOptions {
  readonly retries: number;
  readonly end: number;
  readonly raw: boolean;
}

/** What all calls of a client share. */
export class Engine {
  readonly #settings: Settings;
  readonly #base: string;

  constructor(options: ClientOptions) {
    this.#settings = { budget: { retries: 5 }, ...options };
    this.#base = address(options).replace(/\/+$/, "");
    if (!/^https?:\/\/[^?#]+$/.test(this.#base)) throw new ConfigurationError(`baseURL is ${this.#base}`);
    this.#credentials(required);
  }

  get options(): ClientOptions {
    return this.#settings;
  }

  /** Find the first alternative whose credentials are all there; the last may need none. */
  #credentials(alternatives: Alternatives): Extra[] {
    for (const names of alternatives) {
      const found = names.map((name) => schemes[name]?.(this.#settings));
      if (found.every((extra) => !!extra)) return found;
    }
    throw new ConfigurationError(`no credentials: ${alternatives.join(" or ")}`);
  }

  /** Send a request, as often as it takes; returns its value, or its response if `raw`. */
  async send<T>(request: Request<T>, options: IdempotentOptions = {}, raw = false): Promise<unknown> {
    const all = { ...this.#settings, ...options };
    const { budget, deadline = 600_000, maxRetries = 2, signal } = all;
    const end = Date.now() + (deadline ?? Infinity);
    const [url, init] = this.#prepare(request, options);
    const again = (request.key || !/POST|PATCH/.test(request.method)) && !("duplex" in init);
    budget.retries = Math.min(5, budget.retries + 0.25);
    for (let retries = 0; ; retries++) {
      try {
        return await attempt(request, url, init, { ...all, retries, end, raw });
      } catch (error) {
        signal?.throwIfAborted();
        const pause = pauseAfter(error, retries);
        const late = pause > 120_000 || Date.now() + pause >= end;
        if (!again || retries >= maxRetries || late || budget.retries < 1) throw error;
        budget.retries--;
        await sleep(pause, signal);
      }
    }
  }

  #prepare<T>(request: Request<T>, options: IdempotentOptions): [URL, Sent] {
    const { method, path } = request;
    const headers = new Headers();
    if (request.file) {
      const url = new URL(path, this.#base);
      if (url.protocol === "https:" || this.#base.startsWith(url.protocol)) return [url, { method, headers }];
      throw new InvalidRequestError(`no file: ${url.origin}`);
    }
    const { extraBody, extraHeaders, extraQuery } = options;
    const body = extraBody ? { ...(request.body as object), ...extraBody } : request.body;
    this.#check(request, body);
    const extras = this.#credentials(request.security ?? security);
    const url = new URL(((this.#base === baseURL && request.server) || this.#base) + path);
    const query = url.searchParams;
    for (const layer of [this.#settings.defaultQuery, extraQuery, ...extras.map((extra) => extra.query)]) {
      for (const [name, value] of Object.entries(layer || {})) {
        query.delete(name);
        for (const item of [value].flat()) if (item != null) query.append(name, `${item}`);
      }
    }
    const { type, ...encoded } = body === undefined ? {} : (request.encode ?? json)(body as never);
    const unique = crypto.getRandomValues(new Uint32Array(5)).join("-");
    const layers = [
      { accept: "application/json", "content-type": type },
      ...extras.map((extra) => extra.headers),
      request.key && { [request.key]: options.idempotencyKey ?? unique },
      this.#settings.defaultHeaders,
      request.headers,
      extraHeaders,
    ];
    for (const [name, value] of layers.flatMap((layer) => Object.entries(layer || {}))) {
      if (/[^ -~]/.test(value ?? "")) throw new InvalidRequestError(`${name} fits no header`);
      if (value != null) headers.set(name, value);
      else if (value === null) headers.delete(name);
    }
    const bound = method !== "GET" || extras.some((extra) => extra.bound);
    return [url, { ...encoded, method, headers, ...(bound && { redirect: "manual" }) }];
  }

  /** Judge a body by its schema, then by the rules of the API. */
  #check({ operation, rules }: Request<unknown>, body: unknown): void {
    const { checkRules = true, validate } = this.#settings;
    if (!checkRules || body === undefined) return;
    const found = validate?.(operation, body) ?? [];
    const violations = rules && !found.length ? broken(rules, body) : found;
    if (violations.length) throw new RuleViolationError(describe(violations), { violations });
  }
}

async function attempt<T>(request: Request<T>, url: URL, init: Sent, all: Attempt): Promise<unknown> {
  const { signal: stop, timeout = 60_000, retries, end, raw } = all;
  const about = { method: init.method, url: url.origin + url.pathname, retries };
  const left = Math.min(timeout ?? Infinity, end - Date.now());
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), Math.min(left, 2e9));
  const signal = stop ? AbortSignal.any([stop, clock.signal]) : clock.signal;
  try {
    const http = await send(url, { ...init, signal }, all, request.streams);
    const { status: statusCode, headers } = http;
    const requestID = headers.get("x-request-id") ?? headers.get("request-id");
    const head = { ...about, http, statusCode, headers, requestID };
    if (!http.ok) throw statusError(statusCode, await http.text(), head);
    const parse = (): Promise<T> => read(request, head, all);
    return raw ? { ...head, parse } : await parse();
  } catch (cause) {
    if (cause instanceof APIError || stop?.aborted) throw cause;
    const phase = left === timeout ? "timeout" : "deadline";
    throw clock.signal.aborted
      ? new APITimeoutError(`time ran out (${phase})`, { ...about, phase, cause })
      : new APIConnectionError(`connection failed: ${cause}`, { ...about, cause });
  } finally {
    clearTimeout(timer);
  }
}

interface Head {
  readonly http: Response;
  readonly statusCode: number;
}

async function read<T>(request: Request<T>, head: Head, { validate }: Settings): Promise<T> {
  if (request.decode) return request.decode(head.http);
  const body = await head.http.text();
  let violations: readonly FieldError[];
  try {
    const value = JSON.parse(body) as T;
    violations = validate?.(request.operation, value, head.statusCode) ?? [];
    if (!violations.length) return value;
  } catch (cause) {
    violations = [{ pointer: "", rule: "json", message: `${cause}` }];
  }
  throw new APIResponseValidationError(describe(violations), { ...head, body, violations });
}

function json(body: unknown): Encoded {
  return { body: JSON.stringify(body), type: "application/json" };
}
