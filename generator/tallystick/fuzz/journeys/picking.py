"""Choices of parameters of what is read below a resource: where one is taken, are others?

``GET /orders/{id}/label`` need not answer for any order. Where it does for a new one, nothing but
the document says which ``format`` may be asked for.
"""

from dataclasses import replace
from functools import partial
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import READS
from tallystick.fuzz.journeys.resources import Resources, binds
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import PLAINLY, Case, Reply
from tallystick.fuzz.oracles.acceptance import accepted, doubtful, excused
from tallystick.fuzz.oracles.granted import choice_refused, hinges
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.giving import chosen
from tallystick.fuzz.statuses import CONTENT

AGAIN: Final = 12
"""Refused choices of one operation that are sent once more."""


class Picking:
    """Asks new resources with choices that were refused."""

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, resources: Resources
    ) -> None:
        """Ask by `subjects`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        ways = (it for it in resources.chains if it.items is None and not it.sure)
        self._chains = {it.get.id: it for it in ways if it.get.method in READS}
        self._good: dict[tuple[str, str], Case] = {}
        self._bad: dict[tuple[str, str, str], Case] = {}

    def note(self, case: Case, reply: Reply) -> None:
        """Remember a planned request, and what came of it."""
        hoped = case.kind in PLAINLY and case.expect == "documented" and not reply.error
        chain = self._chains.get(case.operation)
        if not hoped or chain is None or chain.create.id != case.takes or len(case.touches) > 1:
            return
        at, _, value = case.touches[0].partition(" ") if case.touches else ("", "", "")
        if accepted(reply):
            self._good.setdefault((case.operation, at), case)
        elif at and reply.status in CONTENT and self._picks(chain, at):
            self._bad.setdefault((case.operation, at, value), case)

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be asked.

        Args:
            only: Operations; empty for all.
        """
        named = dict.fromkeys(name for name, *_ in self._bad if not only or name in only)
        return [Task(partial(self._ask, name)) for name in named]

    def _ask(self, name: str) -> None:
        """Ask with the refused choices of one operation."""
        some = [(at, case) for (known, at, _), case in self._bad.items() if known == name]
        for at, bad in some[:AGAIN]:
            good = self._good.get((name, "")) or self._good.get((name, at))
            if good is None:
                continue
            found = self._refused(good, bad, rich=False) and self._refused(good, bad, rich=True)
            if found:
                self._ledger.add(choice_refused(*found))

    def _refused(self, good: Case, bad: Case, *, rich: bool) -> tuple[Case, Reply] | None:
        """Return the refusal of a new resource that answers another request before and after."""
        chain = self._chains[bad.operation]
        subject = self._subjects.fresh(chain, rich=rich)
        if subject is None:
            return None
        asked = [self._sent(chain, subject, each) for each in (good, bad, bad, good)]
        before, *both, after = asked
        if before is None or after is None or not (accepted(before[1]) and accepted(after[1])):
            return None
        return both[0] if all(it is not None and self._content(*it) for it in both) else None

    def _sent(self, chain: Chain, subject: Subject, sample: Case) -> tuple[Case, Reply] | None:
        """Send a request about a resource; None where there is no request left."""
        if self._subjects.budget.left <= 0:
            return None
        case = replace(sample, after=subject.made, binds=binds(chain, subject.made))
        return case, self._subjects.send(case, subject)

    def _content(self, case: Case, reply: Reply) -> bool:
        """Whether a request is refused for what it says, and no rule of the server excuses it."""
        doubt = excused(self._scene, case, reply) or doubtful(self._scene, case, reply)
        return reply.status in CONTENT and not doubt

    def _picks(self, chain: Chain, at: str) -> bool:
        """Whether a parameter lists its values, and the resource has no member of that name."""
        api = self._scene.api
        every = (it for it in chain.get.parameters if f"{it.place.value}.{it.wire}" == at)
        return any(chosen(api, it) and not hinges(self._scene, chain, it.wire) for it in every)
