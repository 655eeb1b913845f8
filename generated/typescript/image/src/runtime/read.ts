import { APIResponseValidationError, type FieldError } from "./errors.ts";
import type { ClientOptions, Request } from "./options.ts";
import { type Head, refuse } from "./problems.ts";

/** Read the body of a success. */
export async function read<T>(request: Request<T>, head: Head, options: ClientOptions): Promise<T> {
  const body = await head.http.text();
  let value: unknown;
  let violations: readonly FieldError[] | undefined;
  try {
    value = JSON.parse(body);
    violations = options.validate?.(request.operation, value, head.statusCode);
  } catch (cause) {
    violations = [{ rule: "json", pointer: "", message: `${cause}` }];
  }
  refuse(APIResponseValidationError, violations, { ...head, body });
  return value as T;
}
