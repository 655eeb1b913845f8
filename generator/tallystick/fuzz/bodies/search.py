"""Bodies that break exactly what they should, found from known ones by few small changes."""

import heapq
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, count
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.encoded import Encoded, sound
from tallystick.fuzz.bodies.judging import NOTHING, SOUND, Broken, Judging
from tallystick.fuzz.bodies.moves import Move, Moves, Spot, changed
from tallystick.fuzz.bodies.remembering import key
from tallystick.fuzz.model import Path
from tallystick.ir import MISSING, Missing, Record, Scalar, Type, TypeId
from tallystick.rules import Rule
from tallystick.text import Json

Place = tuple[str, str]
NAME: Final = re.compile(r"[A-Za-z_]\w*")
MENDING: Final = 2_000
"""Bodies judged to find a first valid one."""
MOST_SPOTTED: Final = 8_000
"""Bodies whose places are remembered."""
MOST_MOVES: Final = 4
"""Changes away from where a search began."""


class Start(NamedTuple):
    """Where a search begins.

    Attributes:
        value: A body.
        kept: The part of it that must stay.
        given: Of that part it is enough that it is there: what is in it may change.
    """

    value: Json
    kept: Path | None = None
    given: bool = False

    def keeps(self, path: Path) -> bool:
        """Whether a change at a path would touch what must stay."""
        return _under(path, self.kept) and not (self.given and len(path) > len(self.kept or ()))


class Search:
    """Looks for bodies of one type."""

    def __init__(
        self, judging: Judging, moves: Moves, type_id: TypeId, encoded: Encoded | None = None
    ) -> None:
        """Look for bodies of `type_id`, whose texts decode at the places of `encoded`."""
        self._judging = judging
        self._moves = moves
        self._encoded = encoded or {}
        self.type = type_id
        self.rules: Mapping[Place, tuple[Rule, TypeId]] = judging.rules_at(type_id)
        self._members = {
            where: frozenset(NAME.findall(rule.text or ""))
            for where, (rule, _) in self.rules.items()
        }
        self._judged: dict[bytes, Broken] = {}
        self._spots: dict[bytes, tuple[Spot, ...]] = {}

    def broken(self, value: Json) -> Broken:
        """Return what a body breaks; remembered."""
        spelt = key(value)
        known = self._judged.get(spelt)
        if known is None:
            known = self._judged[spelt] = self._judging.broken(self.type, value)
        return known

    def rules_broken(self, value: Json) -> frozenset[Place]:
        """Return the rules that a body breaks, whatever its schema says."""
        return self._judging.rules_broken(self.type, value)

    def spots(self, value: Json) -> tuple[Spot, ...]:
        """Return all places of a body, absent members included; remembered."""
        spelt = key(value)
        known = self._spots.get(spelt)
        if known is None:
            if len(self._spots) >= MOST_SPOTTED:
                self._spots.clear()
            known = self._spots[spelt] = tuple(self._moves.spots(self.type, value))
        return known

    def reads(self, where: Place) -> frozenset[str]:
        """Return the names that the text of a rule holds, members among them."""
        return self._members[where]

    def declared(self, type_id: TypeId) -> Type:
        """Return a type of the API."""
        return self._judging.api.types[type_id]

    def variant(self, value: Json) -> TypeId | None:
        """Return the type of a whole body: of a union the variant that fits."""
        return self._judging.variant(self.type, value)

    def fits(self, type_id: TypeId, value: Json) -> bool:
        """Whether the schema of a type accepts a part of a body."""
        return self._judging.fits(type_id, value)

    def valid(self, value: Json) -> bool:
        """Whether a body is valid."""
        return self._rules_alone(value) == NOTHING and sound(value, self._encoded)

    def broken_only(self, value: Json, where: Place) -> bool:
        """Whether a body breaks one rule and nothing else."""
        return self._rules_alone(value) == frozenset({where}) and sound(value, self._encoded)

    def _rules_alone(self, value: Json) -> frozenset[Place] | None:
        """Return the rules that a body breaks, None when its schema refuses it; remembered."""
        spelt = key(value)
        known = self._judged.get(spelt)
        if known is None:
            if not self._judging.fits(self.type, value):
                return None  # and nobody asks why, which takes longer
            rules = self._judging.rules_broken(self.type, value)
            known = self._judged[spelt] = Broken(NOTHING, rules) if rules else SOUND
        return None if known.keywords else known.rules

    def find(self, starts: Iterable[Start], wanted: frozenset[Place], budget: int) -> "Json | None":
        """Return a body that the schema accepts and that breaks exactly the rules `wanted`.

        Args:
            starts: Where to begin, the likeliest first.
            wanted: Rules by (id, place); none for a valid body.
            budget: Bodies that are judged at most, those to begin with aside.
        """
        queue: list[tuple[int, int, int, Start]] = []
        order = count()
        seen: set[bytes] = set()

        def push(start: Start, depth: int) -> bool:
            """Judge a body; whether it is what is wanted."""
            spelt = key(start.value)
            if spelt in seen:
                return False
            seen.add(spelt)
            found = self.broken(start.value)
            cost = 4 * len(found.keywords) + len(found.rules ^ wanted)
            heapq.heappush(queue, (cost + depth, depth, next(order), start))
            return cost == 0 and sound(start.value, self._encoded)

        for start in starts:
            if push(start, 0):
                return start.value
        most = len(seen) + budget
        while queue and len(seen) < most:
            _, depth, _, start = heapq.heappop(queue)
            if depth == MOST_MOVES:
                continue
            for move in self._towards(start, wanted):
                value = changed(start.value, move.path, move.value)
                if push(start._replace(value=value), depth + 1):
                    return value
                if len(seen) >= most:
                    break
        return None

    def _towards(self, start: Start, wanted: frozenset[Place]) -> list[Move]:
        """Return changes of members that the wrong rules read; of any member when none is."""
        found = self.broken(start.value)
        wrong = found.rules ^ wanted
        names: set[str] = set()
        for where in wrong:
            names |= self._members.get(where, frozenset())
        steps = {each for _, at in found.keywords for each in at.split("/") if each}
        missing = self._needed(start.value) if found.keywords else set()
        chosen = []
        for spot in self.spots(start.value):
            last = spot.path[-1] if spot.path else ""
            near = last in names or last in steps or last in missing or isinstance(last, int)
            if near and not start.keeps(spot.path):
                chosen += list(self._moves.sound(spot))
        chosen += (it for it in self._paired(start.value, names) if not start.keeps(it.path))
        return chosen

    def _paired(self, value: Json, names: Collection[str | int]) -> Iterator[Move]:
        """Yield changes that make two members of a kind equal, or put each in the other's place."""
        spots = {spot.path: spot for spot in self.spots(value)}
        for one, other in self.pairs(names, value):
            above, first, second = spots[one.path[:-1]], one.value, other.value
            if isinstance(first, Missing) or isinstance(second, Missing):
                continue
            yield Move(one.path, one.at, second)
            yield Move(other.path, other.at, first)
            if isinstance(above.value, dict):
                swapped = {str(one.path[-1]): second, str(other.path[-1]): first}
                yield Move(above.path, above.at, {**above.value, **swapped})

    def pairs(self, names: Collection[str | int], value: Json) -> Iterator[tuple[Spot, Spot]]:
        """Yield members of one object and one kind that differ.

        Args:
            names: Of members that are looked at.
            value: The body.
        """
        spots = [it for it in self.spots(value) if it.path and it.path[-1] in names]
        for one, other in combinations(spots, 2):
            beside = one.path[:-1] == other.path[:-1] and self._alike(one.type, other.type)
            if beside and one.field is not None and one.value != other.value:
                yield one, other

    def _alike(self, one: TypeId, other: TypeId) -> bool:
        """Whether two types are one, or texts or numbers of one format."""
        left, right = self.declared(one), self.declared(other)
        if not isinstance(left, Scalar) or not isinstance(right, Scalar):
            return one == other
        return (left.kind, left.format) == (right.kind, right.format)

    def _needed(self, value: Json) -> set[str]:
        declared = self._judging.api.types[self.type]
        if not isinstance(declared, Record) or not isinstance(value, dict):
            return set()
        return {field.wire for field in declared.fields if field.required} - set(value)

    def mended(self, values: Sequence[Json]) -> "Json | None":
        """Return a valid body near some that are not, None when none was found."""
        return self.find([Start(value) for value in values], frozenset(), MENDING)

    def shrunk(self, value: Json, *, kept: Path | None = None) -> Json:
        """Return the smallest body that was found to break the same; members are left out."""
        wanted = self.broken(value)
        smaller = True
        while smaller:
            smaller = False
            for spot in self.spots(value):
                whole = isinstance(spot.path[-1], int) if spot.path else True
                if whole or _under(spot.path, kept) or (spot.field and spot.field.required):
                    continue
                if not _has(value, spot.path):
                    continue
                less = changed(value, spot.path, MISSING)
                if self.broken(less) == wanted:
                    value, smaller = less, True
        return value


def _has(value: Json, path: Path) -> bool:
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            if step not in value:
                return False
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return False
    return True


def _under(path: Path, kept: Path | None) -> bool:
    """Whether a change at `path` would touch what must stay."""
    if kept is None:
        return False
    shorter = min(len(path), len(kept))
    return path[:shorter] == kept[:shorter]
