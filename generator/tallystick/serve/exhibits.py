"""Resources as one operation shows them: its answer may have other members than what is kept."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from tallystick.ir import Array, Operation, Record, TypeId
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable, Wish, make
from tallystick.serve.shelves import json_of
from tallystick.text import Json

MAX_DEPTH: Final = 16


@dataclass(frozen=True)
class Exhibit:
    """Shows values as a type has them.

    Attributes:
        type: None shows everything as it is.
        seed: Of the example that members are taken from which a value lacks.
    """

    compiler: Compiler
    type: TypeId | None
    seed: str

    @classmethod
    def of(cls, compiler: Compiler, operation: Operation) -> "Exhibit | None":
        """Return how an operation shows resources; None when it answers without JSON."""
        content = json_of(operation)
        return None if content is None else cls(compiler, content.type, operation.id)

    @cached_property
    def _validator(self) -> Any:
        return None if self.type is None else self.compiler.validator(self.type, "response")

    @cached_property
    def example(self) -> Json:
        """An example of the type; None when none could be made."""
        if self.type is None:
            return None
        sources = self.compiler.sources
        with suppress(Unmakeable):
            wish = Wish(seed=self.seed, now=0.0)
            return make(sources.of(self.type), wish, self.accepts, sources.follow)
        return None

    def accepts(self, value: Json) -> bool:
        """Whether the type accepts a value."""
        return self._validator is None or bool(self._validator.is_valid(value))

    def show(self, value: Mapping[str, Json]) -> dict[str, Json] | None:
        """Return a value as the type has it, with members of an example where it must have more.

        None when that cannot be made of it.
        """
        listed = dict(value) if self.type is None else self._listed(self.type, dict(value), 0)
        if not isinstance(listed, dict):
            return None
        return listed if self.accepts(listed) else self.put(self.example, listed)

    def _listed(self, type_id: TypeId, value: Json, depth: int) -> Json:
        """Return a value without members that records do not list: callers sent them."""
        declared = self.compiler.types[type_id]
        if depth > MAX_DEPTH:
            return value
        if isinstance(declared, Array) and isinstance(value, list) and declared.items is not None:
            count = len(declared.prefix)
            rest = (self._listed(declared.items, item, depth + 1) for item in value[count:])
            return [*value[:count], *rest]
        if not isinstance(declared, Record) or not isinstance(value, dict):
            return value
        fields = {field.wire: field.type for field in declared.fields}
        open_ = not fields or declared.patterns or declared.additional is not True
        return {
            name: self._listed(fields[name], part, depth + 1) if name in fields else part
            for name, part in value.items()
            if name in fields or open_
        }

    def put(self, base: Json, members: Mapping[str, Json]) -> dict[str, Json] | None:
        """Return an object with its members replaced by others, as far as the type accepts them."""
        if not isinstance(base, dict):
            return None
        shown = {**base, **{name: part for name, part in members.items() if name in base}}
        if self.accepts(shown):
            return shown
        shown = dict(base)
        for name, part in members.items():
            if name in base and self.accepts({**shown, name: part}):
                shown[name] = part
        return shown if self.accepts(shown) else None
