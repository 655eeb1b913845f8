"""What a link leads to that is no operation: as far as the document promises it, it is there."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles import media
from tallystick.fuzz.oracles.fetched import PLAIN, Link, plain, sized
from tallystick.fuzz.oracles.promised import Promise
from tallystick.fuzz.oracles.rendered import FORMATS
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.composing import said_content
from tallystick.fuzz.sending.transport import BEGINNING
from tallystick.ir import Api, Operation

KINDS: Final = frozenset(
    {("type",), ("kind",), ("media", "kind"), ("format",), ("file", "type"), ("file", "format")}
)
"""Words of members that say what their object leads to."""
BARRED: Final = frozenset({401, 403})
FAILED: Final = 500
_DAY: Final = frozenset({408, 425, 429, 501, 502, 503, 504})
"""Statuses that tell of the server's day, or of what stands before it."""
_OK, _MORE, _WRONG = 200, 300, 400


class Asked(NamedTuple):
    """What outputs are to be, by the body that they were asked for with.

    Attributes:
        member: Its member.
        name: The format.
        told: The body says it; else it is so by default.
    """

    member: str
    name: str
    told: bool


def asked(api: Api, judging: Judging, create: Operation, made: Case) -> Asked | None:
    """Return the format that a body asks for; None where it asks for none that is known."""
    body = made.value if made.has_value else made.told
    content = said_content(create, made)
    kind = judging.variant(content.type, body) if content is not None and content.type else None
    if kind is None or not isinstance(body, dict):
        return None
    for field in (it for it in api.fields(kind) if it.words in FORMATS):
        text = body[field.wire] if field.wire in body else api.default(field)
        name = media.named(text) if isinstance(text, str) else None
        if name is not None:
            return Asked(field.wire, name, field.wire in body)
    return None


def kind_of(link: Link) -> str | None:
    """Return the kind of file that an answer says that a link leads to; None for nothing."""
    if link.media is not None:
        return media.kind_of(link.media)
    own = media.KINDS.intersection(link.field.words)
    if own:
        mine = len(own) == 1 and PLAIN.issuperset(set(link.field.words) - own)
        return next(iter(own)) if mine else None
    fields = link.alone.fields if link.alone is not None and plain(link.field) else ()
    told = (link.beside.get(it.wire) for it in fields if it.words in KINDS)
    found = {media.kind_of(it) for it in told if isinstance(it, str)} - {None}
    return found.pop() if len(found) == 1 else None


def called(case: Case, reply: Reply, link: Link) -> Iterator[Finding]:
    """Yield a warning where a link is called as a file of no kind that its object says.

    Args:
        case: What was answered with the link.
        reply: The answer.
        link: The link.
    """
    kind, name = kind_of(link), media.of_name(link.url)
    if kind is not None and name is not None and kind not in (media.kinds(name) or {kind}):
        at = link.field.wire
        said = f"{at} is said to lead to {kind}, and is called as a file of {name} is"
        yield _found("link:type", said, case, reply, at)


def judge(
    case: Case, reply: Reply, link: Link, promise: Promise, there: Reply
) -> Iterator[Finding]:
    """Yield what is not as promised.

    Args:
        case: What was answered with the link.
        reply: The answer.
        link: The link.
        promise: What is said of it.
        there: What is there, or a beginning of it.
    """
    at, status = link.field.wire, there.status
    if there.error or not status or status in _DAY or _MORE <= status < _WRONG:
        return
    if not promise.served:
        if status >= FAILED:
            said = f"the server failed with {status} where {at} leads to"
            yield _found("link:fails", said, case, reply, at, Weight.ERROR)
    elif status >= _MORE:
        weight = Weight.ERROR if promise.exact else Weight.WARNING
        if status in BARRED and promise.signed:
            said = f"{at} is signed, and {status} is the answer to who has it, and nothing else"
            yield _found("link:signed", said, case, reply, at, weight)
        elif status not in BARRED:
            said = f"{at} is promised to lead to something, and {status} is the answer there"
            yield _found("link:served", said, case, reply, at, weight)
    elif status >= _OK:
        yield from _content(case, reply, link, there)


def _content(case: Case, reply: Reply, link: Link, there: Reply) -> Iterator[Finding]:
    """Yield what is wrong with a file that is served."""
    at, kind = link.field.wire, kind_of(link)
    if not there.body:
        yield _found("link:empty", f"nothing is there where {at} leads to", case, reply, at)
        return
    if "content-encoding" not in there.headers and len(there.body) < BEGINNING:
        yield from sized(case, reply, link, there)
    name, shown = media.named(link.media or ""), media.formats(there)
    told = _told(there)
    if kind is not None and not media.is_kind(there, kind):
        said = f"{at} is said to lead to {kind}, and {told} is there"
        yield _found("link:type", said, case, reply, at)
    elif name is not None and not shown <= {name}:
        said = f"{at} is said to lead to {link.media}, and {told} is there"
        yield _found("link:type", said, case, reply, at)


def other_format(
    case: Case, reply: Reply, wanted: Asked, shown: Sequence[tuple[Link, Reply]]
) -> Iterator[Finding]:
    """Yield a warning when none of the files of a resource has the format that was asked for.

    Args:
        case: What was answered with the links.
        reply: The answer.
        wanted: The format.
        shown: All links that are promised to lead to something, each with what is there.
    """
    mine = media.kind_of(wanted.name)
    for link, there in shown:
        kind, found = kind_of(link), media.formats(there)
        alike = all(it == media.PAGE or mine in media.kinds(it) for it in found)
        fits = kind == mine and media.is_kind(there, kind) if kind else wanted.told and alike
        whole = there.status < _MORE and there.body and plain(link.field)
        if not (found and fits and whole) or found == {wanted.name}:
            return
    if shown:
        link, there = shown[0]
        said = f"{wanted.member} is {wanted.name}, and {_told(there)} is where {link.field.wire} "
        yield _found("link:format", f"{said}leads to", case, reply, link.field.wire)


def _told(there: Reply) -> str:
    """Return what a file is, for a person."""
    header = there.headers.get("content-type", "").partition(";")[0].strip().lower()
    others = media.formats(there) - {media.named(header)}
    return " that is ".join([header or "something", *sorted(it or "" for it in others)])


def _found(  # noqa: PLR0913, PLR0917 - each part of a finding
    name: str, said: str, case: Case, reply: Reply, at: str, weight: Weight = Weight.WARNING
) -> Finding:
    return finding("link", said, case, reply, claim=about(case, name, member=at), weight=weight)
