"""Members of an answer that the document does not list, or lists for requests alone.

A schema that is open allows them, and clients must bear them: a warning. They are how documents
and servers begin to part. What an example of the document shows is listed, too.
"""

from collections.abc import Iterator
from itertools import chain

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.examples import bodies, places
from tallystick.fuzz.documented import answer, content, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Array, Content, Dictionary, Record, TypeId, Union
from tallystick.text import Json

PROBLEM = "application/problem+json"
MAX_DEPTH = 16
MAX_ITEMS = 8


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning for each place of a member that the response's schema does not name."""
    declared = response(scene.operations[case.operation], reply.status)
    if reply.error or declared is None or not reply.body:
        return
    media_type = reply.headers.get("content-type", "")
    found = content(declared, media_type)
    if found is None or found.type is None or media_type.lower().startswith(PROBLEM):
        return  # Problem documents may always be extended. Source: RFC 9457, section 3.2.
    odd = _unlisted(scene, found.type, answer(reply), "", 0)
    for at in sorted(odd - _shown(scene, found)) if odd else ():
        said = f"the answer with {reply.status} holds {at}, which the document does not list there"
        claim = about(case, "response:unlisted", f"{reply.status}{at}")
        yield finding("unlisted-member", said, case, reply, claim=claim, weight=Weight.WARNING)


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
        found = (_unlisted(scene, inner, value, at, 0) for inner, value, at in examples)
        known = scene.shown[declared.span] = frozenset(chain.from_iterable(found))
    return known


def _unlisted(scene: Scene, type_id: TypeId, value: Json, at: str, depth: int) -> set[str]:
    declared = scene.api.types[type_id]
    if depth > MAX_DEPTH:
        return set()
    if isinstance(declared, Union):
        return _of_union(scene, declared, value, at, depth)
    if isinstance(declared, Record) and isinstance(value, dict):
        return _of_record(scene, type_id, value, at, depth)
    found: set[str] = set()
    if isinstance(declared, Array) and isinstance(value, list) and declared.items is not None:
        for item in value[len(declared.prefix) :][:MAX_ITEMS]:
            found |= _unlisted(scene, declared.items, item, at + "/*", depth + 1)
    elif isinstance(declared, Dictionary) and isinstance(value, dict):
        for member in list(value.values())[:MAX_ITEMS]:
            found |= _unlisted(scene, declared.values, member, at + "/*", depth + 1)
    return found


def _of_record(
    scene: Scene, type_id: TypeId, value: dict[str, Json], at: str, depth: int
) -> set[str]:
    fields, secret = scene.members(type_id), scene.secrets(type_id)
    declared = scene.api.types[type_id]
    listed = (
        isinstance(declared, Record)
        and bool(fields)
        and declared.additional is True
        and not declared.patterns
    )
    found: set[str] = set()
    for name, member in value.items():
        if name in secret:
            found.add(f"{at}/{escape(name)}")
        elif name in fields:
            if isinstance(member, dict | list):
                place = f"{at}/{escape(name)}"
                found |= _unlisted(scene, fields[name], member, place, depth + 1)
        elif listed:
            found.add(f"{at}/{escape(name)}")
    return found


def _of_union(scene: Scene, declared: Union, value: Json, at: str, depth: int) -> set[str]:
    """Return what no variant lists, of those that accept the value."""
    fitting = [
        _unlisted(scene, variant, value, at, depth + 1)
        for variant in declared.variants
        if scene.judging.fits(variant, value, "response")
    ]
    return set.intersection(*fitting) if fitting else set()
