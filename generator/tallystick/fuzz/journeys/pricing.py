"""What things cost is what the document says that they cost."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.journeys.prices import Price, price
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import priced
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import TypeId

SEVERAL: Final = 2
"""Costs that have to be right before one is wrong: else nobody knows what the words mean."""


class Told(NamedTuple):
    """What something cost.

    Attributes:
        case: The request that made it.
        reply: The answer.
        costs: What the answer says.
        least: What it costs as the document says, at least.
        most: And at most.
    """

    case: Case
    reply: Reply
    costs: float
    least: float
    most: float

    @property
    def right(self) -> bool:
        """Whether it cost what it costs."""
        return self.least <= self.costs <= self.most


class Pricing:
    """Compares what things cost with what is said that they cost."""

    def __init__(
        self, scene: Scene, ledger: Ledger, resources: Resources, subjects: Subjects
    ) -> None:
        """Look at `resources`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects = subjects

    def run(self, only: tuple[str, ...]) -> None:
        """Look at all that was made.

        Args:
            only: Operations; empty for all.
        """
        seen: set[str] = set()
        for chain in self._resources.chains:
            create = chain.create
            if create.id in seen or create.method == "get" or (only and create.id not in only):
                continue
            seen.add(create.id)
            for asked, found in self._priced(chain):
                every = list(self._told(chain, asked, found))
                self._judge(found, every)

    def _priced(self, chain: Chain) -> Iterator[tuple[TypeId, Price]]:
        """Yield the kinds of what a creation makes that have a price."""
        content, made = json_content(chain.create), success(chain.create)
        if content is None or content.type is None or made is None:
            return
        for each in kinds(self._scene.api, content.type):
            found = price(self._scene.api, chain.create, each, made)
            if found is not None:
                yield each.id, found

    def _told(self, chain: Chain, asked: TypeId, found: Price) -> Iterator[Told]:
        """Yield what things of one kind cost, and what they would."""
        content = json_content(chain.create)
        whole = content.type if content is not None else None
        made = {id(it.case): it for it in self._resources.of(chain.create.id)}
        for case in smaller_first(it.case for it in made.values() if it.case.has_value):
            body = case.value
            reply = made[id(case)].reply
            costs = number(answer(reply), (found.member,))
            fits = whole is not None and self._scene.judging.variant(whole, body) == asked
            if costs is None or not isinstance(body, dict) or not (fits or whole == asked):
                continue
            should = found.of(body)
            if should is not None:
                yield Told(case, reply, costs, *should)

    def _judge(self, found: Price, every: Sequence[Told]) -> None:
        """Tell the first that cost something else, where others cost what they should."""
        right = [it for it in every if it.right]
        wrong = [it for it in every if not it.right]
        sure = len({it.costs for it in right}) >= SEVERAL or (not found.terms and right)
        if wrong and sure:
            first = wrong[0]
            bounds = (first.least, first.most)
            self._ledger.add(
                priced.wrong(first.case, first.reply, found.member, bounds, found.said)
            )
