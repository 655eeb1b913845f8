import type { FieldError } from "./errors.ts";

/** A JSON Schema of 2020-12; `$ref` is the name of another one. */
export type Schema = boolean | { readonly [keyword: string]: unknown };
export type Schemas = Readonly<Record<string, Schema>>;

type Path = readonly (string | number)[];
type Members = Readonly<Record<string, unknown>>;
type Parts = Readonly<Record<string, Schema>>;

/** What breaks a keyword at a place. */
interface Fault {
  readonly path: Path;
  readonly keyword: string;
  /** What follows the name of the place. */
  readonly words: string;
}

/** What is judged: `seen` gathers the members and items that some keyword has looked at. */
interface Part {
  readonly value: unknown;
  readonly path: Path;
  readonly schema: Members;
  readonly seen: Set<string | number>;
  readonly judge: Judge;
}

/** Judges by a schema of its own; what that has looked at is added to `seen`. */
type Judge = (schema: Schema, value: unknown, path: Path, seen?: Set<string | number>) => Fault[];
type Keyword = (part: Part, bound: never) => readonly Fault[];

/** What a `format` demands of a text. */
export type Formats = Readonly<Record<string, RegExp>>;

/** List what a value breaks of a schema, as the server of the API would say it; `whole` is its name. */
export function judge(
  schema: Schema,
  value: unknown,
  schemas: Schemas,
  formats: Formats,
  whole = "The body",
): FieldError[] {
  const inner: Judge = (own, part, path, seen) => {
    if (own === true) return [];
    if (own === false) return [fault(path, "falseSchema", "may not be given")];
    const found = { value: part, path, schema: own, seen: new Set<string | number>(), judge: inner };
    const faults = Object.entries(KEYWORDS).flatMap(([keyword, breaks]) =>
      Object.hasOwn(own, keyword) ? breaks(found, own[keyword] as never) : [],
    );
    if (seen && !faults.length) for (const name of found.seen) seen.add(name);
    return faults;
  };
  const KEYWORDS: Readonly<Record<string, Keyword>> = {
    $ref: ({ value, path, seen }, name: string) => inner(schemas[name] ?? true, value, path, seen),
    format: ({ value, path }, name: string) =>
      typeof value === "string" && formats[name]?.test(value) === false
        ? [fault(path, "format", `must be a ${name}, which ${quote(value)} is not`)]
        : [],
    ...PLAIN,
    ...COMPOSITE,
    ...LAST,
  };
  return inner(schema, value, []).map(({ path, keyword, words }) => ({
    pointer: path.map((step) => `/${`${step}`.replace(/~/g, "~0").replace(/\//g, "~1")}`).join(""),
    rule: `schema:${keyword}`,
    message: `${named(path) || whole} ${words}.`,
  }));
}

/** Write `lines[3].sku` for a place. */
function named(path: Path): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text.replace(/^\./, "").slice(0, 120);
}

function fault(path: Path, keyword: string, words: string): Fault {
  return { path, keyword, words };
}

function quote(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${count(value.length, "item")}`;
  if (isMap(value)) return "an object";
  const long = typeof value === "string" && [...value].length > 60;
  return JSON.stringify(long ? `${[...value].slice(0, 60).join("")}...` : value);
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function isMap(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are the same. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => same(item, other[at]));
  }
  if (!isMap(one)) return one === other;
  const names = Object.keys(one);
  const alike = isMap(other) && names.length === Object.keys(other).length;
  return alike && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}

/** Kinds of values, each with the words for it. */
const KINDS: Readonly<Record<string, readonly [words: string, is: (value: unknown) => boolean]>> = {
  null: ["null", (value) => value === null],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  integer: ["an integer", Number.isInteger],
  number: ["a number", (value) => typeof value === "number"],
  string: ["a string", (value) => typeof value === "string"],
  array: ["a list", Array.isArray],
  object: ["an object", isMap],
};

/** A keyword that bounds a number. */
function bound(name: string, words: string, holds: (value: number, limit: number) => boolean): Keyword {
  return ({ value, path }, limit: number) =>
    typeof value === "number" && !holds(value, limit)
      ? [fault(path, name, `must be ${words} ${quote(limit)}, not ${quote(value)}`)]
      : [];
}

/** A keyword that bounds how much there is of something. */
function size(
  name: string,
  thing: string,
  most: boolean,
  measure: (value: unknown) => number | undefined,
): Keyword {
  return ({ value, path }, limit: number) => {
    const found = measure(value);
    if (found === undefined || (most ? found <= limit : found >= limit)) return [];
    const words = `must have ${most ? "at most" : "at least"} ${count(limit, thing)}, not ${found}`;
    return [fault(path, name, words)];
  };
}

const letters = (value: unknown): number | undefined =>
  typeof value === "string" ? [...value].length : undefined;
const items = (value: unknown): number | undefined =>
  Array.isArray(value) ? value.length : undefined;
const members = (value: unknown): number | undefined =>
  isMap(value) ? Object.keys(value).length : undefined;

/** Whether a number is a multiple of another, as decimals: 0.3 is one of 0.1. */
function divides(value: number, step: number): boolean {
  const times = Math.abs(value / step);
  const near = Math.abs(times - Math.round(times)) <= Number.EPSILON * times;
  return value % step === 0 || (near && times < 2 ** 50);
}

const patterns = new Map<string, RegExp | undefined>();

/** Compile a pattern once; one that this platform does not know demands nothing. */
function compiled(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    try {
      patterns.set(pattern, new RegExp(pattern, "u"));
    } catch {
      patterns.set(pattern, undefined);
    }
  }
  return patterns.get(pattern);
}

/** Keywords about a value as it is. */
const PLAIN: Readonly<Record<string, Keyword>> = {
  type: ({ value, path }, kinds: string | readonly string[]) => {
    const wanted = Object.entries(KINDS).filter(([kind]) => [kinds].flat().includes(kind));
    if (wanted.some(([, [, is]]) => is(value))) return [];
    const words = wanted.map(([, [article]]) => article).join(" or ");
    return [fault(path, "type", `must be ${words}, not ${quote(value)}`)];
  },
  enum: ({ value, path }, values: readonly unknown[]) => {
    if (values.some((item) => same(item, value))) return [];
    const known = values.slice(0, 20).map(quote).join(", ") + (values.length > 20 ? ", ..." : "");
    return [fault(path, "enum", `must be one of ${known}, not ${quote(value)}`)];
  },
  const: ({ value, path }, only) =>
    same(only, value) ? [] : [fault(path, "const", `must be ${quote(only)}, not ${quote(value)}`)],
  minLength: size("minLength", "character", false, letters),
  maxLength: size("maxLength", "character", true, letters),
  minItems: size("minItems", "item", false, items),
  maxItems: size("maxItems", "item", true, items),
  minProperties: size("minProperties", "member", false, members),
  maxProperties: size("maxProperties", "member", true, members),
  minimum: bound("minimum", "at least", (value, limit) => value >= limit),
  maximum: bound("maximum", "at most", (value, limit) => value <= limit),
  exclusiveMinimum: bound("exclusiveMinimum", "more than", (value, limit) => value > limit),
  exclusiveMaximum: bound("exclusiveMaximum", "less than", (value, limit) => value < limit),
  multipleOf: bound("multipleOf", "a multiple of", divides),
  pattern: ({ value, path }, pattern: string) =>
    typeof value === "string" && compiled(pattern)?.test(value) === false
      ? [fault(path, "pattern", `must match ${quote(pattern)}, which ${quote(value)} does not`)]
      : [],
  uniqueItems: ({ value, path }, unique: boolean) => {
    const twice = (item: unknown, at: number, all: readonly unknown[]): boolean =>
      all.slice(0, at).some((other) => same(item, other));
    return unique && Array.isArray(value) && value.some(twice)
      ? [fault(path, "uniqueItems", "must not hold the same item twice")]
      : [];
  },
  required: ({ value, path }, names: readonly string[]) => missing(value, path, names),
  dependentRequired: ({ value, path }, needs: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(needs).flatMap(([name, names]) =>
      isMap(value) && Object.hasOwn(value, name) ? missing(value, path, names) : [],
    ),
};

function missing(value: unknown, path: Path, names: readonly string[]): Fault[] {
  const absent = isMap(value) ? names.filter((name) => !Object.hasOwn(value, name)) : [];
  return absent.map((name) => fault([...path, name], "required", "is required"));
}

/** Keywords that have schemas for parts of a value, or several for the whole. */
const COMPOSITE: Readonly<Record<string, Keyword>> = {
  properties: (part, schemas: Parts) =>
    Object.entries(schemas).flatMap(([name, schema]) => member(part, name, schema)),
  patternProperties: (part, schemas: Parts) =>
    Object.entries(schemas).flatMap(([pattern, schema]) =>
      Object.keys(isMap(part.value) ? part.value : {}).flatMap((name) =>
        compiled(pattern)?.test(name) ? member(part, name, schema) : [],
      ),
    ),
  additionalProperties: (part, schema: Schema) => {
    const known = Object.keys((part.schema["properties"] as Parts | undefined) ?? {});
    const some = Object.keys((part.schema["patternProperties"] as Parts | undefined) ?? {});
    const names = Object.keys(isMap(part.value) ? part.value : {}).filter(
      (name) => !known.includes(name) && !some.some((pattern) => compiled(pattern)?.test(name)),
    );
    if (schema !== false) return names.flatMap((name) => member(part, name, schema));
    return names.map((name) => fault([...part.path, name], "additionalProperties", "is not known here"));
  },
  propertyNames: ({ value, path, judge }, schema: Schema) =>
    Object.keys(isMap(value) ? value : {}).flatMap((name) =>
      judge(schema, name, path).length
        ? [fault(path, "propertyNames", "has a member whose name is not allowed")]
        : [],
    ),
  prefixItems: (part, schemas: readonly Schema[]) => schemas.flatMap((schema, at) => item(part, at, schema)),
  items: (part, schema: Schema) => {
    const first = (part.schema["prefixItems"] as readonly Schema[] | undefined)?.length ?? 0;
    const list = Array.isArray(part.value) ? part.value : [];
    return list.slice(first).flatMap((_, at) => item(part, first + at, schema));
  },
  contains: ({ value, path, schema: own, seen, judge }, schema: Schema) => {
    if (!Array.isArray(value)) return [];
    const found = [...value.keys()].filter((at) => !judge(schema, value[at], path).length);
    for (const at of found) seen.add(at);
    const { minContains: least = 1, maxContains: most = Infinity } = own as Record<string, number>;
    if (found.length >= least && found.length <= most) return [];
    return [fault(path, "contains", "must hold an item of the kind that its schema asks for")];
  },
  dependentSchemas: ({ value, path, seen, judge }, schemas: Parts) =>
    Object.entries(schemas).flatMap(([name, schema]) =>
      isMap(value) && Object.hasOwn(value, name) ? judge(schema, value, path, seen) : [],
    ),
  allOf: ({ value, path, seen, judge }, schemas: readonly Schema[]) =>
    schemas.flatMap((schema) => judge(schema, value, path, seen)),
  anyOf: (part, schemas: readonly Schema[]) => {
    const [found, fits] = branches(part, schemas);
    if (fits) return [];
    return meant(part, found) ?? [fault(part.path, "anyOf", "has none of the forms that its schema allows")];
  },
  oneOf: (part, schemas: readonly Schema[]) => {
    const [found, fits] = branches(part, schemas);
    if (fits === 1) return [];
    const words = "must have exactly one of the forms that its schema allows";
    return (fits ? undefined : meant(part, found)) ?? [fault(part.path, "oneOf", words)];
  },
  not: ({ value, path, judge }, schema: Schema) =>
    judge(schema, value, path).length ? [] : [fault(path, "not", "has a form that its schema excludes")],
  if: ({ value, path, schema: own, seen, judge }, schema: Schema) => {
    const holds = !judge(schema, value, path, seen).length;
    return judge((own[holds ? "then" : "else"] as Schema | undefined) ?? true, value, path, seen);
  },
};

/** Keywords about what no other one has looked at. */
const LAST: Readonly<Record<string, Keyword>> = {
  unevaluatedProperties: (part, schema: Schema) =>
    Object.keys(isMap(part.value) ? part.value : {})
      .filter((name) => !part.seen.has(name) && member(part, name, schema).length)
      .map((name) => fault([...part.path, name], "unevaluatedProperties", "is not known here")),
  unevaluatedItems: (part, schema: Schema) => {
    const list = Array.isArray(part.value) ? [...part.value.keys()].filter((at) => !part.seen.has(at)) : [];
    if (!list.flatMap((at) => item(part, at, schema)).length) return [];
    const words = `does not keep \`unevaluatedItems\` of its schema: ${quote(part.value)}`;
    return [fault(part.path, "unevaluatedItems", words)];
  },
};

function member({ value, path, seen, judge }: Part, name: string, schema: Schema): Fault[] {
  if (!isMap(value) || !Object.hasOwn(value, name)) return [];
  seen.add(name);
  return judge(schema, value[name], [...path, name]);
}

function item({ value, path, seen, judge }: Part, at: number, schema: Schema): Fault[] {
  if (!Array.isArray(value) || at >= value.length) return [];
  seen.add(at);
  return judge(schema, value[at], [...path, at]);
}

/** Judge a value by each of several schemas; returns the faults of each, and how many have none. */
function branches({ value, path, seen, judge }: Part, schemas: readonly Schema[]): [Fault[][], number] {
  const found = schemas.map((schema) => judge(schema, value, path, seen));
  return [found, found.filter((faults) => !faults.length).length];
}

/** The faults of the one variant that was probably meant: others are of another type or tag. */
function meant({ path }: Part, found: readonly Fault[][]): Fault[] | undefined {
  const excludes = ({ keyword, path: place }: Fault): boolean => {
    const below = place.length - path.length;
    return (keyword === "type" && below === 0) || (keyword === "const" && below <= 1);
  };
  const likely = found.filter((faults) => !faults.some(excludes));
  return likely.length === 1 ? likely[0] : undefined;
}
