"""Keywords of schemas, read into a view."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tallystick.diff.schemas.nodes import (
    ANYTHING,
    KINDS,
    Bound,
    Condition,
    Contains,
    Group,
    View,
    child,
    joined,
)
from tallystick.ir.facts import same
from tallystick.solve.document import At
from tallystick.text import Json

if TYPE_CHECKING:
    import jsonschema_rs

_TYPES: Final = {
    "number": frozenset({"integer", "number"}),
    **{kind: frozenset({kind}) for kind in KINDS - {"number"}},
}


def kind_of(value: Json) -> str:
    """Return the kind of a value, of `KINDS`."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _KINDS[type(value)]


_KINDS: Final[dict[type, str]] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    str: "string",
    list: "array",
    dict: "object",
}


def limit(view: View, values: list[Json]) -> None:
    """Let only these values be."""
    unique: list[Json] = []
    for value in values:
        if not any(same(value, other) for other in unique):
            unique.append(value)
    if view.enum is not None:
        unique = [it for it in view.enum if any(same(it, other) for other in unique)]
    view.enum = tuple(unique)


@cache
def _pattern(pattern: str) -> "jsonschema_rs.Draft202012Validator | None":
    import jsonschema_rs  # noqa: PLC0415 (slow to import; most documents have no patterns)

    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return None


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern of JSON Schema; nothing matches what is no pattern."""
    validator = _pattern(pattern)
    return validator is not None and validator.is_valid(text)


def number(value: Json) -> Fraction:
    """Return a number as it is written in decimal."""
    return Fraction(value if isinstance(value, int) else repr(value))


def _type(view: View, _: At, value: Any) -> None:
    named = [value] if isinstance(value, str) else value
    view.kinds &= frozenset().union(*(_TYPES[kind] for kind in named))


def _enum(view: View, _: At, value: Any) -> None:
    limit(view, list(value))


def _const(view: View, _: At, value: Any) -> None:
    limit(view, [value])


def _low(exclusive: bool) -> Callable[[View, At, Any], None]:  # noqa: FBT001 (one of two readers)
    def read(view: View, _: At, value: Any) -> None:
        bound = Bound(number(value), exclusive)
        view.low = bound if view.low is None else max(view.low, bound)

    return read


def _high(exclusive: bool) -> Callable[[View, At, Any], None]:  # noqa: FBT001 (likewise)
    def read(view: View, _: At, value: Any) -> None:
        bound = Bound(number(value), exclusive)
        if view.high is None or (bound.value, not exclusive) < (
            view.high.value,
            not view.high.exclusive,
        ):
            view.high = bound

    return read


def _multiple(view: View, _: At, value: Any) -> None:
    view.multiples |= {number(value)}


def _least(name: str) -> Callable[[View, At, Any], None]:
    def read(view: View, _: At, value: Any) -> None:
        setattr(view, name, max(getattr(view, name), int(value)))

    return read


def _most(name: str) -> Callable[[View, At, Any], None]:
    def read(view: View, _: At, value: Any) -> None:
        known = getattr(view, name)
        setattr(view, name, int(value) if known is None else min(known, int(value)))

    return read


def _text(view: View, _: At, value: Any) -> None:
    view.texts |= {value}


def _format(view: View, _: At, value: Any) -> None:
    view.formats |= {value}


def _content(keyword: str) -> Callable[[View, At, Any], None]:
    def read(view: View, _: At, value: Any) -> None:
        view.content = tuple(sorted({*view.content, (keyword, str(value))}))

    return read


def _unique(view: View, _: At, value: Any) -> None:
    view.unique = view.unique or bool(value)


def _contains(view: View, at: At, _: Any) -> None:
    schema = at.keywords
    most = schema.get("maxContains")
    least = int(schema.get("minContains", 1))
    node = child(at, "contains")
    if least or most is not None:
        view.contains += (Contains(node, least, None if most is None else int(most)),)


def _required(view: View, _: At, value: Any) -> None:
    view.required |= frozenset(value)


def _names(view: View, at: At, _: Any) -> None:
    view.names += (child(at, "propertyNames"),)


def _dependent_required(view: View, _: At, value: Any) -> None:
    for name, others in value.items():
        known = view.dependent_required.get(name, frozenset())
        if known | frozenset(others):
            view.dependent_required[name] = known | frozenset(others)


def _dependent(view: View, at: At, value: Any) -> None:
    for name in value:
        node = child(at, "dependentSchemas", name)
        view.dependent[name] = joined(view.dependent.get(name, ANYTHING), node)


def _group(keyword: str) -> Callable[[View, At, Any], None]:
    def read(view: View, at: At, value: Any) -> None:
        branches = tuple(at.child(keyword, index) for index in range(len(value)))
        view.groups += (Group(at, keyword, branches),)

    return read


def _not(view: View, at: At, _: Any) -> None:
    view.nots += (child(at, "not"),)


def _if(view: View, at: At, _: Any) -> None:
    schema = at.keywords
    then = child(at, "then") if "then" in schema else ANYTHING
    otherwise = child(at, "else") if "else" in schema else ANYTHING
    if then.parts or otherwise.parts:
        view.conditions += (Condition(child(at, "if"), then, otherwise),)


def _unevaluated_items(view: View, at: At, value: Any) -> None:
    if value is not True:
        view.unevaluated_items += (child(at, "unevaluatedItems"),)


def _unevaluated_members(view: View, at: At, value: Any) -> None:
    if value is not True:
        view.unevaluated_members += (child(at, "unevaluatedProperties"),)


def _noted(_: View, __: At, ___: Any) -> None:
    """Read elsewhere; only the place is kept."""


READERS: Final[dict[str, Callable[[View, At, Any], None]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": _low(exclusive=False),
    "exclusiveMinimum": _low(exclusive=True),
    "maximum": _high(exclusive=False),
    "exclusiveMaximum": _high(exclusive=True),
    "multipleOf": _multiple,
    "minLength": _least("min_length"),
    "maxLength": _most("max_length"),
    "pattern": _text,
    "format": _format,
    "contentEncoding": _content("contentEncoding"),
    "contentMediaType": _content("contentMediaType"),
    "minItems": _least("min_items"),
    "maxItems": _most("max_items"),
    "uniqueItems": _unique,
    "contains": _contains,
    "required": _required,
    "minProperties": _least("min_members"),
    "maxProperties": _most("max_members"),
    "propertyNames": _names,
    "dependentRequired": _dependent_required,
    "dependentSchemas": _dependent,
    "anyOf": _group("anyOf"),
    "oneOf": _group("oneOf"),
    "not": _not,
    "if": _if,
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_members,
    **dict.fromkeys(
        ("properties", "patternProperties", "additionalProperties", "items", "prefixItems"), _noted
    ),
}
