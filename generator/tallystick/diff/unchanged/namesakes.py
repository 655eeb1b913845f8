"""Members of a request that code may call as it calls others, or that share a declaration.

Clients name what a body declares after the members that lead to it, and number what would be
called the same; equal lists of values are declared once. So a member that is left out may change
what others are called: such members stay.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.ir.unions import variant_words
from tallystick.ir.words import words
from tallystick.text import Json

_ENDINGS: Final = frozenset(
    {"", "input", "param", "params", "value", "path", "query", "header", "cookie", "body"}
)
"""What clients put after a name, besides numbers."""
_UNIONS: Final = frozenset({"anyOf", "oneOf"})
_INNER: Final = {"items": "item", "additionalProperties": "value", "patternProperties": "value"}
"""The word that follows for what is declared below a keyword."""
_OPEN: Final = frozenset({"prefixItems", "allOf"})
"""Keywords below which other words follow."""
_LISTING: Final = _UNIONS | {"enum", "const"}
_DECLARED: Final = _OPEN | _LISTING | {"properties", "$ref", *_INNER}
"""Keywords of schemas for which something may be declared; so it may for a union of kinds."""


class Name(NamedTuple):
    """What clients may call a member, or what is declared for it.

    Attributes:
        text: The words of all members that lead to it.
        place: Pointer of its schema; "" for what stands beside the body.
        is_open: More words may follow for what is declared below it.
    """

    text: str
    place: str = ""
    is_open: bool = False

    def member(self, name: str) -> "Name":
        """Return the name of a member of what it is the name of."""
        return Name(called(self.text, name), f"{self.place}/properties/{escape(name)}")


def called(above: str, member: str) -> str:
    """Return what a member is called, after what holds it."""
    return above + "".join(words(member))


def names(schema: Json, name: Name) -> Iterator[Name]:
    """Yield the names of a schema and of all below it.

    Args:
        schema: A schema.
        name: Its own.
    """
    if not isinstance(schema, dict):
        return
    yield name._replace(is_open=_is_open(schema))
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            for member, inner in value.items():
                yield from names(inner, name.member(member))
        elif key in _OPEN or key in _UNIONS or key in _INNER:
            for step, inner in _branches(value):
                more = _INNER.get(key, "")
                if key in _UNIONS and isinstance(step, int) and not _is_open(schema):
                    more = "".join(variant_words(inner, step))
                place = f"{name.place}/{key}/{escape(str(step))}"
                yield from names(inner, Name(name.text + more, place))


def _is_open(schema: dict[str, Any]) -> bool:
    """Whether any words may follow for what is declared below a schema."""
    kinds = schema.get("type")
    unions = [schema[key] for key in _UNIONS & schema.keys()]
    return (
        not _OPEN.isdisjoint(schema)
        or (isinstance(kinds, list) and len({*map(str, kinds)} - {"null"}) > 1)
        or any(isinstance(it, list) and _is_one(it) for it in unions)
    )


def _is_one(branches: list[Json]) -> bool:
    """Whether a union is of one schema and null: it may have the name of that."""
    return sum(not isinstance(it, dict) or it.get("type") != "null" for it in branches) == 1


def _branches(value: Json) -> Iterator[tuple[str | int, Json]]:
    """Yield what a keyword holds that may be a schema, and the step to it."""
    if isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield "", value
        yield from value.items()


def meets(name: Name, schema: Json, unions: Iterable[Name], known: Iterable[Name]) -> bool:
    """Whether something of a member may be called as something else is.

    Args:
        name: Of the member.
        schema: The member's.
        unions: Those that it is below; the names of what they hold have words of their own.
        known: All other names.
    """
    declares = isinstance(schema, dict) and (not _DECLARED.isdisjoint(schema) or _is_open(schema))
    near: list[Name] = []
    for other in known:
        if _may_be(name, other) or any(_is_beside(other, union) for union in unions):
            return True
        if declares and other.text.startswith(name.text):
            near.append(other)
        elif declares and other.is_open and _is_beside(name, other):
            return True
    inner = list(names(schema, name)) if near else []
    return any(
        _may_be(one, other) or (one.is_open and other.text.startswith(one.text))
        for one in inner
        for other in near
    )


def _may_be(one: Name, other: Name) -> bool:
    """Whether clients may call two things the same."""
    return _ends(one.text, other.text) or _ends(other.text, one.text)


def _ends(long: str, short: str) -> bool:
    return long.startswith(short) and long[len(short) :].rstrip("0123456789") in _ENDINGS


def _is_beside(name: Name, other: Name) -> bool:
    """Whether a name begins as another one does whose schema it is not below."""
    return name.text.startswith(other.text) and not f"{name.place}/".startswith(f"{other.place}/")


def values(schema: Json) -> Iterator[str]:
    """Yield the lists of values of a schema and of all below it, null left out."""
    if isinstance(schema, list):
        for item in schema:
            yield from values(item)
    if not isinstance(schema, dict):
        return
    for holder in (schema, *(schema[key] for key in _UNIONS & schema.keys())):
        yield from _listed(holder)
    for value in schema.values():
        yield from values(value)


def _listed(holder: Any) -> Iterator[str]:
    """Yield the values that a schema lists, or the branches of a union; none: nothing."""
    found: list[Json] = []
    for schema in holder if isinstance(holder, list) else [holder]:
        if isinstance(schema, dict):
            listed = schema.get("enum")
            found += listed if isinstance(listed, list) else [schema.get("const")]
    if any(it is not None for it in found):
        yield ascii([it for it in found if it is not None])


def other_values(old: Json, new: Json) -> Iterator[str]:
    """Yield the lists of values where two versions differ."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and _LISTING.isdisjoint({*old, *new}):
        for key in {*old, *new}:
            yield from other_values(old.get(key), new.get(key))
    else:
        yield from values(old)
        yield from values(new)
