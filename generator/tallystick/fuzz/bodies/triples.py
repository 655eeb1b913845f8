"""Valid bodies for triples: each kind of body with every two choices that go together in it.

Choices are values of enums, and booleans that are true.

Servers often have a branch for each kind of request, with tables of what goes with what in it. So
pairs of choices are not enough there. Only bodies near known ones are tried: nothing is proved.
"""

import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.model import Path
from tallystick.solve.choices import bits
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.fuzz.bodies.covering import Covering

HOSTS: Final = 3
"""Known bodies that a triple is tried in."""


class _Host(NamedTuple):
    """A body, and the choices it makes as bits."""

    value: Json
    made: int


class Triples:
    """Adds bodies until each kind was sent with every two choices that go together in it."""

    def __init__(
        self, covering: "Covering", chance: random.Random, paths: Sequence[Path], kinds: int
    ) -> None:
        """Look at what known bodies make.

        Args:
            covering: Has the known bodies, and gets the others.
            chance: The same state, the same bodies.
            paths: Where each choice is made.
            kinds: The choices that say what kind of body it is, as bits.
        """
        self._covering = covering
        self._cover = covering.cover
        self._chance = chance
        self._paths = paths
        self._kinds = kinds
        needs = enumerate(self._cover.needs)
        chosen = (it for it, need in needs if need.aspect == "value" and _is_choice(need.value))
        self._values = sum(1 << number for number in chosen) & ~kinds
        self._met: dict[int, dict[int, int]] = {kind: {} for kind in bits(kinds)}
        self._together: dict[int, int] = {}
        self._hosts: list[_Host] = []
        for placed in covering.placed:
            self._note(_Host(placed.value, placed.made))

    def _note(self, host: _Host) -> None:
        self._hosts.append(host)
        values = host.made & self._values
        tables = [self._together, *(self._met[kind] for kind in bits(host.made & self._kinds))]
        for table in tables:
            for option in bits(values):
                table[option] = table.get(option, 0) | values

    def grow(self, most: int) -> None:
        """Add bodies, `most` of them."""
        added = 0
        for kind in bits(self._kinds):
            for option, other in self._possible(kind):
                if added < most and not self._met[kind][option] >> other & 1:
                    added += self._meet(kind, (kind, option, other))

    def _possible(self, kind: int) -> Iterator[tuple[int, int]]:
        """Yield choices of which every two were made together, with a kind and with each other."""
        every = sum(1 << option for option in self._met[kind])
        for option in bits(every):
            beside = every & self._together[option] & self._cover.apart_from(option)
            yield from ((option, other) for other in bits(beside >> option << option))

    def _meet(self, kind: int, triple: tuple[int, int, int]) -> bool:
        """Make three choices together, where two of them are; whether that could be done."""
        for last in triple:
            others = sum(1 << it for it in triple if it != last)
            hosts = [it for it in self._hosts if it.made & others == others]
            for host in self._chance.sample(hosts, min(HOSTS, len(hosts))):
                fresh = self._chosen(host, last)
                if fresh is not None:
                    self._add(kind, fresh)
                    return True
        return False

    def _chosen(self, host: _Host, option: int) -> _Host | None:
        """Return a body with one choice made, None when it is not valid."""
        path = self._paths[option]
        if not holds(host.value, path):
            return None
        fresh = changed(host.value, path, self._cover.needs[option].value)
        if not self._covering.search.valid(fresh):
            return None
        return _Host(fresh, self._cover.remade(host.made, option, fresh))

    def _add(self, kind: int, host: _Host) -> None:
        """Let a body make further triples, and keep it."""
        met = self._met[kind]
        options = [it for it in met if not host.made >> it & 1]
        self._chance.shuffle(options)
        kept = host.made & self._values
        for option in options:
            apart = self._cover.apart_from(option)
            if not kept & ~apart and host.made & self._values & apart & ~met[option]:
                host = self._chosen(host, option) or host
        self._covering.add(host.value)
        self._note(host)


def _is_choice(value: Json) -> bool:
    return isinstance(value, str) or value is True


def holds(body: Json, path: Path) -> bool:
    """Whether a body has the place above the last step of a path."""
    for step in path[:-1]:
        if isinstance(body, dict) and step in body:
            body = body[str(step)]
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            body = body[step]
        else:
            return False
    return isinstance(body, dict | list)
