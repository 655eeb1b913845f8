"""Resources that bodies can name: which are there, and what is known of who takes which."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.ending import Kind, features
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import steps
from tallystick.resolve.pointer import split
from tallystick.text import Json

CANDIDATES: Final = 6
"""Resources of one choice that may be asked for, one after the other, until one can be named."""
MOST: Final = 16
"""Resources of one chain that are followed to be named."""
EVERY: Final = ("", "")
"""The choice that all have."""

Choice = tuple[str, Json]
_Pair = tuple[str, Choice, Choice]
"""A place, a choice of the body, a choice of the resource."""


class Stocked(NamedTuple):
    """A resource that can be named.

    Attributes:
        kind: What tells it from others.
        answer: The answer to its creation.
    """

    made: Made
    kind: Kind
    answer: Json

    def id(self, pointer: str) -> Json:
        """Return what stands at a place of the answer."""
        return steps(self.answer, split(pointer))


class Stock:
    """What can be named at one time.

    Attributes:
        items: In the order they were made.
    """

    def __init__(self, items: Sequence[Stocked] = ()) -> None:
        """Hold some resources."""
        self.items = items
        self._ids: dict[str, list[tuple[Json, Kind]]] = {}

    def kinds(self, pointer: str, given: Json) -> list[Kind]:
        """Return the kinds of the resources that have an id at a place of the answer."""
        known = self._ids.get(pointer)
        if known is None:
            known = [(each.id(pointer), each.kind) for each in self.items]
            self._ids[pointer] = known
        return [kind for name, kind in known if name == given]


class Supply:
    """Follows some resources of every kind until they can be named."""

    def __init__(
        self,
        scene: Scene,
        chains: Sequence[Chain],
        following: Following,
        resources: Resources,
    ) -> None:
        """Supply resources.

        Args:
            scene: The API.
            chains: What is to be named, by how it is made.
            following: Asks for resources.
            resources: What was made.
        """
        self._scene = scene
        self._chains = chains
        self._following = following
        self._resources = resources
        self._known: dict[tuple[str, str], dict[Choice, list[Made]]] = {}
        self._stocks: dict[int, Stock] = {}
        self._counted = -1
        self._led: Counter[tuple[str, str]] = Counter()

    def add(self, made: Made) -> None:
        """Consider a new resource."""
        mine = [each for each in self._chains if each.create.id == made.case.operation]
        for chain in mine if not made.spare else ():
            known = self._known.setdefault(_key(chain), {})
            kind = features(self._scene, chain, answer(made.reply))
            for some in (known.setdefault(choice, []) for choice in (EVERY, *kind)):
                if len(some) < CANDIDATES:
                    some.append(made)
            self._stocks.pop(id(chain), None)

    def stock(self, chain: Chain) -> Stock:
        """Return what can be named; else what is at least there. It lasts until there is news."""
        if self._counted != self._following.news:
            self._counted = self._following.news
            self._stocks.clear()
        stock = self._stocks.get(id(chain))
        if stock is None:
            stock = self._stocks[id(chain)] = Stock([*self._stocked(chain)])
        return stock

    def _stocked(self, chain: Chain) -> Iterator[Stocked]:
        if not chain.polls:
            for made in self._known.get(_key(chain), {}).get(EVERY, []):
                value = answer(made.reply)
                yield Stocked(made, features(self._scene, chain, value), value)
            return
        known = self._following.of(chain)
        there = [each for each in known if not each.gone and not each.made.spare]
        usable = [each for each in there if each.usable] or there
        for each in sorted(usable, key=lambda each: each.made.number):
            yield Stocked(each.made, each.kind, each.first)

    def lead(self) -> bool:
        """Follow one resource of each choice that has none yet; False when all is decided."""
        waits = False
        for chain in self._chains:
            for choice, some in self._known.get(_key(chain), {}).items():
                waits = self._lead(chain, choice, some) or waits
        return waits

    def _lead(self, chain: Chain, choice: Choice, some: list[Made]) -> bool:
        """Whether a choice is waited for."""
        if not chain.polls:
            return False
        fitting = [each for each in self._following.of(chain) if choice in (EVERY, *each.kind)]
        if any(each.usable for each in fitting):
            return False
        if any(not each.gone and each.ended is None for each in fitting):
            return True
        fresh = next((each for each in some if not self._following.follows(chain, each)), None)
        if fresh is None or self._led[_key(chain)] >= MOST:
            return False
        self._led[_key(chain)] += 1
        self._following.follow(chain, fresh, answer(fresh.reply))
        return True


def _key(chain: Chain) -> tuple[str, str]:
    return chain.create.id, chain.get.id


class Experience:
    """Which kinds of resources were taken where, by the choices that bodies and resources make.

    What is learnt from one answer was mostly known before, so it is looked up as a whole first.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._taken: set[_Pair] = set()
        self._refused: set[_Pair] = set()
        self._learnt: set[tuple[str, tuple[Choice, ...], Kind, bool]] = set()
        self._doubts: dict[tuple[str, tuple[Choice, ...], Kind], tuple[int, int]] = {}

    def learn(self, at: str, body: tuple[Choice, ...], kind: Kind, *, taken: bool) -> None:
        """Remember how a body fared that named a resource at a place."""
        if (at, body, kind, taken) not in self._learnt:
            self._learnt.add((at, body, kind, taken))
            (self._taken if taken else self._refused).update(_pairs(at, body, kind))
            self._doubts.clear()

    def doubts(self, at: str, body: tuple[Choice, ...], kind: Kind) -> tuple[int, int]:
        """Return how much speaks against a resource: refusals that nothing outweighs come first."""
        known = self._doubts.get((at, body, kind))
        if known is None:
            pairs = _pairs(at, body, kind)
            bad = sum(each in self._refused and each not in self._taken for each in pairs)
            known = bad, -sum(each in self._taken for each in pairs)
            self._doubts[at, body, kind] = known
        return known

    def proved(self, at: str, body: tuple[Choice, ...], kind: Kind) -> bool:
        """Whether every choice of a resource was taken with every choice of a body."""
        return self._taken.issuperset(_pairs(at, body, kind))


def _pairs(at: str, body: tuple[Choice, ...], kind: Kind) -> list[_Pair]:
    mine = (EVERY, *sorted(kind, key=repr))
    return [(at, choice, other) for choice in (EVERY, *body) for other in mine]
