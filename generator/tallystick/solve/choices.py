"""The finite choices of messages: which member is there, which value of an enum it has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.diagnostics import escape, unescape
from tallystick.solve.answers import Need
from tallystick.solve.contract import Contract
from tallystick.solve.document import At
from tallystick.solve.encoding.keywords import TYPES
from tallystick.solve.encoding.node import Kind
from tallystick.solve.needs import equal, kind_of
from tallystick.text import Json

MOST_FACTORS: Final = 160
"""Places with a choice that are looked at."""
MOST_VALUES: Final = 400
"""Values of one enum."""
_SHORT_LIST: Final = 2
_IN_PLACE: Final = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Factor:
    """A place with a choice.

    Attributes:
        pointer: JSON Pointer into the message; of a list, its first item.
        options: What may be chosen: exclude each other.
        above: Number of the factor around it; None for the outermost.
        holds: Numbers of the options of `above` under which the place may be there.
    """

    pointer: str
    options: tuple[Need, ...]
    above: int | None
    holds: tuple[int, ...]


@dataclass(slots=True)
class _Place:
    """What the schemas of one place say together."""

    pointer: str
    above: "_Place | None"
    depth: int
    optional: bool
    kinds: dict[Kind, None] = field(default_factory=dict)
    values: list[Json] = field(default_factory=list)
    listed: bool = False
    sizes: dict[int, None] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)


def factors(contract: Contract, depth: int) -> tuple[Factor, ...]:
    """Return the choices of a contract's messages, the outer ones first.

    Args:
        contract: The contract.
        depth: Levels of nesting that are looked into.
    """
    reader = _Reader(contract, depth)
    places = reader.read()
    numbers: dict[str, int] = {}
    found: list[Factor] = []
    for place in places:
        options = tuple(_options(place))
        if len(found) == MOST_FACTORS:
            break
        above = None if place.above is None else numbers.get(place.above.pointer)
        if place.above is not None and above is None:
            continue
        numbers[place.pointer] = len(found)
        holds = () if above is None else tuple(_holding(found[above], place.pointer))
        found.append(Factor(place.pointer, options, above, holds))
    return tuple(found)


def _options(place: _Place) -> Iterator[Need]:
    if place.optional:
        yield Need(place.pointer, "absent")
    if place.listed:
        yield from (Need(place.pointer, "value", value) for value in place.values[:MOST_VALUES])
        return
    kinds = list(place.kinds)
    for kind in kinds:
        if kind == "boolean":
            yield Need(place.pointer, "value", value=True)
            yield Need(place.pointer, "value", value=False)
        elif kind == "array":
            yield from (Need(place.pointer, "count", size) for size in place.sizes)
        else:
            yield Need(place.pointer, "kind", kind)
    if not kinds:
        yield Need(place.pointer, "present")


def _holding(above: Factor, pointer: str) -> Iterator[int]:
    """Yield the options of the place above under which a place may be there."""
    item = pointer.rpartition("/")[2] == "0" and any(it.aspect == "count" for it in above.options)
    for number, option in enumerate(above.options):
        match option.aspect:
            case "present":
                yield number
            case "count" if item and option.value:
                yield number
            case "kind" if option.value == "object" and not item:
                yield number
            case "value" if isinstance(option.value, dict | list):
                yield number


class _Reader:
    """Walks a schema as its messages are built."""

    def __init__(self, contract: Contract, depth: int) -> None:
        self._contract = contract
        self._depth = depth
        self._places: dict[str, _Place] = {}

    def read(self) -> list[_Place]:
        """Return the places, the outer ones first."""
        root = self._places[""] = _Place("", None, 0, optional=False)
        todo = [root]
        for at in self._contract.roots:
            self._say(at, root, frozenset())
        for place in todo:
            todo += [it for it in self._places.values() if it.above is place]
        return todo

    def _say(self, at: At, place: _Place, open_: frozenset[int]) -> None:
        """Note what a schema says of a place, and go below."""
        schema = at.keywords
        if not schema or id(at.value) in open_ or id(at.value) in place.known:
            return
        place.known.add(id(at.value))
        inner = open_ | {id(at.value)}
        self._kinds(schema, place)
        target = self._contract.document.target(schema)
        if target is not None:
            self._say(target, place, inner)
        for keyword in _IN_PLACE:
            for index in range(len(schema.get(keyword, ()))):
                self._say(at.child(keyword, index), place, inner)
        if place.depth < self._depth:
            self._below(at, schema, place, inner)

    def _kinds(self, schema: dict[str, Any], place: _Place) -> None:
        values = schema.get("enum", [schema["const"]] if "const" in schema else None)
        if values is not None:
            place.listed = True
            fresh = [it for it in values if not any(equal(it, known) for known in place.values)]
            place.values += fresh
            return
        listed = schema.get("type", ())
        for name in [listed] if isinstance(listed, str) else listed:
            place.kinds.update(dict.fromkeys(TYPES[name]))
        if place.listed and "null" in place.kinds and None not in place.values:
            place.values.append(None)
        if "array" in place.kinds:
            least, most = schema.get("minItems", 0), schema.get("maxItems", _SHORT_LIST)
            sizes = (least, max(1, least), _SHORT_LIST, least + 1)
            place.sizes.update((int(it), None) for it in sizes if it <= min(most, least + 2))

    def _below(self, at: At, schema: dict[str, Any], place: _Place, open_: frozenset[int]) -> None:
        required = schema.get("required", ())
        for name in schema.get("properties", ()):
            pointer = f"{place.pointer}/{escape(name)}"
            child = self._child(pointer, place, optional=True)
            child.optional = child.optional and name not in required
            self._say(at.child("properties", name), child, open_)
        if schema.get("prefixItems"):
            first = self._child(f"{place.pointer}/0", place, optional=False)
            self._say(at.child("prefixItems", 0), first, open_)
        elif isinstance(schema.get("items"), dict):
            first = self._child(f"{place.pointer}/0", place, optional=False)
            self._say(at.child("items"), first, open_)

    def _child(self, pointer: str, above: _Place, *, optional: bool) -> _Place:
        if pointer not in self._places:
            self._places[pointer] = _Place(pointer, above, above.depth + 1, optional)
        return self._places[pointer]


class Choices:
    """The choices of one contract, each with a number; sets of them are bits of an integer.

    Attributes:
        factors: The places with a choice.
        needs: All options, in the order of the places.
        beside: For each option those of the same place: they exclude each other.
        parted: Options of places that may have other places in them, as bits.
    """

    def __init__(self, contract: Contract, depth: int) -> None:
        """Read the choices of a contract's messages.

        Args:
            contract: The contract.
            depth: Levels of nesting that are looked into.
        """
        self.factors = factors(contract, depth)
        self.needs: list[Need] = []
        self.beside: list[int] = []
        self.parted = 0
        self._root = _Branch()
        around = {factor.above for factor in self.factors}
        for place, factor in enumerate(self.factors):
            first = len(self.needs)
            self.needs += factor.options
            mask = ((1 << len(factor.options)) - 1) << first
            self.beside += [mask] * len(factor.options)
            self.parted |= mask if place in around else 0
            branch = self._root
            for step in factor.pointer.split("/")[1:]:
                branch = branch.below.setdefault(unescape(step), _Branch())
            for number, option in enumerate(factor.options, first):
                branch.add(option, 1 << number)

    def made(self, value: Json) -> int:
        """Return the choices that a message makes, as bits."""
        return self._root.made(value)


@dataclass(slots=True)
class _Branch:
    """The options at one place, ready to be compared with what stands there."""

    below: dict[str, "_Branch"] = field(default_factory=dict)
    absent: int = 0
    present: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    plain: dict[bool | None, int] = field(default_factory=dict)
    others: list[tuple[Json, int]] = field(default_factory=list)

    def add(self, option: Need, bit: int) -> None:
        """Note an option."""
        value = option.value
        match option.aspect:
            case "absent":
                self.absent |= bit
            case "kind":
                self.kinds[str(value)] = bit
            case "count" if isinstance(value, int):
                self.counts[value] = bit
            case "value" if isinstance(value, str):
                self.texts[value] = bit
            case "value" if value is None or isinstance(value, bool):
                self.plain[value] = bit
            case "value":
                self.others.append((value, bit))
            case _:
                self.present |= bit

    def made(self, value: Json) -> int:
        """Return the options that a value makes, here and below, as bits."""
        mask = self.present
        if isinstance(value, dict):
            for name, inner in self.below.items():
                mask |= inner.made(value[name]) if name in value else inner.absent
        elif isinstance(value, str):
            mask |= self.texts.get(value, 0)
        elif value is None or isinstance(value, bool):
            mask |= self.plain.get(value, 0)
        elif isinstance(value, list):
            mask |= self.counts.get(len(value), 0)
            if value and "0" in self.below:
                mask |= self.below["0"].made(value[0])
        for each, bit in self.others:
            if equal(value, each):
                mask |= bit
        return mask | (self.kinds.get(kind_of(value), 0) if self.kinds else 0)


def meets(value: Json, option: Need) -> bool:
    """Whether a choice is made by what stands at its place."""
    match option.aspect:
        case "absent":
            return False
        case "value":
            return equal(value, option.value)
        case "kind":
            return kind_of(value) == option.value
        case "count":
            return isinstance(value, list) and len(value) == option.value
        case _:
            return True


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits of a set, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
