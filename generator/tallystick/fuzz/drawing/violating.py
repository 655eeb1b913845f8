"""What a test wants broken: a rule by its id, or a keyword, anywhere or at one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.bodies.judging import SCHEMA, Broken

STATUSES: Final = ("stated", "inferred", "server")
"""Statuses of the rules that a test can have broken: all."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule or keyword.

    Attributes:
        name: Id of a rule, or ``schema:<keyword>``.
        at: Where: a place of the body (``/items/*``), or ``query.limit``; "" for anywhere.
    """

    name: str
    at: str = ""

    @classmethod
    def read(cls, text: str) -> "Violation":
        """Return what ``needs-size``, ``schema:maximum`` or ``schema:maximum query.limit`` ask."""
        name, _, at = text.strip().partition(" ")
        return cls(name, at.strip())

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.name} {self.at}".rstrip()

    @property
    def is_keyword(self) -> bool:
        """Whether it is a keyword, and no rule."""
        return self.name.startswith(SCHEMA)

    def means(self, name: str, at: str) -> bool:
        """Whether a claim at a place is asked for."""
        return name == self.name and self.at in {"", at}

    def why_not(self, claims: Iterable[tuple[str, str]], why: str) -> str:
        """Return one sentence: there is no such claim, or nothing breaks it alone.

        Args:
            claims: All that there are.
            why: Nothing does, "" when that is not known.
        """
        known = [*claims]
        if any(self.means(*claim) for claim in known):
            why = why or "none was found"
            return f"no request breaks {self.text!r} and nothing else: {why}"
        kind = "keyword" if self.is_keyword else "rule"
        return f"there is no {kind} {self.text!r} here, only {listed(known)}"

    def is_alone(self, found: Broken) -> bool:
        """Whether a value that breaks what is asked for breaks nothing else.

        What is of the wrong type is none of the choices at its place either: that is one thing.
        """
        if self.is_keyword:
            return not found.rules and len({at for _, at in found.keywords}) == 1
        return not found.keywords and [name for name, _ in found.rules] == [self.name]


def listed(claims: Iterable[tuple[str, str]]) -> str:
    """Return claims in words, each once, those of rules first."""
    said = dict.fromkeys(f"{name} {at}".rstrip() for name, at in claims)
    return ", ".join(sorted(said, key=lambda it: (it.startswith(SCHEMA), it))) or "none"
