"""JSON text: to values in one fast pass, to places only when asked."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from tallystick.load.place import Place
from tallystick.text import Json

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.",
    re.DOTALL,
)


_NO_ENDS: Final[Mapping[int, int]] = MappingProxyType({})


class DuplicateKeyError(ValueError):
    """An object has a key twice; where, only a `JsonIndex` knows."""


class ConstantError(ValueError):
    """``NaN`` or ``Infinity``, which only look like JSON."""


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise DuplicateKeyError
    return value


def _constant(name: str) -> Json:
    raise ConstantError(name)


@cache
def decoder() -> json.JSONDecoder:
    """Return what decodes strictly: no key twice in an object, no number that is not finite."""
    return json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant)


def parse(text: str) -> Json:
    """Return the value of a JSON text.

    Raises:
        DuplicateKeyError: An object has a key twice.
        ConstantError: A number is not finite.
        ValueError: It is not JSON (`json.JSONDecodeError`), or a number is absurdly long.
        RecursionError: It is nested too deep.
    """
    value: Json = json.loads(text, object_pairs_hook=_unique, parse_constant=_constant)
    return value


class _Reading:
    """The members of one object or list, read as far as somebody has asked."""

    def __init__(self, members: Iterator[tuple[str, int, int]]) -> None:
        self._members = members
        self._known: dict[str, tuple[int, int]] = {}

    def find(self, name: str) -> tuple[int, int] | None:
        """Return where the key and the value of a member stand."""
        while name not in self._known:
            member = next(self._members, None)
            if member is None:
                return None
            self._known[member[0]] = member[1], member[2]
        return self._known[name]


class JsonIndex:
    """Places in a JSON text, found by skipping over what is not asked for."""

    def __init__(self, text: str, ends: Mapping[int, int] = _NO_ENDS) -> None:
        """Index a text.

        Args:
            text: It parses.
            ends: Where values begin -> where they end, as far as that is known.
        """
        self._text = text
        self._decode = json.JSONDecoder(strict=False).raw_decode
        self._readings: dict[int, _Reading] = {}
        self._ends = dict(ends)

    def find(self, tokens: tuple[str, ...]) -> tuple[Place, int]:
        """Return the place of a value, and how many of the steps lead to something."""
        key, value = -1, self._blank(0)
        for done, token in enumerate(tokens):
            reading = self._readings.get(value)
            if reading is None:
                reading = self._readings[value] = _Reading(self._members(value))
            below = reading.find(token)
            if below is None:
                return self._place(key, value), done
            key, value = below
        return self._place(key, value), len(tokens)

    def first_duplicate(self) -> tuple[str, int, int] | None:
        """Return pointer-less facts of the first duplicate key: name, its place, the first's."""
        stack = [self._blank(0)]
        while stack:
            at = stack.pop()
            seen: dict[str, int] = {}
            values = []
            for name, key, value in self._members(at):
                if key >= 0 and name in seen:
                    return name, key, seen[name]
                seen[name] = key
                values.append(value)
            stack.extend(reversed(values))
        return None

    def _place(self, key: int, value: int) -> Place:
        return Place(
            key=key if key >= 0 else value,
            value=value,
            end=self._end(value),
            style="json" if self._text[value : value + 1] == '"' else "",
        )

    def _end(self, at: int) -> int:
        """Return where the value at a place ends."""
        if at not in self._ends:
            self._ends[at] = self._decode(self._text, at)[1]
        return self._ends[at]

    def _blank(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _members(self, at: int) -> Iterator[tuple[str, int, int]]:
        """Yield name, place of the key (-1 in lists) and place of the value of each member.

        What follows a member is looked at when the next one is wanted: the last that is asked for
        is not skipped over, and it may be the largest.
        """
        opening = self._text[at : at + 1]
        if opening not in {"{", "["}:
            return
        closing = "}" if opening == "{" else "]"
        at = self._blank(at + 1)
        number = 0
        while self._text[at : at + 1] != closing:
            name, key = str(number), -1
            if opening == "{":
                name, key, at = self._key(at)
            yield name, key, at
            number += 1
            at = self._blank(self._end(at))
            if self._text[at : at + 1] == ",":
                at = self._blank(at + 1)

    def _key(self, at: int) -> tuple[str, int, int]:
        found = _STRING.match(self._text, at)
        if found is None:
            msg = f"no key at {at}"
            raise ValueError(msg)
        name: str = json.loads(found[0])
        colon = self._blank(found.end())
        return name, at, self._blank(colon + 1)


def characters(text: str, place: Place) -> Iterator[tuple[str, int]]:
    """Yield the characters of a JSON string's value with their places in the text."""
    at = place.value + 1
    while at < place.end - 1:
        found = _ESCAPE.match(text, at)
        if found is None:
            return
        yield json.loads(f'"{found[0]}"', strict=False), at
        at = found.end()
