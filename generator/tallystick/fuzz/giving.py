"""Values of parameters: what an operation needs to be called at all, and what it may be given."""

from collections.abc import Iterator

from tallystick.fuzz.composing import read_back
from tallystick.fuzz.judging import Judging
from tallystick.fuzz.parameters import sendable
from tallystick.fuzz.values import Values
from tallystick.ir import Array, Enumeration, Operation, Parameter, Place, Scalar
from tallystick.text import Json

Given = dict[tuple[Place, str], Json]


class Giver:
    """Finds values for the parameters of one API."""

    def __init__(self, judging: Judging) -> None:
        """Find values that `judging` accepts."""
        self._judging = judging
        self._values = Values(judging, {})

    def given(self, operation: Operation, *, path: bool) -> Given | None:
        """Return the required parameters with a value each; None when one has no value.

        Args:
            operation: The operation.
            path: Parameters of the path too; otherwise they come from an answer.
        """
        given: Given = {}
        for parameter in operation.parameters:
            if not parameter.required or (not path and parameter.place is Place.PATH):
                continue
            value = next((value for _, value in self.sound(parameter)), None)
            if value is None:
                return None
            given[parameter.place, parameter.wire] = value
        return given

    def sound(self, parameter: Parameter) -> Iterator[tuple[str, Json]]:
        """Yield values of a parameter that its schema accepts, examples first."""
        for example in parameter.examples:
            value = example.value
            if self._fits(parameter, value):
                yield "", value  # type: ignore[misc]  # `_fits` has seen that it is there
        for touched, value in self._values.valid(parameter.type, ""):
            if sendable(parameter, value):
                yield touched, value

    def listed(self, operation: Operation) -> bool:
        """Whether the path is made of values that the document lists: no resource is made up."""
        types = self._judging.api.types
        placed = [each for each in operation.parameters if each.place is Place.PATH]
        return all(isinstance(types[each.type], Enumeration) for each in placed)

    def _fits(self, parameter: Parameter, value: object) -> bool:
        if not isinstance(value, str | int | float | list | dict):
            return False
        return self._judging.fits(parameter.type, value) and sendable(parameter, value)


def past(parameter: Parameter, judging: Judging) -> Iterator[tuple[str, Json]]:
    """Yield (keyword, value): one value for each keyword, that no reading of its text is valid.

    Args:
        parameter: The parameter.
        judging: Of its API.
    """
    if parameter.content is not None:
        return
    seen: set[str] = set()
    for keyword, value in _wrong(parameter, judging):
        if keyword not in seen and sendable(parameter, value):
            readings = (value, read_back(judging, parameter.type, value), *_texts(value))
            if not any(judging.fits(parameter.type, each) for each in readings):
                seen.add(keyword)
                yield keyword, value


def _wrong(parameter: Parameter, judging: Judging) -> Iterator[tuple[str, Json]]:
    declared = judging.api.types[parameter.type]
    values = Values(judging, {})
    if isinstance(declared, Scalar | Enumeration):
        found = values.past(declared, "")
        yield from ((keyword, value) for keyword, value in found if _plain(value))
    elif isinstance(declared, Array):
        for keyword, value in values.past(declared, ""):
            if isinstance(value, list) and value and all(map(_plain, value)):
                yield keyword, value
        yield from _wrong_items(declared, values, judging)


def _wrong_items(declared: Array, values: Values, judging: Judging) -> Iterator[tuple[str, Json]]:
    """Yield lists of the shortest length with one wrong item."""
    if declared.items is None or declared.prefix:
        return
    good = next((value for _, value in values.valid(declared.items, "/*")), None)
    for keyword, value in values.past(judging.api.types[declared.items], "/*"):
        if _plain(value):
            yield keyword, [value, *([good] * ((declared.min_items or 1) - 1))]


def _plain(value: Json) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _texts(value: Json) -> tuple[Json, ...]:
    """Return further readings of a scalar: its text, and the number that its text is."""
    if not isinstance(value, str | int | float):
        return ()
    try:
        return (str(value), float(value))
    except ValueError:
        return (str(value),)
