"""Messages at the bounds that a contract draws, and one step past them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tallystick.solve.answers import Answer, Claim, EdgePoint, Need, Question
from tallystick.solve.encoding.schema import Edge
from tallystick.solve.places import place_of
from tallystick.solve.solver import Solver


@dataclass(frozen=True, slots=True)
class Edging:
    """A bound at one place.

    Attributes:
        point: The bound, or the step past it.
        pointer: JSON Pointer into the message; of the items of a list, the first.
        value: What is measured there: the number, or the count of characters, items or members.
        list: JSON Pointer of the list whose items are counted, None when it is something else.
        number: JSON Pointer of the number that is bounded, None when it is something else.
        broken: The claim is broken; of a rule, what it compares may be past a bound while
            something else in it keeps it.
    """

    point: EdgePoint
    pointer: str
    value: int
    broken: bool
    list: str | None = None
    number: str | None = None

    @property
    def question(self) -> Question:
        """What to ask for."""
        claim = self.point.claim
        broken = (claim,) if self.broken else ()
        if self.list is not None:  # said so that long lists need not be spelled out
            needs = (Need(self.list, "count", self.value),)
            return Question(broken=broken, needs=needs, at=self.pointer)
        return Question(broken=broken, edge=self.point, at=self.pointer)


def edge_points(solver: Solver) -> Iterator[Edging]:
    """Yield every bound of a contract, at every kind of place, on it and one step past it."""
    for claim in solver.claims:
        seen: set[tuple[str, int]] = set()
        bounds = (
            (pointer, number, edge)
            for pointer, edges in solver.first.edges(claim)
            for number, edge in enumerate(edges)
        )
        for pointer, number, edge in bounds:
            if (place_of(pointer), number) not in seen:
                seen.add((place_of(pointer), number))
                about = solver.first.measured(edge)
                steps = filter(_can_be, _steps(claim, pointer, number, edge))
                yield from (_about(it, about) for it in steps)


def _about(edging: Edging, about: tuple[str, bool] | None) -> Edging:
    """Return a bound with what it is about."""
    if about is None:
        return edging
    at, counted = about
    return replace(edging, list=at) if counted else replace(edging, number=at)


def _steps(claim: Claim, pointer: str, number: int, edge: Edge) -> Iterator[Edging]:
    past = edge.value + edge.outwards
    yield Edging(EdgePoint(claim, number, 0), pointer, edge.value, broken=False)
    if claim.keyword == "rule":
        yield Edging(EdgePoint(claim, number, 1), pointer, past, broken=False)
    yield Edging(EdgePoint(claim, number, 1), pointer, past, broken=True)


def edges(solver: Solver) -> Iterator[tuple[Edging, Answer]]:
    """Yield a message, or why there is none, for every bound and the step past it."""
    for edging in edge_points(solver):
        yield edging, solver.ask(edging.question, grow=False)


def _can_be(edging: Edging) -> bool:
    """Whether there are numbers so small."""
    return edging.value >= 0 or edging.point.claim.keyword not in _COUNTS


_COUNTS: Final = frozenset(
    {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"}
)
