import type { ClientOptions } from "./options.ts";
import type { Sent } from "./transport.ts";

/** Send a request; browsers name themselves, show what was sent, and limit what a page may hold. */
export function send(url: URL, init: Sent, options: ClientOptions): Promise<Response> {
  return (options.fetch ?? fetch)(url, init);
}
