"""An action done to a resource, and what is seen of it afterwards."""

import time
from dataclasses import replace
from typing import Final

from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.deeds import Course, Deed, participles
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource, state_of
from tallystick.fuzz.journeys.tallies import tally_of
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import acted, beside
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.counted import Tally, Values, counted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.parameters import travelling
from tallystick.ir import words
from tallystick.text import Json

PATIENCE: Final = 1.5
"""Seconds that a state is waited for."""
PAUSE, LONGEST_PAUSE = 0.01, 0.2


class Doing:
    """Does actions to resources."""

    def __init__(self, scene: Scene, ledger: Ledger, subjects: Subjects) -> None:
        """Act on `subjects`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._giver = Giver(scene.judging)
        self._tallies: dict[str, Tally | None] = {}

    def samples(self, deed: Deed) -> list[Case]:
        """Return valid requests of an action, the smallest first; none when nobody knows one.

        Those with an idempotency key come last: it is good for one request.
        """
        found = smaller_first(self._subjects.samples(deed.operation.id))
        if found:
            return sorted(found, key=lambda each: keyed(deed.operation, each))
        given = self._giver.given(deed.operation, path=False)
        if given is None or (deed.operation.body is not None and deed.operation.body.required):
            return []
        parts = travelling(deed.operation, given)
        message = Message(method="POST", path=deed.path, query=parts.query, headers=parts.headers)
        case = Case(
            operation=deed.operation.id, kind="action", expect="documented", message=message
        )
        return [case]

    def now(self, deed: Deed, subject: Subject) -> dict[str, Json] | None:
        """Return a resource as it is; None when it is not served."""
        _, reply = self._subjects.got(subject)
        return resource(deed, answer(reply)) if accepted(reply) else None

    def state(self, deed: Deed, subject: Subject) -> str | None:
        """Return the state of a resource; None when it is not served."""
        _, reply = self._subjects.got(subject)
        return state_of(deed, answer(reply)) if accepted(reply) else None

    def strange(self, deed: Deed, sample: Case, subject: Subject, last: Case | None) -> None:
        """Have another caller act on a resource which they are refused by its id.

        Args:
            deed: The action.
            sample: A request of it.
            subject: The resource, in a state in which its owner could act.
            last: What brought it there, None for its creation.
        """
        case = behind(self._subjects.case(deed, subject, sample), last).by_second
        reply = self._subjects.send(case, subject)
        if accepted(reply):
            self._ledger.add(acted.strange(case, reply, deed.operation.id))

    def effect(
        self,
        deed: Deed,
        case: Case,
        subject: Subject,
        before: dict[str, Json],
        earlier: Json = None,
    ) -> dict[str, Json] | None:
        """Wait for the state that an accepted action says, and compare all else.

        Args:
            deed: The action.
            case: Its request.
            subject: The resource.
            before: The resource before.
            earlier: Body of the same action, when it was done before.

        Returns:
            The resource as it was last seen, None when it is not served any more.
        """
        course = deed.course
        ends = time.monotonic() + PATIENCE
        pause = PAUSE
        while course is not None:
            after, reply = self._subjects.got(subject, after=case)
            shown = resource(deed, answer(reply)) if accepted(reply) else None
            seen = state_of(deed, answer(reply)) if shown is not None else None
            if shown is None or seen is None:
                return None
            if not deed.ends or _came(course, seen, deed.goals):
                self._beside(deed, (after, reply), (case.value, before, shown), earlier)
                return shown
            names = (deed.operation.id, (seen, deed.ends[0]))
            if not course.reaches(seen, deed.ends):
                self._ledger.add(acted.without_effect(after, reply, *names, sure=True))
                return shown
            if time.monotonic() > ends or self._subjects.budget.left <= 0:
                if seen == before.get(course.member):
                    self._ledger.add(acted.without_effect(after, reply, *names, sure=False))
                return shown
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return None

    def tally(self, deed: Deed) -> Tally | None:
        """Return what counts an action, None when nothing does."""
        if deed.operation.id not in self._tallies:
            self._tallies[deed.operation.id] = tally_of(self._scene.api, deed)
        return self._tallies[deed.operation.id]

    def _beside(self, deed: Deed, seen: tuple[Case, Reply], values: Values, earlier: Json) -> None:
        """Compare all but the state."""
        body, made = json_content(deed.operation), json_content(deed.chain.create)
        if body is not None and body.type is not None:
            types = body.type, deed.type
            found = beside.told(self._scene, *seen, types, participles(deed), (*values, earlier))
            self._ledger.add(found)
        tally = self.tally(deed)
        if tally is not None:
            self._ledger.add(counted(*seen, deed.operation.id, tally, values))
        if deed.ends and made is not None and made.type is not None:
            types = made.type, deed.type
            verb = (*deed.operation.words, *(word for end in deed.ends for word in words(end)))
            self._ledger.add(beside.others(self._scene, *seen, types, verb, values))


def behind(case: Case, last: Case | None) -> Case:
    """Return a request that is sent after another one about the same resource."""
    return case if last is None else replace(case, after=last)


def _came(course: Course, seen: str, ends: tuple[str, ...]) -> bool:
    """Whether a state is one that was to come, or one that may follow it."""
    known = course.machine is not None
    return seen in ends or (known and any(course.reaches(each, (seen,)) for each in ends))
