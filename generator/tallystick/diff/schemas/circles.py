"""Schemas that refer to themselves for the same value: what they mean nobody can say."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.solve.document import Document
from tallystick.text import Json

_LISTS: Final = ("allOf", "anyOf", "oneOf")
_SINGLE: Final = ("not", "if", "then", "else")
_TURNING: Final = frozenset({"oneOf", "not", "if"})
"""Accept less when what stands below them accepts more."""
_DEFS: Final = "#/$defs/"


class _Edge(NamedTuple):
    """A schema that applies another one to the same value."""

    target: str
    turning: bool


def circles(document: Document) -> frozenset[str]:
    """Return the schemas that decide, by ``oneOf``, ``not`` or ``if``, about themselves.

    ``Pet: {oneOf: [Cat]}`` with ``Cat: {allOf: [Pet, ...]}`` is one: whether a value is a Pet
    depends on whether it is a Pet. JSON Schema says nothing of such schemas, and validators differ.
    A circle of ``allOf``, ``anyOf`` and references alone adds nothing, and is none of them.

    Returns:
        Where they are written: JSON Pointers.
    """
    edges = {name: list(_edges(at.value)) for name, at in document.defs.items()}
    return frozenset(
        document.defs[name].span.pointer
        for name, found in edges.items()
        if any(edge.turning and _reaches(edges, edge.target, name) for edge in found)
    )


def _edges(value: Json, *, turning: bool = False) -> Iterator[_Edge]:
    if not isinstance(value, dict):
        return
    reference = value.get("$ref")
    if isinstance(reference, str):
        yield _Edge(reference.removeprefix(_DEFS), turning)
    for keyword in _LISTS:
        found = value.get(keyword)
        for inner in found if isinstance(found, list) else ():
            yield from _edges(inner, turning=turning or keyword in _TURNING)
    for keyword in _SINGLE:
        yield from _edges(value.get(keyword), turning=turning or keyword in _TURNING)
    dependent = value.get("dependentSchemas")
    for inner in dependent.values() if isinstance(dependent, dict) else ():
        yield from _edges(inner, turning=turning)


def _reaches(edges: dict[str, list[_Edge]], start: str, goal: str) -> bool:
    seen = {start}
    todo = [start]
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        fresh = {edge.target for edge in edges.get(name, ())} - seen
        seen |= fresh
        todo += fresh
    return False
