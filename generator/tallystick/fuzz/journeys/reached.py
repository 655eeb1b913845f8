"""Which states of a kind of resource were reached, and what the answers of actions say together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.jobs import begins
from tallystick.fuzz.journeys.saying import refuses, said
from tallystick.fuzz.journeys.subjects import Subject
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import acted
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.statuses import CONFLICT
from tallystick.text import Json

FEW: Final = 3
"""States that a resource has at least, where an action that all of them allow is strange."""


@dataclass(frozen=True, slots=True)
class Try:
    """An action that was tried in a state.

    Attributes:
        sample: A request of it, for any resource.
        case: What was sent.
    """

    sample: Case
    case: Case
    reply: Reply

    @property
    def taken(self) -> bool:
        """Whether it was accepted."""
        return accepted(self.reply)


@dataclass(frozen=True, slots=True)
class Way:
    """How a state is reached.

    Attributes:
        first: State of the resource in the answer to its creation, None for any.
        steps: Actions that were accepted, one after the other.
    """

    first: str | None
    steps: tuple[tuple[Deed, Try], ...] = ()


@dataclass(slots=True, kw_only=True)
class Reached:
    """What is known of the states of one kind of resource.

    Attributes:
        ways: State -> how it is reached.
        tries: (state, operation id of an action) -> how that fared.
        dull: Actions that were accepted, and led elsewhere or nowhere.
        whole: Every action was tried in every state.
        steady: No state was seen to come without an action.
    """

    ways: dict[str, Way] = field(default_factory=dict)
    tries: dict[tuple[str, str], Try] = field(default_factory=dict)
    dull: set[str] = field(default_factory=set)
    whole: bool = True
    steady: bool = True

    @property
    def born(self) -> list[str]:
        """States of new resources, the first that was seen first."""
        return [state for state, way in self.ways.items() if not way.steps]

    def of(self, deed: Deed) -> dict[str, Try]:
        """Return how an action fared, by state; the near ones come first."""
        found = ((state, self.tries.get((state, deed.operation.id))) for state in self.ways)
        return {state: done for state, done in found if done is not None}

    def first(self, deed: Deed) -> tuple[str, Try] | None:
        """Return the nearest state in which an action was accepted; None when there is none."""
        return next(((at, done) for at, done in self.of(deed).items() if done.taken), None)


@dataclass(slots=True, kw_only=True)
class There:
    """A resource in a state.

    Attributes:
        last: What brought it there, None for its creation.
        value: How it is.
        refused: What was tried in vain.
    """

    subject: Subject
    state: str
    last: Case | None
    value: dict[str, Json]
    refused: list[tuple[Deed, Try]] = field(default_factory=list)


def judged(found: Reached, deeds: Sequence[Deed], firsts: set[str | None]) -> Iterator[Finding]:
    """Yield what all answers together say.

    Args:
        found: The answers.
        deeds: All actions.
        firsts: States that new resources were seen in.
    """
    never = [each for each in deeds if found.first(each) is None]
    for deed in deeds:
        yield from _as_said(found, deed)
        if deed not in never:
            yield from _always(found, deed)
        elif found.whole and found.steady and len(never) < len(deeds):
            yield from _never(found, deed, never)
            yield from _born(found, deed, firsts)


def _as_said(found: Reached, deed: Deed) -> Iterator[Finding]:
    """Compare the states in which an action was accepted with those that its words name."""
    told = said(deed)
    if told is None:
        return
    for state, done in found.of(deed).items():
        names = deed.operation.id, state, told.spelled
        if done.taken and state not in deed.partly and told.forbids(state, deed.ends):
            yield from acted.unsaid(done.case, done.reply, *names)
        elif found.steady and state in told.sources and done.reply.status == CONFLICT:
            yield from acted.denied(done.case, done.reply, *names)


def _never(found: Reached, deed: Deed, never: Sequence[Deed]) -> Iterator[Finding]:
    """Yield a warning about an action that no state allows.

    What other states there are, only actions lead to that are refused, too, as their names say.
    """
    course, tries = deed.course, found.of(deed)
    states = set(course.states) if course is not None else set()
    closed = states - found.ways.keys() <= {end for each in never for end in each.goals}
    closed = closed and all(each.ends for each in never)
    if tries and closed and all(done.reply.status == CONFLICT for done in tries.values()):
        last = list(tries.values())[-1]
        yield from acted.never(last.case, last.reply, deed.operation.id, list(tries))


def _always(found: Reached, deed: Deed) -> Iterator[Finding]:
    """Yield a warning about an action that every state allows, though some must not."""
    tries = found.of(deed)
    states = deed.course.states if deed.course is not None else ()
    every = all(name in tries and tries[name].taken for name in states)
    if len(states) >= FEW and every and refuses(deed):
        last = list(tries.values())[-1]
        yield from acted.always(last.case, last.reply, deed.operation.id)


def _born(found: Reached, deed: Deed, firsts: set[str | None]) -> Iterator[Finding]:
    """Yield a warning about resources that are born where an action is to lead."""
    first = deed.course.states[0] if deed.course is not None else ""
    if not begins(first) or first in found.ways or first in firsts:
        return
    for born, done in found.of(deed).items():
        if born in found.born and born in deed.ends:
            yield from acted.born(done.case, done.reply, deed.operation.id, (born, first))
