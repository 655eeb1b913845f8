"""Bodies that break exactly one thing: a rule at a place, or a keyword at a place."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.lenient import sign
from tallystick.fuzz.bodies.moves import Move, Moves, Spot, changed
from tallystick.fuzz.bodies.picking import picked
from tallystick.fuzz.bodies.search import Place, Search, Start
from tallystick.fuzz.bodies.sizing import is_long
from tallystick.fuzz.bodies.twinning import near, renamed, twinned
from tallystick.fuzz.bodies.valid import LARGE
from tallystick.fuzz.bodies.values import KINDS
from tallystick.fuzz.model import Path
from tallystick.ir import MISSING, Array, Enumeration, Missing, Scalar, TypeId
from tallystick.rules import Rule
from tallystick.text import Json

PER_RULE: Final = 10
"""Bodies that break one rule at one place, each in its own way."""
PER_KEYWORD: Final = {
    "type": 4,
    "enum": 12,
    **dict.fromkeys(("format", "propertyNames/pattern", "uniqueItems"), 2),
    "pattern": 8,
    "additionalProperties": 7,
}
PER_VARIANT: Final = {"additionalProperties": 3}
"""The same for each variant of a union beside the first."""
FIRST: Final = 400
"""Bodies judged to break a rule for the first time."""
SHOWN: Final = 24
AGAIN: Final = 60
"""Bodies judged to break it in further ways."""
HOSTS: Final = 8
MOST_HOSTS: Final = 24
"""Bodies in which shown values are tried; they differ in what stands elsewhere."""


class Bad(NamedTuple):
    """A body that breaks one thing.

    Attributes:
        name: Rule id, or ``schema:<keyword>``.
        at: Where.
        alone: Nothing else is broken.
        variant: Of which variant of a union, where several say something of the place.
        path: Where in the body a keyword is broken, () where that is not known.
    """

    value: Json
    name: str
    at: str
    alone: bool
    variant: str = ""
    path: Path = ()

    @property
    def claim(self) -> tuple[str, str, str]:
        """What is broken, where, and of which variant."""
        return self.name, self.at, self.variant


_Best: TypeAlias = dict[tuple[str, str], dict[TypeId, dict[bytes, tuple[int, Bad]]]]
"""(keyword, place) -> variant -> what stands there -> (what is broken beside it, the body)."""


class Breaker:
    """Breaks the rules and keywords of one type in known valid bodies."""

    def __init__(self, search: Search, moves: Moves, valid: Sequence[Json]) -> None:
        """Start from `valid` bodies."""
        self._search = search
        self._moves = moves
        self._spots: list[tuple[Json, dict[str, Spot]]] = []
        self._worded: set[tuple[str, str, TypeId, bytes]] = set()
        known: set[str] = set()
        for value in sorted(valid, key=lambda each: len(compact(each))):
            spots = {spot.at: spot for spot in search.spots(value)}
            if len(compact(value)) <= LARGE or not spots.keys() <= known:
                self._spots.append((value, spots))
                known |= spots.keys()

    def rule(self, where: Place, rule: Rule, shown: Sequence[Json]) -> list[Bad]:
        """Return bodies that break exactly one rule at one place; empty when none was found.

        Args:
            where: The rule.
            rule: Its declaration.
            shown: Values from anywhere that may break it when they stand at its place.
        """
        found = self._first(where[1], frozenset({where}), [*rule.invalid, *shown][:SHOWN])
        if found is None:
            return []
        first = Bad(found, where[0], where[1], alone=True)
        return [first, *self.more(where, [first])]

    def holding(self, at: str, values: Sequence[Json]) -> Iterator[Json]:
        """Yield bodies that hold some values at a place, each in a few known bodies."""
        hosts = self._different(at)[:HOSTS] if at else []
        for value in values:
            if not at:
                yield value
            yield from (changed(host, spot.path, value) for host, spot in hosts)

    def more(self, where: Place, found: Sequence[Bad]) -> list[Bad]:
        """Return further bodies that break exactly one rule at one place, each in its own way.

        Args:
            where: The rule.
            found: Those that are known.
        """
        kept: dict[str, Json] = {self._signature(where, bad.value): bad.value for bad in found}
        known = len(kept)
        todo, left = [*kept.values()], AGAIN
        while todo and left > 0 and len(kept) < PER_RULE:
            for other in self._near(where, todo.pop(0)):
                left -= 1
                sign = self._signature(where, other)
                if sign not in kept and self._search.broken_only(other, where):
                    kept[sign] = other
                    todo.append(other)
                if left <= 0 or len(kept) == PER_RULE:
                    break
        return [Bad(it, where[0], where[1], alone=True) for it in [*kept.values()][known:]]

    def single(self, where: Place, found: Sequence[Bad]) -> list[Bad]:
        """Return bodies that break a rule by one choice, without others that break it beside.

        Args:
            where: The rule.
            found: Those that are known.
        """
        names = self._search.reads(where)
        known = {self._signature(where, bad.value) for bad in found}
        done: set[str] = set()
        made: list[Bad] = []
        for value in sorted((bad.value for bad in found), key=lambda it: len(compact(it))):
            read = [it for it in self._search.spots(value) if it.path and it.path[-1] in names]
            read = [it for it in read if not isinstance(it.value, Missing)]
            for spot in read:
                choice = f"{spot.at}={_sort(self._search.declared(spot.type), spot.value)}"
                if choice in done:
                    continue
                done.add(choice)
                bare = self._without(where, value, spot, read)
                sign = self._signature(where, bare)
                if sign not in known:
                    known.add(sign)
                    made.append(Bad(bare, where[0], where[1], alone=True))
        return made

    def _without(self, where: Place, value: Json, kept: Spot, others: Sequence[Spot]) -> Json:
        """Return a body without those of some members that it breaks the rule without."""
        for other in others:
            apart = not other.at.startswith(kept.at) and not kept.at.startswith(other.at)
            if apart and other.field is not None and not other.field.required:
                less = changed(value, other.path, MISSING)
                value = less if self._search.broken_only(less, where) else value
        return value

    def lacking(self, where: Place, found: Sequence[Bad]) -> Iterator[tuple[str, Json]]:
        """Yield finite choices among what a rule reads that no known body makes: place, value.

        Args:
            where: The rule.
            found: Bodies that break it.
        """
        names = self._search.reads(where)
        made: dict[str, set[str]] = {}
        options: dict[str, tuple[Json, ...]] = {}
        for bad in found:
            for spot in self._search.spots(bad.value):
                if spot.path and spot.path[-1] in names and not isinstance(spot.value, Missing):
                    made.setdefault(spot.at, set()).add(repr(spot.value))
                if spot.path and spot.path[-1] in names and "*" not in spot.at:
                    options[spot.at] = _finite(self._search.declared(spot.type))
        for at, values in options.items():
            for value in values:
                if repr(value) not in made.get(at, set()):
                    yield at, value

    def _first(self, at: str, wanted: frozenset[Place], shown: list[Json]) -> "Json | None":
        hosts = self._different(at)
        starts = [
            Start(changed(value, spot.path, each), spot.path or None)
            for each in shown
            for value, spot in hosts
        ]
        found = self._search.find(starts, wanted, FIRST)
        if found is None:
            found = self._search.find([Start(it) for it, _ in hosts[:HOSTS]], wanted, FIRST)
        return None if found is None else self._search.shrunk(found)

    def _different(self, at: str) -> list[tuple[Json, Spot]]:
        """Return bodies that have a place, differing in the choices made elsewhere.

        Those come first in which something stands there.
        """
        having = ((value, spots) for value, spots in self._spots if at in spots)
        chosen: dict[str, tuple[Json, Spot]] = {}
        for value, spots in sorted(having, key=lambda it: isinstance(it[1][at].value, Missing)):
            spot = spots[at]
            parts = [
                f"{other.at}={_sort(self._search.declared(other.type), other.value)}"
                for other in spots.values()
                if not at or not other.at.startswith(at)
            ]
            chosen.setdefault(";".join(parts), (value, spot))
            if len(chosen) == MOST_HOSTS:
                break
        return list(chosen.values())

    def _near(self, where: Place, value: Json) -> Iterator[Json]:
        """Yield bodies with one member changed that a rule reads, or two of a kind exchanged."""
        names = self._search.reads(where)
        yield from self._exchanged(names, value)
        for spot in self._search.spots(value):
            if not spot.path or spot.path[-1] not in names or isinstance(spot.value, dict):
                continue
            for move in islice(self._moves.sound(spot), 12):
                yield changed(value, move.path, move.value)

    def _exchanged(self, names: Collection[str | int], value: Json) -> Iterator[Json]:
        """Yield bodies in which two members of one object and one type stand in each other's place.

        A rule about both (``start_frame``, ``end_frame``) may be judged for one of them only.
        """
        if not any(True for _ in self._search.pairs(names, value)):
            return
        less = self._search.shrunk(value)  # what else is there may stand in the way
        for one, other in self._search.pairs(names, less):
            yield changed(changed(less, one.path, other.value), other.path, one.value)

    def _signature(self, where: Place, value: Json) -> str:
        names = self._search.reads(where)
        parts = [
            f"{spot.at}={_sort(self._search.declared(spot.type), spot.value)}"
            for spot in self._search.spots(value)
            if spot.path and spot.path[-1] in names
        ]
        return ";".join(sorted(parts))

    def keywords(self, elsewhere: Callable[[str], bool]) -> Iterator[Bad]:
        """Yield bodies that break one keyword at one place, alone where that could be done.

        Each variant of a union has keywords of its own.

        Args:
            elsewhere: Whether somebody else breaks the keywords at a place.
        """
        best: _Best = {}
        hosts: Counter[tuple[Json, ...]] = Counter()
        crowded: dict[tuple[Json, ...], bool] = {}
        for value, _ in self._spots:
            every = self._search.spots(value)
            there = (spot for spot in every if not isinstance(spot.value, Missing))
            spots = {(spot.at, spot.variant): spot for spot in there}
            for (at, variant), spot in spots.items():
                if elsewhere(at):
                    continue
                key = at, variant, self._crowd(spot)
                chosen = *key, _sort(self._search.declared(spot.type), spot.value)
                another = crowded.get(key, True) and not hosts[chosen]
                if hosts[key] < HOSTS or (another and hosts[key] < MOST_HOSTS):
                    hosts.update((key, chosen))
                    crowded[key] = self._break(value, spot, best)
        for (keyword, at), variants in best.items():
            for number, (variant, found) in enumerate(variants.items()):
                most = PER_KEYWORD.get(keyword, 1) if at or keyword != "type" else len(KINDS) + 2
                told = label(variant) if len(variants) > 1 else ""
                most = PER_VARIANT.get(keyword, 1) if number else most
                for bad in picked(keyword, found, most, whole=not at):
                    yield bad._replace(variant=" ".join(filter(None, (bad.variant, told))))

    def _crowd(self, spot: Spot) -> str:
        """Return what tells lists, and what stands in them, from others in bodies alike."""
        declared = self._search.declared(spot.type)
        full = declared.max_items if isinstance(declared, Array) else None
        if full is not None and isinstance(spot.value, list) and len(spot.value) == full:
            return "full"
        return "long" if is_long(spot) else ""

    def _longer(self, value: Json, spot: Spot) -> Iterator[Move]:
        """Yield a body whose list is too long by an item that the lists beside it name, too."""
        if not isinstance(spot.value, list) or self._crowd(spot) != "full":
            return
        twin = twinned(value, spot.path)
        if twin is not None:
            yield Move((), spot.at, twin, "maxItems")
        for other in near(spot.value[-1]):
            yield Move(spot.path, spot.at, [*spot.value, other], "maxItems")

    def _everywhere(self, value: Json, spot: Spot, move: Move) -> Json:
        """Return a body in which all that names a text names what takes its place."""
        fresh = changed(value, move.path, move.value)
        if not isinstance(move.value, str) or not isinstance(spot.value, str) or not spot.value:
            return fresh
        other = renamed(value, {spot.value: move.value})
        return fresh if self._search.rules_broken(other) else other

    def _break(self, value: Json, spot: Spot, best: "_Best") -> bool:
        """Break the keywords at a place; whether one of them was never broken alone."""
        rules = self._search.rules_broken
        moves = (*self._moves.unsound(spot), *self._longer(value, spot))
        for move in moves:
            known = best.get((move.name, spot.at), {}).get(spot.variant, {})
            wrong = compact(_wrong(move, spot))
            if known.get(wrong, (1,))[0] == 0:
                continue
            fresh = changed(value, move.path, move.value)
            again = wrong in known and self._everywhere(value, spot, move) == fresh
            way = move.name, spot.at, spot.variant, wrong
            if again and (way in self._worded or len(rules(fresh)) >= known[wrong][0]):
                continue  # whatever keywords are broken with them, which takes longer to find out
            found = self._search.broken(fresh)
            if found.keywords and found.rules:
                fresh = self._everywhere(value, spot, move)
                found = self._search.broken(fresh)
            if not found.keywords:
                continue
            cost = len(found.rules) + 3 * (len({at for _, at in found.keywords}) - 1)
            vague = _vague(move.name, found.keywords)
            if vague and not cost:
                self._worded.add(way)  # no other body makes it plainer
            cost += vague + (bool(found.rules) and _reshaped(move, spot))
            if wrong not in known or cost < known[wrong][0]:
                name, _, inner = move.name.partition("/")
                bad = Bad(fresh, f"schema:{name}", spot.at, cost == 0, inner, move.path)
                variants = best.setdefault((move.name, spot.at), {})
                variants.setdefault(spot.variant, {})[wrong] = (cost, bad)
        ways = (best.get((it.name, spot.at), {}).get(spot.variant, {}) for it in moves)
        return any(all(cost for cost, _ in it.values()) for it in ways)


def label(variant: TypeId) -> str:
    """Return what a variant is called in a report: by its schema, else by its place."""
    above, _, last = variant.rpartition("/")
    return f"{above.rpartition('/')[2]}/{last}" if last.isdecimal() else last


def _wrong(move: Move, spot: Spot) -> Json:
    """Return what tells one way to break a keyword from others: of an object, what it gets."""
    if isinstance(move.value, Missing):
        return ""
    if move.name == "type" and not isinstance(spot.value, Missing):
        return sign(spot.value, move.value)
    if not isinstance(move.value, dict):
        return move.value
    known = spot.value if isinstance(spot.value, dict) else {}
    return dict.fromkeys(sorted(move.value.keys() - known.keys()))


def _reshaped(move: Move, spot: Spot) -> bool:
    """Whether something is given that was not, or a list gets another length.

    Rules may bind either to what stands beside it.
    """
    here, there = spot.value, move.value
    if isinstance(here, list) and isinstance(there, list):
        return len(here) != len(there)
    return here is None


def _vague(name: str, found: frozenset[tuple[str, str]]) -> bool:
    """Whether something else is broken than was meant (a text that is too short, too)."""
    keywords = {keyword for keyword, _ in found}
    if name in {"null", "type", "enum"}:
        return not keywords & {"type", "enum", "const", "anyOf", "oneOf"}
    return keywords != {name.partition("/")[0]} and not keywords & {"anyOf", "oneOf"}


def _finite(declared: object) -> tuple[Json, ...]:
    """Return the values of an enum or boolean, few of them."""
    if isinstance(declared, Enumeration):
        return tuple(member.value for member in declared.members if member.value is not None)[:12]
    return (True, False) if isinstance(declared, Scalar) and declared.kind == "boolean" else ()


def _sort(declared: object, value: "Json | Missing") -> str:
    if isinstance(value, Missing) or value is None:
        return "-"
    if isinstance(value, list):
        return str(min(len(value), 2))
    if value in ("", 0) and not isinstance(value, bool):
        return "nothing"  # what lenient programs take for not given
    finite = isinstance(declared, Enumeration) or (
        isinstance(declared, Scalar) and declared.kind == "boolean"
    )
    return str(value) if finite else "+"
