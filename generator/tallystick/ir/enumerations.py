"""Finite sets of values."""

import json
from collections.abc import Sequence
from typing import Final, cast

from tallystick.diagnostics import Span
from tallystick.ir import codes
from tallystick.ir.facts import Facts, Node, key_of
from tallystick.ir.scalars import build_null
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.types import (
    NO_DOC,
    Doc,
    Enumeration,
    EnumMember,
    Nothing,
    ScalarKind,
    Type,
)
from tallystick.ir.words import words
from tallystick.text import Json, SpecText, Words

_NAMES: Final = ("x-enum-varnames", "x-enumNames", "x-enum-names")
_KIND_OF: Final[dict[type, str]] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    str: "string",
    list: "array",
    dict: "object",
}
_TEXTS: Final = ("x-enum-descriptions", "x-enumDescriptions")


def build_enumeration(
    schemas: Schemas,
    node: Node,
    facts: Facts,
    kinds: list[str] | None,
) -> Type:
    """Make an enumeration from ``enum`` and ``const``; null becomes `nullable`."""
    growing = facts.take("x-extensible-enum")
    values = _values(schemas, facts) or _listed(growing)
    allowed = [value for value in values if kinds is None or _is_of(value, kinds)]
    _report_others(schemas, facts, values, kinds)
    solid = [value for value in allowed if value is not None]
    if not solid:
        return _empty(schemas, node, facts, allowed)
    naming = _Naming(facts)
    members = tuple(
        EnumMember(value=value, words=naming.words(value), doc=naming.doc(value)) for value in solid
    )
    kind = common_kind(solid, kinds)
    head = schemas.head(node, facts, kind)
    listed = len(solid) < len(allowed) or bool(_listed(growing))
    head["nullable"] = head["nullable"] and listed
    head["implied"] = False
    return Enumeration(kind=kind, members=members, open=is_open(growing), **head)


def is_open(growing: list[Site]) -> bool:
    """Whether ``x-extensible-enum`` says that values may be added."""
    return any(site.value is True or isinstance(site.value, list) for site in growing)


def is_growing_list(facts: Facts) -> bool:
    """Whether the values stand in ``x-extensible-enum`` itself."""
    return bool(_listed(facts.sites("x-extensible-enum")))


def _listed(growing: list[Site]) -> list[Json]:
    return list(
        {key_of(item.value): item.value for site in growing for item in site.items()}.values()
    )


def _empty(schemas: Schemas, node: Node, facts: Facts, allowed: list[Json]) -> Type:
    if allowed:
        return build_null(schemas, node, facts)
    places = facts.places("enum", "const", "x-extensible-enum", "type")
    schemas.reader.report(
        codes.NEVER_VALID,
        f"no value that is listed satisfies {places}" + (" at once" if " and " in places else ""),
        node.sites[0].span,
        help="correct `type` or the values",
    )
    return Nothing(**schemas.head(node, facts))


def _values(schemas: Schemas, facts: Facts) -> list[Json]:
    """Intersect the value sets of all parts, in the order of the first."""
    sets: list[dict[object, Json]] = []
    for site in facts.take("enum"):
        if isinstance(site.value, list):
            sets.append({key_of(value): value for value in site.value})
        else:
            schemas.reader.unusable(site, "a list of values")
    sets += [{key_of(site.value): site.value} for site in facts.take("const")]
    if not sets:
        return []
    shared = set(sets[0]).intersection(*sets[1:])
    return [value for key, value in sets[0].items() if key in shared]


def kind_of_value(value: Json) -> str:
    """Return the JSON Schema type of a value; ``1.0`` is an integer."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _KIND_OF[type(value)]


def _is_of(value: Json, kinds: list[str]) -> bool:
    kind = kind_of_value(value)
    return kind in kinds or (kind == "integer" and "number" in kinds)


def _report_others(
    schemas: Schemas,
    facts: Facts,
    values: list[Json],
    kinds: list[str] | None,
) -> None:
    if kinds is None:
        return
    for value in values:
        if not _is_of(value, kinds):
            schemas.reader.report(
                codes.ENUM_VALUE_TYPE,
                f"the enum value {_shown(value)} is not of type {' or '.join(kinds) or 'nothing'}",
                _place_of(facts, value),
                help=f"quote it: `'{_shown(value)}'`"
                if kinds == ["string"] and isinstance(value, bool | int | float)
                else "write the value in the declared type, or remove it",
            )


def _shown(value: Json) -> str:
    return repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _place_of(facts: Facts, value: Json) -> Span:
    wanted = key_of(value)
    for part in facts.parts:
        listed = part.site.get("enum")
        if listed is None:
            continue
        for item in listed.items():
            if key_of(item.value) == wanted:
                return item.span
    return facts.parts[0].site.span


def common_kind(values: Sequence[Json], kinds: list[str] | None = None) -> ScalarKind | None:
    """Return the one scalar kind of all values, the declared one where there is one."""
    solid = [kind for kind in kinds or () if kind != "null"]
    found = {kind_of_value(value) for value in values}
    if len(solid) == 1:
        found = set(solid)
    elif found == {"integer", "number"}:
        found = {"number"}
    kind = found.pop() if len(found) == 1 else None
    return None if kind in {"array", "object"} else cast("ScalarKind | None", kind)


class _Naming:
    """Names and descriptions of values that common extensions give."""

    def __init__(self, facts: Facts) -> None:
        self._names: dict[object, str] = {}
        self._texts: dict[object, str] = {}
        for part in facts.parts:
            listed = part.value.get("enum")
            if isinstance(listed, list):
                self._add(part.value, listed)

    def _add(self, schema: dict[str, Json], listed: list[Json]) -> None:
        for keys, table in ((_NAMES, self._names), (_TEXTS, self._texts)):
            for key in keys:
                given = schema.get(key)
                for value, text in _pairs(listed, given):
                    table.setdefault(key_of(value), text)

    def words(self, value: Json) -> Words:
        name = self._names.get(key_of(value))
        if name is not None:
            return words(name)
        if isinstance(value, bool):
            return (str(value).lower(),)
        return words(value if isinstance(value, str) else repr(value))

    def doc(self, value: Json) -> Doc:
        text = self._texts.get(key_of(value))
        return NO_DOC if text is None else Doc(description=SpecText(text))


def _pairs(listed: list[Json], given: Json) -> list[tuple[Json, str]]:
    """Pair values with texts: by position, or by the value as a key."""
    if isinstance(given, dict):
        given = [given.get(str(value)) for value in listed]
    if not isinstance(given, list):
        return []
    pairs = zip(listed, given, strict=False)
    return [(value, text) for value, text in pairs if isinstance(text, str)]
