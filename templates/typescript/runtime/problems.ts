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
  500: InternalServerError,
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
  return new (CLASSES[Math.min(head.statusCode, 500)] ?? APIStatusError)(
    [head.statusCode, problem.title, problem.detail, errors].filter(Boolean).join(": "),
    { ...head, body, problem },
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
