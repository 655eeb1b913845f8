import type { FieldError } from "./errors.ts";

/** A value as rules read it: literals are plain texts and numbers, nothing is written. */
export type Read<T> = unknown extends T
  ? any
  : T extends string
    ? string
    : T extends number
      ? number
      : T extends boolean
        ? boolean
        : T extends readonly (infer I)[]
          ? readonly Read<I>[]
          : T extends object
            ? { readonly [K in keyof T]: Read<T[K]> }
            : T;

/** A rule: itself, the JSON Pointer of the member it is about, its id, and its message. */
export type Rule<T> = readonly [
  holds: (self: Read<T>) => boolean,
  field: string,
  id: string,
  message: string,
];

/** The rules of a type and of what it is made of. */
export interface Rules<T> {
  readonly rules?: readonly Rule<T>[];
  /** The rules of members, by name. */
  readonly members?: { readonly [name: string]: Rules<never> };
  /** The rules of every item of a list, or of every member that is not named. */
  readonly items?: Rules<never>;
  /** The rules of the variant that a value is. */
  readonly variant?: (self: Read<T>) => Rules<never> | undefined;
}

/** List every rule that a value breaks; `at` is the JSON Pointer where it stands. */
export function broken<T>(
  { rules = [], items, members }: Rules<T>,
  self: unknown,
  at = "",
): FieldError[] {
  const found: FieldError[] = [];
  for (const [holds, field, rule, message] of rules) {
    try {
      if (!holds(self as Read<T>)) found.push({ rule, pointer: at + field, message });
    } catch {
      // A value of another type than the API declares: the server says so.
    }
  }
  for (const [name, part] of Object.entries(self ?? {})) {
    const inner = members?.[name] ?? items;
    if (inner && part != null) found.push(...broken(inner, part, `${at}/${name}`));
  }
  return found;
}
