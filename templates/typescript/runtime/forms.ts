import type { Encoded } from "./wire.ts";

/** A file of a multipart body: a `File` keeps its name; a `Blob` gets one. */
export type FileInput = Blob | File | ArrayBuffer | Uint8Array<ArrayBuffer> | string;

/** Write a multipart body; the platform chooses the boundary. */
export function multipart(body: object): Encoded {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    for (const item of [value as unknown].flat()) part(form, name, item);
  }
  return { body: form };
}

function part(form: FormData, name: string, value: unknown): void {
  if (value == null) return;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    form.append(name, new Blob([value as ArrayBuffer]), name);
  } else if (value instanceof Blob) form.append(name, value);
  else if (typeof value !== "object") form.append(name, String(value));
  else form.append(name, new Blob([JSON.stringify(value)], { type: "application/json" }));
}

/** Write a body as a web form does. */
export function form(body: object): Encoded {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const item of [value as unknown].flat()) {
      if (item != null) pairs.append(name, typeof item === "object" ? JSON.stringify(item) : `${item}`);
    }
  }
  return { body: pairs };
}
