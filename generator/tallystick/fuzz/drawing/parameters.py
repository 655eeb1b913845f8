"""Parameters of one operation: sound ones in any company that is sound, or one that is wrong."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import islice
from typing import Final

from hypothesis import strategies as st

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.documented import takes_key
from tallystick.fuzz.drawing.bodies import whole
from tallystick.fuzz.drawing.sharing import Sharing
from tallystick.fuzz.drawing.violating import STATUSES, Violation
from tallystick.fuzz.requests.composing import read_back
from tallystick.fuzz.requests.compound import content_of
from tallystick.fuzz.requests.ends import turned
from tallystick.fuzz.requests.giving import Given, Giver
from tallystick.fuzz.requests.parameters import clear, sendable
from tallystick.fuzz.requests.spans import spans
from tallystick.fuzz.requests.wrong import Wrong, wrongs
from tallystick.ir import Operation, Parameter, Place, Scalar
from tallystick.text import Json

MOST: Final = 60
"""Values of one parameter that are known from the start."""


class Parameters:
    """Draws the parameters of one operation.

    Attributes:
        least: Those that must be there, with a value each; None when one has none of its own.
    """

    def __init__(self, sharing: Sharing, operation: Operation) -> None:
        """Draw for an operation of the API of `sharing`."""
        judging = self._judging = sharing.judging
        self._sharing = sharing
        self._operation = operation
        self._giver = Giver(judging, STATUSES)
        self.least = self._giver.given(operation, path=True)
        self._keys = [each for each in operation.parameters if takes_key(each)]
        others = [(each, self._sound(each)) for each in operation.parameters if not takes_key(each)]
        self._varied = [(each, values) for each, values in others if values is not None]

    def given(self, wrong: Wrong | None = None) -> st.SearchStrategy[Given]:
        """Return a strategy for sound parameters, or for sound ones beside one that is wrong.

        It shrinks to those that must be there, each with its first value.
        """
        least = dict((self.least or {}) if wrong is None else wrong.given)
        fixed = None if wrong is None else wrong.key

        @st.composite
        def made(draw: st.DrawFn) -> Given:
            given = dict(least)
            for parameter, values in self._varied:
                key = (parameter.place, parameter.wire)
                if key == fixed:
                    continue
                value = draw(values if parameter.required else st.none() | values)
                fresh = {**given, key: value}
                if value is not None and self._together(fresh, fixed):
                    given = fresh
            return given

        return made()

    def wrong(self, wanted: Violation) -> tuple[list[Wrong], str]:
        """Return parameters that break one thing alone, short ones first; or why none."""
        found = [it for it in self._every() if wanted.means(it.name, it.at)]
        alone = [it for it in found if self._alone(it, wanted)]
        if alone or not self._holding():
            why = "what breaks it breaks other claims too" if found else ""
            return sorted(alone, key=lambda it: len(compact(it.given.get(it.key)))), why
        never = (
            why
            for parameter in self._holding()
            for name, at, why in self._giver.compound.made(parameter).never
            if wanted.means(name, _at(parameter) + at)
        )
        travel = "what breaks it cannot be written as a parameter" if self.has(wanted) else ""
        return [], next(never, travel)

    def has(self, wanted: Violation) -> bool:
        """Whether a claim is one on parameters."""
        return any(wanted.means(*claim) for claim in self.claims())

    def claims(self) -> Iterator[tuple[str, str]]:
        """Yield every rule, and every keyword that can be broken."""
        for parameter in self._operation.parameters:
            rules = self._judging.rules_at(parameter.type)
            yield from ((name, _at(parameter) + at) for name, at in rules)
        yield from ((it.name, it.at) for it in self._every())

    def keyed(self, given: Given, wrong: Wrong | None, told: bytes) -> Given:
        """Return parameters with an idempotency key of their own where one must be there.

        Args:
            given: The parameters.
            wrong: What is to stay as it is.
            told: What the request says: the same request has the same key.
        """
        for parameter in self._keys:
            key = (parameter.place, parameter.wire)
            if key in given and (wrong is None or key != wrong.key):
                digest = hashlib.sha256(told).digest()
                texts = (
                    str(uuid.UUID(bytes=digest[:16], version=4)),
                    digest.hex(),
                    digest.hex()[:12],
                )
                fits = (it for it in texts if self._judging.fits(parameter.type, it))
                given = {**given, key: next(fits, given[key])}
        return given

    def _every(self) -> Iterator[Wrong]:
        """Yield all that is wrong with one parameter."""
        for parameter in self._operation.parameters if self.least is not None else ():
            yield from wrongs(
                self._operation, self.least or {}, parameter, self._giver, self._judging
            )

    def _alone(self, wrong: Wrong, wanted: Violation) -> bool:
        """Whether nothing else is broken, however the value is read."""
        if not wrong.alone or wrong.key not in wrong.given:
            return wrong.alone
        parameter = next(
            it for it in self._operation.parameters if (it.place, it.wire) == wrong.key
        )
        value = wrong.given[wrong.key]
        if parameter.content is None:
            value = read_back(self._judging, parameter.type, value)
        found = self._judging.broken(parameter.type, value)
        return wanted.is_alone(found)

    def _holding(self) -> list[Parameter]:
        return [it for it in self._operation.parameters if self._giver.compound.holds(it)]

    def _together(self, given: Given, wrong: tuple[Place, str] | None) -> bool:
        """Whether parameters are sound in company: no range is the wrong way round, or too long."""
        sound = {key: value for key, value in given.items() if key != wrong}
        if not clear(self._operation, given) or turned(self._operation, sound):
            return False
        for span in spans(self._judging.api, self._operation, sound):
            key = (span.at.place, span.at.wire)
            if not span.refused and str(sound.get(key, "")) > str(span.given[key]):
                return False
        return True

    def _sound(self, parameter: Parameter) -> st.SearchStrategy[Json] | None:
        """Return a strategy for the values of one parameter: known ones, and further ones."""
        known = [value for _, value in islice(self._giver.sound(parameter), MOST)]
        if not known:
            return None
        rest = sorted(known[1:], key=lambda it: len(compact(it)))
        values = st.sampled_from([known[0], *rest])
        declared = self._judging.api.types[parameter.type]
        if isinstance(declared, Scalar):
            # Beside known ones, a failure would not shrink to the least number that shows it.
            numbers = self._whole(parameter, known[0])
            return values if numbers is None else numbers
        more = self._held(parameter, known[0])
        return values if more is None else values | more

    def _whole(self, parameter: Parameter, known: Json) -> st.SearchStrategy[Json] | None:
        """Return a strategy for whole numbers between two bounds, None for other values."""
        numbers = whole(self._judging.api.types[parameter.type])
        if numbers is None or parameter.content is not None:
            return None
        drawn = st.integers(*numbers)
        return drawn.map(lambda it: it if self._fits(parameter, it) else known)

    def _held(self, parameter: Parameter, known: Json) -> st.SearchStrategy[Json] | None:
        """Return a strategy for objects, varied as bodies are; None for what holds nothing."""
        compound = self._giver.compound
        if not compound.holds(parameter):
            return None
        drawings = self._sharing.drawings(content_of(parameter))
        drawn = next((drawing.valid() for _, drawing in drawings), None)
        if drawn is None:
            return None
        return drawn.map(lambda it: it if compound.takes(parameter, it) else known)

    def _fits(self, parameter: Parameter, value: Json) -> bool:
        sound = self._judging.broken(parameter.type, value).nothing
        return sound and sendable(parameter, value)


def _at(parameter: Parameter) -> str:
    return f"{parameter.place.value}.{parameter.wire}"


def named(
    operation: Operation, given: Mapping[tuple[Place, str], Json]
) -> dict[str, dict[str, Json]]:
    """Return parameters by place and name, as a person says them."""
    found: dict[str, dict[str, Json]] = {}
    for each in operation.parameters:
        if (each.place, each.wire) in given:
            value = deepcopy(given[each.place, each.wire])  # a test may change what it is given
            found.setdefault(each.place.value, {})[each.wire] = value
    return found
