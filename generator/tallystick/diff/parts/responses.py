"""Responses of an operation compared."""

from collections.abc import Mapping
from dataclasses import replace

from tallystick.diff.kinds import Kind
from tallystick.diff.ledger import Scene
from tallystick.diff.model import Proof, Unproven, Verdict
from tallystick.diff.parts.bodies import Spot, compare_contents
from tallystick.diff.parts.slots import Slot
from tallystick.diff.parts.statuses import concrete
from tallystick.diff.whole.claims import Claim
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Header, Link, Operation, Response

_Table = Mapping[str, Response]


def compare_responses(scene: Scene, old: Operation, new: Operation) -> None:
    """Note what changed of responses."""
    before = {it.status: it for it in old.responses}
    after = {it.status: it for it in new.responses}
    for status, response in before.items():
        other = after.get(status) or _covering(status, after)
        if other is None or (status not in after and _says_nothing(response, other)):
            _removed(scene, response, after, before)
        else:
            _both(scene, response, other)
    for status, response in after.items():
        if status in before:
            continue
        other = _covering(status, before)
        if other is None:
            _added(scene, response)
        else:
            _both(scene, other, response)


def _covering(status: str, table: _Table) -> Response | None:
    """Return the range, or the default, that speaks of a status."""
    if status == "default":
        return None
    return table.get(f"{status[:1]}XX") or table.get("default")


def _says_nothing(response: Response, other: Response) -> bool:
    """Whether an answer about a failure has become one of those of which nothing is said."""
    return not _is_success(response.status) and bool(response.contents) and not other.contents


def _is_success(status: str) -> bool:
    return status.startswith("2")


def _subject(response: Response) -> str:
    return f"the response {response.status}"


def _removed(scene: Scene, response: Response, after: _Table, before: _Table) -> None:
    verdict: Verdict | Claim = Proof(method="structure")
    if _is_success(response.status) and not _is_narrowed(response.status, after):
        verdict = _gone(scene, response.status, after, before)
    scene.note(
        Kind.RESPONSE_REMOVED,
        "response",
        _subject(response),
        before=response.status,
        direction=scene.answers,
        old=response.span,
        verdict=verdict,
    )


def _is_narrowed(status: str, after: _Table) -> bool:
    """Whether some of a range of answers are left."""
    return status[1:].upper() == "XX" and any(it[:1] == status[:1] for it in after)


def _gone(scene: Scene, status: str, after: _Table, before: _Table) -> Claim:
    """Return the answer that comes instead of one, else the one that comes no more."""
    said = f"`{status}` is not among the answers any more"
    claim = scene.refused(said, answer=True)
    missing = _answered(claim, status, 0, {*before, *after})
    others = [it for it in after if _is_success(it) and it not in before]
    if not others or scene.asks == "response":
        return missing
    return replace(_answered(claim, others[0], 1, {*before, *after}), otherwise=missing)


def _answered(claim: Claim, status: str, sender: int, known: set[str]) -> Claim:
    """Return the claim that only one version speaks of a status."""
    both = status, status
    refusal = Refusal("status", str(concrete(both, known)))
    return replace(claim, sender=sender, statuses=both, refusals=frozenset({refusal}))


def _added(scene: Scene, response: Response) -> None:
    verdict: Verdict = Proof(method="structure")
    if _is_success(response.status) and scene.asks == "request":
        verdict = Unproven(reason="nobody was told of such a success")
    scene.note(
        Kind.RESPONSE_ADDED,
        "response",
        _subject(response),
        after=response.status,
        direction=scene.answers,
        new=response.span,
        verdict=verdict,
    )


def _both(scene: Scene, old: Response, new: Response) -> None:
    subject = _subject(new if old.status == "default" else old)
    spot = Spot(scene, "response", subject, scene.answers, (old.status, new.status))
    if (old.contents and not new.contents) or (new.contents and not old.contents):
        _contents(spot, old, new)
    else:
        compare_contents(spot, (old.contents, new.contents), (old.span, new.span))
    _headers(scene, old, new)
    _links(scene, old, new)


def _contents(spot: Spot, old: Response, new: Response) -> None:
    """Note that a response got a body, or lost it."""
    if old.contents:
        compare_contents(spot, (old.contents, ()), (old.span, new.span))
        return
    compare_contents(spot, ((), new.contents), (old.span, new.span))


def _headers(scene: Scene, old: Response, new: Response) -> None:
    before, after = _described(old), _described(new)
    for name, header in before.items():
        subject = f"the header `{header.wire}` of {_subject(old)}"
        if name in after:
            _header(scene, (old, new), header, after[name])
            continue
        scene.note(
            Kind.HEADER_REMOVED,
            "response-header",
            subject,
            before=header.wire,
            direction=scene.answers,
            required=header.required,
            old=header.span,
            new=new.span,
            verdict=_taken(scene, (old, new), header, None),
        )
    for name, header in after.items():
        if name not in before:
            scene.note(
                Kind.HEADER_ADDED,
                "response-header",
                f"the header `{header.wire}` of {_subject(new)}",
                after=header.wire,
                direction=scene.answers,
                required=header.required,
                old=old.span,
                new=header.span,
                verdict=_taken(scene, (old, new), None, header),
            )


def _described(response: Response) -> Mapping[str, Header]:
    """Return headers by name; of the body's type the media types speak, and no header."""
    return {it.wire.lower(): it for it in response.headers if it.wire.lower() != "content-type"}


def _taken(
    scene: Scene,
    responses: tuple[Response, Response],
    old: Header | None,
    new: Header | None,
) -> Verdict | Claim:
    """Return what the receiver says of an answer without a header."""
    sent, wanted = (new, old) if scene.asks == "request" else (old, new)
    if wanted is None or not wanted.required or (sent is not None and sent.required):
        return Proof(method="structure")
    name = wanted.wire.lower()
    said = f"the header `{wanted.wire}` of {_subject(responses[0])} was promised"
    claim = scene.refused(said, Refusal("header", name), answer=True)
    return replace(claim, statuses=(responses[0].status, responses[1].status), without=name)


def _header(scene: Scene, responses: tuple[Response, Response], old: Header, new: Header) -> None:
    subject = f"the header `{old.wire}` of {_subject(responses[0])}"
    if old.required != new.required:
        kind = Kind.HEADER_REQUIRED if new.required else Kind.HEADER_OPTIONAL
        scene.note(
            kind,
            "response-header",
            subject,
            direction=scene.answers,
            required=new.required,
            old=old.span,
            new=new.span,
            verdict=_taken(scene, responses, old, new),
        )
    scene.ledger.slots.append(
        Slot(
            operation=scene.label,
            part="response-header",
            subject=subject,
            direction=scene.answers,
            old=old.type,
            new=new.type,
            old_span=old.span if old.type is None else old.span.child("schema"),
            new_span=new.span if new.type is None else new.span.child("schema"),
            textual=True,
        )
    )


def _links(scene: Scene, old: Response, new: Response) -> None:
    before = {it.name: it for it in old.links}
    after = {it.name: it for it in new.links}
    for name in [*before, *(it for it in after if it not in before)]:
        left, right = before.get(name), after.get(name)
        if left is not None and right is not None and _meant(left) == _meant(right):
            continue
        kind = Kind.LINK_CHANGED if left and right else Kind.LINK_ADDED
        scene.note(
            Kind.LINK_REMOVED if right is None else kind,
            "response",
            f"the link `{name}` of {_subject(new)}",
            direction=scene.answers,
            old=left.span if left else old.span,
            new=right.span if right else new.span,
        )


def _meant(link: Link) -> object:
    return link.operation, link.parameters, link.body
