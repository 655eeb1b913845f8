"""Mutants made by changing the document: rules, bounds, values, members, types."""

import re
from collections.abc import Iterator
from typing import Final

from tests.mutants.model import Edit, Json, Mutant

STEPS: Final = {"integer": 1, "number": 0.01}
BOUNDS: Final = ("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum")
SCHEMAS: Final = "/components/schemas/"


def asked_for(document: Json) -> list[str]:
    """Return the pointers of the schemas that requests are made of: components, one parameter."""
    todo = ["GenerationCreateParams"]
    found: list[str] = []
    while todo:
        name = todo.pop(0)
        if name in found:
            continue
        found.append(name)
        text = str(document["components"]["schemas"][name])
        todo += re.findall(r"#/components/schemas/(\w+)", text)
    pointers = [SCHEMAS + name for name in found]
    return [*pointers, "/components/parameters/IdempotencyKey/schema"]


def walk(node: Json, at: str) -> Iterator[tuple[str, Json]]:
    """Yield (pointer, schema) of a schema and of those inside."""
    yield at, node
    for name, member in node.get("properties", {}).items():
        yield from walk(member, f"{at}/properties/{name}")
    if "items" in node:
        yield from walk(node["items"], f"{at}/items")
    for index, variant in enumerate(node.get("anyOf", ())):
        yield from walk(variant, f"{at}/anyOf/{index}")


def inside(document: Json) -> Iterator[tuple[str, Json]]:
    """Yield every schema of requests with its pointer."""
    for pointer in asked_for(document):
        node = document
        for step in pointer.split("/")[1:]:
            node = node[step]
        yield from walk(node, pointer)


def short(pointer: str) -> str:
    """Return a pointer as a reader wants it."""
    name = pointer.removeprefix(SCHEMAS).removeprefix("/components/parameters/")
    return name.replace("/properties/", ".").replace("/", ".")


def rules(document: Json) -> Iterator[Mutant]:
    """Every rule dropped, inverted, and with each constant of its changed."""
    for at, schema in inside(document):
        for index, rule in enumerate(schema.get("x-validations", ())):
            text = rule.get("rule")
            if text is None:
                continue
            place = f"{at}/x-validations/{index}"
            name = f"{short(at)}:{rule['id']}"
            yield Mutant(
                id=f"rule-dropped {name}",
                kind="rule dropped",
                edits=(Edit(at=place, gone=True),),
            )
            other = Edit(at=place + "/rule", to=f"!({text})")
            yield Mutant(id=f"rule-inverted {name}", kind="rule inverted", edits=(other,))
            for number, (said, changed) in enumerate(_constants(text)):
                yield Mutant(
                    id=f"rule-constant {name} {number} {said}",
                    kind="rule with another constant",
                    edits=(Edit(at=place + "/rule", to=changed),),
                )


def _constants(text: str) -> Iterator[tuple[str, str]]:
    """Yield a rule with one number moved by one, or one value of a list left out."""
    for found in re.finditer(r"(?<![\w.'])\d+(?![\w.'])", text):
        for step in (1, -1):
            number = int(found[0]) + step
            if number >= 0:
                yield (
                    f"{found[0]}->{number}",
                    text[: found.start()] + str(number) + text[found.end() :],
                )
    for found in re.finditer(r"\[('[^]]*')\]", text):
        values = found[1].split(", ")
        for value in values:
            left = ", ".join(each for each in values if each != value)
            changed = f"{text[: found.start()]}[{left}]{text[found.end() :]}"
            yield f"without {value}", changed
    for found in re.finditer(r"== '([^']*)'", text):
        changed = f"{text[: found.start()]}== '{found[1]}x'{text[found.end() :]}"
        yield f"'{found[1]}' mistyped", changed


def bounds(document: Json) -> Iterator[Mutant]:
    """Every bound moved both ways, and exclusive ones made inclusive and back."""
    for at, schema in inside(document):
        for keyword in BOUNDS:
            if keyword in schema:
                yield from _moved(at, schema, keyword)
        for keyword, other in (
            ("minimum", "exclusiveMinimum"),
            ("maximum", "exclusiveMaximum"),
            ("exclusiveMinimum", "minimum"),
        ):
            if keyword in schema:
                to = {name: value for name, value in schema.items() if name != keyword}
                to[other] = schema[keyword]
                yield Mutant(
                    id=f"bound {short(at)} {keyword} as {other}",
                    kind="bound with or without its edge",
                    edits=(Edit(at=at, to=to),),
                )


def _moved(at: str, schema: Json, keyword: str) -> Iterator[Mutant]:
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    step = STEPS.get(kind, 1) if "imum" in keyword else 1
    for sign in (step, -step):
        value = round(schema[keyword] + sign, 6)
        if value >= 0 or "imum" in keyword:
            yield Mutant(
                id=f"bound {short(at)} {keyword} {value}",
                kind="bound off by one",
                edits=(Edit(at=f"{at}/{keyword}", to=value),),
            )


def enums(document: Json) -> Iterator[Mutant]:
    """Every enumeration short by each of its values, and long by one."""
    for at, schema in inside(document):
        values = schema.get("enum", [])
        for value in values:
            if value is None:
                continue
            left = [each for each in values if each != value]
            yield Mutant(
                id=f"enum {short(at)} without {value}",
                kind="enum short by one",
                edits=(Edit(at=at + "/enum", to=left),),
            )
        if values:
            to = [*values, values[0].upper() if values[0].islower() else f"{values[0]}x"]
            yield Mutant(
                id=f"enum {short(at)} with {to[-1]}",
                kind="enum long by one",
                edits=(Edit(at=at + "/enum", to=to),),
            )


def members(document: Json) -> Iterator[Mutant]:
    """Required members that are not, members that are though optional, unknown ones."""
    for at, schema in inside(document):
        needed = schema.get("required", [])
        for name in needed:
            left = [each for each in needed if each != name]
            yield Mutant(
                id=f"required {short(at)} without {name}",
                kind="required member optional",
                edits=(Edit(at=at + "/required", to=left),),
            )
        for name in schema.get("properties", {}):
            if name not in needed:
                yield Mutant(
                    id=f"required {short(at)} with {name}",
                    kind="optional member required",
                    edits=(Edit(at=at + "/required", to=[*needed, name]),),
                )
        if schema.get("additionalProperties") is False:
            yield Mutant(
                id=f"unknown members {short(at)}",
                kind="unknown members taken",
                edits=(Edit(at=at + "/additionalProperties", to=True),),
            )


def types(document: Json) -> Iterator[Mutant]:
    """Null where there is none and none where there is; types, formats, patterns not asserted."""
    for at, schema in inside(document):
        kind = schema.get("type")
        if "parameters" in at:
            for keyword in ("pattern",):
                edit = Edit(at=f"{at}/{keyword}", gone=True)
                yield Mutant(id=f"{keyword} {short(at)}", kind="keyword ignored", edits=(edit,))
            continue
        yield from _nullness(at, schema)
        if isinstance(kind, str | list) and "properties" not in schema:
            yield Mutant(
                id=f"type {short(at)}",
                kind="type ignored",
                edits=(Edit(at=at + "/type", gone=True),),
            )
        for keyword in ("format", "uniqueItems"):
            if keyword in schema and schema[keyword] != "float":
                edit = Edit(at=f"{at}/{keyword}", gone=True)
                yield Mutant(id=f"{keyword} {short(at)}", kind="keyword ignored", edits=(edit,))


def _nullness(at: str, schema: Json) -> Iterator[Mutant]:
    for name, member in schema.get("properties", {}).items():
        place = f"{at}/properties/{name}"
        kind = member.get("type")
        if isinstance(kind, list) and "null" in kind:
            plain = {**member, "type": [each for each in kind if each != "null"]}
            plain = {
                k: [v for v in each if v is not None] if k == "enum" else each
                for k, each in plain.items()
            }
            edit = Edit(at=place, to=plain)
            yield Mutant(id=f"null {short(place)} refused", kind="null refused", edits=(edit,))
        elif {"type": "null"} in member.get("anyOf", ()):
            left = [each for each in member["anyOf"] if each != {"type": "null"}]
            edit = Edit(at=place + "/anyOf", to=left)
            yield Mutant(id=f"null {short(place)} refused", kind="null refused", edits=(edit,))
        else:
            edit = Edit(at=place, to={"anyOf": [member, {"type": "null"}]})
            yield Mutant(id=f"null {short(place)} taken", kind="null taken", edits=(edit,))


def changes(document: Json) -> list[Mutant]:
    """Return every mutant that is made by a change of the document."""
    makers = (rules, bounds, enums, members, types)
    return [mutant for maker in makers for mutant in maker(document)]
