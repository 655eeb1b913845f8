"""JSON text: to values in one fast pass, to places only when asked."""

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.load.place import Place
from tallystick.text import Json

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.",
    re.DOTALL,
)


class Member(NamedTuple):
    """Where a member or item of a JSON value stands, in characters from the start."""

    key: int
    value: int
    end: int


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


class JsonIndex:
    """Places in a JSON text, found by skipping over what is not asked for."""

    def __init__(self, text: str) -> None:
        """Index `text`, which parses."""
        self._text = text
        self._decode = json.JSONDecoder(strict=False).raw_decode
        self._members: dict[int, dict[str, Member]] = {}

    def find(self, tokens: tuple[str, ...]) -> tuple[Place, int]:
        """Return the place of a value, and how many of the steps lead to something."""
        member = Member(-1, self._blank(0), len(self._text))
        for done, token in enumerate(tokens):
            below = self._below(member.value).get(token)
            if below is None:
                return self._place(member), done
            member = below
        return self._place(member), len(tokens)

    def first_duplicate(self) -> tuple[str, int, int] | None:
        """Return pointer-less facts of the first duplicate key: name, its place, the first's."""
        stack = [self._blank(0)]
        while stack:
            at = stack.pop()
            seen: dict[str, int] = {}
            values = []
            for name, member in self._scan(at):
                if member.key >= 0 and name in seen:
                    return name, member.key, seen[name]
                seen[name] = member.key
                values.append(member.value)
            stack.extend(reversed(values))
        return None

    def _place(self, member: Member) -> Place:
        first = self._text[member.value : member.value + 1]
        return Place(
            key=member.key if member.key >= 0 else member.value,
            value=member.value,
            end=member.end,
            style="json" if first == '"' else "",
        )

    def _blank(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _below(self, at: int) -> dict[str, Member]:
        members = self._members.get(at)
        if members is None:
            members = self._members[at] = dict(self._scan(at))
        return members

    def _scan(self, at: int) -> list[tuple[str, Member]]:
        opening = self._text[at : at + 1]
        if opening not in {"{", "["}:
            return []
        closing = "}" if opening == "{" else "]"
        members: list[tuple[str, Member]] = []
        at = self._blank(at + 1)
        while self._text[at : at + 1] != closing:
            name, key = str(len(members)), -1
            if opening == "{":
                name, key, at = self._key(at)
            _, end = self._decode(self._text, at)
            members.append((name, Member(key, at, end)))
            at = self._blank(end)
            if self._text[at : at + 1] == ",":
                at = self._blank(at + 1)
        return members

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
