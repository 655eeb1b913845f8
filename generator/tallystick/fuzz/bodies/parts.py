"""Parts of a body that are bodies of their own: what is known of those is put into this one.

A request for several jobs has in it what a request for one job is. All that the one can be, how it
is broken, and what it cannot be, was found out before: here it is only tried in its new place.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.judging import Broken, inside
from tallystick.fuzz.bodies.moves import Spot, changed
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.fuzz.bodies.valid import Found
from tallystick.ir import TypeId, Union
from tallystick.ir.types import Type
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.solve.cover import InVain

HOSTS: Final = 4
"""Bodies that a part is put into, until it breaks there what it breaks alone."""
MOST_PLACES: Final = 4
"""Places of one body whose types are known."""


class Known(NamedTuple):
    """What is known of the values of a type.

    Attributes:
        valid: Valid ones.
        broken: Ones that break one thing, each with all that it breaks.
        never: (name, place, reason) of what none breaks alone.
        unreached: What no valid one does, as goals, with the reason.
        in_vain: What the solver was asked for in vain, None when nobody asked it.
    """

    valid: Sequence[Found]
    broken: Sequence[tuple[Bad, Broken]]
    never: Sequence[tuple[str, str, str]]
    unreached: Mapping[str, str]
    in_vain: "InVain | None"


class Part:
    """A place of a body, and what is known of the values there.

    Attributes:
        at: The place.
        in_vain: As of `Known`.
        never: The same, with places of the body.
        unreached: The same.
    """

    def __init__(self, at: str, known: Known) -> None:
        """Tell of a place what is known of its type."""
        self.at = at
        self._known = known
        self.in_vain = known.in_vain
        self.never = tuple((name, at + place, reason) for name, place, reason in known.never)
        self.unreached = {at + goal: reason for goal, reason in known.unreached.items()}

    def around(self, at: str) -> bool:
        """Whether a place lies in the part."""
        return at.startswith(f"{self.at}/")

    def valid(self, search: Search, hosts: Sequence[tuple[Json, Spot]]) -> Iterator[Found]:
        """Yield bodies with the valid values in them.

        Args:
            search: Of the body.
            hosts: Valid bodies, each with the part.
        """
        for found in self._known.valid:
            bodies = (changed(host, spot.path, found.value) for host, spot in hosts[:HOSTS])
            value = next((it for it in bodies if search.valid(it)), None)
            if value is not None:
                goals = frozenset(self.at + goal for goal in found.goals)
                yield Found(value, goals, self.at + found.edge if found.edge else "")

    def broken(
        self, search: Search, hosts: Sequence[tuple[Json, Spot]]
    ) -> Iterator[tuple[Bad, bool]]:
        """Yield what the values break as bodies break it, and whether they do it in a body, too.

        Args:
            search: Of the body.
            hosts: Valid bodies, each with the part.
        """
        for bad, alone in self._known.broken:
            wanted = self._moved(alone.keywords), self._moved(alone.rules)
            made = bad._replace(at=self.at + bad.at)
            for host, spot in islice(hosts, HOSTS):
                value = changed(host, spot.path, bad.value)
                found = search.broken(value)
                if (found.keywords, found.rules) == wanted:
                    yield made._replace(value=value), True
                    break
            else:
                yield made, False

    def _moved(self, claims: frozenset[Place]) -> frozenset[Place]:
        return frozenset((name, self.at + place) for name, place in claims)


def places(
    types: Mapping[TypeId, Type], whole: TypeId, known: Mapping[TypeId, object]
) -> dict[str, TypeId]:
    """Return place -> type of the parts of a type that are known, the outermost ones.

    A variant of a union is none of them: what it cannot be, another one may be. Neither is what
    has the type itself in it.

    Args:
        types: Of the API.
        whole: The type.
        known: Those of which something is known.
    """
    found: dict[str, TypeId] = {}
    seen = {whole}
    todo = [("", whole)]
    for at, type_id in todo:
        declared = types[type_id]
        below = [] if isinstance(declared, Union) else inside(declared)
        for step, inner in below:
            if inner in known and not _reaches(types, inner, whole):
                found.setdefault(at + step, inner)
            elif inner not in seen:
                seen.add(inner)
                todo.append((at + step, inner))
    return dict(islice(found.items(), MOST_PLACES))


def _reaches(types: Mapping[TypeId, Type], start: TypeId, end: TypeId) -> bool:
    """Whether values of a type may hold values of another."""
    seen = {start}
    todo = [start]
    for type_id in todo:
        below = {inner for _, inner in inside(types[type_id])} - seen
        seen |= below
        todo += sorted(below)
    return end in seen
