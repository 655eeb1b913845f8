"""A pointer in a refusal leads somewhere: to what the body has, or to what it may have."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.documented import answer, content, response, says
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.composing import body_content
from tallystick.fuzz.statuses import MALFORMED
from tallystick.ir import Anything, Array, Dictionary, Field, Record, Scalar, Type, TypeId, Union
from tallystick.resolve.pointer import found, split

KINDS: Final = frozenset({"keyword", "rule"})
"""Of requests in which nothing but the body is wrong."""
_POINTER: Final = re.compile(r"\bjson[ -]?pointer\b")
_INTO_BODY: Final = re.compile(r"\b(body|payload)\b")
"""What words say a pointer leads into: others may lead into what holds body and parameters."""
_NEW: Final = "-"
"""The step behind the last item of a list. Source: RFC 6901, section 4."""


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning for a pointer to nothing that the body has, or could have.

    Words have to say that it is a JSON Pointer, and that it leads into the body.
    """
    body = body_content(scene.operations[case.operation])
    if case.kind not in KINDS or not case.has_value or reply.status not in MALFORMED:
        return
    if body is None or body.type is None:
        return
    for at in _members(scene, case, reply):
        told = (value for _, value in ways(answer(reply), at) if isinstance(value, str))
        stray = (it for it in told if it.startswith("/") and not _leads(scene, body.type, case, it))
        for pointer in islice(stray, 1):
            said = f"the refusal points at {pointer}: there is no such member in the body"
            claim = about(case, "refusal:pointer", f"{reply.status}{at}")
            weight = Weight.WARNING
            yield finding("stray-pointer", said, case, reply, claim=claim, weight=weight)


def _leads(scene: Scene, type_id: TypeId, case: Case, pointer: str) -> bool:
    """Whether a pointer leads to what a body has, or may have."""
    steps = split(pointer)
    return found(case.value, steps) is not None or _known(scene, type_id, steps)


def _members(scene: Scene, case: Case, reply: Reply) -> tuple[str, ...]:
    """Return the members of a documented refusal that point into bodies."""
    declared = response(scene.operations[case.operation], reply.status)
    shown = content(declared, reply.headers.get("content-type", "")) if declared else None
    type_id = shown.type if shown is not None else None
    if type_id is None:
        return ()
    return scene.once((__name__, type_id), lambda: tuple(_pointing(scene, type_id)))


def _pointing(scene: Scene, type_id: TypeId) -> Iterator[str]:
    for at, inner in places(scene.api, type_id):
        for field in scene.api.fields(inner):
            if _points(field, scene.api.types[field.type]) and says(_INTO_BODY, field.doc):
                yield f"{at}/{escape(field.wire)}"


def _points(field: Field, declared: Type) -> bool:
    """Whether a member is a JSON Pointer, by its format or by words."""
    if not isinstance(declared, Scalar) or declared.kind != "string":
        return False
    return declared.format == "json-pointer" or says(_POINTER, field.doc)


def _known(scene: Scene, type_id: TypeId, steps: tuple[str, ...]) -> bool:
    """Whether a schema knows of a place, or lets anything be there."""
    here = [type_id]
    for step in steps:
        here = [below for it in here for below in _below(scene, it, step)]
        if any(isinstance(scene.api.types[it], Anything) for it in here):
            return True
    return bool(here)


def _below(scene: Scene, type_id: TypeId, step: str) -> Iterator[TypeId]:
    """Yield the types that may be one step into a type."""
    declared = scene.api.types[type_id]
    match declared:
        case Anything():
            yield type_id
        case Dictionary():
            yield declared.values
        case Union():
            for each in declared.variants:
                yield from _below(scene, each, step)
        case Array() if step.isdecimal() or step == _NEW:
            yield from (*declared.prefix, *([declared.items] if declared.items else ()))
        case Record():
            yield from (field.type for field in declared.fields if field.wire == step)
            yield from (other for _, other in declared.patterns)
            if isinstance(declared.additional, str):
                yield declared.additional
            elif declared.additional and not declared.fields:
                yield type_id
        case _:
            pass
