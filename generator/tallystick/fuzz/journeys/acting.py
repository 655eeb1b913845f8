"""Actions on resources whose states are declared: where each is allowed, and where it is not."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.journeys.deeds import Course, Deed
from tallystick.fuzz.journeys.doing import LONGEST_PAUSE, PATIENCE, PAUSE, Doing
from tallystick.fuzz.journeys.saying import Said, said
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource, state_of
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding
from tallystick.fuzz.oracles import acted
from tallystick.fuzz.oracles.acceptance import accepted

TRIES: Final = 4
"""Resources that are made to act on one before it moves on."""
LOOKED_AT: Final = 6
"""Resources that are looked at to find one in a state."""


class Acting:
    """Does what the names of actions say."""

    def __init__(self, ledger: Ledger, subjects: Subjects, doing: Doing) -> None:
        """Act on `subjects`, telling `ledger`."""
        self._ledger = ledger
        self._subjects = subjects
        self._doing = doing
        self._others: list[Deed] = []

    def act(self, deed: Deed, others: Sequence[Deed] = ()) -> None:
        """Try one action, as far as the requests last.

        Args:
            deed: The action.
            others: Actions on the same resources, which may lead to states to act in.
        """
        self._others = [each for each in others if each is not deed]
        samples, course = self._doing.samples(deed), deed.course
        if not samples or course is None:
            return
        self._ledger.add(self._allowed(deed, course, samples[0]))
        self._strange(deed, course, samples[0])
        for state in course.states:
            if state not in deed.ends and not course.reaches(state, deed.ends):
                self._ledger.add(self._forbidden(deed, samples[0], state))
        told = said(deed)
        if told is not None and told.barred & set(deed.ends):
            self._ledger.add(self._twice(deed, samples[0], told))

    def _twice(self, deed: Deed, sample: Case, told: Said) -> Iterator[Finding]:
        """Act once more on what an action was done to, where words say that this is refused."""
        subject = self._subjects.fresh(deed.chain)
        if subject is None:
            return
        case = self._subjects.case(deed, subject, sample)
        reply = self._subjects.send(case, subject)
        state = self._doing.state(deed, subject) if accepted(reply) else None
        if state is None or state not in told.barred or state not in deed.ends:
            return
        again = replace(case, after=case)
        reply = self._subjects.send(again, subject)
        if accepted(reply):
            yield from acted.unsaid(again, reply, deed.operation.id, state, told.spelled)

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
                self._doing.effect(deed, case, subject, resource(deed, subject.first) or {})
                return
            if not course.leads(before, deed.ends):
                return
            if self._doing.state(deed, subject) == before:
                yield from acted.refused(case, reply, action, before, wanted)
                return

    def _strange(self, deed: Deed, course: Course, sample: Case) -> None:
        """Act on another caller's resource, where its owner could."""
        subject = self._subjects.fresh(deed.chain) if self._subjects.has_second else None
        if subject is None or not self._subjects.strange(subject):
            return
        born = state_of(deed, subject.first) or ""
        sources = [state for state in course.states if course.leads(state, deed.ends)]
        if sources and born not in sources:
            self.led(deed, subject, sources[:1], self._others)
        self._doing.strange(deed, sample, subject, None)

    def _forbidden(self, deed: Deed, sample: Case, state: str) -> Iterator[Finding]:
        """Act on a resource in a state that forbids it."""
        subject = self.brought(deed, state, self._others)
        if subject is None:
            return
        case = self._subjects.case(deed, subject, sample)
        reply = self._subjects.send(case, subject)
        after = self._doing.state(deed, subject) if accepted(reply) else None
        if after is not None and (after in deed.ends or after == state):
            settled = replace(case, kind="poll", note=f"in state {state}")
            states = (state, after, deed.ends[0])
            yield from acted.forbidden(settled, reply, deed.operation.id, states)

    def brought(self, deed: Deed, state: str, others: Sequence[Deed]) -> Subject | None:
        """Return a resource in a state: one that is there, or a new one that gets there.

        Arguments as of `led`.
        """
        for number, known in enumerate(self._subjects.known(deed.chain)):
            if number == LOOKED_AT or self._subjects.budget.left <= 0:
                break
            if self._doing.state(deed, known) == state:
                return known
        fresh = self._subjects.fresh(deed.chain)
        return fresh if fresh is not None and self.led(deed, fresh, (state,), others) else None

    def led(
        self, deed: Deed, subject: Subject, states: Sequence[str], others: Sequence[Deed]
    ) -> bool:
        """Wait for a state of a new resource; other actions lead there at once, or when none comes.

        Args:
            deed: Something that is done to such resources.
            subject: The resource.
            states: Any of them will do.
            others: Actions that may lead there.
        """
        ends = time.monotonic() + PATIENCE
        pause, before = PAUSE, ""
        left, course, seen = list(others), deed.course, state_of(deed, subject.first)
        while course is not None and time.monotonic() < ends and self._subjects.budget.left > 0:
            if seen in states:
                return True
            if seen is None or not course.reaches(seen, states):
                return False
            rest = self._push(course, subject, (before, seen), states, left)
            if len(rest) == len(left):
                time.sleep(pause)
            left = rest
            before, seen = seen, self._doing.state(deed, subject)
            pause = min(1.5 * pause, LONGEST_PAUSE)
        return False

    def _push(
        self,
        course: Course,
        subject: Subject,
        seen: tuple[str, str],
        wanted: Sequence[str],
        left: list[Deed],
    ) -> list[Deed]:
        """Do the first action that leads to a state, or nearer to it where nothing moved.

        Args:
            course: All states.
            subject: The resource.
            seen: Its states the last time, and now.
            wanted: Any of them will do.
            left: Actions that were not done yet.

        Returns:
            Those that are left.
        """
        before, now = seen
        for other in left:
            stuck = now == before and course.reaches(other.ends[0], wanted)
            nearer = other.ends[0] in wanted or stuck
            samples = self._doing.samples(other) if nearer else []
            if samples and course.leads(now, other.ends):
                self._subjects.send(self._subjects.case(other, subject, samples[0]), subject)
                return [each for each in left if each is not other]
        return left
