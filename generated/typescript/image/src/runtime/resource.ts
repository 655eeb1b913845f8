import type { APIResponse, Engine, Request, RequestOptions } from "./call.ts";

/** The same operations; they return the response instead of its value. */
export type Raw<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<APIResponse<R>>
    : T[K];
};

/** A group of operations. */
export class Resource {
  protected readonly engine: Engine;
  private raw = false;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** The same operations; they return the response, its body not yet read. */
  get withRawResponse(): Raw<this> {
    return Object.assign(Object.create(this), { raw: true }) as Raw<this>;
  }

  /** Make a call of an own method for its response. */
  protected asRaw<T>(make: (raw: this) => Promise<T>): Promise<APIResponse<T>> {
    return make(this.withRawResponse as unknown as this) as Promise<unknown> as Promise<APIResponse<T>>;
  }

  protected call<T>(request: Request<T>, options?: RequestOptions): Promise<T> {
    return this.engine.send(request, options, this.raw) as Promise<T>;
  }
}
