"""What a face says of an operation, and what all of them share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from tallystick.emit.targets.docs.members import Member
from tallystick.ir import Api, Operation, TypeId
from tallystick.text import Json, Words

SHOWN: Final = 4
"""So many names are listed whole; of more, one less than that, and a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to show.

    Attributes:
        arguments: (parameter's wire name, value) of what is given besides the body.
        body: The body, None when there is none.
        media_type: Of the body.
    """

    arguments: tuple[tuple[str, Json], ...] = ()
    body: Json = None
    media_type: str | None = None


class Face(Protocol):
    """How one language tells of an operation.

    Attributes:
        key: Names it in file names and places.
        label: On its tab.
        language: Of its examples, as highlighters and Markdown name it.
    """

    key: str
    label: str
    language: str

    def head(self, member: Member, *, sent: bool) -> tuple[str, str]:
        """Return a member's name, and what stands after it: ``("prompt", ": string")``."""
        ...

    def returned(self, type_id: TypeId) -> tuple[str, str]:
        """Return how the result as a whole is told."""
        ...

    def declared(self, type_id: TypeId) -> tuple[str, str]:
        """Return how a named type is told: ``("Model", ' = "a" or "b"')``."""
        ...

    def signature(self, operation: Operation) -> str | None:
        """Return how the operation is called, None where method and path say it."""
        ...

    def sample(self, operation: Operation, call: Call) -> str:
        """Return code that sends a request."""
        ...


def spelled(value: Json) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def some(parts: list[str], glue: str) -> str:
    """Return ``a or b or 6 more``."""
    if len(parts) <= SHOWN:
        return glue.join(parts)
    return glue.join((*parts[: SHOWN - 1], f"{len(parts) - SHOWN + 1} more"))


def pascal(words: Words) -> str:
    """Return ``PetOptions``."""
    return "".join(word[:1].upper() + word[1:] for word in words)


def camel(words: Words) -> str:
    """Return ``petOptions``."""
    name = pascal(words)
    return name[:1].lower() + name[1:]


class Spelling:
    """Types that are being spelled out: one that is met inside of itself is told by its name."""

    def __init__(self, api: Api) -> None:
        """Begin outside of all."""
        self._api = api
        self._open: list[TypeId] = []

    def of(self, type_id: TypeId, spell: Callable[[], str]) -> str:
        """Spell a type.

        Args:
            type_id: Key into `Api.types`.
            spell: Spells it, and asks here for the types that it is made of.
        """
        if type_id in self._open:
            shape = self._api.types[type_id]
            return pascal(shape.words) if shape.words else "unknown"
        self._open.append(type_id)
        try:
            return spell()
        finally:
            self._open.pop()
