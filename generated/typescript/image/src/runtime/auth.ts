import type { Credentials } from "./config.ts";
import { env } from "./env.ts";
import { ConfigurationError } from "./errors.ts";

/** Return the headers that let a client in. */
export function credentials(options: Credentials): Readonly<Record<string, string>> {
  const one = options.authToken?.trim() || env("LUMA_AGENTS_API_KEY");
  if (!one) throw new ConfigurationError("no credentials: pass authToken");
  return { authorization: `Bearer ${one}` };
}
