"""Unions of cases that one member tells apart: what a case does not take any more."""

from collections.abc import Iterator

from tallystick.diff.code.losses import coded
from tallystick.surface import Atom, Choice, Member, Name, Shape, Surface, Type
from tallystick.surface.relation import Relation, narrowed
from tallystick.surface.spelling import spelled


def misfits(relation: Relation, source: Type, target: Type) -> tuple[str, ...]:
    """Say what of the old cases no new case takes, one phrase each.

    Args:
        relation: From the old version to the new one.
        source: The old union, or the one interface that it was.
        target: The new one.
    """
    if relation.fits(_inner(source, relation.source), _inner(target, relation.target)):
        return ()
    cases = list(_shapes(relation, target, relation.target))
    telling = _telling(relation, cases)
    found: dict[str, None] = {}
    for shape in _shapes(relation, source, relation.source):
        found.update(dict.fromkeys(_case(relation, shape, cases, telling)))
    return tuple(found)


def _case(relation: Relation, shape: Shape, cases: list[Shape], telling: str) -> Iterator[str]:
    member = next((it for it in shape.members if it.name == telling), None)
    values = relation.values(member.type, relation.source) if member is not None else ()
    one_by_one = narrowed(shape, member, values) if member is not None and values else [shape]
    for narrow in one_by_one:
        if any(relation.fits(narrow, case) for case in cases):
            continue
        given = next((it for it in narrow.members if it.name == telling), None)
        candidates = [it for it in cases if _may_be(relation, given, it, telling)]
        if candidates:
            when = _when(given, telling, relation)
            yield from (f"{it}{when}" for it in _mismatches(relation, narrow, candidates[0]))


def _mismatches(relation: Relation, given: Shape, wanted: Shape) -> Iterator[str]:
    mine = {member.name: member for member in given.members}
    for member in wanted.members:
        have = mine.get(member.name)
        if have is None:
            if member.required:
                yield f"needs {coded(member.name)}"
        elif member.type in {Atom("never"), Atom("null")}:
            if not relation.fits(have.type, member.type):
                yield f"takes no {coded(member.name)}"
        elif member.required and not have.required:
            yield f"needs {coded(member.name)}"
        elif not relation.fits(have.type, member.type):
            yield f"takes less for {coded(member.name)}"


def _may_be(relation: Relation, given: Member | None, case: Shape, telling: str) -> bool:
    wanted = next((it for it in case.members if it.name == telling), None)
    if wanted is None:
        return True
    if given is None:
        return not wanted.required
    return relation.fits(given.type, wanted.type)


def _when(given: Member | None, telling: str, relation: Relation) -> str:
    if not telling:
        return ""
    if given is None:
        return f" where {coded(telling)} is not given"
    value = spelled(given.type, relation.source.language)
    return f" where {coded(telling)} is {coded(value)}"


def _telling(relation: Relation, cases: list[Shape]) -> str:
    """Return the member that has values of its own in every case."""
    for member in cases[0].members if cases else ():
        sets = [
            {str(it) for it in relation.values(other.type, relation.target)}
            for case in cases
            for other in case.members
            if other.name == member.name
        ]
        apart = len(sets) == len(cases) and all(sets)
        if apart and len(set().union(*sets)) == sum(map(len, sets)) and len(cases) > 1:
            return member.name
    return ""


def _inner(type_: Type, world: Surface) -> Type:
    """Return what a name stands for, so that equal names are no answer."""
    declared = world.types.get(type_.name) if isinstance(type_, Name) else None
    return declared.type if declared is not None else type_


def _shapes(relation: Relation, type_: Type, world: Surface) -> Iterator[Shape]:
    inner = _inner(type_, world)
    for option in inner.options if isinstance(inner, Choice) else (inner,):
        shape = relation.shape(option, world)
        if shape is not None:
            yield shape
