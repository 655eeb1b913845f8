"""Values of parameters that hold others: made as bodies are, with their rules kept and broken."""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, bodies
from tallystick.fuzz.requests.composing import read_back
from tallystick.fuzz.requests.parameters import sendable, simple
from tallystick.ir import Content, Dictionary, MediaKind, Parameter, Record
from tallystick.text import Json

MOST: Final = 24
"""Valid values of one parameter, about."""
APART: Final = frozenset({"form", "matrix"})
"""Styles in which the members of an exploded object stand by themselves, each with its name."""
UNKNOWN: Final = frozenset({"schema:additionalProperties", "schema:unevaluatedProperties"})


def content_of(parameter: Parameter) -> Content:
    """Return what the values of a parameter would be as bodies."""
    return Content(
        media_type="",
        kind=MediaKind.JSON,
        type=parameter.type,
        examples=parameter.examples,
        span=parameter.span,
    )


class Compound:
    """Makes the values of such parameters, each once."""

    def __init__(self, judging: Judging, statuses: Sequence[str]) -> None:
        """Make values that `judging` accepts, or that break rules of these statuses."""
        self._judging = judging
        self._statuses = statuses
        self._made: dict[tuple[str, str], Bodies] = {}

    def holds(self, parameter: Parameter) -> bool:
        """Whether the values of a parameter have members, or rules."""
        declared = self._judging.api.types[parameter.type]
        ruled = bool(self._judging.rules_at(parameter.type))
        return ruled or isinstance(declared, Record | Dictionary)

    def made(self, parameter: Parameter) -> Bodies:
        """Return what was made, whether or not it can travel."""
        key = (parameter.span.uri + parameter.span.pointer, parameter.type)
        if key not in self._made:
            self._made[key] = bodies(
                self._judging,
                content_of(parameter),
                parameter.type,
                seed=0,
                most=MOST,
                statuses=self._statuses,
                explained=False,
            )
        return self._made[key]

    def valid(self, parameter: Parameter) -> Iterator[Json]:
        """Yield valid values that are read as they were."""
        for found in self.made(parameter).valid:
            if self.takes(parameter, found.value):
                yield found.value

    def takes(self, parameter: Parameter, value: Json) -> bool:
        """Whether a value can be sent, and is then read as one that is valid."""
        return self._travels(parameter, value) and self._sound(parameter, value)

    def broken(self, parameter: Parameter) -> Iterator[Bad]:
        """Yield values that break something, however they are read."""
        apart = parameter.explode and parameter.style in APART
        whole = not apart and parameter.style != "deepObject" and parameter.content is None
        for bad in self.made(parameter).broken:
            if apart and (bad.name in UNKNOWN or not isinstance(bad.value, dict | list)):
                continue  # it would be a parameter of its own, or a member of that name
            if not self._travels(parameter, bad.value) or self._sound(parameter, bad.value):
                continue
            text = simple(parameter, bad.value)
            if not whole or not self._judging.broken(parameter.type, text).nothing:
                yield bad

    def _travels(self, parameter: Parameter, value: Json) -> bool:
        said = value.values() if isinstance(value, dict) else ()
        return sendable(parameter, value) and (parameter.content is not None or None not in said)

    def _sound(self, parameter: Parameter, value: Json) -> bool:
        """Whether what a server reads is valid."""
        if parameter.content is None:
            value = read_back(self._judging, parameter.type, value)
        return self._judging.broken(parameter.type, value).nothing
