/** Every error that this package throws on purpose is one of these. */
export class LumaError extends Error {
  constructor(message: string, more?: object) {
    super(message);
    // A bundle for a page may have shortened the name.
    Object.assign(this, more).name = /Error/.test(this.constructor.name)
      ? this.constructor.name
      : "LumaError";
  }
}

export { LumaError as BaseError };

/** What a client is told of its caller; each comes from the environment too. */
export interface Credentials {
  authToken?: string | null | undefined;
}

export const userAgent = "luma-agents/0.1.0";
export const logVariable = "LUMA_AGENTS_LOG";

/** Names of headers whose values no log shows. */
export const secrets: RegExp = /auth|token|secret|passw|signature|credential|session|cookie|api[-_]?key/i;
