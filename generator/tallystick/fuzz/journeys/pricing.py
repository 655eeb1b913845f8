"""What things cost is what the document says that they cost."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed, success
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.journeys.prices import Price, price
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.subjects import Subjects, with_value
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import priced
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import TypeId
from tallystick.text import Json

SEVERAL: Final = 2
"""Costs that have to be right before one is wrong: else nobody knows what the words mean."""


TRIES: Final = 4
"""Things that are made to see more costs."""


class Told(NamedTuple):
    """What something cost.

    Attributes:
        case: The request that made it.
        body: What it says.
        reply: The answer.
        costs: What the answer says.
        least: What it costs as the document says, at least.
        most: And at most.
    """

    case: Case
    body: dict[str, Json]
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
                if any(not it.right for it in every) and not _sure(found, every):
                    every += self._mixed(chain, found, every)
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
                yield Told(case, body, reply, costs, *should)

    def _mixed(self, chain: Chain, found: Price, every: Sequence[Told]) -> Iterator[Told]:
        """Make a few things that cost something new, with one member of what costs as it should."""
        own = [it for it in every if not it.case.names and not keyed(chain.create, it.case)]
        right, wrong = ([it for it in own if it.right is good] for good in (True, False))
        known, left = {(it.least, it.most) for it in right}, TRIES
        for bad, (name, part) in product(wrong, right[0].body.items() if right else ()):
            body = {**bad.body, name: part}
            should = found.of(body)
            if not left or should is None or should in known or not self._fits(chain, body):
                continue
            left -= 1
            known.add(should)
            case = with_value(bad.case, body)
            reply = self._subjects.spare(case)
            costs = number(answer(reply), (found.member,)) if reply is not None else None
            if reply is not None and costs is not None:
                yield Told(case, body, reply, costs, *should)

    def _fits(self, chain: Chain, body: Json) -> bool:
        content = json_content(chain.create)
        type_id = content.type if content is not None else None
        return type_id is not None and self._scene.judging.broken(type_id, body).nothing

    def _judge(self, found: Price, every: Sequence[Told]) -> None:
        """Tell the first that cost something else, where others cost what they should."""
        wrong = [it for it in every if not it.right]
        if wrong and _sure(found, every):
            first = wrong[0]
            bounds = (first.least, first.most)
            self._ledger.add(
                priced.wrong(first.case, first.reply, found.member, bounds, found.said)
            )


def _sure(found: Price, every: Sequence[Told]) -> bool:
    """Whether enough costs are right to know what the words mean."""
    right = {it.costs for it in every if it.right}
    return len(right) >= SEVERAL or bool(not found.terms and right)
