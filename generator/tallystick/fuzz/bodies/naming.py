"""Bodies that name resources: the planned ids, and the ids of what is there in their place."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter
from typing import Final
from urllib.parse import quote_plus, unquote_plus

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import changed, part_at
from tallystick.fuzz.model import Case, Named, Path
from tallystick.resolve.pointer import split
from tallystick.text import Json

_JSON: Final = r'("%s":)("(?:[^"\\]|\\.)*"|-?[0-9]+)(?=[,}])'
_FORM: Final = r"((?:^|&)%s=)([^&]*)"
_PART: Final = r'(; name="%s"\r\n(?:[^\r\n]+\r\n)*\r\n)([^\r\n]*)(?=\r\n)'
_IDS: Final = (str, int)
MOST_ITEMS: Final = 8
"""Ids of one list that are replaced."""


def planned(case: Case, member: str) -> list[Json]:
    """Return the ids that a body holds which is no JSON value: it is searched for a member.

    Args:
        case: The case.
        member: The member's name.
    """
    if case.message.body is None:
        return []
    matches = _pattern(case, member).finditer(_text(case.message.body))
    found = (_read(case, match[2]) for match in matches)
    return [value for value in found if not (isinstance(value, str) and _torn(value))]


def _torn(text: str) -> bool:
    """Whether bytes that are no UTF-8, or half a pair, stand in a text: they are what is wrong."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def first(at: str) -> str:
    """Return the member of a body that a place is in, or is."""
    return split(at)[0]


def ways(value: Json, at: str) -> list[tuple[Path, Json]]:
    """Return what stands at a place, each with the steps to it; few items of a list.

    Args:
        value: A body.
        at: The place, with ``*`` for the items of lists.
    """
    steps = split(at)
    for number, step in enumerate(steps):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step == "*":
            return _within(value, steps, number)
        else:
            return []
    return [(steps, value)]


class Places:
    """Places in bodies that are looked for together: most bodies have few of them."""

    __slots__ = ("_below", "_numbers")

    def __init__(self, ways: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        """Look for places.

        Args:
            ways: Number and steps of each place, with ``*`` for the items of lists.
        """
        self._numbers: list[int] = []
        below: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for number, steps in ways:
            if steps:
                below.setdefault(steps[0], []).append((number, steps[1:]))
            else:
                self._numbers.append(number)
        self._below = {step: Places(rest) for step, rest in below.items()}

    def ids(self, body: Json) -> list[tuple[int, Path, Json]]:
        """Return the ids that stand in a body: at which place, how to get there, what they are."""
        found = [it for it in self.found(body, ()) if _is_id(it[2])]
        return sorted(found, key=itemgetter(0)) if len(found) > 1 else found

    def found(self, value: Json, path: Path) -> list[tuple[int, Path, Json]]:
        """Return what stands at the places in a value that stands at a path."""
        found = [(number, path, value) for number in self._numbers]
        if isinstance(value, dict):
            for step, below in self._below.items():
                part = value.get(step)
                if part is not None:
                    found += below.found(part, (*path, step))
        elif isinstance(value, list) and "*" in self._below:
            for index, item in enumerate(value[:MOST_ITEMS]):
                found += self._below["*"].found(item, (*path, index))
        return found


def _is_id(value: Json) -> bool:
    """Whether a value can be an id."""
    return isinstance(value, _IDS) and not isinstance(value, bool)


def _within(value: Json, steps: tuple[str, ...], done: int) -> list[tuple[Path, Json]]:
    """Return what stands at the end of steps from a list, the first `done` of which lead to it."""
    found: list[tuple[Path, Json]] = [(steps[:done], value)]
    for step in steps[done:]:
        above, found = found, []
        for path, part in above:
            if isinstance(part, dict) and step in part:
                found.append(((*path, step), part[step]))
            elif isinstance(part, list) and step == "*":
                found += [((*path, at), item) for at, item in enumerate(part[:MOST_ITEMS])]
    return found


def given(case: Case) -> bytes | None:
    """Return the body of a case as it is sent: with the ids of the resources that it names."""
    body = case.message.body
    if not case.names or body is None:
        return body
    if case.has_value:
        return compact(with_ids(case.value, case.names))
    text = _text(body)
    for name in case.names:
        text = _put(case, text, name)
    return text.encode("utf-8", "surrogateescape")


def with_ids(value: Json, names: tuple[Named, ...]) -> Json:
    """Return a body with the ids in place of what was planned."""
    for name in names:
        if part_at(value, name.path) == name.planned:
            value = changed(value, name.path, name.given)
    return value


def nothing(name: Named) -> tuple[Named, ...]:
    """Return what a body names instead of something: what was planned, unless that is empty.

    Who gives an empty name gives none.
    """
    return () if name.planned != "" else (replace(name, given=f"{name.given}0"),)


def _put(case: Case, text: str, name: Named) -> str:
    def replaced(match: "re.Match[str]") -> str:
        same = _read(case, match[2]) == name.planned
        return match[1] + (_written(case, name.given) if same else match[2])

    return _pattern(case, name.member).sub(replaced, text)


def _text(body: bytes) -> str:
    return body.decode("utf-8", "surrogateescape")


def _kind(case: Case) -> str:
    said = (value for name, value in case.message.headers if name.lower() == "content-type")
    return next(said, "").partition(";")[0].strip().lower()


def _pattern(case: Case, member: str) -> "re.Pattern[str]":
    kind = _kind(case)
    if kind == "application/x-www-form-urlencoded":
        return re.compile(_FORM % re.escape(quote_plus(member)))
    if kind == "multipart/form-data":
        return re.compile(_PART % re.escape(member))
    return re.compile(_JSON % re.escape(compact(member).decode()[1:-1]))


def _read(case: Case, text: str) -> Json:
    kind = _kind(case)
    if kind == "application/x-www-form-urlencoded":
        return unquote_plus(text)
    if kind == "multipart/form-data":
        return text
    try:
        value: Json = json.loads(text)
    except ValueError:
        return None
    return value


def _written(case: Case, value: Json) -> str:
    kind = _kind(case)
    text = value if isinstance(value, str) else compact(value).decode()
    if kind == "application/x-www-form-urlencoded":
        return quote_plus(text)
    return text if kind == "multipart/form-data" else compact(value).decode()
