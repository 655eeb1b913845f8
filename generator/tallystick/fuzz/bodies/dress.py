"""Texts that a person would send, in place of the shortest that the solver finds."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.model import Path
from tallystick.ir import Api, Array, Dictionary, Record, Scalar, TypeId, Union
from tallystick.solve.places import place
from tallystick.text import Json

TRIES: Final = 3
"""Texts that are tried for one place."""
MOST_ITEMS: Final = 12
"""Items of a list that are looked at."""
DEPTH: Final = 16

Same = Callable[[Json], bool]


class Wardrobe:
    """Plausible texts for the places of one body: examples first, then what a format asks for."""

    def __init__(self, api: Api, values: Values, type_id: TypeId) -> None:
        """Dress bodies of a type."""
        self._types = api.types
        self._values = values
        self._type = type_id

    def dressed(self, value: Json, same: Same, kept: str | None = None) -> Json:
        """Return a body with better texts that is judged the same.

        Args:
            value: The body.
            same: Whether a changed body is as good as the body.
            kept: Place whose value stays as it is.
        """
        spots = [(path, found) for path, at, found in self._texts(value) if at != kept]
        whole = value
        for path, found in spots:
            whole = changed(whole, path, found[0])
        if not spots or same(whole):
            return whole
        for path, found in spots:
            for text in found[:TRIES]:
                better = changed(value, path, text)
                if same(better):
                    value = better
                    break
        return value

    def _texts(self, value: Json) -> Iterator[tuple[Path, str, Sequence[str]]]:
        """Yield the places of free texts that could be better."""
        todo: list[tuple[Path, TypeId, Json]] = [((), self._type, value)]
        while todo:
            path, type_id, part = todo.pop()
            declared = self._types[type_id]
            if isinstance(declared, Scalar) and isinstance(part, str):
                at = place(path)
                known = [text for text in self._known(type_id, at) if _fits(declared, text)]
                if known and part not in known:
                    yield path, at, known
            elif len(path) < DEPTH:
                todo += self._below(path, type_id, part)

    def _known(self, type_id: TypeId, at: str) -> Iterator[str]:
        for touched, text in self._values.valid(type_id, at):
            if not touched and isinstance(text, str):
                yield text

    def _below(
        self, path: Path, type_id: TypeId, part: Json
    ) -> Iterator[tuple[Path, TypeId, Json]]:
        declared = self._types[type_id]
        match declared:
            case Union():
                yield from ((path, each, part) for each in declared.variants)
            case Record() if isinstance(part, dict):
                for field in declared.fields:
                    if field.wire in part:
                        yield (*path, field.wire), field.type, part[field.wire]
            case Dictionary() if isinstance(part, dict):
                yield from (((*path, key), declared.values, it) for key, it in part.items())
            case Array() if isinstance(part, list) and declared.items is not None:
                first = len(declared.prefix)
                for index, item in enumerate(part[first:MOST_ITEMS], first):
                    yield (*path, index), declared.items, item
            case _:
                return


def _fits(declared: Scalar, text: str) -> bool:
    """Whether a text is a good one: not the shortest that a pattern or length leaves."""
    return declared.kind == "string" and bool(text)
