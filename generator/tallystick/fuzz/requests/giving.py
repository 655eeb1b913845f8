"""Values of parameters: what an operation needs to be called at all, and what it may be given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.values import Values, filled
from tallystick.fuzz.requests.composing import read_back
from tallystick.fuzz.requests.compound import Compound
from tallystick.fuzz.requests.paging import CURSORS, names_in, plain
from tallystick.fuzz.requests.parameters import clear, sendable
from tallystick.ir import MISSING, Api, Array, Enumeration, Operation, Parameter, Place, Scalar
from tallystick.text import Json

Given = dict[tuple[Place, str], Json]

OPAQUE: Final = CURSORS | names_in(
    "filter where sort sortby orderby ordering fields fieldmask updatemask readmask select expand",
    "include embed labelselector fieldselector resourceversion token",
)
"""Names of texts that have a grammar of their own, or that only an answer gives."""
CONDITIONS: Final[Mapping[str, str]] = {
    "if-match": "*",
    "if-none-match": '"none-such"',
    "if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT",
    "if-unmodified-since": "Fri, 01 Jan 2100 00:00:00 GMT",
}
"""Headers that ask for a condition, each with one that holds. Source: RFC 9110, section 13.1."""
GUESSES: Final = ("a paper boat", "0", "..")
"""Texts that may be no good, and must not make a server fail."""


class Giver:
    """Finds values for the parameters of one API.

    Attributes:
        compound: Makes those that hold others.
    """

    def __init__(self, judging: Judging, statuses: Sequence[str] = ()) -> None:
        """Find values that `judging` accepts, or that break rules of some statuses."""
        self._judging = judging
        self._values = Values(judging, {})
        self.compound = Compound(judging, statuses)

    def given(self, operation: Operation, *, path: bool) -> Given | None:
        """Return the required parameters with a value each; None when one has none of its own.

        Args:
            operation: The operation.
            path: Parameters of the path too; otherwise they come from an answer.
        """
        given: Given = {}
        for parameter in operation.parameters:
            if not parameter.required or (not path and parameter.place is Place.PATH):
                continue
            found = (value for _, value in self.sound(parameter))
            value = next(found, next(self.guesses(parameter), None))
            if value is None:
                return None
            given[parameter.place, parameter.wire] = value
        return given if clear(operation, given) else None

    def sound(self, parameter: Parameter) -> Iterator[tuple[str, Json]]:
        """Yield values of a parameter that its schema accepts, examples first.

        What only an answer can give, or has a grammar of its own, is not made up.
        """
        for example in parameter.examples:
            value = example.value
            if self._fits(parameter, value):
                yield "", value  # type: ignore[misc]  # `_fits` has seen that it is there
        condition = CONDITIONS.get(parameter.wire.lower())
        if parameter.place is Place.HEADER and condition is not None:
            yield from (("", text) for text in (condition,) if self._fits(parameter, text))
        elif self._opaque(parameter):
            declared = self._judging.api.types[parameter.type]
            shown = (*declared.doc.examples, declared.default)
            yield from (("", it) for it in shown if it is not MISSING and self._fits(parameter, it))
        elif self.compound.holds(parameter):
            yield from (("", value) for value in self.compound.valid(parameter))
        else:
            for touched, value in self._values.valid(parameter.type, ""):
                if sendable(parameter, value):
                    yield touched, value
            yield from (("", it) for it in self._alone(parameter) if self._fits(parameter, it))

    def _alone(self, parameter: Parameter) -> Iterator[list[Json]]:
        """Yield a list of each choice of which a parameter takes a list."""
        types = self._judging.api.types
        declared = types[parameter.type]
        items = declared.items if isinstance(declared, Array) else None
        if items is not None and isinstance(choices := types[items], Enumeration):
            yield from ([it.value] for it in choices.members)

    def guesses(self, parameter: Parameter) -> Iterator[Json]:
        """Yield values that the schema of a parameter accepts, and the server need not."""
        if self._opaque(parameter):
            yield from (text for text in GUESSES if self._fits(parameter, text))

    def _opaque(self, parameter: Parameter) -> bool:
        """Whether nobody can make up a value: a position in a list, a filter's formula."""
        if parameter.place is not Place.QUERY or plain(parameter.wire) not in OPAQUE:
            return False
        declared = self._judging.api.types[parameter.type]
        if isinstance(declared, Array) and declared.items is not None:
            declared = self._judging.api.types[declared.items]
        if not isinstance(declared, Scalar):
            return False
        return declared.kind == "string" and declared.format is None

    def listed(self, operation: Operation) -> bool:
        """Whether the path is made of values that the document lists: no resource is made up."""
        placed = [each for each in operation.parameters if each.place is Place.PATH]
        return all(chosen(self._judging.api, each) for each in placed)

    def _fits(self, parameter: Parameter, value: object) -> bool:
        if not isinstance(value, str | int | float | list | dict):
            return False
        sound = self._judging.broken(parameter.type, value).nothing
        return sound and sendable(parameter, value)


def chosen(api: Api, parameter: Parameter) -> bool:
    """Whether all values of a parameter are listed: choices, or lists of them."""
    declared = api.types[parameter.type]
    if isinstance(declared, Array) and declared.items is not None:
        declared = api.types[declared.items]
    return isinstance(declared, Enumeration)


def missed(parameter: Parameter, judging: Judging) -> bool:
    """Whether it shows that a parameter is left out: an object without members is not seen."""
    spread = parameter.explode and parameter.content is None
    return parameter.required and not (spread and judging.fits(parameter.type, {}))


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
    """Yield lists with one wrong item: the last of several where there may be several, then alone.

    Who judges the first item only does not see the last.
    """
    if declared.items is None or declared.prefix:
        return
    least = max(declared.min_items or 1, 1)
    several = least if declared.max_items == 1 else max(least, 2)
    right = values.several(declared.items, "/*", several)
    sizes = dict.fromkeys((several, least))
    heads = [filled([], right, size - 1, unique=declared.unique) for size in sizes]
    for keyword, value in values.past(judging.api.types[declared.items], "/*"):
        if _plain(value):
            yield from ((keyword, [*head, value]) for head in heads if head is not None)


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
