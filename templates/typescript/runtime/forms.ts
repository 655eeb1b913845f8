import type { Encoded } from "./wire.ts";

/** A file of a multipart body: a `File` keeps its name; a `Blob` gets one. */
export type FileInput = Blob | File | ArrayBuffer | Uint8Array<ArrayBuffer> | string;

/** Write a multipart body: files under their names, objects as JSON, all else as text. */
export function multipart(body: object): Encoded {
  const boundary = `part-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  const parts = Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    [value].flat().flatMap((item) => (item == null ? [] : part(boundary, name, item))),
  );
  const type = `multipart/form-data; boundary=${boundary}`;
  return { body: new Blob([...parts, `--${boundary}--\r\n`]), type };
}

/** Escape a name as web forms do. */
function quoted(name: string): string {
  return `"${name.replace(/["\r\n]/g, encodeURIComponent)}"`;
}

function part(boundary: string, name: string, value: unknown): BlobPart[] {
  let head = `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}`;
  let content: BlobPart = String(value);
  if (value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const file = value instanceof File ? value.name : name;
    const type = (value instanceof Blob && value.type) || "application/octet-stream";
    head += `; filename=${quoted(file)}\r\nContent-Type: ${type}`;
    content = value as BlobPart;
  } else if (typeof value === "object") {
    head += "\r\nContent-Type: application/json";
    content = JSON.stringify(value);
  }
  return [`${head}\r\n\r\n`, content, "\r\n"];
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
