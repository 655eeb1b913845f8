"""Credentials and the API itself compared."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.ledger import Ledger, Scene
from tallystick.diff.model import Change
from tallystick.diff.parts.credentials import Alternative, alternatives, place_of, spelled, unshown
from tallystick.diff.parts.servers import api_servers
from tallystick.diff.parts.slots import component_of
from tallystick.diff.whole.claims import Claim
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Api, Operation, SecurityScheme
from tallystick.ir.facts import same
from tallystick.text import Json


def compare_security(
    scene: Scene, both: tuple[Operation, Operation], apis: tuple[Api, Api]
) -> None:
    """Note that an operation needs more credentials, or fewer.

    Credentials are compared by what travels, whatever their schemes are called. Where a request
    that was enough does not show what is needed now, that is shown; scopes are in no request.
    """
    before, after = (alternatives(*it) for it in zip(both, apis, strict=True))
    refused = [it for it in before if not any(map(it.suffices, after))]
    added = [it for it in after if not any(map(it.suffices, before))]
    said = list(spelled(before, after))
    (old, is_old_shared), (new, is_new_shared) = map(place_of, both, apis)
    for kind, found in ((Kind.SECURITY_TIGHTENED, refused), (Kind.SECURITY_LOOSENED, added)):
        shared = is_old_shared and is_new_shared
        if found and not (shared and scene.reaches(kind, old, new)):
            scene.note(
                kind,
                "operation",
                "the API" if shared else scene.label,
                before=said[0],
                after=said[1],
                direction=scene.asks,
                old=old,
                new=new,
                verdict=_shown(scene, before, after) if found is refused else None,
            )


def _shown(
    scene: Scene, before: tuple[Alternative, ...], after: tuple[Alternative, ...]
) -> Claim | None:
    """Return the request that shows too little, if there is one."""
    claim: Claim | None = None
    if scene.asks == "request":
        for alternative in reversed(list(unshown(before, after))):
            plain = scene.refused("its credentials are not enough", Refusal("credentials"))
            sent = tuple((it.table, it.name, it.placeholder) for it, _ in alternative.parts)
            claim = replace(plain, credentials=sent, otherwise=claim)
    return claim


def compare_api(ledger: Ledger, old: Api, new: Api) -> None:
    """Note what changed of the API as a whole."""
    places = Span(old.resolved.entry.uri), Span(new.resolved.entry.uri)
    base = Change(
        kind=Kind.VERSION_CHANGED, part="api", subject="the API", old=places[0], new=places[1]
    )
    infos = places[0].child("info"), places[1].child("info")
    if old.info.version != new.info.version:
        ledger.changes.append(
            replace(
                base,
                before=old.info.version,
                after=new.info.version,
                old=infos[0].child("version"),
                new=infos[1].child("version"),
            )
        )
    if old.info.title != new.info.title:
        titles = old.info.title.raw, new.info.title.raw
        changed = replace(base, kind=Kind.TITLE_CHANGED, before=titles[0], after=titles[1])
        ledger.changes.append(replace(changed, old=infos[0], new=infos[1]))
    ledger.changes += api_servers(base, old, new)
    ledger.changes += _schemes(base, old, new)
    ledger.changes += _components(base, old, new)


def _schemes(base: Change, old: Api, new: Api) -> Iterator[Change]:
    before = {it.name: it for it in old.security}
    after = {it.name: it for it in new.security}
    renamed = {one.name: other.name for one, other in _renamed(before, after)}
    for name in [*before, *(it for it in after if it not in before)]:
        left, right = before.get(name), after.get(name)
        here = replace(base, subject=f"the security scheme `{name}`")
        if name in renamed or name in renamed.values():
            continue
        if left is None and right is not None:
            yield replace(here, kind=Kind.SCHEME_ADDED, after=name, new=right.span)
        elif right is None and left is not None:
            yield replace(here, kind=Kind.SCHEME_REMOVED, before=name, old=left.span)
        elif left is not None and right is not None:
            values = _described(dict(left.raw)), _described(dict(right.raw))
            if not same(*values):
                changed = replace(here, kind=Kind.SCHEME_CHANGED, old=left.span, new=right.span)
                yield replace(changed, before=values[0], after=values[1])


def _renamed(
    before: Mapping[str, SecurityScheme], after: Mapping[str, SecurityScheme]
) -> Iterator[tuple[SecurityScheme, SecurityScheme]]:
    """Yield schemes that are only called otherwise: nobody sends their names."""
    come = [it for name, it in after.items() if name not in before]
    for name, scheme in before.items():
        raw = _described(dict(scheme.raw))
        twin = next((it for it in come if same(raw, _described(dict(it.raw)))), None)
        if name not in after and twin is not None:
            come.remove(twin)
            yield scheme, twin


def _described(raw: dict[str, Json]) -> Json:
    return {key: value for key, value in raw.items() if key != "description"}


def _components(base: Change, old: Api, new: Api) -> Iterator[Change]:
    """Yield component schemas that are gone, or have another name: generated types are named so."""
    before, after = _schemas(old), _schemas(new)
    come = {name: value for name, value in after.items() if name not in before}
    for name, value in before.items():
        if name in after:
            continue
        place = Span(old.resolved.entry.uri).child("components", "schemas", name)
        gone = replace(base, subject=f"the schema `{name}`", before=name, old=place)
        gone = replace(gone, component=component_of(place))
        renamed = next((it for it, other in come.items() if same(value, other)), None)
        if renamed is None:
            yield replace(gone, kind=Kind.COMPONENT_REMOVED)
            continue
        del come[renamed]
        target = Span(new.resolved.entry.uri).child("components", "schemas", renamed)
        yield replace(gone, kind=Kind.COMPONENT_RENAMED, after=renamed, new=target)


def _schemas(api: Api) -> dict[str, Json]:
    root = api.resolved.entry.root
    components = root.get("components") if isinstance(root, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}
