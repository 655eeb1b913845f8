"""Tags of versions: updates that must not overwrite each other, answers that need no body."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import updated
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.ir import Operation, Place
from tallystick.text import Json

IF_MATCH: Final = "if-match"
IF_NONE_MATCH: Final = "If-None-Match"
UNMODIFIED: Final = 304


class Conditions:
    """Makes conditional requests."""

    def __init__(self, subjects: Subjects) -> None:
        """Ask about `subjects`."""
        self._subjects = subjects

    def checked(self, deed: Deed, bodies: list[Case]) -> Iterator[Finding]:
        """Update with the tag of the current version, then with that of an earlier one.

        Where the document says that answers may need no body, these are asked for, too.

        Args:
            deed: The update.
            bodies: Requests of it.
        """
        header, cached = _tag_header(deed.operation), _may_be_unmodified(deed.chain)
        subject = self._subjects.fresh(deed.chain) if bodies and (header or cached) else None
        if subject is None:
            return
        _, first = self._subjects.got(subject)
        tag, now = first.headers.get("etag", ""), _shown(deed, first)
        pair = _apart(bodies, now)
        if not tag or pair is None or now is None:
            return
        if cached:
            yield from self._unmodified(subject, tag)
        case = self._subjects.case(deed, subject, _matching(pair[0], header, tag))
        reply = self._subjects.send(case, subject)
        after, second = self._subjects.got(subject, after=case)
        if second.headers.get("etag") == tag:
            later = _shown(deed, second)
            if not accepted(reply):
                yield from updated.fresh(case, reply)
            elif later is not None and updated.unlike(now, later):
                yield from updated.untagged(after, second)
        elif accepted(reply):
            if cached:
                yield from self._modified(subject, case, tag)
            if header:
                old = self._subjects.case(deed, subject, _matching(pair[1], header, tag))
                yield from self._stale(subject, replace(old, after=case))

    def _stale(self, subject: Subject, old: Case) -> Iterator[Finding]:
        """Update with the tag of an earlier version."""
        refused = self._subjects.send(old, subject)
        if accepted(refused):
            yield from updated.stale(old, refused)

    def _unmodified(self, subject: Subject, tag: str) -> Iterator[Finding]:
        """Ask for a resource that whoever asks has already."""
        case, reply = self._asked(subject, subject.made, tag)
        if accepted(reply) and reply.headers.get("etag") == tag:
            yield from updated.sent_again(case, reply)

    def _modified(self, subject: Subject, update: Case, tag: str) -> Iterator[Finding]:
        """Ask for a resource of which whoever asks has an earlier version."""
        case, reply = self._asked(subject, update, tag)
        if reply.status == UNMODIFIED:
            yield from updated.withheld(case, reply)

    def _asked(self, subject: Subject, after: Case, tag: str) -> tuple[Case, Reply]:
        case = self._subjects.asking(subject, after=after)
        message = replace(case.message, headers=((IF_NONE_MATCH, tag),))
        case = replace(case, message=message, expect="documented")
        return case, self._subjects.send(case, subject)


def _shown(deed: Deed, reply: Reply) -> dict[str, Json] | None:
    return resource(deed, answer(reply)) if accepted(reply) else None


def _may_be_unmodified(chain: Chain) -> bool:
    """Whether the document says that a resource may be answered without its body."""
    return any(each.status == str(UNMODIFIED) for each in chain.get.responses)


def changes(case: Case, now: dict[str, Json]) -> bool:
    """Whether an update would change a resource."""
    asked = case.value if isinstance(case.value, dict) else {}
    return any(now.get(name) != value for name, value in asked.items())


def _apart(bodies: list[Case], now: dict[str, Json] | None) -> tuple[Case, Case] | None:
    """Return two updates, of which the first changes the resource and the second differs."""
    for case in bodies:
        other = next((each for each in bodies if each.value != case.value), None)
        if now is not None and changes(case, now) and other is not None:
            return case, other
    return None


def _tag_header(operation: Operation) -> str | None:
    """Return the header that takes the tag of a version, None when none does."""
    found = (
        each.wire
        for each in operation.parameters
        if each.place is Place.HEADER and each.wire.lower() == IF_MATCH
    )
    return next(found, None)


def _matching(case: Case, header: str | None, tag: str) -> Case:
    """Return an update with a tag; as it is where no header takes one."""
    if header is None:
        return case
    kept = tuple(pair for pair in case.message.headers if pair[0].lower() != IF_MATCH)
    return replace(case, message=replace(case.message, headers=(*kept, (header, tag))))
