"""Members of a request that code may call as it calls others, or that share a declaration.

Clients name what a body declares after the members that lead to it, and number what would be
called the same; equal lists of values are declared once. So a member that is left out may change
what others are called: such members stay.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.ir.schemas import is_null
from tallystick.ir.unions import variant_words
from tallystick.ir.words import words
from tallystick.text import Json

_ALWAYS: Final = ("input", "param")
"""What clients put after the name of a type for its other declarations."""
_ENDINGS: Final = (*_ALWAYS, "value", "path", "query", "header", "cookie", "body")
"""What clients put after a name that is taken; numbers too."""
_UNIONS: Final = frozenset({"anyOf", "oneOf"})
_INNER: Final = {"items": "item", "additionalProperties": "value", "patternProperties": "value"}
"""The word that follows for what is declared below a keyword."""
_OPEN: Final = frozenset({"prefixItems", "allOf"})
"""Keywords below which other words follow."""
_LISTING: Final = _UNIONS | {"enum", "const"}
_BELOW: Final = _OPEN | _UNIONS | {"properties", *_INNER}
_DECLARED: Final = _BELOW | {"$ref"}
NARROW: Final = 30
"""Characters of a list of values that any client writes where it is used."""


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
        text = self.text + "".join(words(name))
        return Name(text, f"{self.place}/properties/{escape(name)}")


def names(schema: Json, name: Name) -> list[Name]:
    """Return the names of a schema and of all below it.

    Args:
        schema: A schema.
        name: Its own.
    """
    found: list[Name] = []
    _note(schema, name, found)
    return found


def _note(schema: Json, name: Name, found: list[Name]) -> None:
    if isinstance(schema, dict):
        found.append(name._replace(is_open=True) if _is_open(schema) else name)
        _note_below(schema, name, found)


def _note_below(schema: dict[str, Any], name: Name, found: list[Name]) -> None:
    """Note the names of all that is below a schema."""
    for key, value in schema.items() if not _BELOW.isdisjoint(schema) else ():
        if key == "properties" and isinstance(value, dict):
            for member, inner in value.items():
                _note(inner, name.member(member), found)
        elif key in _INNER:
            table = value if key == "patternProperties" and isinstance(value, dict) else {"": value}
            for step, inner in table.items():
                place = f"{name.place}/{key}/{escape(step)}"
                _note_branch(inner, Name(name.text + _INNER[key], place), found)
        elif isinstance(value, list) and (key in _OPEN or key in _UNIONS):
            alone = key in _OPEN or _is_one(value)
            for number, (step, inner) in enumerate(_solid(value), start=1):
                text = name.text if alone else name.text + "".join(variant_words(inner, number))
                below = Name(text, f"{name.place}/{key}/{step}")
                _note_branch(inner, below, found, alone=alone)


def _note_branch(schema: Json, name: Name, found: list[Name], *, alone: bool = False) -> None:
    """Note the names below what is no member, and its own if it is declared by another one."""
    if not isinstance(schema, dict):
        return
    listed = any(len(it) > NARROW for it in _listed(schema))
    if not alone and (listed or not _DECLARED.isdisjoint(schema)):
        found.append(name._replace(is_open=True) if _is_open(schema) else name)
    _note_below(schema, name, found)


def _is_open(schema: dict[str, Any]) -> bool:
    """Whether any words may follow for what is declared below a schema."""
    kinds = schema.get("type")
    if isinstance(kinds, str) and _BELOW.isdisjoint(schema):
        return False
    unions = [schema[key] for key in _UNIONS & schema.keys()]
    return (
        not _OPEN.isdisjoint(schema)
        or (isinstance(kinds, list) and len({*map(str, kinds)} - {"null"}) > 1)
        or any(isinstance(it, list) and _is_one(it) for it in unions)
    )


def _is_one(branches: list[Json]) -> bool:
    """Whether a union is of one schema and null: it may have the name of that."""
    return len(_solid(branches)) == 1


def _solid(branches: list[Json]) -> list[tuple[int, Json]]:
    """Return the branches that are variants, and where each stands."""
    return [(at, it) for at, it in enumerate(branches) if it is not False and not is_null(it)]


def clashing(known: Collection[Name]) -> set[str]:
    """Return the places of what clients may call as they call something else.

    Args:
        known: All names.
    """
    places: dict[str, set[str]] = {}
    for name in known:
        places.setdefault(name.text, set()).add(name.place)
    taken = {text for text, at in places.items() if len(at) > 1}
    for text in places:
        bases = {text.removesuffix(it) for it in _ALWAYS if text.endswith(it)}
        taken |= {text, *bases} if bases & places.keys() else set()
    taken |= {text for text in places if not taken.isdisjoint(_bases(text))}
    found = {it for text in taken & places.keys() for it in places[text]}
    for name in known:
        if name.is_open:
            beside = {it.place for it in known if _is_beside(it, name)}
            found |= beside | {name.place} if beside else beside
    return found


def _bases(text: str) -> Iterator[str]:
    """Yield what a name is without what clients put after one that is taken."""
    short = text.rstrip("0123456789")
    yield short
    yield from (short.removesuffix(it) for it in _ENDINGS)


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
