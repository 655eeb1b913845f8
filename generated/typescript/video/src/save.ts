import { DownloadError } from "./runtime/download.ts";
import { APIConnectionError } from "./runtime/errors.ts";
import { sleep } from "./runtime/retry.ts";

/** Options of `save`. */
export interface SaveOptions {
  /** Replace an existing file, which is refused otherwise. */
  overwrite?: boolean | undefined;
  /** Larger files are refused (16 GiB). */
  maxBytes?: number | undefined;
  /** Downloads after the first (2), where the connection breaks in the middle of one. */
  maxRetries?: number | undefined;
}

interface File {
  write(content: Uint8Array): Promise<unknown>;
  close(): Promise<void>;
}

interface Files {
  open(path: string, flags: string): Promise<File>;
  stat(path: string): Promise<{ isDirectory(): boolean }>;
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  link(path: string, other: string): Promise<void>;
  rename(path: string, other: string): Promise<void>;
  rm(path: string, options: { force: true }): Promise<void>;
}

interface Paths {
  basename(path: string): string;
  dirname(path: string): string;
  join(...steps: string[]): string;
}

/** No literals where they are imported, so that no bundle for browsers looks for them. */
const FILES: string = "node:fs/promises";
const PATHS: string = "node:path";

/**
 * Write what is downloaded to a file, or into a folder: whole, or not at all.
 *
 * @param download - Begins the download, again if the connection breaks.
 * @param to - A file, or an existing folder, or one that ends in `/`.
 * @returns The path of the file.
 */
export async function save(
  download: () => Promise<Response>,
  to: string,
  { overwrite = false, maxBytes = 16 * 1024 ** 3, maxRetries = 2 }: SaveOptions = {},
): Promise<string> {
  const [files, paths] = (await Promise.all([import(FILES), import(PATHS)])) as [Files, Paths];
  const found = await files.stat(to).catch(() => undefined);
  if (found && !found.isDirectory() && !overwrite) throw new DownloadError(`${to} exists`);
  for (let retries = 0; ; retries++) {
    const response = await download();
    const inside = found?.isDirectory() || to.endsWith("/");
    const path = inside ? paths.join(to, lastStep(response.url)) : to;
    const mark = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const part = paths.join(paths.dirname(path), `.${paths.basename(path).slice(-100)}.${mark}.part`);
    try {
      await files.mkdir(paths.dirname(path), { recursive: true });
      await write(files, part, response, maxBytes);
      await place(files, part, path, overwrite);
      return path;
    } catch (cause) {
      const known = cause instanceof DownloadError || cause instanceof APIConnectionError;
      if (!known) throw new DownloadError(`cannot write ${path}: ${cause}`, { cause });
      if (cause instanceof DownloadError || retries >= maxRetries) throw cause;
      await sleep(500 * 2 ** retries);
    } finally {
      await files.rm(part, { force: true });
    }
  }
}

/** A name that is one everywhere, from the end of an address. */
function lastStep(url: string): string {
  let path = "";
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    // What is no address, or is escaped wrongly, gives no name.
  }
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/[^\p{L}\p{N}_.-]/gu, "_");
  return name.replace(/^\.+/, "").slice(-100) || "output";
}

/** Move a file to its place; without `overwrite` never over one that has just appeared. */
async function place(files: Files, part: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return files.rename(part, path);
  await files.link(part, path).catch((cause: { code?: string }) => {
    if (cause.code === "EEXIST") throw cause;
    return files.rename(part, path); // A file system without links.
  });
}

async function write(files: Files, part: string, response: Response, most: number): Promise<void> {
  const reader = response.body?.getReader();
  const read = (): ReturnType<NonNullable<typeof reader>["read"]> | undefined =>
    reader?.read().catch((cause: unknown) => {
      throw new APIConnectionError(`the download broke off: ${cause}`, { method: "GET", cause });
    });
  const file = await files.open(part, "wx");
  let size = 0;
  try {
    for (let next = await read(); next && !next.done; next = await read()) {
      size += next.value.length;
      if (size > most) throw new DownloadError(`the file has more than ${most} bytes`);
      await file.write(next.value);
    }
  } finally {
    await file.close();
    await reader?.cancel().catch(() => undefined);
  }
}
