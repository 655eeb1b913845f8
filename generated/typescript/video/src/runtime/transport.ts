import { logVariable, secrets, userAgent } from "./config.ts";
import { env } from "./env.ts";
import { APIResponseValidationError } from "./errors.ts";
import type { ClientOptions, Log } from "./options.ts";

/** Send a request as programs on servers do: under a name, with a log, and a limit to what is read. */
export async function send(
  url: URL,
  init: Sent,
  options: ClientOptions,
  unread?: boolean,
): Promise<Response> {
  const { log = logger(), maxResponseBytes = 64 * 1024 ** 2 } = options;
  if (!init.headers.has("user-agent")) init.headers.set("user-agent", userAgent);
  log?.(`request ${init.method} ${url.origin}${url.pathname}`, shown(init.headers));
  const response = await (options.fetch ?? fetch)(url, init);
  log?.(`response ${response.status}`, shown(response.headers));
  return response.ok && unread ? response : limited(response, maxResponseBytes);
}

/** A request that is ready to be sent. */
export interface Sent extends RequestInit {
  readonly headers: Headers;
}

/** Where the environment asks for it, the console is told of what happens. */
function logger(): Log | undefined {
  return /^debug$/i.test(env(logVariable) ?? "") ? console.debug : undefined;
}

/** Headers as a log may show them. */
function shown(headers: Headers): Record<string, string> {
  const safe = ([name, value]: [string, string]): [string, string] =>
    secrets.test(name) ? [name, "[secret]"] : [name, value];
  return Object.fromEntries([...headers].map(safe));
}

/** A response whose body cannot be read beyond a limit. */
function limited(response: Response, most: number): Response {
  const { body, status: statusCode, headers } = response;
  if (!body) return response;
  let size = 0;
  const measure = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      size += chunk.length;
      if (size <= most) return controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
      const about = { statusCode, headers, url: response.url.replace(/\?.*/s, "") };
      controller.error(new APIResponseValidationError(`the body has more than ${most} bytes`, about));
    },
  });
  return new Response(body.pipeThrough(measure), response);
}
