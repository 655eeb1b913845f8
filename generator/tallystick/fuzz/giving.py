"""Values of parameters: what an operation needs to be called at all, and what it may be given."""

from collections.abc import Iterator

from tallystick.fuzz.judging import Judging
from tallystick.fuzz.parameters import sendable
from tallystick.fuzz.values import Values
from tallystick.ir import Operation, Parameter, Place
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

    def _fits(self, parameter: Parameter, value: object) -> bool:
        if not isinstance(value, str | int | float | list | dict):
            return False
        return self._judging.fits(parameter.type, value) and sendable(parameter, value)
