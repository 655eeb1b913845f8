"""Random schemas of every keyword of JSON Schema 2020-12, values to try them on, and pairs."""

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NAMES = ("a", "b", "c")
SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 2, -1, 10, 1.5, 0.5, -0.0, 0.1, 2.0, 1e300, 10**20),
    *("", "a", "b", "ab", "abc", "x-1", "2024-02-30", "2024-02-29", "1.2.3.4", "é😀"),
)
PATTERNS = ("^a", "b$", "^[a-c]*$", "^.$", "[0-9]", "^x-", "^(ab)+$", "^(?!a)")
FORMATS = ("date", "uuid", "ipv4", "email", "uri", "date-time", "no-such-format")
TYPES: tuple[Any, ...] = (
    *("string", "integer", "number", "boolean", "null", "array", "object", "object", "array"),
    *(["string", "null"], ["integer", "array"], ["object", "null"], ["number", "integer"]),
)
LEAVES: tuple[Any, ...] = (
    *(True, False, {}, {"type": "string"}, {"type": "integer"}, {"type": "number"}),
    *({"type": ["string", "null"]}, {"minimum": 1}, {"maxLength": 1}),
)
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
ONE = (
    *("items", "not", "propertyNames", "additionalProperties"),
    *("unevaluatedProperties", "unevaluatedItems"),
)
LISTS = ("prefixItems", "allOf", "anyOf", "oneOf")
MAPS = ("properties", "patternProperties", "dependentSchemas")
OTHERS = (
    *("type", "type", "enum", "const", "multipleOf", "pattern", "uniqueItems", "contains"),
    *("required", "properties", "dependentRequired", "if", "$ref", "discriminator"),
)
Schema = dict[str, Any]


@dataclass
class Schemas:
    """Makes schemas and values.

    Attributes:
        formats: Schemas may have formats.
    """

    chance: random.Random
    formats: bool = True

    def scalar(self) -> Any:
        """A value without parts."""
        return self.chance.choice(SCALARS)

    def value(self, depth: int = 3) -> Any:
        """Any value."""
        kind = self.chance.randrange(8)
        if not depth or kind < 4:
            return self.scalar()
        if kind < 6:
            return [self.value(depth - 1) for _ in range(self.chance.randrange(4))]
        names = self.chance.sample((*NAMES, "ab", "x-1", "z", ""), self.chance.randrange(4))
        return {name: self.value(depth - 1) for name in names}

    def names(self) -> list[str]:
        """Some members."""
        return self.chance.sample(NAMES, self.chance.randrange(1, 3))

    def document(self, depth: int = 3) -> Schema:
        """A schema with two that it, and they, may refer to."""
        while True:
            root = self.schema(depth)
            made = root if isinstance(root, dict) else {"allOf": [root]}
            whole = {**made, "$defs": {"D": self.schema(2), "E": self.schema(2)}}
            if not circles(whole):
                return whole

    def schema(self, depth: int) -> Any:
        """A schema."""
        chance = self.chance
        if not depth or chance.random() < 0.08:
            return copy.deepcopy(chance.choice((*LEAVES, {"const": self.scalar()})))
        keywords = (*BOUNDS, *COUNTS, *ONE, *LISTS, *MAPS, *OTHERS, *(("format",) * self.formats))
        made: Schema = {}
        for _ in range(chance.choice((1, 1, 2, 2, 3))):
            made.update(self.keyword(chance.choice(keywords), depth - 1))
        return made

    def keyword(self, keyword: str, depth: int) -> Schema:
        """A keyword and those that belong to it."""
        chance = self.chance
        if keyword in BOUNDS:
            return {keyword: chance.choice((0, 1, 2, 3, -1, 0.5, 1.5, 10, -0.0))}
        if keyword in COUNTS:
            return {keyword: chance.choice((0, 1, 1, 2, 2, 3))}
        if keyword in ONE:
            return {keyword: self.schema(depth)}
        if keyword in LISTS:
            return {keyword: [self.schema(depth) for _ in range(chance.choice((1, 2, 2, 3)))]}
        if keyword in MAPS:
            keys = PATTERNS[:6] if keyword == "patternProperties" else NAMES
            names = chance.sample(keys, chance.randrange(1, 3))
            return {keyword: {name: self.schema(depth) for name in names}}
        return self._other(keyword, depth)

    def _other(self, keyword: str, depth: int) -> Schema:
        chance = self.chance
        simple: dict[str, Any] = {
            "type": lambda: chance.choice(TYPES),
            "enum": lambda: [self.value(1) for _ in range(chance.randrange(1, 4))],
            "const": lambda: self.value(1),
            "multipleOf": lambda: chance.choice((1, 2, 3, 0.5, 0.1, 1.5)),
            "pattern": lambda: chance.choice(PATTERNS),
            "format": lambda: chance.choice(FORMATS),
            "uniqueItems": lambda: chance.random() < 0.8,
            "required": self.names,
            "dependentRequired": lambda: {chance.choice(NAMES): self.names()},
            "$ref": lambda: f"#/$defs/{chance.choice('DE')}",
        }
        if keyword in simple:
            return {keyword: copy.deepcopy(simple[keyword]())}
        return getattr(self, f"_{keyword}")(depth)  # type: ignore[no-any-return] # one of below

    def _contains(self, depth: int) -> Schema:
        counts = {it: self.chance.choice((0, 1, 2)) for it in ("minContains", "maxContains")}
        kept = {it: count for it, count in counts.items() if self.chance.random() < 0.4}
        return {"contains": self.schema(depth), **kept}

    def _if(self, depth: int) -> Schema:
        made = {"if": self.schema(depth), "then": self.schema(depth)}
        return made if self.chance.random() < 0.5 else {**made, "else": self.schema(depth)}

    def _discriminator(self, depth: int) -> Schema:
        """A union told apart by a member."""
        branches = [
            {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"const": tag}, "a": self.schema(depth)},
            }
            for tag in self.chance.sample(("x", "y", "z"), 2)
        ]
        return {self.chance.choice(("oneOf", "anyOf")): branches}

    # --- Pairs ------------------------------------------------------------------------------

    def pair(self) -> tuple[Schema, Schema]:
        """Two schemas, most of them alike."""
        one = self.document()
        other = self.document() if self.chance.random() < 0.2 else self.changed(one)
        return (one, other) if self.chance.random() < 0.7 else (other, one)

    def changed(self, schema: Schema) -> Schema:
        """A schema with something tightened, loosened, rewritten or added."""
        while True:
            made = copy.deepcopy(schema)
            for _ in range(self.chance.choice((1, 1, 2))):
                below = list(reached(made))
                self._change(self.chance.choice(below))
            if not circles(made):
                return made

    def _change(self, schema: Schema) -> None:
        chance = self.chance
        keywords = [it for it in schema if it != "$defs"]
        keyword = chance.choice(keywords or ["type"])
        said = schema.get(keyword)
        match chance.randrange(6):
            case 0:
                schema.pop(keyword, None)
            case 1:
                added = self.schema(1)
                schema.update(added if isinstance(added, dict) else {})
            case 2 if isinstance(said, int | float) and not isinstance(said, bool):
                step = chance.choice((-1, 1))
                schema[keyword] = said + step if keyword in BOUNDS else max(1, said + step)
            case 3 if isinstance(said, list) and len(said) > 1:
                said.pop()
            case 4:
                inner = {it: schema.pop(it) for it in keywords}
                more = [self.schema(1)] if chance.random() < 0.5 else []
                schema[chance.choice(("allOf", "anyOf", "oneOf"))] = [inner, *more]
            case _:
                schema["type"] = chance.choice(TYPES)


def below(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield the schemas under each keyword of a schema."""
    for keyword, said in schema.items() if isinstance(schema, dict) else ():
        if keyword in LISTS:
            yield from ((keyword, item) for item in said)
        elif keyword in MAPS:
            yield from ((keyword, item) for item in said.values())
        elif keyword in (*ONE, "contains", "if", "then", "else"):
            yield keyword, said


def reached(root: Schema) -> Iterator[Schema]:
    """Yield every schema of a document that its root reaches."""
    todo, seen = [root], set[int]()
    while todo:
        schema = todo.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        yield schema
        todo += [item for _, item in below(schema) if isinstance(item, dict)]
        target = root["$defs"].get(schema.get("$ref", "")[8:])
        todo += [target] if isinstance(target, dict) else []


def circles(root: Schema) -> bool:
    """Whether a schema refers to itself in place, which means nothing."""
    in_place = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"}

    def walk(schema: Any, above: tuple[int, ...]) -> bool:
        if not isinstance(schema, dict):
            return False
        if id(schema) in above:
            return True
        inner = [item for keyword, item in below(schema) if keyword in in_place]
        if "$ref" in schema:
            inner.append(root["$defs"][schema["$ref"][8:]])
        return any(walk(item, (*above, id(schema))) for item in inner)

    return any(walk(schema, ()) for schema in (root, *root["$defs"].values()))
