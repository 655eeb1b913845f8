"""How members of forms are written, compared; what they are is compared as values."""

from dataclasses import dataclass, replace
from typing import Final

from tallystick.diff.ledger import Scene
from tallystick.diff.model import Direction, Proof, Unproven, Verdict
from tallystick.diff.parts.media import representative
from tallystick.diff.whole.claims import Claim, Written
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Content, Encoding, MediaKind
from tallystick.text import Json

_OPEN: Final = Unproven(reason="how a member is written of which nothing is said depends on it")
_ANSWERS: Final = Unproven(reason="what an encoding says is said of requests")


@dataclass(frozen=True, slots=True)
class Way:
    """How one member is written, defaults filled in.

    Attributes:
        types: Media types of its part; none: as its schema has it.
        headers: Those that its part must have, in lower case.
    """

    style: str = ""
    explode: bool = False
    types: tuple[str, ...] = ()
    headers: frozenset[str] = frozenset()


def ways(content: Content) -> dict[str, Way]:
    """Return how members are written, those aside that are written as without a word."""
    form = content.kind is MediaKind.FORM
    found = {it.wire: _way(it, form=form) for it in content.encodings}
    return {name: way for name, way in found.items() if way != default(content)}


def default(content: Content) -> Way:
    """Return how a member is written of which nothing is said."""
    return _way(Encoding(wire=""), form=content.kind is MediaKind.FORM)


def _way(encoding: Encoding, *, form: bool) -> Way:
    styled = encoding.style is not None or encoding.explode is not None
    style = encoding.style or ("form" if styled or (form and not encoding.content_types) else "")
    explode = style == "form" if encoding.explode is None else encoding.explode
    headers = () if form else (it.wire.lower() for it in encoding.headers if it.required)
    types = () if styled else encoding.content_types
    return Way(style, bool(style) and explode, types, frozenset(headers) - {"content-type"})


def spelled(known: dict[str, Way]) -> Json:
    """Return it as it is reported."""
    return {name: _spelled(way) for name, way in known.items()}


def _spelled(way: Way) -> dict[str, Json]:
    headers = ", ".join(sorted(way.headers))
    said = {"contentType": ", ".join(way.types), "style": way.style, "headers": headers}
    found: dict[str, Json] = {name: it for name, it in said.items() if it}
    return found | ({"explode": way.explode} if way.style else {})


def verdict(
    scene: Scene, direction: Direction, contents: tuple[Content, Content]
) -> Verdict | Claim:
    """Return what a change does to requests of the old version.

    Args:
        scene: The operation.
        direction: Who sends the body.
        contents: Both versions.
    """
    old, new = contents
    if direction != "request" or scene.asks != "request":
        return _ANSWERS
    claim: Verdict | Claim = Proof(method="structure")
    before, after = ways(old), ways(new)
    for name in dict.fromkeys((*before, *after)):
        both = before.get(name, default(old)), after.get(name, default(new))
        shown = None if both[0] == both[1] else _shown(scene, old, name, both)
        if isinstance(shown, Claim):
            return shown
        claim = shown or claim
    return claim


def _shown(
    scene: Scene, content: Content, name: str, both: tuple[Way, Way]
) -> Verdict | Claim | None:
    """Return the request with a member that is written otherwise; None: it is fine."""
    old, new = both
    said = f"the member `{name}` is read otherwise"
    if (old.style, old.explode) != (new.style, new.explode):
        if not old.style or not new.style:
            return _OPEN
        member = Written(name, (old.style, old.explode), (new.style, new.explode))
        claim = scene.refused(said)
        return replace(claim, content_type=content.media_type, member=member)
    missing = sorted(new.headers - old.headers)
    gone = [it for it in old.types if not _covers(new.types, it)]
    if not missing and old.types != new.types and not (old.types and new.types):
        return _OPEN
    if not missing and not gone:
        return None
    part: dict[str, Json] = {"headers": {it: f"{{{it}}}" for it in sorted(old.headers)}}
    if old.types:
        part["content_type"] = representative((gone or [*old.types])[0])
    claim = scene.refused(said, Refusal("part", name))
    return replace(claim, content_type=content.media_type, extra={"parts": {name: part}})


def _covers(types: tuple[str, ...], wanted: str) -> bool:
    """Whether media types, ranges among them, cover another one."""
    bare = wanted.partition(";")[0].strip().lower()
    known = {it.strip().lower() for it in types}
    return not known.isdisjoint(
        {wanted.strip().lower(), bare, f"{bare.partition('/')[0]}/*", "*/*"}
    )
