"""Unions that are one of their own variants: that variant adds no value, and is left out.

``A = anyOf: [A, string]`` is satisfied by what satisfies ``A``, which is texts alone. A circle that
leads through more unions than one is left as it is: what its members accept is no part of any of
them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.ir import codes
from tallystick.ir.check_circles import Circle
from tallystick.ir.types import Type, TypeId, Union
from tallystick.resolve.model import Resolved, Target
from tallystick.resolve.pointer import split, step_into
from tallystick.text import Json

_KEYWORDS: Final = ("oneOf", "anyOf")


def without_own_variants(
    resolved: Resolved, types: Mapping[TypeId, Type], circles: Iterable[Circle]
) -> tuple[Resolved, Diagnostics]:
    """Leave the variants out that lead back to their union, where it has others.

    Args:
        resolved: The documents.
        types: The types made of them.
        circles: Schemas that are judged by themselves.

    Returns:
        The documents, ``false`` in the place of such variants, and a warning for each. The same
        documents where there is nothing to leave out.
    """
    unions = {
        type_.span
        for type_ in types.values()
        if isinstance(type_, Union) and len(type_.variants) > 1
    }
    places: dict[Target, Span] = {}
    left: dict[str, int] = {}
    for circle in circles:
        steps = zip(circle, (*circle[1:], circle[0]), strict=True)
        ways = [_leading(resolved, union, to) for union, to in steps if union in unions]
        found = [way for way in ways if way]
        if len(found) > 1:
            return resolved, ()
        for place, others in found:
            places[place.uri, place.pointer] = place
            left[_union_of(place)] = others
    # One that has no others: what its members are depends on whether they are.
    own = Counter(map(_union_of, places.values()))
    places = {key: it for key, it in places.items() if left[_union_of(it)] >= own[_union_of(it)]}
    return _without(resolved, places), tuple(_told(place) for place in places.values())


def _union_of(place: Span) -> str:
    return f"{place.uri}#{place.pointer.rpartition('/')[0]}"


def _leading(resolved: Resolved, union: Span, to: Span) -> tuple[Span, int] | None:
    """Return the variant of a union that is a schema, and how many others there are."""
    schema = resolved.at(union.uri, union.pointer)
    for keyword in _KEYWORDS:
        variants = schema.get(keyword) if isinstance(schema, dict) else None
        if not isinstance(variants, list):
            continue
        places = [union.child(keyword, at) for at, it in enumerate(variants) if it is not False]
        own = [it for it in places if to in {it, Span(*resolved.follow(it.uri, it.pointer))}]
        if own:
            return own[0], len(places) - len(own)
    return None


def _without(resolved: Resolved, places: Collection[Target]) -> Resolved:
    """Return documents with ``false`` at some places, and nothing that these refer to."""
    documents = dict(resolved.documents)
    for uri, pointer in places:
        known = documents[uri]
        documents[uri] = replace(known, root=_replaced(known.root, split(pointer)))
    refs = {key: it for key, it in resolved.refs.items() if not _inside(key, places)}
    entry = documents[resolved.entry.uri]
    return replace(resolved, entry=entry, documents=documents, refs=refs, survey=None)


def _inside(place: Target, others: Collection[Target]) -> bool:
    """Whether a place is one of others, or below it."""
    uri, pointer = place
    while pointer and (uri, pointer) not in others:
        pointer = pointer.rpartition("/")[0]
    return bool(pointer)


def _replaced(value: Json, steps: tuple[str, ...]) -> Json:
    """Copy a value with ``false`` at the end of a way into it; all beside the way is shared."""
    if not steps:
        return False
    inner = _replaced(step_into(value, steps[0]), steps[1:])
    if isinstance(value, list):
        at = int(steps[0])
        return [*value[:at], inner, *value[at + 1 :]]
    return {**value, steps[0]: inner} if isinstance(value, dict) else value


def _told(place: Span) -> Diagnostic:
    union, keyword, number = place.pointer.rsplit("/", 2)
    return Diagnostic(
        code=codes.UNION_HOLDS_ITSELF,
        message=f"`{union}` is one of its own variants, which adds no value to the others",
        span=place,
        help=f"remove item {number} of `{keyword}`, or refer to the union from a property",
    )
