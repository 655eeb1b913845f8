import type { Engine } from "./call.ts";
import type { APIResponse, IdempotentOptions, Request } from "./options.ts";

/** The operations of a resource; they return the response instead of its value. */
export type Raw<T, Own> = {
  [K in Exclude<keyof T, Own>]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<APIResponse<R>>
    : T[K];
};

/** A group of operations; `Own` names methods that are none. */
export class Resource<Own = never> {
  protected readonly _engine: Engine;
  private readonly _raw: boolean = false;

  constructor(engine: Engine) {
    this._engine = engine;
  }

  /** The same operations; they return the response, its body not yet read. */
  get withRawResponse(): Raw<this, Own> {
    return Object.assign(Object.create(this), { _raw: true }) as Raw<this, Own>;
  }

  /** Make a call of an own method for its response. */
  protected _asRaw<T>(make: (raw: this) => Promise<T>): Promise<APIResponse<T>> {
    return make(this.withRawResponse as unknown as this) as Promise<unknown> as Promise<APIResponse<T>>;
  }

  protected _call<T>(request: Request<T>, options?: IdempotentOptions): Promise<T> {
    return this._engine.send(request, options, this._raw) as Promise<T>;
  }
}
