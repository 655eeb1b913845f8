"""A resource shows what was asked for: members of one name and kind, and its own id."""

from collections.abc import Iterator
from math import isclose
from typing import Final

from tallystick.fuzz.documented import success
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import MISSING, Enumeration, Field, Record, Scalar, TypeId
from tallystick.text import Json

PLAIN: Final = frozenset({"boolean", "integer", "number"})
"""Kinds of values that nobody spells in another way."""


def judge(  # noqa: PLR0913, PLR0917 - what was asked, and what came back
    scene: Scene, case: Case, reply: Reply, asked: TypeId, answered: TypeId, value: Json
) -> Iterator[Finding]:
    """Yield a finding for each choice, number or boolean that comes back as another one.

    Args:
        scene: The API.
        case: The creation, whose body is what was asked.
        reply: The answer.
        asked: Type of the body.
        answered: Type of the answer.
        value: The answer.
    """
    if not isinstance(case.value, dict) or not isinstance(value, dict):
        return
    named = {each.path[0] for each in case.names if each.path}
    for field in _echoed(scene, asked, answered):
        if field.wire not in value or field.wire in named:
            continue  # another id was sent than what was planned
        wanted = case.value.get(field.wire)
        if wanted is None and field.default is not MISSING:
            wanted = field.default
        got = value[field.wire]
        if wanted is not None and not _same(got, wanted):
            claim = about(case, "response:echo", f"/{field.wire}")
            said = f"{field.wire} was asked as {wanted!r} and came back as {got!r}"
            chosen = isinstance(scene.api.types[field.type], Enumeration)
            weight = Weight.ERROR if chosen else Weight.WARNING
            yield finding("echo", said, case, reply, claim=claim, weight=weight)


def _same(got: Json, wanted: Json) -> bool:
    if isinstance(wanted, float) and isinstance(got, int | float):
        return isclose(got, wanted, rel_tol=1e-6, abs_tol=1e-9)
    return bool(got == wanted)


def _echoed(scene: Scene, asked: TypeId, answered: TypeId) -> tuple[Field, ...]:
    """Return the members of a body that an answer shows as the same choices or numbers."""
    known = scene.echoed.get((asked, answered))
    if known is None:
        request, response = scene.api.types[asked], scene.api.types[answered]
        known = ()
        if isinstance(request, Record) and isinstance(response, Record):
            shown = {each.wire: each for each in response.fields}
            pairs = ((it, shown[it.wire]) for it in request.fields if it.wire in shown)
            known = tuple(it for it, other in pairs if _alike(scene, it, other))
        scene.echoed[asked, answered] = known
    return known


def _alike(scene: Scene, field: Field, other: Field) -> bool:
    """Whether two members are choices among the same values, or say one thing of one kind."""
    left, right = scene.api.types[field.type], scene.api.types[other.type]
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        alike = left.kind == right.kind and left.kind in PLAIN
        return alike and field.direction == "both" and field.words not in MADE
    if not isinstance(left, Enumeration) or not isinstance(right, Enumeration):
        return False
    return {str(each.value) for each in left.members} <= {str(each.value) for each in right.members}


MADE = frozenset({("created", "at"), ("created",), ("creation", "time"), ("create", "time")})
"""Words of members that say when a resource was made."""


def lasting(scene: Scene, type_id: TypeId | None) -> tuple[str, ...]:
    """Return the members of a resource that say when it was made: they never change."""
    declared = scene.api.types.get(type_id) if type_id is not None else None
    if not isinstance(declared, Record):
        return ()
    return tuple(field.wire for field in declared.fields if field.words in MADE)


def identity(
    scene: Scene, case: Case, reply: Reply, values: tuple[Json, Json], kept: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a finding for each member that must not change and did, between two answers.

    Args:
        scene: The API.
        case: What asked for the resource.
        reply: The later answer.
        values: The answer to the creation, and the later one.
        kept: Members that never change, as far as the later answer has them at all.
    """
    first, later = values
    if not isinstance(first, dict) or not isinstance(later, dict):
        return
    answered = success(scene.operations[case.operation])
    listed = scene.members(answered) if answered is not None else {}
    for name in kept:
        there = name in later or name in listed
        if name in first and there and _text(later.get(name)) != _text(first[name]):
            claim = about(case, "response:identity", f"/{name}")
            said = f"{name} was {first[name]!r} and is {later.get(name)!r} in a later answer"
            yield finding("identity", said, case, reply, claim=claim)


def _text(value: Json) -> Json:
    """Return a number as a text: one operation of a document may show an id so, another one so."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
