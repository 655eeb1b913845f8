"""What documents say beside the schemas' demands: defaults, directions, deprecation, words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change
from tallystick.diff.options import Options
from tallystick.diff.parts.promises import promises
from tallystick.diff.parts.slots import Slot, component_of, words_of
from tallystick.diff.schemas.joining import joined_at
from tallystick.diff.schemas.messages import Way
from tallystick.diff.schemas.nodes import Node
from tallystick.diff.schemas.pairs import Pair
from tallystick.diff.side import Side
from tallystick.ir.facts import same
from tallystick.ir.types import MISSING, Missing
from tallystick.text import Json

_KINDS: Final = {
    "default": Kind.DEFAULT_CHANGED,
    "readOnly": Kind.READ_ONLY_CHANGED,
    "writeOnly": Kind.WRITE_ONLY_CHANGED,
    "discriminator": Kind.DISCRIMINATOR_CHANGED,
    "x-extensible-enum": Kind.EXTENSIBLE_ENUM_CHANGED,
    "x-lifecycle": Kind.LIFECYCLE_CHANGED,
    "contentSchema": Kind.ENCODED_CONTENT_CHANGED,
}
_FLAGS: Final = frozenset({"readOnly", "writeOnly"})
_DOCS: Final = {
    "description": Kind.DESCRIPTION_CHANGED,
    "title": Kind.DESCRIPTION_CHANGED,
    "example": Kind.EXAMPLES_CHANGED,
    "examples": Kind.EXAMPLES_CHANGED,
}


class Annotations:
    """Compares what is written beside the demands of schemas, each pair once."""

    def __init__(self, sides: tuple[Side, Side], options: Options) -> None:
        """Compare two versions.

        Args:
            sides: The old version and the new one.
            options: Whether words count, and when something may end.
        """
        self._sides = sides
        self._options = options
        self._kinds = {**_KINDS, **_DOCS} if options.docs else _KINDS
        self._alike = sides[0].alike
        self._found: dict[int, tuple[Change, ...]] = {}

    def differ(self, pair: Pair) -> bool:
        """Whether anything is written otherwise at a pair."""
        return bool(self._changes(pair))

    def changes(self, way: Way, slots: Sequence[Slot]) -> Iterator[Change]:
        """Yield what changed at a pair.

        Args:
            way: The pair.
            slots: Messages that it is part of.
        """
        slot = slots[0]
        span = way.pair.new.span
        for change in self._changes(way.pair):
            yield replace(
                change,
                part=slot.part,
                subject=words_of(span, "", slot),
                direction=slot.direction,
                component=component_of(span),
                at=way.at,
                operations=tuple(dict.fromkeys(it.operation for it in slots)),
            )

    def _changes(self, pair: Pair) -> tuple[Change, ...]:
        if id(pair) not in self._found:
            self._found[id(pair)] = tuple(self._compared(pair))
        return self._found[id(pair)]

    def _compared(self, pair: Pair) -> Iterator[Change]:
        nodes = pair.old, pair.new
        if not all(node.parts for node in nodes) or self._same(pair):
            return
        values = [written(side, node) for side, node in zip(self._sides, nodes, strict=True)]
        if values[0] == values[1]:
            return
        base = Change(
            kind=Kind.SCHEMA_CHANGED,
            part="api",
            subject="",
            old=nodes[0].span,
            new=nodes[1].span,
        )
        yield from _changed(base, values, self._kinds)
        yield from promises(base, values[0], values[1], self._options.earliest)

    def _same(self, pair: Pair) -> bool:
        """Whether nothing can be written otherwise."""
        return len(pair.old.parts) == len(pair.new.parts) and all(
            self._alike.written(left.at.span, right.at.span) and "$ref" not in left.at.keywords
            for left, right in zip(pair.old.parts, pair.new.parts, strict=True)
        )


def written(side: Side, node: Node) -> dict[str, Json]:
    """Return what is written at a schema and what it joins; the nearest counts."""
    found: dict[str, Json] = {}
    for part in node.parts:
        for value in joined_at(side.api.resolved, part.at.span):
            if isinstance(value, dict):
                found = {**{key: it for key, it in value.items() if key in _READ}, **found}
    return found


_READ: Final = frozenset(
    {*_KINDS, *_DOCS, "deprecated", "x-sunset", "x-stability-level", "x-deprecated"},
)


def _changed(
    base: Change, values: list[dict[str, Json]], kinds: dict[str, Kind]
) -> Iterator[Change]:
    for keyword, kind in kinds.items():
        before: Json | Missing = values[0].get(keyword, MISSING)
        after: Json | Missing = values[1].get(keyword, MISSING)
        if keyword in _FLAGS:
            before, after = before is True, after is True
        if before is MISSING or after is MISSING:
            differs = before is not after
        else:
            differs = not same(before, after)
        if differs:
            yield replace(base, kind=kind, before=before, after=after)
