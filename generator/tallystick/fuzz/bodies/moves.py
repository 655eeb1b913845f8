"""Small changes of a body: one member set, removed or broken, all else as it was."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.keys import KEYWORD, Keys, Named
from tallystick.fuzz.bodies.lenient import taken_for
from tallystick.fuzz.bodies.texts import misses
from tallystick.fuzz.bodies.unknown import PLAIN, strange
from tallystick.fuzz.bodies.values import MAX_LIST, Values, filled
from tallystick.fuzz.model import Path
from tallystick.ir import MISSING, Array, Dictionary, Field, Missing, Record, Type, TypeId, Union
from tallystick.text import Json

NOWHERE: Final = TypeId("")
MAX_DEPTH = 16
MAX_ITEMS = 3
"""Items of a list that are looked into; further ones are of the same kind."""
NEAR_NAMES: Final = 8
"""Names that a pattern of members just does not match."""


class Spot(NamedTuple):
    """A member (or item, or the body) that a message has or could have.

    Attributes:
        path: Where.
        at: Where, as a place.
        type: Its type.
        field: Its declaration, None for items and the body.
        value: What it holds, MISSING when it is absent.
        variant: The innermost variant of a union, or item of a tuple, that its value is or stands
            in; "" in none.
    """

    path: Path
    at: str
    type: TypeId
    field: Field | None
    value: "Json | Missing"
    variant: TypeId = NOWHERE


class Move(NamedTuple):
    """One change.

    Attributes:
        path: Where.
        at: Where, as a place.
        value: What it holds then, MISSING to remove it.
        name: What the change aims at: a touched edge, a keyword to break, or "".
    """

    path: Path
    at: str
    value: "Json | Missing"
    name: str = ""


def changed(value: Json, path: Path, new: "Json | Missing") -> Json:
    """Return a copy of a body with one change; what is not on the way is shared."""
    if not path:
        return value if isinstance(new, Missing) else new
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str):
        copy = dict(value)
        if rest:
            copy[step] = changed(value.get(step, {}), rest, new)
        elif isinstance(new, Missing):
            copy.pop(step, None)
        else:
            copy[step] = new
        return copy
    if isinstance(value, list) and isinstance(step, int) and step < len(value) + (not rest):
        items = list(value)
        if rest:
            items[step] = changed(items[step], rest, new)
        elif isinstance(new, Missing):
            del items[step]
        else:
            items[step : step + 1] = [new]
        return items
    return value


def part_at(value: Json, path: Path) -> Json:
    """Return what stands at the end of a path of a body, None when nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


class Moves:
    """The changes that a body of a type allows."""

    def __init__(self, judging: Judging, values: Values) -> None:
        """Change bodies with the values of `values`."""
        self._judging = judging
        self._types = judging.api.types
        self._values = values
        self._members: dict[TypeId, tuple[tuple[str, str, TypeId, Field], ...]] = {}
        self._keys = Keys(judging, values)

    def spots(self, type_id: TypeId, value: Json) -> Iterator[Spot]:
        """Yield all places of a body, absent members included."""
        todo: list[Spot] = [Spot((), "", type_id, None, value)]
        types = self._types
        for spot in todo:
            here, chosen, held = spot, spot.type, spot.value
            if isinstance(types[chosen], Union) and not isinstance(held, Missing):
                fitting = self._judging.variant(chosen, held)
                if fitting is None:
                    yield here
                    continue
                here, chosen = spot._replace(variant=fitting), fitting
            yield here
            if isinstance(held, dict | list) and len(spot.path) < MAX_DEPTH:
                todo += self._below(types[chosen], here, held)

    def _below(self, declared: Type, spot: Spot, value: Json) -> list[Spot]:
        path, at, variant = spot.path, spot.at, spot.variant
        if isinstance(declared, Record) and isinstance(value, dict):
            return [
                Spot((*path, wire), at + step, type_id, field, value.get(wire, MISSING), variant)
                for wire, step, type_id, field in self._writable(declared)
            ]
        if isinstance(declared, Dictionary) and isinstance(value, dict):
            return [
                Spot((*path, key), at + _step(key), declared.values, None, value[key], variant)
                for key in list(value)
            ]
        if isinstance(declared, Array) and isinstance(value, list):
            kinds = [*declared.prefix, *([declared.items] * MAX_ITEMS)]
            return [
                Spot((*path, index), f"{at}/*", kind, None, item, _turn(declared, index, spot))
                for index, (kind, item) in enumerate(zip(kinds, value, strict=False))
                if kind is not None
            ]
        return []

    def _writable(self, declared: Record) -> "tuple[tuple[str, str, TypeId, Field], ...]":
        """Return the name, step, type and declaration of each member that may be sent."""
        known = self._members.get(declared.id)
        if known is None:
            fields = (it for it in declared.fields if it.direction != "read")
            known = tuple((it.wire, _step(it.wire), it.type, it) for it in fields)
            self._members[declared.id] = known
        return known

    def sound(self, spot: Spot) -> Iterator[Move]:
        """Yield changes that the schema of the place itself accepts."""
        here = spot.value
        if spot.field and not isinstance(here, Missing) and not spot.field.required:
            yield Move(spot.path, spot.at, MISSING)
        for touched, value in self._values.valid(spot.type, spot.at):
            if isinstance(here, Missing) or not _same(here, value):
                yield Move(spot.path, spot.at, value, touched)
        if spot.field and spot.field.nullable and here is not None:
            yield Move(spot.path, spot.at, None, "null")
        declared = self._types[spot.type]
        if isinstance(declared, Array) and isinstance(here, list):
            yield from self._sizes(spot, declared, here)
        named: Json | Missing = {} if isinstance(here, Missing) else here
        if isinstance(declared, Record | Dictionary) and isinstance(named, dict):
            yield from self._called(spot, declared, named, self._keys.edges(declared))

    def _sizes(self, spot: Spot, declared: Array, here: list[Json]) -> Iterator[Move]:
        if declared.prefix:
            return
        longest = declared.max_items
        extra = self._further(spot, declared, here, longest or len(here) + 1)
        if here:
            yield Move(spot.path, spot.at, here[:-1])
        for size in {len(here) + 1, *([longest - 1, longest] if longest else [])}:
            value = filled(here, extra or here, size, unique=declared.unique)
            if value is not None:
                yield Move(spot.path, spot.at, value)

    def _further(self, spot: Spot, declared: Array, here: list[Json], size: int) -> list[Json]:
        """Return what a list may hold beside what it holds."""
        if declared.items is None:
            return []
        if not declared.unique:
            return [value for _, value in self._values.valid(declared.items, spot.at + "/*")]
        several = self._values.several(declared.items, spot.at + "/*", size + len(here))
        return [value for value in several if value not in here]

    def unsound(self, spot: Spot) -> Iterator[Move]:
        """Yield changes that break one keyword at the place, as far as it is known to."""
        if isinstance(spot.value, Missing):
            return
        declared = self._types[self._judging.variant(spot.type, spot.value) or spot.type]
        field = spot.field
        if field is not None and field.required:
            yield Move(spot.path, spot.at, MISSING, "required")
        if isinstance(declared, Array) and isinstance(spot.value, list):
            yield from self._too_long(spot, declared, spot.value)
        yield from (Move(spot.path, spot.at, it, "type") for it in taken_for(spot.value))
        for keyword, value in self._values.past(declared, spot.at):
            if keyword == "null" and field is not None and field.nullable:
                continue
            if value is not None or keyword == "null":
                yield Move(spot.path, spot.at, value, keyword)
        if isinstance(declared, Record) and isinstance(spot.value, dict):
            yield from self._odd(spot, declared, spot.value)
        if isinstance(declared, Record | Dictionary) and isinstance(spot.value, dict):
            yield from self._called(spot, declared, spot.value, self._keys.wrong(declared))

    def _called(
        self, spot: Spot, declared: Record | Dictionary, here: dict[str, Json], names: Named
    ) -> Iterator[Move]:
        """Yield an object with a member of each of some names."""
        for keyword, name in names:
            value = self._keys.under(declared, here, name, spot.at)
            yield Move(spot.path, spot.at, value, f"{KEYWORD}/{keyword}")

    def _odd(self, spot: Spot, declared: Record, here: dict[str, Json]) -> Iterator[Move]:
        """Yield an object with a member that nobody knows, and ones that lack what others need."""
        odd: dict[str, Json] = {**here, PLAIN: 1}
        yield Move(spot.path, spot.at, odd, "additionalProperties")
        for pattern, type_id in declared.patterns:
            value = next((part for _, part in self._values.valid(type_id, spot.at + "/*")), None)
            for name in islice(misses(pattern.raw), NEAR_NAMES):
                near: dict[str, Json] = {**here, name: value}
                yield Move(spot.path, spot.at, near, "additionalProperties")
        for name, value in self._of_others(spot, declared):
            more: dict[str, Json] = {**here, name: value}
            yield Move(spot.path, spot.at, more, "additionalProperties")
        known = {field.wire: None for field in declared.fields}
        for name, value in strange(here, known, spot.at):
            yield Move(spot.path, spot.at, {**here, name: value}, "additionalProperties")
        pairs = ((name, other) for name, more in declared.dependent_required for other in more)
        for name, other in pairs:
            alone = {key: v for key, v in here.items() if key != other}
            if name in alone:
                yield Move(spot.path, spot.at, alone, "dependentRequired")

    def _of_others(self, spot: Spot, declared: Record) -> Iterator[tuple[str, Json]]:
        """Yield members, each with a value, that only other variants of a union have."""
        union = self._types[spot.type]
        variants = union.variants if isinstance(union, Union) else ()
        known = {field.wire for field in declared.fields}
        for other in variants:
            for field in self._judging.api.fields(other):
                values = self._values.valid(field.type, f"{spot.at}/{field.wire}")
                if field.wire not in known and values and field.direction == "both":
                    known.add(field.wire)
                    yield field.wire, values[0][1]

    def _too_long(self, spot: Spot, declared: Array, here: list[Json]) -> Iterator[Move]:
        """Yield a list that holds one item twice, and one that is too long by its own items."""
        if declared.unique and len(here) > 1:
            yield Move(spot.path, spot.at, [*here[1:], here[-1]], "uniqueItems")
            yield Move(spot.path, spot.at, [*here[:-1], here[0]], "uniqueItems")
        if declared.max_items is None or declared.prefix:
            return
        size, unique = declared.max_items + 1, declared.unique
        # Rules may allow some items once only: each is the one that is repeated.
        others = _others(here, declared.max_items) or self._further(spot, declared, here, size)
        # The first of others may be what rules refuse: those made of the first are at the end.
        ways = [others, others[::-1]] if unique else [here, *([it] for it in here[:3])]
        for more in ways:
            longer = filled(here, more, size, unique=unique)
            if longer is not None:
                yield Move(spot.path, spot.at, longer, "maxItems")


def _turn(declared: Array, index: int, spot: Spot) -> TypeId:
    """Return what tells an item of a tuple from the others: each has bounds of its own."""
    if index < len(declared.prefix):
        return TypeId(f"{declared.id}/prefixItems/{index}")
    return spot.variant


def _others(here: list[Json], most: int) -> list[Json]:
    """Return small whole numbers that a list of whole numbers does not hold."""
    whole = here and all(isinstance(item, int) and not isinstance(item, bool) for item in here)
    return [n for n in range(most + 1) if n not in here] if whole and most < MAX_LIST else []


@lru_cache(maxsize=1 << 14)
def _step(name: str) -> str:
    return "/" + escape(name)


def _same(left: Json, right: Json) -> bool:
    return type(left) is type(right) and left == right
