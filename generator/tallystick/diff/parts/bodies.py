"""Request bodies and media types compared."""

from dataclasses import replace
from typing import Final, NamedTuple

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.ledger import Scene
from tallystick.diff.model import Direction, Part, Proof, Verdict
from tallystick.diff.parts import encodings
from tallystick.diff.parts.media import representative
from tallystick.diff.parts.slots import Slot
from tallystick.diff.whole.claims import Claim
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Body, Content, MediaKind
from tallystick.ir.types import MISSING

_SUBJECT: Final = "the request body"


def compare_bodies(scene: Scene, old: Body | None, new: Body | None) -> None:
    """Note what changed of the request body."""
    if old is None or new is None:
        if old is not new:
            kind = Kind.BODY_ADDED if old is None else Kind.BODY_REMOVED
            _note(scene, kind, (old, new), _taken(scene, old, new))
        return
    if old.required != new.required:
        kind = Kind.BODY_REQUIRED if new.required else Kind.BODY_OPTIONAL
        _note(scene, kind, (old, new), _taken(scene, old, new))
    spot = Spot(scene, "request-body", _SUBJECT, scene.asks)
    compare_contents(spot, (old.contents, new.contents), (old.span, new.span))


def _taken(scene: Scene, old: Body | None, new: Body | None) -> Verdict | Claim:
    """Return what the receiver says of requests with a body, or without one."""
    sent, wanted = (old, new) if scene.asks == "request" else (new, old)
    if wanted is None and sent is not None:
        claim = scene.refused("no request body is expected", Refusal("body", "none"))
        return replace(claim, content_type=sent.contents[0].media_type)
    if wanted is not None and wanted.required and not (sent is not None and sent.required):
        return scene.refused("the request body is required", Refusal("body"))
    return Proof(method="structure")


def _note(
    scene: Scene, kind: Kind, bodies: tuple[Body | None, Body | None], verdict: Verdict | Claim
) -> None:
    old, new = bodies
    named = new or old
    scene.note(
        kind,
        "request-body",
        _SUBJECT,
        direction=scene.asks,
        required=named is not None and named.required,
        old=old.span if old else None,
        new=new.span if new else None,
        verdict=verdict,
    )


class Spot(NamedTuple):
    """Where media types are listed.

    Attributes:
        subject: What it is called in sentences.
        direction: Who sends it.
        statuses: Of a response, as each version spells it.
    """

    scene: Scene
    part: Part
    subject: str
    direction: Direction
    statuses: tuple[str, str] | None = None


def compare_contents(
    spot: Spot, contents: tuple[tuple[Content, ...], tuple[Content, ...]], spans: tuple[Span, Span]
) -> None:
    """Note what changed of the media types of a body or response.

    Args:
        spot: The body or response.
        contents: Of the old version and of the new one.
        spans: Its place in both versions.
    """
    before, after = (_table(one) for one in contents)
    for name, old in before.items():
        new = after.get(name) or _covering(name, after)
        if new is None:
            places = old.span, spans[1]
            _media(spot, Kind.MEDIA_TYPE_REMOVED, old.media_type, places)
        else:
            _pair(spot, old, new, several=len(before) > 1)
    for name, new in after.items():
        if name not in before and _covering(name, before) is None:
            places = spans[0], new.span
            _media(spot, Kind.MEDIA_TYPE_ADDED, new.media_type, places)


def _table(contents: tuple[Content, ...]) -> dict[str, Content]:
    """Return contents by what tells them apart."""
    found: dict[str, Content] = {}
    for content in contents:
        name = _plain(content.media_type)
        found[content.media_type.lower() if name in found else name] = content
    return found


def _plain(media_type: str) -> str:
    """Return a media type as it is matched: without UTF-8, which is what all expect."""
    name, *parameters = (it.strip().lower() for it in media_type.split(";"))
    kept = sorted(it for it in parameters if it.replace('"', "") not in {"charset=utf-8", ""})
    return "; ".join([name, *kept])


def _covering(name: str, table: dict[str, Content]) -> Content | None:
    """Return the content whose media range covers a media type."""
    bare = name.partition(";")[0].strip()
    for candidate in (bare, f"{bare.partition('/')[0]}/*", "*/*"):
        if candidate in table:
            return table[candidate]
    return None


def _media(spot: Spot, kind: Kind, name: str, spans: tuple[Span, Span]) -> None:
    gone = kind is Kind.MEDIA_TYPE_REMOVED
    verdict: Verdict | Claim = Proof(method="structure")
    if gone == _is_sent_by_old(spot):
        verdict = _unwanted(spot, name)
    spot.scene.note(
        kind,
        spot.part,
        spot.subject,
        before=name if gone else MISSING,
        after=MISSING if gone else name,
        direction=spot.direction,
        old=spans[0],
        new=spans[1],
        verdict=verdict,
    )


def _is_sent_by_old(spot: Spot) -> bool:
    """Whether what only the old version lists is sent on; a client says what answers it takes."""
    return spot.direction == "request" or spot.scene.asks == "request"


def _unwanted(spot: Spot, name: str) -> Claim:
    """Return the message of a media type that its receiver does not expect."""
    plain = representative(name)
    bare = plain.partition(";")[0].strip().lower()
    if spot.statuses is None:
        claim = spot.scene.refused(f"`{name}` is not accepted", Refusal("media", bare))
        return replace(claim, content_type=name)
    if spot.scene.asks == "request":
        claim = spot.scene.refused(f"`{name}` cannot be had any more", Refusal("accept", bare))
        return replace(claim, extra={"accept": plain}, statuses=spot.statuses)
    said = f"`{name}` is not accepted"
    claim = spot.scene.refused(said, Refusal("media", bare), answer=True)
    return replace(claim, extra={"content_type": plain}, statuses=spot.statuses)


def _pair(spot: Spot, old: Content, new: Content, *, several: bool) -> None:
    before, after = encodings.ways(old), encodings.ways(new)
    if before != after:
        spot.scene.note(
            Kind.ENCODING_CHANGED,
            spot.part,
            spot.subject,
            before=encodings.spelled(before),
            after=encodings.spelled(after),
            direction=spot.direction,
            old=old.span,
            new=new.span,
            verdict=encodings.verdict(spot.scene, spot.direction, (old, new)),
        )
    spot.scene.ledger.slots.append(
        Slot(
            operation=spot.scene.label,
            part=spot.part,
            subject=f"{spot.subject} ({old.media_type})" if several else spot.subject,
            direction=spot.direction,
            old=old.type,
            new=new.type,
            old_span=_schema_place(old),
            new_span=_schema_place(new),
            textual=(_is_textual(old) and _is_textual(new)) or (_is_form(old) and _is_form(new)),
            form=_is_form(old) and _is_form(new),
        )
    )


def _is_textual(content: Content) -> bool:
    """Whether numbers and texts look the same in it: XML and plain text."""
    return "xml" in content.media_type.lower() or content.kind is MediaKind.TEXT


def _is_form(content: Content) -> bool:
    return content.kind in {MediaKind.FORM, MediaKind.MULTIPART}


def _schema_place(content: Content) -> Span:
    return content.span if content.type is None else content.span.child("schema")
