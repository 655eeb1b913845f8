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

/** Write one parameter of a query, a cookie or a form as `name=value` pairs. */
export function pairs([name, style, explode, reserved]: Style, value: unknown): string[] {
  const key = escape(name);
  const put = (inner: unknown): string => escape(plain(inner), reserved);
  if (value == null) return [];
  if (style === "json") return [`${key}=${escape(JSON.stringify(value))}`];
  if (Array.isArray(value)) {
    if (explode) return value.map((item) => `${key}=${put(item)}`);
    return [`${key}=${value.map(put).join(SEPARATORS[style] ?? ",")}`];
  }
  if (!isMap(value)) return [`${key}=${put(value)}`];
  const members = Object.entries(value).filter(([, item]) => item != null);
  if (style === "deepObject") return members.map(([k, v]) => `${key}[${escape(k)}]=${put(v)}`);
  if (explode) return members.map(([k, v]) => `${escape(k)}=${put(v)}`);
  return [`${key}=${members.map(([k, v]) => `${escape(k)},${put(v)}`).join(",")}`];
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
  return styles.flatMap((style) => pairs(style, given[style[0]])).join(separator);
}

/** Write a header, undefined when it is not given. */
export function header(value: unknown, explode?: boolean): string | undefined {
  return value == null ? undefined : simple(value, explode, (text) => text);
}

/** Write a path parameter of any style; it may not be empty or lead elsewhere. */
export function path([name, style, explode, reserved]: Style, value: unknown): string {
  const put = (text: string): string => escape(text, reserved).replace(/^\.+$/, encodeDots);
  if (value == null || value === "") throw new InvalidRequestError(`path parameter ${name} is empty`);
  if (style === "label") return `.${simple(value, explode, put, explode ? "." : ",")}`;
  if (style !== "matrix") return simple(style === "json" ? JSON.stringify(value) : value, explode, put);
  if (Array.isArray(value) && explode) return value.map((v) => `;${name}=${put(plain(v))}`).join("");
  if (isMap(value) && explode) return `;${simple(value, true, put, ";")}`;
  return `;${escape(name)}=${simple(value, explode, put)}`;
}

function encodeDots(text: string): never {
  throw new InvalidRequestError(`a path parameter is ${text}, which leads elsewhere`);
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
