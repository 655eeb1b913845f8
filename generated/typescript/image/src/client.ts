import { Engine } from "./runtime/call.ts";
import type { ClientOptions } from "./runtime/options.ts";
import { Generations } from "./resources/generations.ts";

/** Client of the Luma Agents API; credentials that are not given come from the environment. */
export class Luma {
  readonly #engine: Engine;
  readonly generations: Generations;

  constructor(options: ClientOptions = {}) {
    this.#engine = new Engine(options);
    this.generations = new Generations(this.#engine);
  }

  /** Return a client with some options changed. */
  withOptions(options: ClientOptions): Luma {
    return new Luma({ ...this.#engine.options, ...options });
  }
}
