// The rules of this API, as its clients judge them before they send.
"use strict";
window.RULES = (() => {
class Fault extends Error {
}
class Double {
  value;
  constructor(value) {
    this.value = value;
  }
}
function fail() {
  throw new Fault();
}
function holds(rule) {
  try {
    return rule() === true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
function oneOf(value, ...values) {
  return values.includes(value);
}
function given(value) {
  return value ?? fail();
}
function bool(value) {
  return typeof value === "boolean" ? value : fail();
}
function both(...parts) {
  return !decided(parts, false);
}
function either(...parts) {
  return decided(parts, true);
}
function decided(parts, wanted) {
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
function every(items, test) {
  return both(...items.map((item2) => () => test(item2)));
}
function some(items, test) {
  return either(...items.map((item2) => () => test(item2)));
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Double);
}
function keys(value) {
  return Object.entries(value).flatMap(([key, item2]) => item2 == null ? [] : [key]);
}
function each(value) {
  if (Array.isArray(value)) return value;
  return isObject(value) ? keys(value) : fail();
}
function member(value, name) {
  if (!isObject(value)) return fail();
  return Object.hasOwn(value, name) ? value[name] ?? void 0 : void 0;
}
function item(value, index) {
  if (isObject(value)) return typeof index === "string" ? given(member(value, index)) : fail();
  const place = Number(plain(index));
  if (!Array.isArray(value) || !isNumber(index) || !Number.isInteger(place)) return fail();
  return place >= 0 && place < value.length ? value[place] : fail();
}
function isNumber(value) {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Double;
}
function plain(value) {
  return value instanceof Double ? value.value : value;
}
function isInt(value) {
  if (typeof value === "bigint") return true;
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64;
}
function big(value) {
  if (!isInt(value)) return fail();
  const whole = BigInt(value);
  return BigInt.asIntN(64, whole) === whole ? whole : fail();
}
function int(value) {
  if (BigInt.asIntN(64, value) !== value) return fail();
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value;
}
function plus(left, right) {
  return int(big(left) + big(right));
}
function minus(left, right) {
  return int(big(left) - big(right));
}
function times(left, right) {
  return int(big(left) * big(right));
}
function quotient(left, right) {
  const divisor = big(right);
  return divisor === 0n ? fail() : int(big(left) / divisor);
}
function remainder(left, right) {
  const [one, divisor] = [big(left), big(right)];
  return divisor === 0n || divisor === -1n && one === -(2n ** 63n) ? fail() : int(one % divisor);
}
function double(value) {
  return isNumber(value) ? Number(plain(value)) : fail();
}
function asDouble(value) {
  return isNumber(value) ? new Double(double(value)) : value;
}
function toInt(value) {
  if (typeof value === "string") {
    const found = /^[ \t\n\v\f\r]*([+-]?)0*([0-9]{1,19})[ \t\n\v\f\r]*$/.exec(value);
    return found ? int(BigInt((found[1] === "-" ? "-" : "") + found[2])) : fail();
  }
  if (isInt(value)) return int(big(value));
  const number = double(value);
  return Math.abs(number) < 2 ** 63 ? int(BigInt(Math.trunc(number))) : fail();
}
function toDouble(value) {
  if (typeof value !== "string") return double(value);
  const text2 = value.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "").toLowerCase();
  const sign = text2.startsWith("-") ? -1 : 1;
  if (/^[+-]?inf(inity)?$/.test(text2)) return sign * Infinity;
  if (/^[+-]?nan(\([a-z0-9_]*\))?$/.test(text2)) return NaN;
  if (/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/.test(text2)) return Number(text2);
  return sign * hexadecimal(text2.replace(/^[+-]/, ""));
}
function hexadecimal(text2) {
  const found = /^0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?[0-9]+))?$/.exec(text2);
  const digits = (found?.[1] ?? "") + (found?.[2] ?? "");
  if (!found || digits === "") return fail();
  const exponent = Number(found[3] ?? 0) - 4 * (found[2] ?? "").length;
  return Number(BigInt("0x" + digits)) * 2 ** exponent;
}
function toText(value) {
  if (typeof value === "boolean" || typeof value === "string") return String(value);
  return String(big(value));
}
function size(value) {
  if (typeof value === "string") return Array.from(value).length;
  return each(value).length;
}
function equalNumbers(left, right) {
  if (isInt(left) && isInt(right)) return left == right;
  return double(left) === double(right);
}
function equal(left, right) {
  if (isNumber(left) && isNumber(right)) return equalNumbers(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, index) => equal(one, right[index]));
  }
  if (isObject(left) && isObject(right)) {
    const names = keys(left);
    return names.length === keys(right).length && names.every((name) => member(right, name) != null && equal(left[name], right[name]));
  }
  return (left ?? null) === (right ?? null);
}
function contained(value, container) {
  if (Array.isArray(container)) return container.some((part) => equal(value, part));
  if (typeof value === "string") return member(container, value) != null;
  return isObject(container) && (isNumber(value) || typeof value === "boolean") ? false : fail();
}
function order(left, right) {
  const [one, other] = [Array.from(left), Array.from(right)];
  for (const [index, char] of one.entries()) {
    const next = other[index];
    if (next === void 0) return 1;
    if (char !== next) return (char.codePointAt(0) ?? 0) - (next.codePointAt(0) ?? 0);
  }
  return one.length - other.length;
}
function ordered(left, operator, right) {
  let [one, other] = [left, right];
  if (isNumber(left) && isNumber(right)) {
    if (!isInt(left) || !isInt(right)) [one, other] = [double(left), double(right)];
  } else if (typeof left === "string" && typeof right === "string") {
    [one, other] = [order(left, right), 0];
  } else if (typeof left !== "boolean" || typeof right !== "boolean") return fail();
  if (operator === "<") return one < other;
  if (operator === "<=") return one <= other;
  return operator === ">" ? one > other : one >= other;
}
function computed(left, operator, right) {
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
function negated(value) {
  if (isInt(value)) return int(-big(value));
  return isNumber(value) ? new Double(-double(value)) : fail();
}
function text(value) {
  return typeof value === "string" ? value : fail();
}


const tables = {
  generationCreateParams: {
    rules: [
      ["image-ref-limit", "/image_ref", "image_ref takes at most 9 images for type 'image', and at most 8 for type 'image_edit'.", (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8, [["type"],["image_ref"]]],
      ["source-required", "/source", "'image_edit' edits a picture: give it as source.", (self) => self.type !== "image_edit" || self.source != null, [["type"],["source"]]],
    ],
    members: {
      "image_ref": () => tables.generationCreateParamsImageRef,
      "source": () => tables.imageRef,
    },
  },
  imageRef: {
    rules: [
      ["ref-exactly-one", "", "Give either url or data, not both and not neither.", (self) => (self.url != null) !== (self.data != null), [["url"],["data"]]],
      ["ref-data-needs-media-type", "/media_type", "data needs media_type to say what it is, such as image/jpeg.", (self) => self.data == null || self.media_type != null, [["data"],["media_type"]]],
      ["source-media-kind", "/media_type", "Only images are taken here, so media_type must be image/*, such as image/jpeg.", (self) => self.media_type == null || self.media_type.startsWith("image/"), [["media_type"]]],
    ],
    members: {
    },
  },
  generationCreateParamsImageRef: {
    rules: [
    ],
    members: {
    },
    items: () => tables.imageRef,
  },
};

/** Yield every rule that a value breaks, with the place of the value that it judges. */
function* broken(table, value, at = "") {
  for (const [rule, field, message, holds, reads] of table?.rules ?? []) {
    if (!holds(value)) yield { rule, pointer: at + field, message, at, reads, holds };
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const inner = table?.members?.[name] ?? table?.items;
    const step = name.replaceAll("~", "~0").replaceAll("/", "~1");
    if (inner && part !== null) yield* broken(inner(), part, `${at}/${step}`);
  }
}
return { tables, broken };
})();
