"""Tags of versions: updates that must not overwrite each other, answers that need no body."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.subjects import Subject, Subjects, deletion, resource
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import updated
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.paging import members_of
from tallystick.fuzz.statuses import MISTAKEN, PRECONDITION_FAILED
from tallystick.ir import Operation, Place
from tallystick.text import Json

IF_MATCH: Final = "if-match"
IF_NONE_MATCH: Final = "If-None-Match"
NO_TAG: Final = '"0-no-version-has-this"'
"""A tag that no version has."""
UNMODIFIED: Final = 304
PRECONDITION_REQUIRED: Final = 428


class Tag(NamedTuple):
    """The tag of a version.

    Attributes:
        text: As the header has it.
        asked: The request that was answered with it; None for a tag that nobody gave.
    """

    text: str
    asked: Case | None = None


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
        asked, first = self._subjects.got(subject)
        tag, now = first.headers.get("etag", ""), _shown(deed, first)
        pair = _apart(bodies, now)
        if tag and pair is not None and now is not None:
            yield from self._changed(deed, subject, (Tag(tag, asked), now), pair)

    def _changed(
        self,
        deed: Deed,
        subject: Subject,
        seen: tuple[Tag, dict[str, Json]],
        pair: tuple[Case, Case],
    ) -> Iterator[Finding]:
        """Update a resource once, and look at its tag.

        Args:
            deed: The update.
            subject: The resource.
            seen: Its tag, and its members.
            pair: Two updates of it.
        """
        header, cached = _tag_header(deed.operation), _may_be_unmodified(deed.chain)
        tag, now = seen
        if cached:
            yield from self._unmodified(subject, tag)
        case = self._subjects.case(deed, subject, _matching(pair[0], header, tag))
        reply = self._subjects.send(case, subject)
        after, second = self._subjects.got(subject, after=case)
        if second.headers.get("etag") == tag.text:
            later = _shown(deed, second)
            if not accepted(reply):
                yield from updated.fresh(case, reply)
            elif later is not None and updated.unlike(now, later):
                yield from updated.untagged(after, second)
        elif accepted(reply):
            if cached:
                yield from self._modified(subject, case, tag)
            if reply.headers.get("etag") == tag.text:
                yield from updated.untagged(case, reply)
            if header:
                pair = (replace(pair[0], after=case), replace(pair[1], after=case))
                tags = tag, Tag(second.headers.get("etag", ""), after)
                yield from self._stale(deed, subject, pair[1], header, tags)
                yield from self._unconditional(deed, subject, pair[0])

    def _stale(
        self, deed: Deed, subject: Subject, sample: Case, header: str, tags: tuple[Tag, Tag]
    ) -> Iterator[Finding]:
        """Update with the tag of an earlier version; with another refusal, with the current one.

        Args:
            deed: The update.
            subject: The resource.
            sample: A request.
            header: Takes a tag.
            tags: The earlier one, and the current one.
        """
        old, current = (self._case(deed, subject, _matching(sample, header, it)) for it in tags)
        refused = self._subjects.send(old, subject)
        if accepted(refused):
            yield from updated.stale(old, refused)
            return
        mistaken = _lists(deed.operation, PRECONDITION_FAILED) and refused.status in MISTAKEN
        if mistaken and accepted(self._subjects.send(current, subject)):
            yield from updated.missed(old, refused)

    def _unconditional(self, deed: Deed, subject: Subject, sample: Case) -> Iterator[Finding]:
        """Update without a tag, where the document says that one is needed."""
        if _lists(deed.operation, PRECONDITION_REQUIRED):
            case = self._case(deed, subject, _bare(sample))
            reply = self._subjects.send(case, subject)
            if accepted(reply):
                yield from updated.unneeded(case, reply)

    def _case(self, deed: Deed, subject: Subject, sample: Case) -> Case:
        """Return a request, after what its sample comes after."""
        return replace(self._subjects.case(deed, subject, sample), after=sample.after)

    def removal(self, chain: Chain, delete: Operation) -> Iterator[Finding]:
        """Delete with a tag that is of no version: it must be refused, and then with its own.

        Args:
            chain: What makes a resource, and gets it.
            delete: What deletes it.
        """
        header = _tag_header(delete)
        subject = self._subjects.fresh(chain) if header is not None else None
        if subject is None or header is None:
            return
        asked, seen = self._subjects.got(subject)
        tag = Tag(seen.headers.get("etag", ""), asked)
        if not tag.text:
            return
        plain = deletion(chain, delete, subject.made)
        old, current = (_matching(plain, header, it) for it in (Tag(NO_TAG), tag))
        reply = self._subjects.send(old, subject)
        if accepted(reply):
            yield from updated.stale(old, reply)
            return
        if _lists(delete, PRECONDITION_REQUIRED):
            bare = self._subjects.send(plain, subject)
            if accepted(bare):
                yield from updated.unneeded(plain, bare)
                return
        taken = self._subjects.send(current, subject)
        if accepted(taken) and _lists(delete, PRECONDITION_FAILED) and reply.status in MISTAKEN:
            yield from updated.missed(old, reply)
        yield from updated.fresh(current, taken)

    def _unmodified(self, subject: Subject, tag: Tag) -> Iterator[Finding]:
        """Ask for a resource that whoever asks has already."""
        case, reply = self._asked(subject, subject.made, tag)
        if accepted(reply) and reply.headers.get("etag") == tag.text:
            yield from updated.sent_again(case, reply)

    def _modified(self, subject: Subject, update: Case, tag: Tag) -> Iterator[Finding]:
        """Ask for a resource of which whoever asks has an earlier version."""
        case, reply = self._asked(subject, update, tag)
        if reply.status == UNMODIFIED:
            yield from updated.withheld(case, reply)

    def _asked(self, subject: Subject, after: Case, tag: Tag) -> tuple[Case, Reply]:
        case = self._subjects.asking(subject, after=after)
        message = replace(case.message, headers=((IF_NONE_MATCH, tag.text),))
        case = replace(case, message=message, expect="documented", tagged=tag.asked)
        return case, self._subjects.send(case, subject)


def _shown(deed: Deed, reply: Reply) -> dict[str, Json] | None:
    return resource(deed, answer(reply)) if accepted(reply) else None


def _may_be_unmodified(chain: Chain) -> bool:
    """Whether the document says that a resource may be answered without its body."""
    return _lists(chain.get, UNMODIFIED)


def _lists(operation: Operation, status: int) -> bool:
    return any(each.status == str(status) for each in operation.responses)


def changes(case: Case, now: dict[str, Json]) -> bool:
    """Whether an update would change a resource."""
    asked = members_of(case.value)
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


def _matching(case: Case, header: str | None, tag: Tag) -> Case:
    """Return an update with a tag; without it where no header takes one."""
    if header is None:
        return replace(case, tagged=tag.asked)
    bare = _bare(case)
    headers = (*bare.message.headers, (header, tag.text))
    return replace(bare, message=replace(bare.message, headers=headers), tagged=tag.asked)


def _bare(case: Case) -> Case:
    """Return a request without a tag."""
    kept = tuple(pair for pair in case.message.headers if pair[0].lower() != IF_MATCH)
    return replace(case, message=replace(case.message, headers=kept))
