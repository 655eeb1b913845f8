import type { Credentials } from "./config.ts";
import type { FieldError } from "./errors.ts";
import type { Rules } from "./judge.ts";
import type { Alternatives, Encoded, Query } from "./wire.ts";

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
}

/** Options of methods whose requests can be repeated without harm. */
export interface IdempotentOptions extends RequestOptions {
  /** Made by the client once for each call where it is not given. */
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
  /** Larger bodies are refused (64 MiB); not in browsers, which protect themselves. */
  maxResponseBytes?: number | undefined;
  /** False sends requests that break the API's rules too. */
  checkRules?: boolean | undefined;
  /** Judges bodies by their schemas: the function that the module `validate` exports. */
  validate?: Validate | undefined;
  /** Told of requests and responses, without their secrets; not in browsers, which show them. */
  log?: Log | undefined;
  /** What sends requests; the platform's `fetch` by default. */
  fetch?: typeof fetch | undefined;
}

/** Options, and what clients made of one another share: a call brings a quarter of a retry. */
export interface Settings extends ClientOptions {
  readonly budget: { retries: number };
}

/** Lists what is wrong with the body of an operation's request, or of a response with a status. */
export type Validate = (
  operation: string | undefined,
  body: unknown,
  status?: number,
) => readonly FieldError[];

export type Log = (message: string, headers?: Readonly<Record<string, string>>) => void;

/** One request of an operation. */
export interface Request<T> {
  /** The operation's name in the API's document. */
  readonly operation?: string;
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
  /** Reads the JSON of a success. */
  readonly parse?: <V>(text: string, head: object) => V;
  /** What is read comes piece by piece, for as long as it takes. */
  readonly streams?: boolean;
  /** The header that makes a repeated request harmless. */
  readonly key?: string;
  /** Repeated, it might be done twice. */
  readonly once?: boolean;
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
  readonly requestID: string | null;
  /** Attempts before this one. */
  readonly retries: number;
  /** What the method itself would have returned. */
  parse(): Promise<T>;
}
