/** Client of the Luma Agents API. */
export { Luma, Luma as default } from "./client.ts";
export { LumaError } from "./runtime/config.ts";
export * from "./runtime/errors.ts";
export * from "./runtime/statuses.ts";
export type { APIResponse, ClientOptions, IdempotentOptions, RequestOptions } from "./runtime/options.ts";
export { JobFailedError, type WaitOptions, WaitTimeoutError } from "./runtime/wait.ts";
export { DownloadError, type DownloadOptions } from "./runtime/download.ts";
export type * from "./types.ts";
