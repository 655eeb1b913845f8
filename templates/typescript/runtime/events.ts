import { APIResponseValidationError } from "./errors.ts";

/** One event; `id` is the last one that the server gave, `retry` is in milliseconds. */
export interface StreamEvent<T> {
  readonly data: T;
  readonly event: string;
  readonly id: string;
  readonly retry: number | undefined;
}

/** What events hold: JSON, or `text` as it stands; `whole` where their type has `event`, `data` and `id`. */
export interface StreamOf {
  readonly text?: boolean;
  readonly whole?: boolean;
  /** Reads JSON. */
  readonly parse?: (text: string) => unknown;
}

/** So many characters an event may have. */
const LONGEST = 64 * 1024 ** 2;

/** The events of a response: iterate over what they hold, once; leaving the loop ends the response. */
export class EventStream<T> implements AsyncIterable<T> {
  readonly #response: Response;
  readonly #kind: StreamOf;

  constructor(response: Response, kind: StreamOf) {
    this.#response = response;
    this.#kind = kind;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for await (const { data } of this.events()) yield data;
  }

  /** Iterate over the events themselves, which have names and ids. */
  async *events(): AsyncGenerator<StreamEvent<T>> {
    const type = this.#response.headers.get("content-type") ?? "";
    const parse = type.includes("event-stream") ? serverSent : jsonLines;
    for await (const event of parse(lines(this.#response))) {
      if (event.data === "[DONE]") return; // What many servers send last; it is no event.
      yield { ...event, data: this.#read(event) };
    }
  }

  #read({ data: text, event, id, retry }: StreamEvent<string>): T {
    try {
      const data: unknown = this.#kind.text ? text : (this.#kind.parse ?? JSON.parse)(text);
      return (this.#kind.whole ? { data, event, ...(id && { id }), ...(retry && { retry }) } : data) as T;
    } catch (cause) {
      if (cause instanceof APIResponseValidationError) throw cause;
      throw this.#refuse("an event is not JSON", { body: text, cause });
    }
  }

  #refuse(why: string, more: object): APIResponseValidationError {
    const { headers, status: statusCode } = this.#response;
    return new APIResponseValidationError(why, { headers, statusCode, ...more });
  }
}

/** Read a stream of events or of lines of JSON. */
export async function events<T>(response: Response, kind: StreamOf = {}): Promise<EventStream<T>> {
  return new EventStream<T>(response, kind);
}

/** Whether a response is a stream, where it may be something else. */
export function isStream(response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return /event-stream|jsonl|ndjson|json-lines|json-seq/.test(type);
}

/** Source: WHATWG HTML, 9.2.6. What no blank line ends is no event. */
async function* serverSent(found: AsyncIterable<string>): AsyncGenerator<StreamEvent<string>> {
  let data: string[] = [];
  let event = "";
  let id = "";
  let retry: number | undefined;
  for await (const line of found) {
    const [, name = "", value = ""] = /^([^:]*)(?::? ?(.*))$/s.exec(line) ?? [];
    if (name === "data") data.push(value);
    if (name === "event") event = value;
    if (name === "id" && !value.includes("\0")) id = value;
    if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
    if (line !== "") continue;
    if (data.length) yield { data: data.join("\n"), event: event || "message", id, retry };
    [data, event, retry] = [[], "", undefined];
  }
}

/** One JSON value on each line; a text sequence has a record separator before it. */
async function* jsonLines(found: AsyncIterable<string>): AsyncGenerator<StreamEvent<string>> {
  for await (const line of found) {
    const data = line.replace(/^[\x1e \t]+|[ \t]+$/g, "");
    if (data) yield { data, event: "message", id: "", retry: undefined };
  }
}

/** The lines of a body; leaving the loop early ends the response. */
async function* lines(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoderStream() as TransformStream<Uint8Array<ArrayBuffer>, string>;
  const reader = response.body?.pipeThrough(decoder).getReader();
  let rest = "";
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const parts = (rest + next.value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      if (rest.length > LONGEST) throw new APIResponseValidationError("an event is too long", { body: "" });
      yield* parts;
    }
    if (rest) yield* rest.split("\r");
  } finally {
    await reader?.cancel();
  }
}
