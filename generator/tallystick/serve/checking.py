"""One schema with its rules, compiled once, judging many values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias

import jsonschema_rs

from tallystick.diagnostics import escape
from tallystick.serve.messages import faults
from tallystick.serve.problem import Fault
from tallystick.text import Json

MAX_FAULTS: Final = 50
"""Faults that one answer lists."""

Schema: TypeAlias = dict[str, Json] | bool


def validator(schema: Schema) -> Any:
    """Compile a self-contained 2020-12 schema; formats are assertions, as OpenAPI's users mean.

    Raises:
        ValueError: The schema is none.
    """
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)


@dataclass(frozen=True, slots=True)
class Checker:
    """Judges values by a schema, and those that it accepts by the rules on it.

    Attributes:
        validator: The compiled schema.
        rules: The rules on the schema and inside it, or None.
        whole: What a value is called in messages: ``The body``, ``limit``.
    """

    validator: Any
    rules: "Ruled | None"
    whole: str

    def choose(self, candidates: Iterable[Json]) -> tuple[Json, tuple[Fault, ...]]:
        """Return the first candidate that the schema accepts, else the likeliest, and its faults.

        Args:
            candidates: At least one value.
        """
        likeliest: list[Json] = []
        for value in candidates:
            if self.validator.is_valid(value):
                return value, ()
            likeliest = likeliest or [value]
        found = faults(self.validator.iter_errors(likeliest[0]), self.whole)
        return likeliest[0], tuple(islice(found, MAX_FAULTS))

    def broken(self, value: Json) -> tuple[Fault, ...]:
        """Return the rules that a value breaks, which the schema accepts."""
        if self.rules is None:
            return ()
        return tuple(islice(self.rules.faults(value, ""), MAX_FAULTS))


class Ruled:
    """The rules of one type, and of what lies inside it.

    Types refer to themselves, so the parts are filled in after all are made.
    """

    __slots__ = ("each", "items", "judge", "members", "prefix", "variants")

    def __init__(self) -> None:
        """Make a type without rules."""
        self.judge: Any = None
        self.members: dict[str, Ruled] = {}
        self.items: Ruled | None = None
        self.prefix: tuple[Ruled | None, ...] = ()
        self.each: Ruled | None = None
        self.variants: tuple[tuple[Any, Ruled], ...] = ()

    def faults(self, value: Json, pointer: str) -> Iterator[Fault]:
        """Yield what a value and its parts break; null counts as not given.

        Args:
            value: The value, which the schema accepts.
            pointer: Where it stands.
        """
        if value is None:
            return
        if self.judge is not None:
            for violation in self.judge.violations(value):
                rule = violation.rule
                yield Fault(pointer=pointer + rule.field, rule=rule.id, message=rule.message.raw)
        for below, part, place in self._parts(value, pointer):
            yield from below.faults(part, place)
        for accepts, variant in self.variants:
            if accepts.is_valid(value):
                yield from variant.faults(value, pointer)

    def _parts(self, value: Json, pointer: str) -> "Iterator[tuple[Ruled, Json, str]]":
        """Yield the parts of a value whose types have rules, each with its pointer."""
        if isinstance(value, dict):
            for name, member in value.items():
                below = self.members.get(name, self.each)
                if below is not None:
                    yield below, member, f"{pointer}/{escape(name)}"
        elif isinstance(value, list) and (self.items or self.prefix):
            for index, item in enumerate(value):
                below = self.prefix[index] if index < len(self.prefix) else self.items
                if below is not None:
                    yield below, item, f"{pointer}/{index}"
