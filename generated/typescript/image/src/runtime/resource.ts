import type { Call } from "./call.ts";
import type { APIResponse, IdempotentOptions, Request } from "./options.ts";

/** The operations of a resource; they return the response instead of its value. */
export type Raw<T, Own> = {
  [K in Exclude<keyof T, Own>]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<APIResponse<R>>
    : T[K];
};

/** A group of operations; `Own` names methods that are none. */
export class Resource<Own = never> {
  declare protected readonly _call: Call;

  constructor(call: Call) {
    this._call = call;
  }

  /** The same operations; they return the response, its body not yet read. */
  get withRawResponse(): Raw<this, Own> {
    const kind = this.constructor as new (call: unknown) => Raw<this, Own>;
    return new kind(
      <T>(request: Request<T>, options?: IdempotentOptions): Promise<APIResponse<T>> =>
        this._call(request, options, true),
    );
  }
}
