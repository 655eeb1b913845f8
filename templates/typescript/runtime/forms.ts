import { InvalidRequestError } from "./errors.ts";
import type { Encoded } from "./wire.ts";

/** A file of a multipart body: a `File` keeps its name; a `Blob` gets one. */
export type FileInput = Blob | File | ArrayBuffer | Uint8Array<ArrayBuffer> | string;

/** How a member is written: its media type, unless a file says its own, and headers of its parts. */
export interface Part {
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names and contents of its parts, for one that is written as in a query. */
  readonly parts?: (value: unknown) => [name: string, content: string][];
}

function given<T>(ways: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(ways, name) ? ways[name] : undefined;
}

/** Write a multipart body: files under their names, objects as JSON, all else as text. */
export function multipart(body: object, parts: Readonly<Record<string, Part>> = {}): Encoded {
  const boundary = `part-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  const written = Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    const way = given(parts, name);
    const items = way?.parts?.(value) ?? [value].flat().map((item) => [name, item] as const);
    return items.flatMap(([key, item]) => (item == null ? [] : part(boundary, key, item, way)));
  });
  const type = `multipart/form-data; boundary=${boundary}`;
  return { body: new Blob([...written, `--${boundary}--\r\n`]), type };
}

/** Escape a name as web forms do. */
function quoted(name: string): string {
  return `"${name.replace(/["\r\n]/g, encodeURIComponent)}"`;
}

function part(boundary: string, name: string, value: unknown, way: Part = {}): BlobPart[] {
  const head = [`--${boundary}`, `Content-Disposition: form-data; name=${quoted(name)}`];
  const typed = (type: string | undefined): void => {
    if (type) head.push(`Content-Type: ${type}`);
  };
  let content: BlobPart = String(value);
  if (value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const file = value instanceof File ? value.name : name;
    head[1] += `; filename=${quoted(file)}`;
    typed((value instanceof Blob && value.type) || way.type || "application/octet-stream");
    content = value as BlobPart;
  } else if (/json$/.test(way.type ?? (typeof value === "object" ? "json" : ""))) {
    typed(way.type ?? "application/json");
    content = JSON.stringify(value);
  } else if (typeof value === "object") {
    throw new InvalidRequestError(`${name} is sent as ${way.type}: give it as text or as a file`);
  } else {
    typed(way.type);
  }
  head.push(...Object.entries(way.headers ?? {}).map(([header, told]) => `${header}: ${told}`));
  return [`${head.join("\r\n")}\r\n\r\n`, content, "\r\n"];
}

/** Write a body as a web form does: objects as JSON, a list once for each item, unless said otherwise. */
export function form(
  body: object,
  ways: Readonly<Record<string, (value: unknown) => string[]>> = {},
): Encoded {
  const pairs = Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    const items = [value].flat().filter((item) => item != null);
    return given(ways, name)?.(value) ?? items.map((item) => pair(name, item));
  });
  return { body: pairs.join("&"), type: "application/x-www-form-urlencoded" };
}

function pair(name: string, value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : `${value}`;
  return `${new URLSearchParams([[name, text]])}`;
}
