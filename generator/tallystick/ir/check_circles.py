"""Whether a schema is judged by itself: part of its own allOf, anyOf or oneOf."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tallystick.diagnostics import Diagnostic, Span
from tallystick.ir import codes
from tallystick.ir.types import Type, TypeId, Union

Joins: TypeAlias = Mapping[Span, Sequence[Span]]
"""Schema -> the schemas that it joins by allOf or ``$ref``."""

Circle: TypeAlias = tuple[Span, ...]
"""Schemas, each of which is judged by the next one, and the last by the first."""


def check_circles(circles: Iterable[Circle]) -> Iterator[Diagnostic]:
    """Yield one error for each circle, at the schema where it was entered."""
    for first, *_ in circles:
        yield Diagnostic(
            code=codes.SCHEMA_HOLDS_ITSELF,
            message=f"`{first.pointer}` is one of its own branches",
            span=first,
            help="break the circle: refer to the schema from a property or an item instead",
        )


def find_circles(joins: Joins, types: Mapping[TypeId, Type]) -> Iterator[Circle]:
    """Yield circles until none is left without a place in one of them.

    Circles of references alone are reported, and cut, by `tallystick.resolve`.

    Args:
        joins: What allOf and ``$ref`` join.
        types: The types; their unions lead on as well.
    """
    joins = {**joins}
    for type_ in types.values():
        if isinstance(type_, Union):
            variants = [types[variant] for variant in type_.variants]
            spans = [variant.span for variant in variants if variant.only is None]
            joins[type_.span] = [*joins.get(type_.span, ()), *spans]
    done: set[Span] = set()
    for start in joins:
        if start not in done:
            yield from _walk(joins, start, done)


def _walk(joins: Joins, start: Span, done: set[Span]) -> Iterator[Circle]:
    """Walk depth first from one schema, without recursion."""
    path: dict[Span, Iterator[Span]] = {start: iter(joins.get(start, ()))}
    while path:
        current = next(reversed(path))
        following = next(path[current], None)
        if following is None:
            del path[current]
            done.add(current)
        elif following in path:
            way = list(path)
            yield tuple(way[way.index(following) :])
        elif following not in done:
            path[following] = iter(joins.get(following, ()))
