import { InvalidRequestError } from "./errors.ts";

/** How a parameter is written: its style, whether it is exploded, whether it keeps reserved characters. */
export type Style = readonly [name: string, style: string, explode?: boolean, reserved?: boolean];

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Write a value that is no list and no object. */
function plain(value: unknown): string {
  return isMap(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** Escape a text; with `reserved` the characters that mean something in a URL stay. */
function escape(text: string, reserved?: boolean): string {
  return reserved ? encodeURI(text).replace(/[#&+]/g, encodeURIComponent) : encodeURIComponent(text);
}

const SEPARATORS: Record<string, string> = { spaceDelimited: "%20", pipeDelimited: "|" };

/** A name of a query or form, and the texts that stand behind it as one. */
type Pair = readonly [name: string, texts: readonly string[]];

/** Put names in brackets; items that have members are numbered, others are not. */
function deep(name: string, value: unknown): Pair[] {
  if (value == null) return [];
  if (Array.isArray(value)) {
    const flat = !value.some((item) => isMap(item) || Array.isArray(item));
    return value.flatMap((item, at) => deep(`${name}[${flat ? "" : at}]`, item));
  }
  if (!isMap(value)) return [[name, [plain(value)]]];
  return Object.entries(value).flatMap(([key, inner]) => deep(`${name}[${key}]`, inner));
}

function spread([name, style, explode]: Style, value: unknown): Pair[] {
  if (value == null) return [];
  if (style === "json") return [[name, [JSON.stringify(value)]]];
  if (style === "deepObject") return deep(name, value);
  if (Array.isArray(value)) {
    return explode ? value.map((item) => [name, [plain(item)]]) : [[name, value.map(plain)]];
  }
  if (!isMap(value)) return [[name, [plain(value)]]];
  const members = Object.entries(value).flatMap(([k, v]) => (v == null ? [] : [[k, plain(v)] as const]));
  return explode ? members.map(([k, text]) => [k, [text]]) : [[name, members.flat()]];
}

/** Write one parameter of a query, a cookie or a form as `name=value` pairs. */
export function pairs(style: Style, value: unknown): string[] {
  const put = (text: string): string => escape(text, style[3]);
  const between = SEPARATORS[style[1]] ?? ",";
  return spread(style, value).map(([name, texts]) => `${escape(name)}=${texts.map(put).join(between)}`);
}

/** Write one member of a multipart body as names and contents of its parts. */
export function parts(style: Style, value: unknown): [name: string, content: string][] {
  const between = decodeURIComponent(SEPARATORS[style[1]] ?? ",");
  return spread(style, value).map(([name, texts]) => [name, texts.join(between)]);
}

/** Read what was given under a name that every object has. */
export function own<T extends object, K extends keyof T>(values: T | undefined, name: K): T[K] | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Write a query: `?` and its pairs, or nothing. */
export function query(styles: readonly Style[], values: object | undefined): string {
  const text = all(styles, values, "&");
  return text && `?${text}`;
}

/** Write cookies, undefined when there are none. */
export function cookies(styles: readonly Style[], values: object | undefined): string | undefined {
  return all(styles, values, "; ") || undefined;
}

function all(styles: readonly Style[], values: object | undefined, separator: string): string {
  const given = (values ?? {}) as Record<string, unknown>;
  return styles.flatMap((style) => pairs(style, own(given, style[0]))).join(separator);
}

/** Write a header, undefined when it is not given. */
export function header(value: unknown, explode?: boolean): string | undefined {
  return value == null ? undefined : simple(value, explode, (text) => text);
}

/** Write a path parameter of any style; it may not be empty or lead elsewhere. */
export function path(style: Style, value: unknown): string {
  const text = value == null || value === "" ? "" : step(style, value);
  if (/^\.{0,2}$/.test(text)) throw new InvalidRequestError(`path parameter ${style[0]} is ${text || "empty"}`);
  return text;
}

function step([name, style, explode, reserved]: Style, value: unknown): string {
  const put = (text: string): string => escape(text, reserved);
  if (style === "label") return `.${simple(value, explode, put, explode ? "." : ",")}`;
  if (style !== "matrix") return simple(style === "json" ? JSON.stringify(value) : value, explode, put);
  if (Array.isArray(value) && explode) return value.map((v) => `;${name}=${put(plain(v))}`).join("");
  if (isMap(value) && explode) return `;${simple(value, true, put, ";")}`;
  return `;${escape(name)}=${simple(value, explode, put)}`;
}

function simple(
  value: unknown,
  explode: boolean | undefined,
  put: (text: string) => string,
  separator = ",",
): string {
  if (Array.isArray(value)) return value.map((item) => put(plain(item))).join(separator);
  if (!isMap(value)) return put(plain(value));
  const between = explode ? "=" : ",";
  const members = Object.entries(value).filter(([, item]) => item != null);
  return members.map(([k, v]) => put(k) + between + put(plain(v))).join(separator);
}
