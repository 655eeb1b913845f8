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
