"""Rules broken where a server that reads half of them does not look.

Who reads a rule in a hurry looks at the first item alone, at neighbours, at whole items where one
member of them counts, takes one text for another that has other capitals, or knows one way only to
break it. Each body here breaks a rule alone as few others do.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import islice, permutations, product
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.examples import LITERAL
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Moves, Spot, changed
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.fuzz.bodies.twinning import renamed
from tallystick.fuzz.model import Path
from tallystick.ir import Array, Enumeration, Missing, TypeId, Union
from tallystick.rules import Rule
from tallystick.text import Json

HOSTS: Final = 8
"""Valid bodies, and broken ones, that are changed."""
TRIED: Final = 60
"""Bodies of each sort that are judged for one rule."""
FAR: Final = 3
"""Items of a list of which the first and the last are no neighbours."""
CROWD: Final = 12
"""Bodies with other members of which any two are put together."""
TOGETHER: Final = 8
"""Such pairs that are judged for one rule."""
PAIRS: Final = 4
"""Choices of members that are sent so, and how many times as many pairs are looked at."""
SCHEMES: Final = ("ftp://", "http://")
"""Where a text is to begin with another scheme."""
SHORT: Final = 3
"""Characters of a literal that is put beside a text."""
VALUES: Final = 3
"""Values of what a rule does not read."""
PER_KIND: Final = 3
"""Bodies that break a rule in one kind of bodies."""


NOTHING: Final[Sequence[tuple[type, Json]]] = (
    (str, ""),
    (int, 0),
    (float, 0),
    (list, []),
    (dict, {}),
)
"""Kinds of values, and what is there and holds nothing."""


_Shown: TypeAlias = tuple[Json, Path, dict[str, Json]]
"""A body, the way to an object in it, and the object."""
_Shapes: TypeAlias = dict[frozenset[str], _Shown]
"""Names of members -> an object that has these."""
_Together: TypeAlias = tuple[_Shown, dict[str, Json]]
"""An object, and what it has with the members of another one."""


class Askew:
    """Looks for such bodies of one type."""

    def __init__(self, search: Search, moves: Moves, valid: Sequence[Json]) -> None:
        """Change valid bodies, and ones that break a rule."""
        self._search = search
        self._moves = moves
        small = sorted(valid, key=lambda it: len(compact(it)))
        self._valid = [(it, frozenset(_names(it))) for it in small]
        self._kinds: dict[TypeId, Json] = {}
        self._shapes: dict[str, _Shapes] = {}
        for body in small if isinstance(search.declared(search.type), Union) else ():
            kind = search.variant(body)
            if kind is not None:
                self._kinds.setdefault(kind, body)

    def bodies(self, where: Place, rule: Rule, broken: Sequence[Json]) -> Iterator[Json]:
        """Yield bodies that break a rule alone, one of each sort at most.

        Args:
            where: The rule.
            rule: Its declaration.
            broken: Bodies that break it alone.
        """
        seen = {compact(it) for it in broken}
        text = rule.text or ""
        literals = [(it["text"], it["number"] or "") for it in LITERAL.finditer(text)]
        told = [word[1:-1] for word, _ in literals if word]
        sized = [int(it) for _, it in literals if it.isdecimal()] if "size(" in text else []
        hosts, wrong, long = self._hosts(where), [*broken[:HOSTS]], self._long(where)
        lists = [(host, *it) for host in (*hosts, *long) for it in self._lists(where, host)]
        for some in (
            (it for body in wrong for it in self._moved(where, body, hosts)),
            (it for body in wrong for it in self._replaced(where, body, lists, 0)),
            (it for body in wrong for it in self._replaced(where, body, lists, -1)),
            (it for body in wrong for it in self._unlike(where, body)),
            (it for body in wrong for it in self._chosen(where, body)),
            (it for body in wrong for it in self._nothing(where, body)),
            (it for body in wrong for it in self._nulled(where, body)),
            (it for body in wrong for it in self._sized(where, body, sized)),
            (it for body in (*wrong, *hosts) for it in self._spelt(where, body)),
            (it for body in long for it in self._far(where, body)),
            (it for body in (*hosts, *wrong) for it in self._schemed(where, body, told)),
            (it for body in (*hosts, *wrong) for it in self._beside(where, body, told)),
        ):
            for body in islice(some, TRIED):
                if compact(body) not in seen and self._search.broken_only(body, where):
                    seen.add(compact(body))
                    yield body
                    break

    def of_kinds(self, where: Place, broken: Sequence[Json]) -> Iterator[tuple[TypeId, Json]]:
        """Yield what breaks a rule in bodies of the other kinds that keep it, too.

        Args:
            where: The rule, of the whole body.
            broken: Bodies that break it alone.

        Yields:
            The variant, and the body.
        """
        names = self._search.reads(where)
        for kind, host in self._kinds.items():
            others = [it for it in broken if self._search.variant(it) != kind]
            for fresh in _put(names, host, others[:PER_KIND]):
                if self._search.broken_only(fresh, where):
                    yield kind, fresh

    def crowded(self, where: Place, broken: Sequence[Json]) -> Iterator[Json]:
        """Yield what breaks a rule in one way and in another at once, alone.

        Args:
            where: The rule.
            broken: Bodies that break it alone.
        """
        known = self._objects(broken, {where[1]}).get(where[1], {})
        if not self._shapes:
            places = {at for _, at in self._search.rules}
            self._shapes = self._objects([body for body, _ in self._valid], places)
        every = [*known.values(), *self._shapes.get(where[1], {}).values()][:CROWD]
        names = self._search.reads(where)
        seen = {names & given for given in known}
        most = max((len(given) for given in known), default=0)
        pairs = permutations(every, 2)
        both: list[_Together] = [(it, {**other[2], **it[2]}) for it, other in pairs]
        many = [it for it in both if len(it[1]) > most]
        made = 0
        for (body, path, _), members in (*many[:TOGETHER], *both[: TOGETHER * PAIRS]):
            given = names.intersection(members)
            if given in seen or made > PAIRS:
                continue
            seen.add(given)
            fresh = changed(body, path, members)
            if self._search.broken_only(fresh, where):
                made += 1
                yield fresh

    def _objects(self, bodies: Sequence[Json], places: Collection[str]) -> dict[str, _Shapes]:
        """Return objects at some places, one of each choice of members that are not null."""
        found: dict[str, _Shapes] = {}
        for body, spot in ((each, it) for each in bodies for it in self._search.spots(each)):
            if spot.at in places and isinstance(spot.value, dict):
                members = spot.value.items()
                given: dict[str, Json] = {it: part for it, part in members if part is not None}
                shapes = found.setdefault(spot.at, {})
                if len(shapes) < CROWD:
                    shapes.setdefault(frozenset(given), (body, spot.path, given))
        return found

    def _hosts(self, where: Place) -> list[Json]:
        """Return small valid bodies that have the most of what a rule reads."""
        names = self._search.reads(where)
        ranked = sorted(self._valid, key=lambda it: -len(names & it[1]))
        return [body for body, _ in ranked[:HOSTS]]

    def _read(self, where: Place, body: Json) -> Iterator[Spot]:
        """Yield what a rule reads, by its name, or as what the rule stands on."""
        names = self._search.reads(where)
        for spot in self._search.spots(body):
            read = bool(spot.path) and (spot.path[-1] in names or spot.at == where[1])
            if read and not isinstance(spot.value, Missing):
                yield spot

    def _lists(self, where: Place, body: Json) -> Iterator[tuple[Spot, list[Json]]]:
        for spot in self._read(where, body):
            if isinstance(spot.value, list) and spot.value:
                yield spot, spot.value

    def _moved(self, where: Place, body: Json, hosts: Sequence[Json]) -> Iterator[Json]:
        """Yield lists that begin with an item that breaks nothing."""
        for spot, items in self._lists(where, body):
            others = (
                it
                for host in hosts
                for other, good in self._lists(where, host)
                if other.at == spot.at
                for it in good[:1]
            )
            for first in (items[-1], *others):
                if len(items) > 1 or first != items[0]:
                    yield changed(body, spot.path, [first, *items])

    def _replaced(
        self,
        where: Place,
        body: Json,
        lists: Sequence[tuple[Json, Spot, list[Json]]],
        index: int,
    ) -> Iterator[Json]:
        """Yield lists of several items of which one is of a list that breaks a rule."""
        for spot, items in self._lists(where, body):
            for (host, other, good), item in product(lists, (items[0], items[-1])):
                if other.at == spot.at and len(good) > 1:
                    fresh = [*good]
                    fresh[index] = item
                    yield changed(host, other.path, fresh)

    def _unlike(self, where: Place, body: Json) -> Iterator[Json]:
        """Yield items that differ in what a rule does not read."""
        names = self._search.reads(where)
        for spot, items in self._lists(where, body):
            last = (*spot.path, len(items) - 1) if len(items) > 1 else None
            below = [it for it in self._search.spots(body) if it.path[:-1] == last]
            for it in below:
                some = self._moves.sound(it) if it.path[-1] not in names else ()
                yield from (changed(body, at.path, at.value) for at in islice(some, VALUES))

    def _chosen(self, where: Place, body: Json) -> Iterator[Json]:
        """Yield lists of one choice, those first that no rule names."""
        for spot, items in self._lists(where, body):
            declared = self._search.declared(spot.type)
            inner = declared.items if isinstance(declared, Array) else None
            choices = self._search.declared(inner) if inner is not None else None
            members = choices.members if isinstance(choices, Enumeration) else ()
            for each in reversed(members):
                if [each.value] != items:
                    yield changed(body, spot.path, [each.value])

    def _nothing(self, where: Place, body: Json) -> Iterator[Json]:
        """Yield members that are there and hold nothing, which some take for absent."""
        for spot in self._read(where, body):
            for kind, nothing in NOTHING:
                if isinstance(spot.value, kind) and spot.value and spot.value is not True:
                    yield changed(body, spot.path, nothing)

    def _absent(self, where: Place, body: Json) -> list[Spot]:
        """Return members that a rule reads, and that are not there."""
        names = self._search.reads(where)
        spots = (it for it in self._search.spots(body) if it.path and it.path[-1] in names)
        return [it for it in spots if isinstance(it.value, Missing)]

    def _nulled(self, where: Place, body: Json) -> Iterator[Json]:
        """Yield null where nothing is: all at once, and each by itself."""
        absent = [it for it in self._absent(where, body) if it.field and it.field.nullable]
        fresh = body
        for spot in absent:
            fresh = changed(fresh, spot.path, None)
        yield from [fresh] if absent else []
        yield from (changed(body, spot.path, None) for spot in absent)

    def _sized(self, where: Place, body: Json, bounds: Sequence[int]) -> Iterator[Json]:
        """Yield texts that are too long by one character, cut or filled in their middle."""
        for spot in self._read(where, body):
            for bound in bounds if isinstance(spot.value, str) else ():
                text, size = str(spot.value), bound + 1
                half = len(text) // 2
                head, tail = text[:half], text[half:]
                if len(text) < size:
                    yield changed(body, spot.path, head + "a" * (size - len(text)) + tail)
                elif len(text) > size > 1:
                    kept = size // 2
                    yield changed(body, spot.path, text[: size - kept] + text[-kept:])

    def _texts(self, where: Place, body: Json) -> Iterator[tuple[Spot, str]]:
        for spot in self._read(where, body):
            if isinstance(spot.value, str):
                yield spot, spot.value

    def _spelt(self, where: Place, body: Json) -> Iterator[Json]:
        """Yield texts that stand elsewhere with other capitals."""
        known = list(self._texts(where, body))
        for (spot, text), (other, there) in permutations(known, 2):
            for odd in (there.lower(), there.upper()) if spot.at != other.at else ():
                if odd not in {text, there}:
                    yield changed(body, spot.path, odd)

    def _long(self, where: Place) -> list[Json]:
        """Return small valid bodies with lists in which some items are no neighbours."""
        names, above = self._search.reads(where), where[1]

        def read(at: str) -> bool:
            below = at.startswith(f"{above}/") and at.rpartition("/")[2] in names
            return below or at == above

        return list(islice((body for body, lists in self._listing if any(map(read, lists))), HOSTS))

    @cached_property
    def _listing(self) -> list[tuple[Json, frozenset[str]]]:
        """Small valid bodies that have such lists, with the places of those."""
        every = ((body, frozenset(self._far_apart(body))) for body, _ in self._valid)
        return [(body, names) for body, names in every if names]

    def _far_apart(self, body: Json) -> Iterator[str]:
        for spot in self._search.spots(body):
            if isinstance(spot.value, list) and len(spot.value) >= FAR and spot.path:
                yield spot.at

    def _far(self, where: Place, body: Json) -> Iterator[Json]:
        """Yield items that are like the first, and have others between them."""
        for spot, items in self._lists(where, body):
            first, last = items[0], items[-1]
            if len(items) < FAR or not isinstance(first, dict) or not isinstance(last, dict):
                continue
            for name in sorted(self._search.reads(where) & first.keys() & last.keys()):
                one, other = first[name], last[name]
                twin = changed(body, (*spot.path, len(items) - 1, name), one)
                yield twin
                if isinstance(one, str) and isinstance(other, str):
                    # What names the last one names the first then, too.
                    yield renamed(twin, {other: one})

    def _schemed(self, where: Place, body: Json, told: Sequence[str]) -> Iterator[Json]:
        """Yield addresses of another scheme than a rule speaks of."""
        for spot, text in self._texts(where, body):
            _, found, rest = text.partition("://")
            for scheme in SCHEMES if found and any(it.endswith("://") for it in told) else ():
                yield changed(body, spot.path, scheme + rest)

    def _beside(self, where: Place, body: Json, told: Sequence[str]) -> Iterator[Json]:
        """Yield texts with what a rule speaks of behind them, or before them."""
        words = [it for it in told if len(it) >= SHORT]
        for (spot, text), word in product(self._texts(where, body), words):
            yield from (changed(body, spot.path, it) for it in (text + word, word + text))


def _put(names: frozenset[str], host: Json, bodies: Sequence[Json]) -> Iterator[Json]:
    """Yield a body with members that others have, those of some names."""
    for body in bodies:
        if isinstance(host, dict) and isinstance(body, dict):
            yield {**host, **{name: part for name, part in body.items() if name in names}}


def _names(value: Json) -> Iterator[str]:
    """Yield the names of all members of a value."""
    todo: list[Json] = [value]
    for part in todo:  # the list grows meanwhile
        if isinstance(part, dict):
            yield from part
            todo += part.values()
        elif isinstance(part, list):
            todo += part
