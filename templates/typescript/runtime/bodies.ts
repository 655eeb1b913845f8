import type { Content, Encoded } from "./wire.ts";

/** Send a body as it is; a stream is sent once. Without a `type` it says its own, if it has one. */
export function sent(type?: string): (body: Content) => Encoded {
  const more = type ? { type } : {};
  return (body) => ({ body, ...more, ...(body instanceof ReadableStream && { duplex: "half" }) });
}

/** Write a body as JSON of a media type of its own. */
export function jsonAs(type: string): (body: unknown) => Encoded {
  return (body) => ({ body: JSON.stringify(body), type });
}

/** Read a response as text. */
export function text(response: Response): Promise<string> {
  return response.text();
}

/** Read a response as bytes. */
export function bytes(response: Response): Promise<Blob> {
  return response.blob();
}

/** Read nothing: the response has no body. */
export async function nothing(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** Reads JSON. */
type Parse = (text: string) => unknown;

/** Read JSON where some responses have no body. */
export async function maybe<T>(response: Response, parse: Parse = JSON.parse): Promise<T | undefined> {
  const content = await response.text();
  return content ? (parse(content) as T) : undefined;
}

/** Read what the media type says: JSON, text or bytes. */
export async function auto<T>(response: Response, parse: Parse = JSON.parse): Promise<T> {
  const type = response.headers.get("content-type") ?? "";
  if (/[/+]json\b/.test(type)) return (await maybe<T>(response, parse)) as T;
  return (await (type.startsWith("text/") ? response.text() : response.blob())) as T;
}
