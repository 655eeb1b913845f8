"""Updates as a whole: of all members at once, said twice, and with what the document forbids."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from tallystick.fuzz.documented import answer, says
from tallystick.fuzz.journeys.changes import Breach, Changes, Members, halves
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource, with_value
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Claim, Reply
from tallystick.fuzz.oracles import updated
from tallystick.fuzz.oracles.acceptance import accepted, excused
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import members_of
from tallystick.fuzz.statuses import MALFORMED, MISTAKEN
from tallystick.text import Json

RULES: Final = 8
"""Rules that are broken by updates of one operation."""
THREE: Final = 3
"""Requests by which a rule is broken: a resource is made, changed and looked at."""
STRANGE: Final = 3
"""Members of a creation that an update does not take, which are tried."""
CLOSED: Final = frozenset({"additionalProperties", "unevaluatedProperties"})
_KEEPS: Final = re.compile(
    r"\b(what comes of|result|merged|anew|whole|still|same rules|has to be|must (?:be|remain))\b"
)
"""Words of what an update has to leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """One resource that is updated again and again.

    Attributes:
        deed: The update.
        subject: The resource.
        sample: A request that was accepted before.
        turn: Sends an update, and looks at the resource; returns its answer.
        now: Returns the resource as it was seen last.
    """

    deed: Deed
    subject: Subject
    sample: Case
    turn: Callable[[Case], Reply | None]
    now: Callable[[], Members | None]

    @property
    def base(self) -> Mapping[str, Json]:
        """What each body must have."""
        value = self.sample.value
        return value if self.deed.kind == "put" and isinstance(value, dict) else {}


class Wholes:
    """Tries what concerns a whole update."""

    def __init__(self, scene: Scene, ledger: Ledger, subjects: Subjects, changes: Changes) -> None:
        """Update `subjects` as `changes` say, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._changes = changes

    def at_once(self, it: Turning) -> bool:
        """Change all members of a resource at once, say it again, and clear what may be cleared.

        Returns:
            Whether all were changed at once.
        """
        now = it.now()
        if now is None:
            return False
        body = self._changes.all_at_once(it.deed, dict(it.base), now)
        taken = self._taken(it, {key: body[key] for key in body if body[key] != it.base.get(key)})
        if taken is not None and it.deed.kind == "patch":
            self._again(it, taken)
        self._taken(it, self._changes.cleared(it.deed, it.now() or {}))
        return taken is not None

    def _taken(self, it: Turning, parts: Members) -> Case | None:
        """Send an update, and its halves where it is refused; returns it when it was accepted."""
        now = it.now()
        body: Members = {**it.base, **parts}
        if now is None or not parts or not self._changes.sound(it.deed, body, now):
            return None
        case = with_value(it.sample, body)
        reply = it.turn(case)
        if reply is None or reply.status not in MISTAKEN:
            return case if reply is not None and accepted(reply) else None
        if len(parts) > 1:
            for half in halves(parts):
                self._taken(it, half)
        elif reply.status in MALFORMED and not excused(self._scene, self._sent(it, case), reply):
            name, value = next(iter(parts.items()))
            self._ledger.add(updated.untaken(self._sent(it, case), reply, name, value))
        return None

    def _again(self, it: Turning, taken: Case) -> None:
        """Send an update that was accepted once more: it changes nothing, and is accepted."""
        case = self._sent(it, taken)
        if self._subjects.budget.left > 0:
            reply = self._subjects.send(case, it.subject)
            self._ledger.add(updated.refused_again(case, reply))

    def _sent(self, it: Turning, case: Case) -> Case:
        return self._subjects.case(it.deed, it.subject, case)

    def breaking(self, deed: Deed, sample: Case) -> None:
        """Send updates that leave what no creation would make."""
        for breach in islice(self._changes.breaches(deed), RULES):
            if self._subjects.budget.left >= THREE:
                self._breached(deed, sample, breach)

    def beyond(self, deed: Deed, subject: Subject, sample: Case) -> None:
        """Change members that only a creation takes, where an update takes no others."""
        content = json_content(deed.operation)
        whole = content.type if content is not None else None
        own = {it.wire for it in self._scene.api.fields(whole)}
        given = self._subjects.members(deed.chain.create.id)
        strange = ((name, value) for name, value in given.items() if name not in own)
        for name, value in islice(strange, STRANGE):
            body: Json = {**members_of(sample.value), name: value}
            if whole is None or self._subjects.budget.left < THREE:
                return
            broken = self._scene.judging.broken(whole, body)
            keywords = sorted({keyword for keyword, _ in broken.keywords})
            if broken.rules or len(keywords) != 1 or keywords[0] not in CLOSED:
                continue
            case = self._subjects.case(deed, subject, with_value(sample, body))
            claim = Claim(operation=deed.operation.id, name=f"schema:{keywords[0]}")
            case = replace(case, kind="keyword", expect="refused", claim=claim)
            self._subjects.send(case, subject)

    def _breached(self, deed: Deed, sample: Case, breach: Breach) -> None:
        subject = self._subjects.again(deed.chain, breach.made)
        if subject is None:
            return
        case = self._subjects.case(deed, subject, with_value(sample, breach.body))
        reply = self._subjects.send(case, subject)
        if not accepted(reply):
            return
        _, seen = self._subjects.got(subject, after=case)
        shown = resource(deed, answer(seen)) if accepted(seen) else None
        left = self._changes.left(deed, shown) if shown is not None else None
        if left is not None and breach.rule in left.rules:
            sure = self._promised(deed)
            self._ledger.add(updated.unjudged(case, reply, breach.rule, sure=sure))

    def _promised(self, deed: Deed) -> bool:
        """Whether words say what an update has to leave."""
        return says(_KEEPS, deed.operation.doc)
