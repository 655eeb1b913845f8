"""Parts of a description: paths and components, of which two versions share most.

A JSON text is read part by part. Where a text begins a part with the very words of the same part
of another text, it is the same value: it is taken over, and neither read nor walked again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tallystick.diagnostics import escape
from tallystick.load.json_text import decoder
from tallystick.text import Json

Steps: TypeAlias = tuple[str, ...]
DEPTHS: Final[Mapping[str, int]] = {"paths": 2, "webhooks": 2, "components": 3}
"""How many steps lead to a part, by the first of them."""

_SPACE: Final = r"[ \t\n\r]*"
_KEY: Final = re.compile(rf'{_SPACE}"((?:[^"\\\x00-\x1f]|\\.)*)"{_SPACE}:{_SPACE}')
_OPENING: Final = re.compile(rf"\{{{_SPACE}(\}}?)")
_AFTER: Final = re.compile(rf"{_SPACE}([,}}])")
_BLANK: Final = re.compile(_SPACE)


class OtherwiseError(ValueError):
    """The text has to be read as a whole, if only to say what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Another text, whose parts may be taken over.

    Attributes:
        places: Where each part begins and ends in the text.
        root: What the text says, its parts as they are taken over.
    """

    text: str
    places: Mapping[Steps, tuple[int, int]]
    root: Json

    def part(self, steps: Steps) -> tuple[str, Json]:
        """Return the text and the value of a part; "" where there is none."""
        at = self.places.get(steps)
        value: Any = self.root
        try:
            for step in steps:
                value = value[step]
        except (KeyError, TypeError):
            at = None
        return ("", None) if at is None else (self.text[at[0] : at[1]], value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A JSON text as read.

    Attributes:
        root: What it says.
        places: Where each part begins and ends.
        ends: Where values begin -> where they end, of parts and what holds them.
        read: The values in it that were not taken over.
    """

    root: Json
    places: Mapping[Steps, tuple[int, int]]
    ends: Mapping[int, int]
    read: tuple[Json, ...]


def read_parts(text: str, twin: Twin | None = None) -> Parts:
    """Read a JSON text.

    Args:
        text: The text.
        twin: Another one.

    Raises:
        ValueError: It is no JSON object, or one that must be read as a whole.
        RecursionError: It is nested too deep.
    """
    reader = _Reader(text, twin)
    start = reader.blank(0)
    root, end = reader.table(start, ())
    if reader.blank(end) != len(text):
        raise OtherwiseError
    return Parts(root=root, places=reader.places, ends=reader.ends, read=tuple(reader.read))


@dataclass(slots=True)
class _Reader:
    """Reads the outer objects by itself, and their parts with the fast decoder."""

    text: str
    twin: Twin | None
    places: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    read: list[Json] = field(default_factory=list)

    def blank(self, at: int) -> int:
        """Return where the next character stands that is no space."""
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def table(self, start: int, steps: Steps) -> tuple[Json, int]:
        """Read an object that holds parts, or holds such objects."""
        opening = _OPENING.match(self.text, start)
        if opening is None:
            raise OtherwiseError
        found: dict[str, Json] = {}
        at, last = opening.end(), opening[1]
        while not last:
            key = _KEY.match(self.text, at)
            if key is None:
                raise OtherwiseError
            name = key[1] if "\\" not in key[1] else json.loads(f'"{key[1]}"')
            if name in found:
                raise OtherwiseError
            found[name], at = self._member(key.end(), (*steps, name))
            after = _AFTER.match(self.text, at)
            if after is None:
                raise OtherwiseError
            at, last = after.end(), after[1].strip(",")
        self.ends[start] = at
        return found, at

    def _member(self, at: int, steps: Steps) -> tuple[Json, int]:
        depth = DEPTHS.get(steps[0], 0)
        if len(steps) < depth and self.text[at : at + 1] == "{":
            return self.table(at, steps)
        if len(steps) != depth:
            return self._decoded(at)
        text, value = self.twin.part(steps) if self.twin else ("", None)
        # What begins with a whole object is that object.
        if text[:1] == "{" and self.text.startswith(text, at):
            end = at + len(text)
        else:
            value, end = self._decoded(at)
        self.places[steps] = at, end
        self.ends[at] = end
        return value, end

    def _decoded(self, at: int) -> tuple[Json, int]:
        value, end = decoder().raw_decode(self.text, at)
        self.read.append(value)
        return value, end


def parts_of(root: Json) -> Iterator[tuple[str, Json]]:
    """Yield the pointer and the value of each part, in the order of the document."""
    for section, table in root.items() if isinstance(root, dict) else ():
        yield from _parts(table, f"/{escape(section)}", DEPTHS.get(section, 0) - 1)


def _parts(table: Json, pointer: str, below: int) -> Iterator[tuple[str, Json]]:
    members: Iterable[tuple[object, Json]] = table.items() if isinstance(table, dict) else ()
    if isinstance(table, list):  # not as it should be, and walked all the same
        members = enumerate(table)
    for name, value in members if below > 0 else ():
        place = f"{pointer}/{escape(str(name))}"
        if below == 1:
            yield place, value
        else:
            yield from _parts(value, place, below - 1)


def part_at(pointer: str) -> str:
    """Return the pointer of the part that a place is in; "" for what is in none."""
    steps = pointer.split("/", 4)
    depth = DEPTHS.get(steps[1], len(steps)) if len(steps) > 1 else 1
    return "/".join(steps[: depth + 1]) if len(steps) > depth else ""


def own(root: dict[str, Json], other: Json) -> dict[str, Json]:
    """Return a document without the parts that are taken over from another one."""
    if not isinstance(other, dict):
        return root
    return {
        section: _own(value, other.get(section), DEPTHS.get(section, 0) - 1)
        for section, value in root.items()
    }


def _own(table: Json, other: Json, below: int) -> Json:
    if below < 1 or not isinstance(table, dict) or not isinstance(other, dict):
        return table
    if below > 1:
        return {name: _own(value, other.get(name), below - 1) for name, value in table.items()}
    return {name: value for name, value in table.items() if not is_taken(value, other.get(name))}


def is_taken(value: Json, other: Json) -> bool:
    """Whether a part is another document's."""
    return value is other and isinstance(value, dict)
