import {
  APIStatusError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type FieldError,
  GoneError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  type Problem,
  RateLimitError,
  UnprocessableEntityError,
} from "./errors.ts";

const CLASSES: Record<number, typeof APIStatusError> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** Make the error for a status of 400 or above; its body may be anything. */
export function statusError(status: number, body: string, head: object): APIStatusError {
  let problem: Problem = {};
  try {
    problem = Object(JSON.parse(body)) as Problem;
  } catch {
    // A body that is no JSON says nothing more.
  }
  const kind = CLASSES[status] ?? (status >= 500 ? InternalServerError : APIStatusError);
  const errors = Array.isArray(problem.errors) ? describe(problem.errors as FieldError[]) : "";
  const words = [status, problem.title, problem.detail, errors].filter(Boolean);
  return new kind(words.join(": "), { ...head, body, problem });
}

/** Spell violations in one line. */
export function describe(violations: readonly FieldError[]): string {
  return violations.map((v) => `${v.pointer || "/"}: ${v.message} [${v.rule}]`).join("; ");
}
