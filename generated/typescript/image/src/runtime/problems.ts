import { APIStatusError, type FieldError, type Problem } from "./errors.ts";

/** The errors of the usual statuses; `statuses.ts` names them. */
export const classes: Readonly<Record<number, typeof APIStatusError>> = {
  400: class BadRequestError extends APIStatusError {},
  401: class AuthenticationError extends APIStatusError {},
  403: class PermissionDeniedError extends APIStatusError {},
  404: class NotFoundError extends APIStatusError {},
  409: class ConflictError extends APIStatusError {},
  410: class GoneError extends APIStatusError {},
  422: class UnprocessableEntityError extends APIStatusError {},
  429: class RateLimitError extends APIStatusError {},
  500: class InternalServerError extends APIStatusError {},
};

/** What came before a body. */
export interface Head {
  readonly http: Response;
  readonly statusCode: number;
}

/** Make the error for a status of 400 or above; its body may be anything. */
export function statusError(head: Head, body: string): APIStatusError {
  let problem: Problem = {};
  let errors: string | undefined;
  try {
    problem = Object(JSON.parse(body)) as Problem;
    errors = describe(problem.errors as FieldError[]);
  } catch {
    // What is no JSON, or lists no errors, says nothing more.
  }
  return new (classes[Math.min(head.statusCode, 500)] ?? APIStatusError)(
    [head.statusCode, problem.title, problem.detail, errors].filter(Boolean).join(": "),
    { ...head, problem, body },
  );
}

/** Throw violations, where there are any. */
export function refuse(
  kind: new (message: string, more: object) => Error,
  violations: readonly FieldError[] | undefined,
  more?: object,
): void {
  if (violations?.length) throw new kind(describe(violations), { ...more, violations });
}

/** Spell violations in one line. */
function describe(violations: readonly FieldError[]): string {
  return violations.map((v) => `${v.pointer || "/"}: ${v.message} [${v.rule}]`).join("; ");
}
