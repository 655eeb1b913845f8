"""Actions on resources: each once where it is allowed, and once in every state that forbids it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.deeds import Course, Deed
from tallystick.fuzz.journeys.subjects import Subject, Subjects, state_of
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Finding, Message
from tallystick.fuzz.oracles import acted
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.parameters import travelling

PATIENCE: Final = 1.5
"""Seconds that a state is waited for."""
PAUSE, LONGEST_PAUSE = 0.01, 0.2
TRIES: Final = 4
"""Resources that are made to act on one before it moves on."""
LOOKED_AT: Final = 6
"""Resources that are looked at to find one in a state."""
REFUSED, FAILED = 400, 500


class Acting:
    """Does what the names of actions say."""

    def __init__(self, scene: Scene, ledger: Ledger, subjects: Subjects) -> None:
        """Act on `subjects`, telling `ledger`."""
        self._ledger = ledger
        self._subjects = subjects
        self._giver = Giver(scene.judging)
        self._others: list[Deed] = []
        self._ways: dict[str, tuple[Deed, ...]] = {}

    def act(self, deed: Deed, others: Sequence[Deed] = ()) -> None:
        """Try one action, as far as the requests last.

        Args:
            deed: The action.
            others: Actions on the same resources, which may lead to states to act in.
        """
        self._others = [each for each in others if each is not deed]
        sample = self.sample(deed)
        course = deed.course
        if sample is None or course is None:
            return
        self._ledger.add(self._allowed(deed, course, sample))
        if course.machine is None and self._ways.get(deed.operation.id) is None:
            self._ledger.add(self._led_by_others(deed, course, sample))
        self._ledger.add(self._strange(deed, sample))
        if course.machine is not None:
            for state in course.states:
                if state not in deed.ends and not course.reaches(state, deed.ends):
                    self._ledger.add(self._forbidden(deed, course, sample, state))

    def sample(self, deed: Deed) -> Case | None:
        """Return a valid request of an action; None when nobody knows one."""
        found = smaller_first(self._subjects.samples(deed.operation.id))
        if found:
            return found[0]
        given = self._giver.given(deed.operation, path=False)
        if given is None or (deed.operation.body is not None and deed.operation.body.required):
            return None
        parts = travelling(deed.operation, given)
        message = Message(method="POST", path=deed.path, query=parts.query, headers=parts.headers)
        return Case(
            operation=deed.operation.id, kind="action", expect="documented", message=message
        )

    def _allowed(self, deed: Deed, course: Course, sample: Case) -> Iterator[Finding]:
        """Act on a new resource, and see whether the state comes that the action says.

        The resource may move on before it is acted on: then another one is made.
        """
        action, wanted = deed.operation.id, deed.ends[0]
        for _ in range(TRIES):
            subject = self._subjects.fresh(deed.chain)
            before = state_of(deed, subject.first) if subject is not None else None
            if subject is None or before is None:
                return
            case = self._subjects.case(deed, subject, sample)
            reply = self._subjects.send(case, subject)
            if accepted(reply):
                if before not in deed.ends:
                    self._ways[deed.operation.id] = ()
                yield from self._effect(deed, course, case, subject, before)
                return
            if not course.leads(before, deed.ends):
                return
            if self._state(deed, subject) == before:
                yield from acted.refused(case, reply, action, before, wanted)
                return

    def _led_by_others(self, deed: Deed, course: Course, sample: Case) -> Iterator[Finding]:
        """Act on a resource after other actions, where a new one is not in the right state."""
        for other in self._others:
            subject = self._subjects.fresh(deed.chain)
            if subject is None:
                return
            way = (*self._ways.get(other.operation.id, ()), other)
            last = self._walked(way, subject)
            between = self._state(deed, subject) if last is not None else None
            if between is None or between in deed.ends:
                continue
            case = replace(self._subjects.case(deed, subject, sample), after=last)
            if accepted(self._subjects.send(case, subject)):
                self._ways.setdefault(deed.operation.id, way)
                yield from self._effect(deed, course, case, subject, between)
                return

    def _walked(self, way: Sequence[Deed], subject: Subject) -> Case | None:
        """Do some actions one after the other; returns the last, None when one is refused."""
        last: Case | None = None
        for deed in way:
            told = self.sample(deed)
            if told is None:
                return None
            case = self._subjects.case(deed, subject, told)
            last = case if last is None else replace(case, after=last)
            if not accepted(self._subjects.send(last, subject)):
                return None
        return last

    def _strange(self, deed: Deed, sample: Case) -> Iterator[Finding]:
        """Act on another caller's resource."""
        subject = self._subjects.fresh(deed.chain) if self._subjects.has_second else None
        if subject is None or not self._subjects.strange(subject):
            return
        case = self._subjects.case(deed, subject, sample)
        case = replace(case, message=replace(case.message, caller="second"))
        reply = self._subjects.send(case, subject)
        if accepted(reply):
            yield from acted.strange(case, reply, deed.operation.id)

    def _effect(
        self, deed: Deed, course: Course, case: Case, subject: Subject, before: str
    ) -> Iterator[Finding]:
        """Wait for the state that an accepted action says."""
        ends = time.monotonic() + PATIENCE
        pause = PAUSE
        while True:
            after, reply = self._subjects.got(subject, after=case)
            seen = state_of(deed, answer(reply)) if accepted(reply) else None
            if seen is None or _came(course, seen, deed.ends):
                return
            names = (deed.operation.id, (seen, deed.ends[0]))
            if not course.reaches(seen, deed.ends):
                yield from acted.without_effect(after, reply, *names, sure=True)
                return
            if time.monotonic() > ends or self._subjects.budget.left <= 0:
                break
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        if seen == before:
            yield from acted.without_effect(after, reply, *names, sure=False)

    def _forbidden(self, deed: Deed, course: Course, sample: Case, state: str) -> Iterator[Finding]:
        """Act on a resource in a state that forbids it."""
        subject = self._in(deed, course, state)
        if subject is None:
            return
        case = self._subjects.case(deed, subject, sample)
        reply = self._subjects.send(case, subject)
        after = self._state(deed, subject) if accepted(reply) else None
        if after is not None and (after in deed.ends or after == state):
            settled = replace(case, kind="poll", note=f"in state {state}")
            states = (state, after, deed.ends[0])
            yield from acted.forbidden(settled, reply, deed.operation.id, states)

    def _state(self, deed: Deed, subject: Subject) -> str | None:
        _, reply = self._subjects.got(subject)
        return state_of(deed, answer(reply)) if accepted(reply) else None

    def _in(self, deed: Deed, course: Course, state: str) -> Subject | None:
        """Return a resource in a state: one that is there, or a new one that gets there."""
        for number, known in enumerate(self._subjects.known(deed.chain)):
            if number == LOOKED_AT or self._subjects.budget.left <= 0:
                break
            if self._state(deed, known) == state:
                return known
        fresh = self._subjects.fresh(deed.chain)
        return fresh if fresh is not None and self._led(deed, course, fresh, state) else None

    def _led(self, deed: Deed, course: Course, subject: Subject, state: str) -> bool:
        """Wait for a state of a new resource; where nothing moves, other actions lead there."""
        ends = time.monotonic() + PATIENCE
        pause, before = PAUSE, ""
        left = list(self._others)
        while time.monotonic() < ends and self._subjects.budget.left > 0:
            seen = self._state(deed, subject)
            if seen == state:
                return True
            if seen is None or not course.reaches(seen, (state,)):
                return False
            if seen == before:
                left = self._push(course, subject, (seen, state), left)
            before = seen
            time.sleep(pause)
            pause = min(1.5 * pause, LONGEST_PAUSE)
        return False

    def _push(
        self, course: Course, subject: Subject, states: tuple[str, str], left: list[Deed]
    ) -> list[Deed]:
        """Do the first action that leads nearer to a state; returns those that are left."""
        seen, wanted = states
        for other in left:
            nearer = wanted in other.ends or course.reaches(other.ends[0], (wanted,))
            sample = self.sample(other) if nearer and course.leads(seen, other.ends) else None
            if sample is not None:
                self._subjects.send(self._subjects.case(other, subject, sample), subject)
                return [each for each in left if each is not other]
        return left


def _came(course: Course, seen: str, ends: Sequence[str]) -> bool:
    """Whether a state is one that was to come, or one that may follow it."""
    known = course.machine is not None
    return seen in ends or (known and any(course.reaches(each, (seen,)) for each in ends))
