"""Bounds of parameters that a request meets, whatever it was sent for.

What every request needs has one value in most of them, and examples come first: nobody sends them
for the edge that they are at.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from tallystick.fuzz.model import Message
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.parameters import Travelling, travelling
from tallystick.ir import Api, Array, Operation, Parameter, Scalar
from tallystick.text import Json

MOST: Final = 12
"""Values of one parameter."""


class Touch(NamedTuple):
    """A value at an edge.

    Attributes:
        goal: As of `Case.touches`.
        parts: How it travels.
    """

    goal: str
    parts: Travelling

    def met(self, message: Message) -> bool:
        """Whether a request has it."""
        pieces = self.parts.query.split("&") if self.parts.query else []
        return (
            set(pieces) <= set(message.query.split("&"))
            and set(self.parts.headers) <= set(message.headers)
            and all(map(_same, self.parts.path.split("/"), message.path.split("/")))
        )


def touches(operation: Operation, giver: Giver, api: Api) -> tuple[Touch, ...]:
    """Return the values at edges that requests of an operation may have."""
    every = (each for each in operation.parameters if not giver.compound.holds(each))
    return tuple(it for each in every for it in _touches(operation, each, giver, api))


def _touches(operation: Operation, parameter: Parameter, giver: Giver, api: Api) -> Iterator[Touch]:
    for _, value in islice(giver.sound(parameter), MOST):
        for keyword in _edges(api, parameter, value):
            said = f"{parameter.place.value}.{parameter.wire} {value} !{keyword}"
            parts = travelling(operation, {(parameter.place, parameter.wire): value})
            yield Touch(said, parts)


def _edges(api: Api, parameter: Parameter, value: Json) -> Iterator[str]:
    """Yield the keywords at whose bound a value is."""
    declared = api.types[parameter.type]
    bounds: dict[str, float | None] = {}
    size: float | None = None
    if isinstance(declared, Scalar) and isinstance(value, str):
        bounds = {"minLength": declared.min_length, "maxLength": declared.max_length}
        size = len(value)
    elif isinstance(declared, Scalar) and isinstance(value, int | float):
        bounds = {"minimum": declared.minimum, "maximum": declared.maximum}
        size = value
    elif isinstance(declared, Array) and isinstance(value, list):
        bounds = {"minItems": declared.min_items, "maxItems": declared.max_items}
        size = len(value)
    yield from (keyword for keyword, bound in bounds.items() if bound is not None and bound == size)


def _same(one: str, other: str) -> bool:
    """Whether two steps of a path may be one: other parameters are filled in one of them alone."""
    return "{" in one or one == other
