// What generated rules call where a rule may fail: CEL's semantics, as plain functions.
// A rule that ends in an error is not satisfied: errors travel as `Fault` and end in `holds`.

/** The evaluation of a part of a rule ended in an error. */
export class Fault extends Error {}

/** A number that is a double although it is whole. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Stop the evaluation. */
export function fail(): never {
  throw new Fault();
}

/** Whether a rule is true; an error is not. */
export function holds(rule: () => unknown): boolean {
  try {
    return rule() === true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Whether a value is one of those listed. */
export function oneOf(value: unknown, ...values: readonly unknown[]): boolean {
  return values.includes(value);
}

/** Return the value of a member that must be there. */
export function given<T>(value: T): NonNullable<T> {
  return value ?? fail();
}

/** Return a value that must be true or false. */
export function bool(value: unknown): boolean {
  return typeof value === "boolean" ? value : fail();
}

/** CEL's `&&`: false wins over an error. */
export function both(...parts: readonly (() => unknown)[]): boolean {
  return !decided(parts, false);
}

/** CEL's `||`: true wins over an error. */
export function either(...parts: readonly (() => unknown)[]): boolean {
  return decided(parts, true);
}

/** Whether a part is `wanted`, which wins over errors. */
export function decided(parts: readonly (() => unknown)[], wanted: boolean): boolean {
  let failed = false;
  for (const part of parts) {
    try {
      if (bool(part()) === wanted) return true;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      failed = true;
    }
  }
  return failed ? fail() : false;
}

/** CEL's `all`: an item that fails the test wins over an error. */
export function every(items: readonly unknown[], test: (item: any) => unknown): boolean {
  return both(...items.map((item) => () => test(item)));
}

/** CEL's `exists`: an item that passes the test wins over an error. */
export function some(items: readonly unknown[], test: (item: any) => unknown): boolean {
  return either(...items.map((item) => () => test(item)));
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Double);
}

/** The names of the members of an object that are given. */
export function keys(value: object): string[] {
  return Object.entries(value).flatMap(([key, item]) => (item == null ? [] : [key]));
}

/** What a macro runs over: the items of a list, the keys of a map. */
export function each(value: unknown): any[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? keys(value) : fail();
}

/** A member of an object, undefined when it is absent. */
export function member(value: unknown, name: string): any {
  if (!isObject(value)) return fail();
  return Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined;
}

/** CEL's `value[index]`. */
export function item(value: unknown, index: unknown): any {
  if (isObject(value)) return typeof index === "string" ? given(member(value, index)) : fail();
  const place = Number(plain(index));
  if (!Array.isArray(value) || !isNumber(index) || !Number.isInteger(place)) return fail();
  return place >= 0 && place < value.length ? value[place] : fail();
}

/** Whether a value is a number. */
export function isNumber(value: unknown): value is number | bigint | Double {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Double;
}

/** A number without the mark of a double. */
export function plain(value: unknown): unknown {
  return value instanceof Double ? value.value : value;
}

/** Whether a number is an integer to CEL: whole, not marked, and not beyond its integers. */
export function isInt(value: unknown): value is number | bigint {
  if (typeof value === "bigint") return true;
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 64;
}

/** An integer as a bigint; it must fit 64 bits. */
export function big(value: unknown): bigint {
  if (!isInt(value)) return fail();
  const whole = BigInt(value);
  return BigInt.asIntN(64, whole) === whole ? whole : fail();
}

/** An integer that must fit 64 bits: a number where that is exact. */
export function int(value: bigint): number {
  if (BigInt.asIntN(64, value) !== value) return fail();
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : (value as unknown as number);
}

/** CEL's `+` of integers. */
export function plus(left: unknown, right: unknown): number {
  return int(big(left) + big(right));
}

/** CEL's `-` of integers. */
export function minus(left: unknown, right: unknown): number {
  return int(big(left) - big(right));
}

/** CEL's `*` of integers. */
export function times(left: unknown, right: unknown): number {
  return int(big(left) * big(right));
}

/** CEL's `/` of integers, which rounds towards zero. */
export function quotient(left: unknown, right: unknown): number {
  const divisor = big(right);
  return divisor === 0n ? fail() : int(big(left) / divisor);
}

/** CEL's `%`, which has the sign of the dividend. */
export function remainder(left: unknown, right: unknown): number {
  const [one, divisor] = [big(left), big(right)];
  return divisor === 0n || (divisor === -1n && one === -(2n ** 63n)) ? fail() : int(one % divisor);
}

/** A number as a double. */
export function double(value: unknown): number {
  return isNumber(value) ? Number(plain(value)) : fail();
}

/** A number marked as a double, and anything else as it is. */
export function asDouble(value: unknown): unknown {
  return isNumber(value) ? new Double(double(value)) : value;
}

/** CEL's `int()`: of a number, towards zero; of a text, its decimal. */
export function toInt(value: unknown): number {
  if (typeof value === "string") {
    const found = /^[ \t\n\v\f\r]*([+-]?)0*([0-9]{1,19})[ \t\n\v\f\r]*$/.exec(value);
    return found ? int(BigInt((found[1] === "-" ? "-" : "") + found[2])) : fail();
  }
  if (isInt(value)) return int(big(value));
  const number = double(value);
  return Math.abs(number) < 2 ** 63 ? int(BigInt(Math.trunc(number))) : fail();
}

/** CEL's `double()`: of a number, or of its text. */
export function toDouble(value: unknown): number {
  if (typeof value !== "string") return double(value);
  const text = value.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "").toLowerCase();
  const sign = text.startsWith("-") ? -1 : 1;
  if (/^[+-]?inf(inity)?$/.test(text)) return sign * Infinity;
  if (/^[+-]?nan(\([a-z0-9_]*\))?$/.test(text)) return NaN;
  if (/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/.test(text)) return Number(text);
  return sign * hexadecimal(text.replace(/^[+-]/, ""));
}

/** The double that a hexadecimal text stands for. */
export function hexadecimal(text: string): number {
  const found = /^0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?[0-9]+))?$/.exec(text);
  const digits = (found?.[1] ?? "") + (found?.[2] ?? "");
  if (!found || digits === "") return fail();
  const exponent = Number(found[3] ?? 0) - 4 * (found[2] ?? "").length;
  return Number(BigInt("0x" + digits)) * 2 ** exponent;
}

/** CEL's `string()` of a bool, an integer or a text. */
export function toText(value: unknown): string {
  if (typeof value === "boolean" || typeof value === "string") return String(value);
  return String(big(value));
}

/** CEL's `size()`: code points, items, or members that are given. */
export function size(value: unknown): number {
  if (typeof value === "string") return Array.from(value).length;
  return each(value).length;
}

/** Compare two numbers: CEL compares an integer with a double as doubles. */
export function equalNumbers(left: unknown, right: unknown): boolean {
  if (isInt(left) && isInt(right)) return left == right;
  return double(left) === double(right);
}

/** CEL's `==`: by value over all types; 1 equals 1.0 but not true. */
export function equal(left: unknown, right: unknown): boolean {
  if (isNumber(left) && isNumber(right)) return equalNumbers(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, index) => equal(one, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const names = keys(left);
    return (
      names.length === keys(right).length &&
      names.every((name) => member(right, name) != null && equal(left[name], right[name]))
    );
  }
  return (left ?? null) === (right ?? null);
}

/** CEL's `in`: an item of a list, a key of a map. */
export function contained(value: unknown, container: unknown): boolean {
  if (Array.isArray(container)) return container.some((part) => equal(value, part));
  if (typeof value === "string") return member(container, value) != null;
  return isObject(container) && (isNumber(value) || typeof value === "boolean") ? false : fail();
}

/** Less than 0, 0 or more as one text comes before another, by code points. */
export function order(left: string, right: string): number {
  const [one, other] = [Array.from(left), Array.from(right)];
  for (const [index, char] of one.entries()) {
    const next = other[index];
    if (next === undefined) return 1;
    if (char !== next) return (char.codePointAt(0) ?? 0) - (next.codePointAt(0) ?? 0);
  }
  return one.length - other.length;
}

/** CEL's `< <= > >=` where the types are not known before. */
export function ordered(left: unknown, operator: string, right: unknown): boolean {
  let [one, other]: [any, any] = [left, right];
  if (isNumber(left) && isNumber(right)) {
    if (!isInt(left) || !isInt(right)) [one, other] = [double(left), double(right)];
  } else if (typeof left === "string" && typeof right === "string") {
    [one, other] = [order(left, right), 0];
  } else if (typeof left !== "boolean" || typeof right !== "boolean") return fail();
  if (operator === "<") return one < other;
  if (operator === "<=") return one <= other;
  return operator === ">" ? one > other : one >= other;
}

/** CEL's `+ - * / %` where the types are not known before. */
export function computed(left: unknown, operator: string, right: unknown): unknown {
  if (operator === "+" && typeof left === "string" && typeof right === "string") return left + right;
  if (operator === "+" && Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (!isNumber(left) || !isNumber(right) || isInt(left) !== isInt(right)) return fail();
  if (isInt(left)) {
    if (operator === "+") return plus(left, right);
    if (operator === "-") return minus(left, right);
    if (operator === "*") return times(left, right);
    return operator === "/" ? quotient(left, right) : remainder(left, right);
  }
  const [one, other] = [double(left), double(right)];
  if (operator === "+") return new Double(one + other);
  if (operator === "-") return new Double(one - other);
  if (operator === "*") return new Double(one * other);
  return operator === "/" ? new Double(one / other) : fail();
}

/** CEL's unary `-`. */
export function negated(value: unknown): unknown {
  if (isInt(value)) return int(-big(value));
  return isNumber(value) ? new Double(-double(value)) : fail();
}

/** Return a value that must be a text. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : fail();
}
