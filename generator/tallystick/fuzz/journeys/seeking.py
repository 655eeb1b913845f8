"""Searches for words: where they are looked for, and what is found by them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.journeys.members import Member, is_text, members
from tallystick.fuzz.journeys.searching import looks_up
from tallystick.fuzz.requests.controls import Control, sole
from tallystick.fuzz.requests.paging import names_in, steps
from tallystick.ir import Api, Operation, Record, Scalar
from tallystick.text import Json

SOUGHT: Final = names_in(
    "q query search searchterm searchtext searchquery term terms keyword keywords text phrase"
)
"""Names of what takes words to search for."""
HELD: Final = re.compile(r"\bcontain(s|ing)?\b|\bsubstring\b", re.IGNORECASE)
"""What says that words stand in what is found as they were given."""
ANY_CASE: Final = re.compile(
    r"(whatever|regardless of|ignor\w+|no matter) (its|the|their)?\s?case"
    r"|case[- ]?insensitiv|case is ignored|\bin any case\b|case does not (matter|count)",
    re.IGNORECASE,
)
SHORTEST: Final = 3
"""Characters that a word must have to be searched for."""
EACH: Final = 2
"""Words of each member that are searched for."""


class Sought(NamedTuple):
    """Where words are looked for.

    Attributes:
        ways: Steps to the texts.
        held: They stand there as they were given.
        any_case: Whatever their case.
    """

    ways: tuple[tuple[str, ...], ...]
    held: bool
    any_case: bool

    def meets(self, item: Mapping[str, Json], asked: Json) -> bool | None:
        """Whether an item is one of those that are looked for; None when nobody can say."""
        if not isinstance(asked, str):
            return None
        texts = self.texts(item)
        if any(asked in it for it in texts):
            return True
        alike = asked.casefold()
        if any(alike in it.casefold() for it in texts):
            return True if self.any_case else None
        elsewhere = any(alike in it.casefold() for it in _texts(dict(item)))
        return False if self.held and not elsewhere else None

    def texts(self, item: Mapping[str, Json]) -> list[str]:
        """Return the texts of an item in which words are looked for."""
        found = (steps(dict(item), way) for way in self.ways)
        return [it for it in found if isinstance(it, str)]

    def values(self, items: Sequence[Mapping[str, Json]]) -> Iterator[str]:
        """Yield what can be looked for: what is rare comes on one page; then in another case.

        Where words say that it may stand anywhere, the last text is without its first letter.
        """
        for way in self.ways:
            every = [it for each in items if isinstance(it := steps(dict(each), way), str)]
            apt = [it for it in every if self._apt(it)]
            ranked = sorted(dict.fromkeys(apt), key=lambda it: (not it.isascii(), apt.count(it)))
            for number, whole in enumerate(ranked[:EACH]):
                inner = whole[1:] if self.held and (number or not ranked[1:]) else whole
                text = inner if self._apt(inner) else whole
                yield text
                if self.any_case and text.isascii():
                    yield text.swapcase()

    def _apt(self, text: str) -> bool:
        """Whether a text is one that all who search take as it is."""
        plain = text.isprintable() and text == text.strip() and len(text) >= SHORTEST
        return plain and (text.isascii() and text.isalnum() if not self.held else True)


def sought(api: Api, operation: Operation, control: Control, item: Record) -> Sought | None:
    """Return where the words of a parameter are looked for; None when nobody can say.

    Args:
        api: The API.
        operation: The list.
        control: What takes them.
        item: Type of what is found.
    """
    declared = api.types[sole(api, control.type)]
    text = isinstance(declared, Scalar) and declared.kind == "string" and declared.format is None
    if not text or control.plain not in SOUGHT:
        return None
    doc = operation.doc.description if looks_up(operation) else None
    said = f"{control.said} {doc.raw if doc is not None else ''}"
    every = [it for it in members(api, item) if len(it.steps) == 1 and _free(api, it)]
    ways = tuple(it.steps for it in every if _says(said, it))
    if not ways:
        return None
    return Sought(ways, HELD.search(said) is not None, ANY_CASE.search(said) is not None)


def _free(api: Api, member: Member) -> bool:
    declared = api.types[sole(api, member.type)]
    return is_text(api, member.type) and getattr(declared, "format", None) in {None, "email"}


def _says(said: str, member: Member) -> bool:
    """Whether a description speaks of a member."""
    name = r"[\s_-]?".join(re.escape(it) for it in member.words)
    return re.search(rf"\b{name}s?\b", said, re.IGNORECASE) is not None


def _texts(value: Json) -> Iterator[str]:
    """Yield the texts of a value, at every depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (it for part in value.values() for it in _texts(part))
    elif isinstance(value, list):
        yield from (it for part in value for it in _texts(part))
