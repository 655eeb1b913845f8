import { caller } from "./runtime/call.ts";
import type { ClientOptions, Settings } from "./runtime/options.ts";
import { Generations } from "./resources/generations.ts";

/** Client of the Luma Agents API; credentials that are not given come from the environment. */
export class Luma {
  readonly #settings: Settings;
  declare readonly generations: Generations;

  constructor(options: ClientOptions = {}) {
    this.#settings = { budget: { retries: 5 }, ...options };
    this.generations = new Generations(caller(this.#settings));
  }

  /** Return a client with some options changed. */
  withOptions(options: ClientOptions): Luma {
    return new Luma({ ...this.#settings, ...options });
  }
}
