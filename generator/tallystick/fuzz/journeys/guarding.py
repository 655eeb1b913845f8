"""What else must not be done in some states: updates, deletions, changes of what is in a resource.

*Replaces a draft; 409 when it is no draft*, *Takes a line off a draft; 409 when the invoice is
none*: words name the states in which it may be done. In the others it is tried.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from tallystick.fuzz.chains import SAFE, Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.deeds import Deed, shape
from tallystick.fuzz.journeys.doing import behind
from tallystick.fuzz.journeys.reached import There
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.journeys.saying import Said, said
from tallystick.fuzz.journeys.subjects import Subject, Subjects, anyhow
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Finding
from tallystick.fuzz.oracles import acted
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.statuses import MALFORMED
from tallystick.ir import Api, Operation

SAMPLES: Final = 3
"""Requests of one operation that are tried."""


def _nothing(_: Subject) -> Case | None:
    return None


class Begin(NamedTuple):
    """How a resource begins.

    Attributes:
        like: As which ones it may be made.
        before: Is done to the new one before all else; returns what was done last.
    """

    like: Callable[[Made], bool] = anyhow
    before: Callable[[Subject], Case | None] = _nothing


ANYHOW: Final = Begin()
Brought = Callable[[str, Begin], There | None]
"""Makes a resource, and brings it to a state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Something that may be done in some states of a resource only.

    Attributes:
        deed: It, with the states of the resource.
        told: Which they are.
        inner: What makes the thing in the resource to which it is done, and leads to it; None
            where it is done to the resource.
    """

    deed: Deed
    told: Said
    inner: Chain | None


class Guarding:
    """Tries what the state of a resource forbids."""

    def __init__(
        self, api: Api, ledger: Ledger, subjects: Subjects, chains: Sequence[Chain]
    ) -> None:
        """Act on `subjects`, telling `ledger`."""
        self._operations = api.operations
        self._ledger = ledger
        self._subjects = subjects
        self._chains = chains
        self._passed: set[tuple[str, str]] = set()

    def guards(self, like: Deed, acts: Collection[str]) -> list[Guard]:
        """Return what may be done in some states only, what ends the resource last.

        Args:
            like: What is done to one kind of resources.
            acts: Actions on these; they are no guards.
        """
        others = (
            each for each in self._operations if each.method not in SAFE and each.id not in acts
        )
        found = [guard for each in others if (guard := self._guard(each, like))]
        return sorted(
            found, key=lambda each: (each.deed.operation.method == "delete", not each.inner)
        )

    def _guard(self, operation: Operation, like: Deed) -> Guard | None:
        own, other = shape(like.chain.get.path), shape(operation.path)
        rest = other.removeprefix(own)
        if not other.startswith(own) or (rest and not rest.startswith("/")):
            return None
        inner = self._inner(operation, own) if "{" in rest else None
        if "{" in rest and inner is None:
            return None
        deed = _beside(like, operation, inner)
        told = said(replace(deed, chain=like.chain))
        return Guard(deed=deed, told=told, inner=inner) if told is not None else None

    def _inner(self, operation: Operation, own: str) -> Chain | None:
        """Return what makes a thing right in a resource, and leads to an operation on it."""
        for chain in self._chains:
            made = shape(chain.create.path)
            right = made.startswith(own + "/") and "{" not in made.removeprefix(own)
            if chain.get.id == operation.id and chain.items is None and right:
                return chain
        return None

    def run(self, guards: Sequence[Guard], states: Iterable[str], brought: Brought) -> None:
        """Try each in every state that can be reached and forbids it.

        Args:
            guards: What may be done in some states only.
            states: The states.
            brought: Makes a resource, and brings it to a state.
        """
        for state in states:
            left: Sequence[Guard] = [it for it in guards if it.told.forbids(state, ())]
            while left:
                left = self._tried(left, state, brought)

    def _tried(self, barred: Sequence[Guard], state: str, brought: Brought) -> Sequence[Guard]:
        """Try some on one resource in a state; returns those that are left when one was accepted.

        What is refused leaves the resource as it is, for the next one.
        """
        things: dict[str, Subject] = {}
        like = self._like(barred)
        there = brought(state, Begin(like, lambda new: self._furnished(new, barred, things)))
        for number, guard in enumerate(barred if there is not None else ()):
            found = self._taken(guard, there, things) if there is not None else None
            if found is not None and self._passing(guard, state):
                return barred[number:]
            if found is not None:
                self._ledger.add(found)
                return barred[number + 1 :]
        return ()

    def _passing(self, guard: Guard, state: str) -> bool:
        """Whether the state may have been over when something was accepted: it is tried again."""
        machine = guard.deed.course.machine if guard.deed.course is not None else None
        key = guard.deed.operation.id, state
        moves = machine is not None and any(it.name == state and it.next for it in machine.states)
        again = moves and key not in self._passed
        self._passed.add(key)
        return again

    def _like(self, guards: Sequence[Guard]) -> Callable[[Made], bool]:
        """Return which resources had such things in them, all where none had.

        What goes well with one, as its currency does, goes well with one that is made like it.
        """
        inner = (it.inner for it in guards if it.inner is not None)
        homes = {id(thing.made.after) for it in inner for thing in self._subjects.known(it)}
        return (lambda made: id(made.case) in homes) if homes else anyhow

    def _furnished(
        self, new: Subject, barred: Sequence[Guard], things: dict[str, Subject]
    ) -> Case | None:
        """Make a thing of each kind in a new resource; returns the last that was made."""
        last: Case | None = None
        for guard, inner in ((each, each.inner) for each in barred):
            if inner is not None and inner.create.id not in things:
                made = self._thing(new, guard, inner, last)
                if made is not None:
                    things[inner.create.id], last = made, made.made
        return last

    def _thing(self, new: Subject, guard: Guard, inner: Chain, last: Case | None) -> Subject | None:
        deed = _beside(replace(guard.deed, chain=new.chain), inner.create, None)
        for sample in self.samples(inner.create):
            case = behind(self._subjects.case(deed, new, sample), last)
            reply = self._subjects.send(case, new)
            value = answer(reply)
            bindings = inner.bindings(value, new.bindings) if accepted(reply) else None
            if bindings is not None:
                return Subject(chain=inner, made=case, bindings=bindings, first=value)
        return None

    def _taken(
        self, guard: Guard, there: There, things: dict[str, Subject]
    ) -> Iterator[Finding] | None:
        """Try something; returns what there is to tell when it was accepted, else None."""
        deed, inner = guard.deed, guard.inner
        subject = there.subject if inner is None else things.get(inner.create.id)
        for sample in self.samples(deed.operation) if subject is not None else ():
            if subject is None or self._subjects.budget.left <= 0:
                break
            case = behind(self._subjects.case(deed, subject, sample), there.last)
            reply = self._subjects.send(case, subject)
            if accepted(reply):
                names = deed.operation.id, there.state, guard.told.spelled
                return acted.unsaid(case, reply, *names)
            if reply.status not in MALFORMED:
                break
        return None

    def samples(self, operation: Operation) -> Sequence[Case | None]:
        """Return some requests of an operation, the smallest first; None for one without a body."""
        found = smaller_first(self._subjects.samples(operation.id))[:SAMPLES]
        needs = operation.body is not None and operation.body.required
        return found or ([] if needs else [None])


def _beside(like: Deed, operation: Operation, inner: Chain | None) -> Deed:
    """Return what an operation does to a resource, or to a thing in it."""
    depth = like.chain.get.path.count("/") + 1
    rest = operation.path.split("/")[depth:]
    path = inner.get.path if inner is not None else "/".join((like.chain.get.path, *rest))
    return replace(
        like,
        operation=operation,
        chain=inner or like.chain,
        kind="action",
        path=path,
        ends=(),
        partly=(),
    )
