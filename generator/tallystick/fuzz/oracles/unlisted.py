"""Members of an answer that the document does not list, or lists for requests alone.

A schema that is open allows them, and clients must bear them: a warning. They are how documents
and servers begin to part. What an example of the document shows is listed, too, and what a client
has said in an open object of its request may come back.
"""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.examples import bodies, places
from tallystick.fuzz.bodies.judging import inside
from tallystick.fuzz.documented import answer, content, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.composing import said_content
from tallystick.ir import Array, Content, Dictionary, Record, TypeId, Union
from tallystick.ir.exact import Flow
from tallystick.resolve.pointer import split
from tallystick.text import Json

PROBLEM = "application/problem+json"
MAX_DEPTH = 16
MAX_ITEMS = 8


class _Look(NamedTuple):
    """How a value is looked at.

    Attributes:
        scene: By which document.
        flow: As what is sent, or what comes back.
        added: Members that the document lists nowhere may have been added by other clients.
    """

    scene: Scene
    flow: Flow
    added: bool = False


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning for each place of a member that the response's schema does not name."""
    if accepted(reply) and (case.has_value or case.told is not None):
        scene.added |= _added(scene, case)
    declared = response(scene.operations[case.operation], reply.status)
    if reply.error or declared is None or not reply.body:
        return
    media_type = reply.headers.get("content-type", "")
    found = content(declared, media_type)
    if found is None or found.type is None or media_type.lower().startswith(PROBLEM):
        return  # Problem documents may always be extended. Source: RFC 9457, section 3.2.
    look = _Look(scene, "response", added=scene.keeps and not _is_told(case))
    odd = _unlisted(look, found.type, answer(reply), "", 0)
    if odd:
        odd -= _shown(scene, found)
    back = _back(scene, case) if odd else frozenset()
    fresh = {at for at in odd if split(at)[-1] not in back}
    scene.keeps = scene.keeps or fresh != odd
    for at in sorted(fresh):
        said = f"the answer with {reply.status} holds {at}, which the document does not list there"
        claim = about(case, "response:unlisted", f"{reply.status}{at}")
        yield finding("unlisted-member", said, case, reply, claim=claim, weight=Weight.WARNING)


def _back(scene: Scene, case: Case) -> frozenset[str]:
    """Return the names of members that clients have added, and an answer may show.

    Of an answer about one resource these are its own; what a list shows may be anybody's.
    """
    told = [each for each in _line(case) if each.has_value or each.told is not None]
    if not told:
        return frozenset(scene.added)
    return frozenset[str]().union(*(_added(scene, each) for each in told))


def _is_told(case: Case) -> bool:
    """Whether an answer is about what some bodies said, and no other client."""
    return any(each.has_value or each.told is not None for each in _line(case))


def _line(case: Case) -> Iterator[Case]:
    """Yield a request, and those that it comes after."""
    last: Case | None = case
    while last is not None:
        yield last
        last = last.after


def _added(scene: Scene, case: Case) -> frozenset[str]:
    """Return the names of members of a body that its type allows and does not list."""
    type_id = scene.once(("added", case.operation, case.has_value), lambda: _taken(scene, case))
    if type_id is None:
        return frozenset()
    value = case.value if case.has_value else case.told
    odd = _unlisted(_Look(scene, "request"), type_id, value, "", 0)
    return frozenset(split(at)[-1] for at in odd)


def _taken(scene: Scene, case: Case) -> TypeId | None:
    """Return the type of what an operation takes as a case says it, None where it is not open."""
    content = said_content(scene.operations[case.operation], case)
    type_id = content.type if content is not None else None
    return type_id if type_id is not None and _is_open(scene, type_id) else None


def _is_open(scene: Scene, type_id: TypeId) -> bool:
    """Whether a value of a type can have members somewhere that are allowed and not listed."""
    seen, todo = {type_id}, [type_id]
    for each in todo:  # the list grows meanwhile
        if _is_open_record(scene, each):
            return True
        fresh = [it for _, it in inside(scene.api.types[each]) if it not in seen]
        seen.update(fresh)
        todo += fresh
    return False


def _is_open_record(scene: Scene, type_id: TypeId) -> bool:
    """Whether a type lists members and allows others."""
    declared = scene.api.types[type_id]
    whole = isinstance(declared, Record) and declared.additional is True and not declared.patterns
    return whole and bool(scene.members(type_id))


def _shown(scene: Scene, declared: Content) -> frozenset[str]:
    """Return the places of members that only examples of the document list."""
    if declared.type is None:
        return frozenset()
    known = scene.shown.get(declared.span)
    if known is None:
        examples = [(declared.type, value, "") for value in bodies(scene.api, declared)]
        for at, inner in places(scene.api, declared.type):
            examples += [(inner, value, at) for value in scene.api.types[inner].doc.examples]
            for field in scene.api.fields(inner):
                place = f"{at}/{escape(field.wire)}"
                examples += [(field.type, value, place) for value in field.doc.examples]
        look = _Look(scene, "response")
        found = (_unlisted(look, inner, value, at, 0) for inner, value, at in examples)
        known = scene.shown[declared.span] = frozenset(chain.from_iterable(found))
    return known


def _unlisted(look: _Look, type_id: TypeId, value: Json, at: str, depth: int) -> set[str]:
    declared = look.scene.api.types[type_id]
    if depth > MAX_DEPTH:
        return set()
    if isinstance(declared, Union):
        return _of_union(look, declared, value, at, depth)
    if isinstance(declared, Record) and isinstance(value, dict):
        return _of_record(look, type_id, value, at, depth)
    found: set[str] = set()
    if isinstance(declared, Array) and isinstance(value, list) and declared.items is not None:
        for item in value[len(declared.prefix) :][:MAX_ITEMS]:
            found |= _unlisted(look, declared.items, item, at + "/*", depth + 1)
    elif isinstance(declared, Dictionary) and isinstance(value, dict):
        for member in list(value.values())[:MAX_ITEMS]:
            found |= _unlisted(look, declared.values, member, at + "/*", depth + 1)
    return found


def _of_record(
    look: _Look, type_id: TypeId, value: dict[str, Json], at: str, depth: int
) -> set[str]:
    scene = look.scene
    fields = scene.members(type_id)
    secret = scene.secrets(type_id) if look.flow == "response" else frozenset[str]()
    found: set[str] = set()
    for name, member in value.items():
        if name in secret:
            found.add(f"{at}/{escape(name)}")
        elif name in fields:
            if isinstance(member, dict | list):
                place = f"{at}/{escape(name)}"
                found |= _unlisted(look, fields[name], member, place, depth + 1)
        elif _is_open_record(scene, type_id) and (name in _names(scene) or not look.added):
            found.add(f"{at}/{escape(name)}")
    return found


def _names(scene: Scene) -> frozenset[str]:
    """Return the names of all members that the document lists anywhere."""
    fields = (scene.api.fields(each) for each in scene.api.types)
    return scene.once(__name__, lambda: frozenset(it.wire for some in fields for it in some))


def _of_union(look: _Look, declared: Union, value: Json, at: str, depth: int) -> set[str]:
    """Return what no variant lists, of those that accept the value."""
    fitting = [
        _unlisted(look, variant, value, at, depth + 1)
        for variant in declared.variants
        if look.scene.judging.fits(variant, value, look.flow)
    ]
    return set.intersection(*fitting) if fitting else set()
