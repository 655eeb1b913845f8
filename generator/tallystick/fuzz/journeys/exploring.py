"""Actions where nobody declares which state follows which: each in every state that is reached.

From new resources on, one of each state in which they were seen to begin, all actions are tried in
each state, and those that are accepted lead to further ones. What each did is judged at once; what
they say together, when all were tried.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.doing import Doing, behind
from tallystick.fuzz.journeys.guarding import ANYHOW, Begin, Guard, Guarding
from tallystick.fuzz.journeys.portions import Portions
from tallystick.fuzz.journeys.reached import Reached, There, Try, Way, judged
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.journeys.subjects import Subjects, state_of
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.oracles import acted, refusal
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.statuses import CONFLICT, MALFORMED
from tallystick.text import Json

BODIES: Final = 4
"""Bodies of one action that are sent."""


class Exploring:
    """Tries actions in every state that other actions lead to."""

    def __init__(
        self,
        ledger: Ledger,
        subjects: Subjects,
        means: tuple[Doing, Portions, Guarding],
    ) -> None:
        """Act on `subjects`, telling `ledger`.

        Args:
            ledger: Is told.
            subjects: Makes resources.
            means: How actions, and what else is done to resources, are tried.
        """
        self._ledger = ledger
        self._subjects = subjects
        self._doing, self._portions, self._guarding = means
        self._found = Reached()

    def weight(self, deeds: Sequence[Deed]) -> int:
        """Return how much there is to try: bodies, and parts where an action says how much."""
        bodies = sum(each.operation.body is not None for each in deeds)
        parts = 2 * sum(self._portions.asks(each) for each in deeds)
        return len(deeds) + bodies + parts + len(self._guards(deeds))

    def explore(self, deeds: Sequence[Deed]) -> None:
        """Try all actions on resources of one kind, as far as the requests last."""
        known = [each for each in deeds if self._doing.samples(each)]
        self._found = Reached()
        firsts = self._firsts(known[0]) if known else []
        todo = deque(each for first in firsts if (each := self._born(known[0], first)))
        if not todo:
            return
        self._try(known, todo)
        for deed in known:
            self._stranger(deed)
        barred = [each for each in known if self._found.first(each) is None]
        for deed in known:
            self._again(deed)
        for deed in known:
            self._try(known, deque(self._bodies(deed)))
        for deed in barred:
            self._again(deed)
        self._divide([each for each in known if self._portions.asks(each)])
        self._ledger.add(judged(self._found, known, set(firsts)))
        self._guarding.run(self._guards(deeds), self._found.ways, partial(self._brought, deeds[0]))

    def _guards(self, deeds: Sequence[Deed]) -> list[Guard]:
        return self._guarding.guards(deeds[0], [each.operation.id for each in deeds])

    def _try(self, deeds: Sequence[Deed], todo: deque[There]) -> None:
        """Try all actions in some states, and in those that they lead to."""
        while todo:
            todo += self._tried_all(deeds, todo.popleft())

    def _firsts(self, deed: Deed) -> list[str | None]:
        """Return the states that answers to creations showed, the one of small bodies first."""
        known = {id(each.made): each for each in self._subjects.known(deed.chain)}
        ranked = smaller_first(each.made for each in known.values())
        states = [state_of(deed, known[id(each)].first) for each in ranked]
        return list(dict.fromkeys(it for it in states if it is not None)) or [None]

    def _born(self, deed: Deed, first: str | None) -> There | None:
        """Make a resource that begins in a state; None where another one did."""
        there = self._made(deed, Way(first))
        if there is None or there.state in self._found.ways:
            return None
        self._found.ways[there.state] = Way(first)
        return there

    def _tried_all(self, deeds: Sequence[Deed], first: There) -> list[There]:
        """Try all actions in a state; returns resources in states that are new.

        An action that is refused leaves the resource as it is, for the next one.
        """
        fresh: list[There] = []
        there: There | None = first
        for deed in deeds:
            if deed.operation.id in self._found.dull:
                continue
            there = there or self._brought(deed, first.state)
            if there is None:
                self._found.whole = False
                return fresh
            after = self._tried(deed, there)
            if self._found.tries[first.state, deed.operation.id].taken:
                done = self._found.tries[first.state, deed.operation.id]
                fresh += self._led(deed, (first.state, after), done) if after is not None else []
                there = None
        if there is not None:
            self._left(there)
        return fresh

    def _led(self, deed: Deed, states: tuple[str, str], done: Try) -> list[There]:
        """Return a resource in a state that an action led to, when it is a new one.

        Args:
            deed: The action.
            states: Before and after.
            done: How it led there.
        """
        found, (state, after) = self._found, states
        told = response(deed.operation, CONFLICT) is not None
        if after not in deed.goals and (deed.ends or (after == state and not told)):
            found.dull.add(deed.operation.id)
        if after in found.ways:
            return []
        way = found.ways[state]
        found.ways[after] = replace(way, steps=(*way.steps, (deed, done)))
        there = self._brought(deed, after)
        found.whole = found.whole and there is not None
        return [there] if there is not None else []

    def _brought(self, deed: Deed, state: str, begin: Begin = ANYHOW) -> There | None:
        """Make a resource and bring it to a state."""
        there = self._made(deed, self._found.ways[state], begin)
        if there is not None and there.state != state:
            self._found.steady = False
            return None
        return there

    def _made(self, deed: Deed, way: Way, begin: Begin = ANYHOW) -> There | None:
        """Make a resource, and do to it what leads to a state."""
        if self._subjects.budget.left <= 0:
            return None

        def like(made: Made) -> bool:
            begun = way.first in {None, state_of(deed, answer(made.reply))}
            return begun and begin.like(made)

        subject = self._subjects.fresh(deed.chain, like=like)
        if subject is None:
            return None
        last = begin.before(subject)
        for other, known in way.steps:
            last = behind(self._subjects.case(other, subject, known.sample), last)
            if not accepted(self._subjects.send(last, subject)):
                return None
        value = self._doing.now(deed, subject)
        seen = value.get(deed.course.member) if value is not None and deed.course else None
        if value is None or not isinstance(seen, str):
            return None
        return There(subject=subject, state=seen, last=last, value=value)

    def _tried(self, deed: Deed, there: There) -> str | None:
        """Do an action; returns the state afterwards, None when it was refused."""
        key = there.state, deed.operation.id
        for sample in self._doing.samples(deed)[:BODIES]:
            case = behind(self._subjects.case(deed, there.subject, sample), there.last)
            reply = self._subjects.send(case, there.subject)
            done = self._found.tries[key] = Try(sample, case, reply)
            if done.taken:
                return _state(deed, self._doing.effect(deed, case, there.subject, there.value))
            there.refused.append((deed, done))
            if reply.status not in MALFORMED:
                break
        return None

    def _left(self, there: There) -> None:
        """See that actions which were refused have not moved the resource after all."""
        deed = there.refused[0][0] if there.refused else None
        seen = self._doing.state(deed, there.subject) if deed is not None else None
        for other, done in there.refused:
            if seen is not None and seen != there.state and seen in other.goals:
                states = there.state, seen
                found = acted.moved(done.case, done.reply, other.operation.id, states)
                self._ledger.add(found)
                return

    def _stranger(self, deed: Deed) -> None:
        """Have another caller act where the owner could."""
        known = self._found.first(deed) if self._subjects.has_second else None
        there = self._brought(deed, known[0]) if known is not None else None
        if known is not None and there is not None and self._subjects.strange(there.subject):
            self._doing.strange(deed, known[1].sample, there.subject, there.last)

    def _again(self, deed: Deed) -> None:
        """Send broken bodies again that a state was in the way of, where a valid one is taken."""
        known, there = self._found.first(deed), None
        for broken in self._subjects.barred(deed.operation.id) if known is not None else ():
            there = there or (self._brought(deed, known[0]) if known is not None else None)
            if there is None:
                return
            case = behind(self._subjects.case(deed, there.subject, broken), there.last)
            case = replace(case, kind=broken.kind, expect="refused", claim=broken.claim)
            reply = self._subjects.send(case, there.subject)
            if reply.status == CONFLICT and self._found.steady:
                self._ledger.add(refusal.odd(case, reply))
            if accepted(reply) or self._subjects.budget.left <= 0:
                there = None

    def _divide(self, deeds: Sequence[Deed]) -> None:
        """Do actions in parts, each to a resource of its own, and then the others to that one."""
        for deed in deeds:
            known = self._found.first(deed)
            there = self._brought(deed, known[0]) if known is not None else None
            if there is not None:
                others = [each for each in deeds if each is not deed]
                self._portions.divide(there, [deed, *others], self._allowed)

    def _allowed(self, state: str, deed: Deed) -> bool:
        """Whether an action was not refused in a state."""
        done = self._found.tries.get((state, deed.operation.id))
        return done is None or done.taken

    def _bodies(self, deed: Deed) -> list[There]:
        """Send other bodies of an action where one was accepted; returns resources as `_led`."""
        fresh: list[There] = []
        known = self._found.first(deed)
        if known is None or deed.operation.id in self._found.dull:
            return fresh
        state, done = known
        others = [it for it in self._doing.samples(deed) if it.value != done.sample.value]
        for sample in others[:BODIES]:
            there = self._brought(deed, state)
            if there is None:
                break
            case = behind(self._subjects.case(deed, there.subject, sample), there.last)
            reply = self._subjects.send(case, there.subject)
            if accepted(reply):
                shown = self._doing.effect(deed, case, there.subject, there.value)
                after = _state(deed, shown)
                if after in deed.goals:
                    fresh += self._led(deed, (state, after), Try(sample, case, reply))
            elif reply.status in MALFORMED and _plain(sample.value, done.sample.value):
                self._ledger.add(acted.body(case, reply, deed.operation.id, state))
        return fresh


def _state(deed: Deed, shown: dict[str, Json] | None) -> str | None:
    """Return the state of a resource."""
    state = shown.get(deed.course.member) if shown is not None and deed.course else None
    return state if isinstance(state, str) else None


def _plain(value: Json, taken: Json) -> bool:
    """Whether a body has nothing beside what an accepted one has but choices."""
    if not isinstance(value, dict) or not isinstance(taken, dict):
        return False
    more = (part for name, part in value.items() if taken.get(name) != part)
    return all(isinstance(part, bool | str) for part in more)
