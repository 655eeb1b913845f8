// The rules and schemas of this API, as its clients judge them before they send.
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
      ["image-ref-limit", "/image_ref", "image_ref takes at most 8 with type=image_edit.", (self) => self.type !== "image_edit" || self.image_ref == null || self.image_ref.length <= 8, [["type"],["image_ref"]]],
      ["source-required", "/source", "type=image_edit, video_edit or video_reframe needs source.", (self) => !["image_edit", "video_edit", "video_reframe"].includes(self.type ?? "") || self.source != null, [["type"],["source"]]],
      ["model-matches-type", "/model", "model=ray-3.2 needs type=video, video_edit or video_reframe, and these need it.", (self) => (self.model === "ray-3.2") === ["video", "video_edit", "video_reframe"].includes(self.type ?? ""), [["model"],["type"]]],
      ["source-url-needs-media-type", "/source/media_type", "source.url needs source.media_type with type=video_edit or video_reframe.", (self) => !["video_edit", "video_reframe"].includes(self.type ?? "") || self.source?.url == null || self.source.media_type != null, [["type"],["source"],["source","url"],["source","media_type"]]],
      ["source-media-kind", "/source/media_type", "source.media_type must be image/*, or video/* with type=video_edit or video_reframe.", (self) => self.source?.media_type?.startsWith("image/") !== false || (self.source.media_type.startsWith("video/") && ["video_edit", "video_reframe"].includes(self.type ?? "")), [["source"],["source","media_type"],["type"]]],
      ["ref-generation-id-position", "/source/generation_id", "source.generation_id needs type=image_edit, video_edit or video_reframe.", (self) => self.source?.generation_id == null || ["image_edit", "video_edit", "video_reframe"].includes(self.type ?? ""), [["source"],["source","generation_id"],["type"]]],
      ["video-only-for-video", "/video", "video needs type=video, video_edit or video_reframe.", (self) => self.video == null || ["video", "video_edit", "video_reframe"].includes(self.type ?? ""), [["video"],["type"]]],
      ["edit-only-for-video-edit", "/video/edit", "video.edit needs type=video_edit.", (self) => self.video?.edit == null || self.type === "video_edit", [["video"],["video","edit"],["type"]]],
      ["hdr-not-for-reframe", "/video/hdr", "video.hdr=true does not go with type=video_reframe.", (self) => self.type !== "video_reframe" || self.video?.hdr !== true, [["type"],["video"],["video","hdr"]]],
      ["loop-only-for-video", "/video/loop", "video.loop needs type=video.", (self) => self.video?.loop !== true || self.type === "video", [["video"],["video","loop"],["type"]]],
      ["draft-is-sdr", "/video/resolution", "video.hdr=true does not go with resolution=360p with type=video.", (self) => self.type !== "video" || self.video?.resolution !== "360p" || self.video.hdr !== true, [["type"],["video"],["video","resolution"],["video","hdr"]]],
      ["position-only-for-reframe", "/video/source_position", "video.source_position needs type=video_reframe.", (self) => self.video?.source_position == null || self.type === "video_reframe", [["video"],["video","source_position"],["type"]]],
      ["keyframes-only-for-video", "/video/keyframes", "video.keyframes needs type=video and model=ray-3.2.", (self) => self.video?.keyframes == null || (self.type === "video" && self.model === "ray-3.2"), [["video"],["video","keyframes"],["type"],["model"]]],
      ["frames-legacy-limits", "/video", "video.start_frame or end_frame does not go with duration=10s or hdr=true with type=video.", (self) => self.type !== "video" || (self.video?.start_frame == null && self.video?.end_frame == null) || (self.video.duration !== "10s" && self.video.hdr !== true), [["type"],["video"],["video","start_frame"],["video","end_frame"],["video","duration"],["video","hdr"]]],
    ],
    members: {
      ["image_ref"]: () => tables.generationCreateParamsImageRef,
      ["source"]: () => tables.imageRef,
      ["video"]: () => tables.videoOptions,
    },
  },
  imageRef: {
    rules: [
      ["ref-exactly-one", "", "Give exactly one of url, data and generation_id.", (self) => [self.url != null, self.data != null, self.generation_id != null].filter(Boolean).length === 1, [["url"],["data"],["generation_id"]]],
      ["ref-data-needs-media-type", "/media_type", "data needs media_type.", (self) => self.data == null || self.media_type != null, [["data"],["media_type"]]],
    ],
    members: {
    },
  },
  videoOptions: {
    rules: [
      ["source-media-kind", "", "media_type must be image/* in start_frame and end_frame.", (self) => self.start_frame?.media_type?.startsWith("image/") !== false && self.end_frame?.media_type?.startsWith("image/") !== false, [["start_frame"],["start_frame","media_type"],["end_frame"],["end_frame","media_type"]]],
      ["exr-needs-hdr", "/exr_export", "exr_export needs hdr=true.", (self) => self.exr_export !== true || self.hdr === true, [["exr_export"],["hdr"]]],
      ["loop-not-10s", "/loop", "loop does not go with duration=10s.", (self) => self.loop !== true || self.duration !== "10s", [["loop"],["duration"]]],
      ["loop-not-hdr", "/loop", "loop does not go with hdr=true.", (self) => self.loop !== true || self.hdr !== true, [["loop"],["hdr"]]],
      ["keyframes-parallel", "/keyframe_indexes", "keyframes needs as many keyframe_indexes, 1 to 64.", (self) => (self.keyframes == null && self.keyframe_indexes == null) || (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length >= 1 && self.keyframes.length <= 64), [["keyframes"],["keyframe_indexes"]]],
      ["keyframe-indexes-grid", "/keyframe_indexes", "keyframe_indexes are 0 to 120, or 240 with duration=10s, none twice.", (self) => self.keyframe_indexes?.every((frame) => frame >= 0 && frame <= (self.duration === "10s" ? 240 : 120) && self.keyframe_indexes.filter((other) => other === frame).length === 1) !== false, [["keyframe_indexes"],["duration"]]],
      ["keyframes-exclusive", "/keyframes", "keyframes does not go with start_frame, end_frame or loop.", (self) => self.keyframes == null || (self.start_frame == null && self.end_frame == null && self.loop !== true), [["keyframes"],["start_frame"],["end_frame"],["loop"]]],
      ["edit-keyframes-exclusive", "/edit/keyframes", "edit.keyframes does not go with start_frame.", (self) => self.start_frame == null || self.edit?.keyframes == null, [["start_frame"],["edit"],["edit","keyframes"]]],
    ],
    members: {
      ["edit"]: () => tables.videoEditOptions,
      ["end_frame"]: () => tables.imageRef,
      ["keyframes"]: () => tables.videoOptionsKeyframes,
      ["start_frame"]: () => tables.imageRef,
    },
  },
  videoEditOptions: {
    rules: [
      ["edit-keyframes-parallel", "/keyframe_indexes", "keyframes needs as many keyframe_indexes, at most 64, none twice or below 0.", (self) => (self.keyframes == null && self.keyframe_indexes == null) || (self.keyframes != null && self.keyframe_indexes != null && self.keyframes.length === self.keyframe_indexes.length && self.keyframes.length <= 64 && self.keyframe_indexes.every((frame) => frame >= 0 && self.keyframe_indexes.filter((other) => other === frame).length === 1)), [["keyframes"],["keyframe_indexes"]]],
    ],
    members: {
      ["keyframes"]: () => tables.videoEditOptionsKeyframes,
    },
  },
  generationCreateParamsImageRef: {
    rules: [
      ["source-media-kind", "", "media_type must be image/* here.", (self) => self.every((ref) => ref.media_type?.startsWith("image/") !== false), []],
      ["ref-generation-id-position", "", "generation_id does not go here.", (self) => self.every((ref) => ref.generation_id == null), []],
    ],
    members: {
    },
    items: () => tables.imageRef,
  },
  videoOptionsKeyframes: {
    rules: [
      ["source-media-kind", "", "media_type must be image/* here.", (self) => self.every((ref) => ref.media_type?.startsWith("image/") !== false), []],
      ["ref-generation-id-position", "", "generation_id does not go here.", (self) => self.every((ref) => ref.generation_id == null), []],
    ],
    members: {
    },
    items: () => tables.imageRef,
  },
  videoEditOptionsKeyframes: {
    rules: [
      ["source-media-kind", "", "media_type must be image/* here.", (self) => self.every((ref) => ref.media_type?.startsWith("image/") !== false), []],
      ["ref-generation-id-position", "", "generation_id does not go here.", (self) => self.every((ref) => ref.generation_id == null), []],
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
    const inner = table && Object.hasOwn(table.members, name) ? table.members[name] : table?.items;
    const step = name.replaceAll("~", "~0").replaceAll("/", "~1");
    if (inner && part !== null) yield* broken(inner(), part, `${at}/${step}`);
  }
}

/** List what a value breaks of a schema. */
const judge = (() => {
function judge(schema, value, schemas, formats, whole = "The body") {
  const inner = (own, part, path, seen) => {
    if (own === true) return [];
    if (own === false) return [fault(path, "falseSchema", "may not be given")];
    const found = { value: part, path, schema: own, seen: /* @__PURE__ */ new Set(), judge: inner };
    const faults = Object.entries(KEYWORDS).flatMap(
      ([keyword, breaks]) => Object.hasOwn(own, keyword) ? breaks(found, own[keyword]) : []
    );
    if (seen && !faults.length) for (const name of found.seen) seen.add(name);
    return faults;
  };
  const KEYWORDS = {
    $ref: ({ value: value2, path, seen }, name) => inner(schemas[name] ?? true, value2, path, seen),
    format: ({ value: value2, path }, name) => typeof value2 === "string" && formats[name]?.test(value2) === false ? [fault(path, "format", `must be a ${name}, which ${quote(value2)} is not`)] : [],
    ...PLAIN,
    ...COMPOSITE,
    ...LAST
  };
  return inner(schema, value, []).map(({ path, keyword, words }) => ({
    pointer: path.map((step) => `/${`${step}`.replace(/~/g, "~0").replace(/\//g, "~1")}`).join(""),
    rule: `schema:${keyword}`,
    message: `${named(path) || whole} ${words}.`
  }));
}
function named(path) {
  const text = path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("");
  return text.replace(/^\./, "").slice(0, 120);
}
function fault(path, keyword, words) {
  return { path, keyword, words };
}
function quote(value) {
  if (Array.isArray(value)) return `a list of ${count(value.length, "item")}`;
  if (isMap(value)) return "an object";
  const long = typeof value === "string" && [...value].length > 60;
  return JSON.stringify(long ? `${[...value].slice(0, 60).join("")}...` : value);
}
function count(number, thing) {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function same(one, other) {
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item2, at) => same(item2, other[at]));
  }
  if (!isMap(one)) return one === other;
  const names = Object.keys(one);
  const alike = isMap(other) && names.length === Object.keys(other).length;
  return alike && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}
const KINDS = {
  null: ["null", (value) => value === null],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  integer: ["an integer", Number.isInteger],
  number: ["a number", (value) => typeof value === "number"],
  string: ["a string", (value) => typeof value === "string"],
  array: ["a list", Array.isArray],
  object: ["an object", isMap]
};
function bound(name, words, holds) {
  return ({ value, path }, limit) => typeof value === "number" && !holds(value, limit) ? [fault(path, name, `must be ${words} ${quote(limit)}, not ${quote(value)}`)] : [];
}
function size(name, thing, most, measure) {
  return ({ value, path }, limit) => {
    const found = measure(value);
    if (found === void 0 || (most ? found <= limit : found >= limit)) return [];
    const words = `must have ${most ? "at most" : "at least"} ${count(limit, thing)}, not ${found}`;
    return [fault(path, name, words)];
  };
}
const letters = (value) => typeof value === "string" ? [...value].length : void 0;
const items = (value) => Array.isArray(value) ? value.length : void 0;
const members = (value) => isMap(value) ? Object.keys(value).length : void 0;
function divides(value, step) {
  const times = Math.abs(value / step);
  const near = Math.abs(times - Math.round(times)) <= Number.EPSILON * times;
  return value % step === 0 || near && times < 2 ** 50;
}
const patterns = /* @__PURE__ */ new Map();
function compiled(pattern) {
  if (!patterns.has(pattern)) {
    try {
      patterns.set(pattern, new RegExp(pattern, "u"));
    } catch {
      patterns.set(pattern, void 0);
    }
  }
  return patterns.get(pattern);
}
const PLAIN = {
  type: ({ value, path }, kinds) => {
    const wanted = Object.entries(KINDS).filter(([kind]) => [kinds].flat().includes(kind));
    if (wanted.some(([, [, is]]) => is(value))) return [];
    const words = wanted.map(([, [article]]) => article).join(" or ");
    return [fault(path, "type", `must be ${words}, not ${quote(value)}`)];
  },
  enum: ({ value, path }, values) => {
    if (values.some((item2) => same(item2, value))) return [];
    const known = values.slice(0, 20).map(quote).join(", ") + (values.length > 20 ? ", ..." : "");
    return [fault(path, "enum", `must be one of ${known}, not ${quote(value)}`)];
  },
  const: ({ value, path }, only) => same(only, value) ? [] : [fault(path, "const", `must be ${quote(only)}, not ${quote(value)}`)],
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
  pattern: ({ value, path }, pattern) => typeof value === "string" && compiled(pattern)?.test(value) === false ? [fault(path, "pattern", `must match ${quote(pattern)}, which ${quote(value)} does not`)] : [],
  uniqueItems: ({ value, path }, unique) => {
    const twice = (item2, at, all) => all.slice(0, at).some((other) => same(item2, other));
    return unique && Array.isArray(value) && value.some(twice) ? [fault(path, "uniqueItems", "must not hold the same item twice")] : [];
  },
  required: ({ value, path }, names) => missing(value, path, names),
  dependentRequired: ({ value, path }, needs) => Object.entries(needs).flatMap(
    ([name, names]) => isMap(value) && Object.hasOwn(value, name) ? missing(value, path, names) : []
  )
};
function missing(value, path, names) {
  const absent = isMap(value) ? names.filter((name) => !Object.hasOwn(value, name)) : [];
  return absent.map((name) => fault([...path, name], "required", "is required"));
}
const COMPOSITE = {
  properties: (part, schemas) => Object.entries(schemas).flatMap(([name, schema]) => member(part, name, schema)),
  patternProperties: (part, schemas) => Object.entries(schemas).flatMap(
    ([pattern, schema]) => Object.keys(isMap(part.value) ? part.value : {}).flatMap(
      (name) => compiled(pattern)?.test(name) ? member(part, name, schema) : []
    )
  ),
  additionalProperties: (part, schema) => {
    const known = Object.keys(part.schema["properties"] ?? {});
    const some = Object.keys(part.schema["patternProperties"] ?? {});
    const names = Object.keys(isMap(part.value) ? part.value : {}).filter(
      (name) => !known.includes(name) && !some.some((pattern) => compiled(pattern)?.test(name))
    );
    if (schema !== false) return names.flatMap((name) => member(part, name, schema));
    return names.map((name) => fault([...part.path, name], "additionalProperties", "is not known here"));
  },
  propertyNames: ({ value, path, judge: judge2 }, schema) => Object.keys(isMap(value) ? value : {}).flatMap(
    (name) => judge2(schema, name, path).length ? [fault(path, "propertyNames", "has a member whose name is not allowed")] : []
  ),
  prefixItems: (part, schemas) => schemas.flatMap((schema, at) => item(part, at, schema)),
  items: (part, schema) => {
    const first = part.schema["prefixItems"]?.length ?? 0;
    const list = Array.isArray(part.value) ? part.value : [];
    return list.slice(first).flatMap((_, at) => item(part, first + at, schema));
  },
  contains: ({ value, path, schema: own, seen, judge: judge2 }, schema) => {
    if (!Array.isArray(value)) return [];
    const found = [...value.keys()].filter((at) => !judge2(schema, value[at], path).length);
    for (const at of found) seen.add(at);
    const { minContains: least = 1, maxContains: most = Infinity } = own;
    if (found.length >= least && found.length <= most) return [];
    return [fault(path, "contains", "must hold an item of the kind that its schema asks for")];
  },
  dependentSchemas: ({ value, path, seen, judge: judge2 }, schemas) => Object.entries(schemas).flatMap(
    ([name, schema]) => isMap(value) && Object.hasOwn(value, name) ? judge2(schema, value, path, seen) : []
  ),
  allOf: ({ value, path, seen, judge: judge2 }, schemas) => schemas.flatMap((schema) => judge2(schema, value, path, seen)),
  anyOf: (part, schemas) => {
    const [found, fits] = branches(part, schemas);
    if (fits) return [];
    return meant(part, found) ?? [fault(part.path, "anyOf", "has none of the forms that its schema allows")];
  },
  oneOf: (part, schemas) => {
    const [found, fits] = branches(part, schemas);
    if (fits === 1) return [];
    const words = "must have exactly one of the forms that its schema allows";
    return (fits ? void 0 : meant(part, found)) ?? [fault(part.path, "oneOf", words)];
  },
  not: ({ value, path, judge: judge2 }, schema) => judge2(schema, value, path).length ? [] : [fault(path, "not", "has a form that its schema excludes")],
  if: ({ value, path, schema: own, seen, judge: judge2 }, schema) => {
    const holds = !judge2(schema, value, path, seen).length;
    return judge2(own[holds ? "then" : "else"] ?? true, value, path, seen);
  }
};
const LAST = {
  unevaluatedProperties: (part, schema) => Object.keys(isMap(part.value) ? part.value : {}).filter((name) => !part.seen.has(name) && member(part, name, schema).length).map((name) => fault([...part.path, name], "unevaluatedProperties", "is not known here")),
  unevaluatedItems: (part, schema) => {
    const list = Array.isArray(part.value) ? [...part.value.keys()].filter((at) => !part.seen.has(at)) : [];
    if (!list.flatMap((at) => item(part, at, schema)).length) return [];
    const words = `does not keep \`unevaluatedItems\` of its schema: ${quote(part.value)}`;
    return [fault(part.path, "unevaluatedItems", words)];
  }
};
function member({ value, path, seen, judge: judge2 }, name, schema) {
  if (!isMap(value) || !Object.hasOwn(value, name)) return [];
  seen.add(name);
  return judge2(schema, value[name], [...path, name]);
}
function item({ value, path, seen, judge: judge2 }, at, schema) {
  if (!Array.isArray(value) || at >= value.length) return [];
  seen.add(at);
  return judge2(schema, value[at], [...path, at]);
}
function branches({ value, path, seen, judge: judge2 }, schemas) {
  const found = schemas.map((schema) => judge2(schema, value, path, seen));
  return [found, found.filter((faults) => !faults.length).length];
}
function meant({ path }, found) {
  const excludes = ({ keyword, path: place }) => {
    const below = place.length - path.length;
    return keyword === "type" && below === 0 || keyword === "const" && below <= 1;
  };
  const likely = found.filter((faults) => !faults.some(excludes));
  return likely.length === 1 ? likely[0] : void 0;
}

const schemas = JSON.parse("{\"AdvancedControls\":{\"additionalProperties\":false,\"properties\":{\"depth\":{\"anyOf\":[{\"$ref\":\"DepthControl\"},{\"type\":\"null\"}]},\"face\":{\"anyOf\":[{\"$ref\":\"FaceControl\"},{\"type\":\"null\"}]},\"normals\":{\"anyOf\":[{\"$ref\":\"NormalsControl\"},{\"type\":\"null\"}]},\"pose\":{\"anyOf\":[{\"$ref\":\"PoseControl\"},{\"type\":\"null\"}]},\"trajectory\":{\"anyOf\":[{\"$ref\":\"TrajectoryControl\"},{\"type\":\"null\"}]}},\"type\":\"object\"},\"DepthControl\":{\"additionalProperties\":false,\"properties\":{\"blur\":{\"maximum\":1,\"minimum\":0,\"type\":[\"number\",\"null\"]},\"enabled\":{\"type\":[\"boolean\",\"null\"]}},\"type\":\"object\"},\"FaceControl\":{\"additionalProperties\":false,\"properties\":{\"enabled\":{\"type\":[\"boolean\",\"null\"]}},\"type\":\"object\"},\"GenerationCreateParams\":{\"additionalProperties\":false,\"properties\":{\"aspect_ratio\":{\"enum\":[\"3:1\",\"2:1\",\"21:9\",\"16:9\",\"4:3\",\"3:2\",\"1:1\",\"3:4\",\"2:3\",\"9:16\",\"1:2\",\"1:3\",null],\"type\":[\"string\",\"null\"]},\"image_ref\":{\"items\":{\"$ref\":\"ImageRef\"},\"maxItems\":9,\"type\":\"array\"},\"model\":{\"$ref\":\"Model\"},\"output_format\":{\"enum\":[\"png\",\"jpeg\",null],\"type\":[\"string\",\"null\"]},\"prompt\":{\"maxLength\":6000,\"minLength\":1,\"type\":\"string\"},\"source\":{\"anyOf\":[{\"$ref\":\"ImageRef\"},{\"type\":\"null\"}]},\"style\":{\"enum\":[\"auto\",\"manga\"],\"type\":\"string\"},\"type\":{\"$ref\":\"GenerationType\"},\"user_id\":{\"maxLength\":256,\"type\":[\"string\",\"null\"]},\"video\":{\"anyOf\":[{\"$ref\":\"VideoOptions\"},{\"type\":\"null\"}]},\"web_search\":{\"type\":\"boolean\"}},\"required\":[\"prompt\"],\"type\":\"object\"},\"GenerationType\":{\"enum\":[\"image\",\"image_edit\",\"video\",\"video_edit\",\"video_reframe\"],\"type\":\"string\"},\"ImageRef\":{\"additionalProperties\":false,\"properties\":{\"data\":{\"type\":[\"string\",\"null\"]},\"generation_id\":{\"format\":\"uuid\",\"type\":[\"string\",\"null\"]},\"media_type\":{\"type\":[\"string\",\"null\"]},\"url\":{\"type\":[\"string\",\"null\"]}},\"type\":\"object\"},\"Model\":{\"enum\":[\"uni-1\",\"uni-1-max\",\"ray-3.2\"],\"type\":\"string\"},\"NormalsControl\":{\"additionalProperties\":false,\"properties\":{\"augmentation\":{\"maximum\":1,\"minimum\":0,\"type\":[\"number\",\"null\"]},\"enabled\":{\"type\":[\"boolean\",\"null\"]}},\"type\":\"object\"},\"PoseControl\":{\"additionalProperties\":false,\"properties\":{\"enabled\":{\"type\":[\"boolean\",\"null\"]},\"strength\":{\"anyOf\":[{\"$ref\":\"PoseControlStrength\"},{\"type\":\"null\"}]}},\"type\":\"object\"},\"PoseControlStrength\":{\"enum\":[\"precise\",\"coarse\"],\"type\":\"string\"},\"SourcePosition\":{\"additionalProperties\":false,\"properties\":{\"h_norm\":{\"exclusiveMinimum\":0,\"maximum\":2,\"type\":\"number\"},\"w_norm\":{\"exclusiveMinimum\":0,\"maximum\":2,\"type\":\"number\"},\"x_norm\":{\"maximum\":2,\"minimum\":-2,\"type\":\"number\"},\"y_norm\":{\"maximum\":2,\"minimum\":-2,\"type\":\"number\"}},\"required\":[\"h_norm\",\"w_norm\",\"x_norm\",\"y_norm\"],\"type\":\"object\"},\"TrajectoryControl\":{\"additionalProperties\":false,\"properties\":{\"enabled\":{\"type\":[\"boolean\",\"null\"]},\"sparsity\":{\"maximum\":1,\"minimum\":0,\"type\":[\"number\",\"null\"]}},\"type\":\"object\"},\"VideoDuration\":{\"enum\":[\"5s\",\"10s\"],\"type\":\"string\"},\"VideoEditOptions\":{\"additionalProperties\":false,\"properties\":{\"auto_controls\":{\"type\":[\"boolean\",\"null\"]},\"controls\":{\"anyOf\":[{\"$ref\":\"AdvancedControls\"},{\"type\":\"null\"}]},\"keyframe_indexes\":{\"items\":{\"minimum\":0,\"type\":\"integer\"},\"maxItems\":64,\"type\":[\"array\",\"null\"],\"uniqueItems\":true},\"keyframes\":{\"items\":{\"$ref\":\"ImageRef\"},\"maxItems\":64,\"type\":[\"array\",\"null\"]},\"strength\":{\"anyOf\":[{\"$ref\":\"VideoEditStrength\"},{\"type\":\"null\"}]}},\"type\":\"object\"},\"VideoEditStrength\":{\"enum\":[\"adhere_1\",\"adhere_2\",\"adhere_3\",\"flex_1\",\"flex_2\",\"flex_3\",\"reimagine_1\",\"reimagine_2\",\"reimagine_3\"],\"type\":\"string\"},\"VideoOptions\":{\"additionalProperties\":false,\"properties\":{\"duration\":{\"anyOf\":[{\"$ref\":\"VideoDuration\"},{\"type\":\"null\"}]},\"edit\":{\"anyOf\":[{\"$ref\":\"VideoEditOptions\"},{\"type\":\"null\"}]},\"end_frame\":{\"anyOf\":[{\"$ref\":\"ImageRef\"},{\"type\":\"null\"}]},\"exr_export\":{\"type\":[\"boolean\",\"null\"]},\"hdr\":{\"type\":[\"boolean\",\"null\"]},\"keyframe_indexes\":{\"items\":{\"minimum\":0,\"type\":\"integer\"},\"maxItems\":64,\"minItems\":1,\"type\":[\"array\",\"null\"],\"uniqueItems\":true},\"keyframes\":{\"items\":{\"$ref\":\"ImageRef\"},\"maxItems\":64,\"minItems\":1,\"type\":[\"array\",\"null\"]},\"loop\":{\"type\":[\"boolean\",\"null\"]},\"resolution\":{\"anyOf\":[{\"$ref\":\"VideoResolution\"},{\"type\":\"null\"}]},\"source_position\":{\"anyOf\":[{\"$ref\":\"SourcePosition\"},{\"type\":\"null\"}]},\"start_frame\":{\"anyOf\":[{\"$ref\":\"ImageRef\"},{\"type\":\"null\"}]}},\"type\":\"object\"},\"VideoResolution\":{\"enum\":[\"360p\",\"540p\",\"720p\",\"1080p\"],\"type\":\"string\"}}");
const formats = Object.fromEntries(
  Object.entries({"uuid":"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"}).map(([name, text]) => [name, new RegExp(`^(?:${text})$`, "u")]),
);
return (schema, value, whole) => judge(schema, value, schemas, formats, whole);
})();
return { tables, broken, judge };
})();
