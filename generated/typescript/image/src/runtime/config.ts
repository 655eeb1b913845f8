import { env } from "./env.ts";
import type { Alternatives, Extra } from "./wire.ts";

/** Every error that this package throws on purpose is one of these. */
export class LumaError extends Error {
  constructor(message: string, more: object = {}) {
    super(message);
    Object.assign(this, more).name = new.target.name;
  }
}

export { LumaError as BaseError };

/** What a client is told of its caller; each comes from the environment too. */
export interface Credentials {
  authToken?: string | null | undefined;
}

export const envPrefix = "LUMA_AGENTS";
export const baseURL: string = "https://agents.lumalabs.ai/v1";

/** Fill in the variables of a URL. */
export function expand(url: string, _: Credentials): string {
  return url;
}

/** How each security scheme is met; undefined where a credential is missing. */
export const schemes: Record<string, (options: Credentials) => Extra | undefined> = {
  bearerAuth: (options) => {
    const one = options.authToken ?? env("LUMA_AGENTS_API_KEY");
    return one ? { headers: { authorization: `Bearer ${one}` } } : undefined;
  },
};

/** What most operations need, and what all of them do. */
export const security: Alternatives = [["bearerAuth"]];
export const required: Alternatives = [["bearerAuth"]];
