import { credentials } from "./auth.ts";
import { InvalidRequestError, RuleViolationError } from "./errors.ts";
import { broken } from "./judge.ts";
import type { IdempotentOptions, Request, Settings } from "./options.ts";
import { refuse } from "./problems.ts";
import type { Sent } from "./transport.ts";

/** Write a request, with all that is added to it. */
export function prepare<T>(
  request: Request<T>,
  base: string,
  options: Settings & IdempotentOptions,
): [url: URL, init: Sent] {
  const { method, key, rules } = request;
  const headers = new Headers();
  const url = new URL(request.file ? request.path : base + request.path, base);
  if (request.file) {
    if (url.protocol !== "https:" && !base.startsWith(url.protocol)) {
      throw new InvalidRequestError(`no file: ${url.origin}`);
    }
    return [url, { method, headers }];
  }
  const body = options.extraBody ? { ...(request.body as object), ...options.extraBody } : request.body;
  if (options.checkRules !== false && body !== undefined) {
    refuse(RuleViolationError, options.validate?.(request.operation, body));
    if (rules) refuse(RuleViolationError, broken(rules, body));
  }
  for (const [name, value] of Object.entries({ ...options.defaultQuery, ...options.extraQuery })) {
    url.searchParams.delete(name);
    for (const item of [value].flat()) if (item != null) url.searchParams.append(name, `${item}`);
  }
  const text = JSON.stringify(body);
  for (const [name, value] of [
    { accept: "application/json", "content-type": text && "application/json" },
    credentials(options),
    key && { [key]: options.idempotencyKey ?? crypto.randomUUID?.() ?? "" + Math.random() },
    options.defaultHeaders,
    options.extraHeaders,
  ].flatMap((layer) => Object.entries(layer ?? {}))) {
    if (/[^ -~]/.test(value ?? "")) throw new InvalidRequestError(`${name} fits no header`);
    if (value !== undefined) headers.delete(name);
    if (value != null) headers.append(name, value);
  }
  return [url, { method, headers, body: text, ...(method !== "GET" && { redirect: "manual" }) }];
}
