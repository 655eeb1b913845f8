import { InvalidRequestError } from "./errors.ts";

/** Members of a query string; a list is written once for each item. */
export type Query = Readonly<Record<string, unknown>>;

/** What `fetch` takes as a body. */
export type Content = NonNullable<RequestInit["body"]>;

/** A body on its way, and its media type where the platform does not know it. */
export interface Encoded {
  readonly body?: Content;
  readonly type?: string;
  /** Set for a stream, which cannot be sent again. */
  readonly duplex?: "half";
}

/** Alternatives of security schemes, each the names that are needed together. */
export type Alternatives = readonly (readonly string[])[];

/** What credentials add to a request. */
export interface Extra {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Query;
  /** A header that the platform would carry along to another host: no redirect is followed. */
  readonly bound?: boolean;
}

/** Escape one segment of a path; it may not be empty or lead elsewhere. */
export function segment(name: string, value: string | number | boolean): string {
  const text = encodeURIComponent(value ?? "");
  if (["", ".", ".."].includes(text)) throw new InvalidRequestError(`${name} is ${text}`);
  return text;
}
