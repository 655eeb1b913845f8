import { InvalidRequestError } from "./errors.ts";

/** Where integers of 64 bits stand: here, in members, in other members or items, as in a type of a table. */
export type Place =
  | true
  | string
  | { readonly members?: Readonly<Record<string, Place>>; readonly items?: Place; readonly any?: readonly Place[] };

type Types = Readonly<Record<string, Place>>;
type Places = readonly Exclude<Place, string>[];

/** Stands before digits while they travel through `JSON` as text; no server can know it. */
const mark = `${crypto.getRandomValues(new Uint32Array(4)).join("-")}:`;
const written = new RegExp(`"${mark}(-?\\d+)"`, "g");
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Mark the long integers of JSON as texts, or one for the text that it will be. */
export function marked(text: string, alone = false): string {
  if (alone) return mark + text;
  return text.replace(TOKENS, (token) => (/^-?\d{16,}$/.test(token) ? `"${mark}${token}"` : token));
}

/** Return the digits that were marked, false for any other value. */
export function digitsOf(value: unknown): string | false {
  return typeof value === "string" && value.startsWith(mark) && value.slice(mark.length);
}

/** Make integers of what was marked. */
export function unmarked(text: string): string {
  return text.replace(written, "$1");
}

/** Look types up, and list all alternatives. */
export function settled(
  types: Types,
  places: readonly (Place | undefined)[],
  seen: readonly string[] = [],
): Places {
  return places.flatMap((place): Places => {
    if (place === undefined) return [];
    if (place === true) return [place];
    if (typeof place !== "string") return [place, ...settled(types, place.any ?? [], seen)];
    return seen.includes(place) ? [] : settled(types, [types[place]], [...seen, place]);
  });
}

function below(types: Types, places: Places, name?: string): Places {
  const inner = places.map((place) => {
    if (place === true) return undefined;
    const { members = {}, items } = place;
    return name !== undefined && Object.hasOwn(members, name) ? members[name] : items;
  });
  return settled(types, inner);
}

/** Change the values inside of a value; `large` says whether one stands where 64 bits are. */
export function changed(
  value: unknown,
  change: (value: unknown, large: boolean, pointer: string) => unknown,
  places: Places = [],
  types: Types = {},
  at = "",
): unknown {
  if (Array.isArray(value)) {
    return value.map((item, number) => changed(item, change, below(types, places), types, `${at}/${number}`));
  }
  if (typeof value !== "object" || value === null || "toJSON" in value) {
    return change(value, places.includes(true), at);
  }
  const members = Object.entries(value).map(([name, inner]) => {
    const step = name.replace(/~/g, "~0").replace(/\//g, "~1");
    return [name, changed(inner, change, below(types, places, name), types, `${at}/${step}`)] as const;
  });
  return Object.fromEntries(members);
}

/** Return a parameter, unless it is a number that may have lost digits. */
export function exact<T>(name: string, value: T): T {
  const found = [value].flat().find(lossy);
  if (found !== undefined) throw new InvalidRequestError(`parameter ${name}: ${lost(found)}`);
  return value;
}

/** Return a value as rules and schemas judge it: with numbers, which may be rounded. */
export function numbers(value: unknown): unknown {
  return changed(value, (inner) => (typeof inner === "bigint" ? Number(inner) : inner));
}

/** Whether a number may have lost digits. */
export function lossy(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** Say so. */
export function lost(value: unknown): string {
  return `${value} is beyond 2^53, where numbers are not exact`;
}
