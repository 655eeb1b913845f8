import { BaseError } from "./config.ts";

/** What is wrong with one member: JSON Pointer into the body, id of the rule, a sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}

/** What an error response says (RFC 9457); other members of it are kept. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

/** The client cannot work as it was set up. */
export class ConfigurationError extends BaseError {}

/** The request cannot be sent as it is; nothing was sent. */
export class InvalidRequestError extends BaseError {}

/** The request breaks rules of the API; nothing was sent. */
export class RuleViolationError extends InvalidRequestError {
  declare readonly violations: readonly FieldError[];
}

/** A call failed; `retries` attempts came before the last one, which may have got a response. */
export class APIError extends BaseError {
  declare readonly method: string;
  declare readonly url: string;
  declare readonly retries: number;
  declare readonly statusCode?: number;
  declare readonly headers?: Headers;
}

/** No whole response came; `cause` says why. */
export class APIConnectionError extends APIError {}

/** Time ran out: `phase` is "timeout" for one attempt, "deadline" for the whole call. */
export class APITimeoutError extends APIConnectionError {
  declare readonly phase: "timeout" | "deadline";
}

/** A response came that is no success. */
export class APIResponseError extends APIError {
  declare readonly statusCode: number;
  declare readonly headers: Headers;
  declare readonly body: string;
  declare readonly requestID: string | null;
}

/** The contract does not know such a response: it is no JSON, or not what its schema says. */
export class APIResponseValidationError extends APIResponseError {
  declare readonly violations: readonly FieldError[];
}

/** The server answered with an error status; there is a subclass for the usual ones. */
export class APIStatusError extends APIResponseError {
  declare readonly problem: Problem;
}
