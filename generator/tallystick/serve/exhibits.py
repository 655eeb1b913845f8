"""Resources as one operation shows them: its answer may have other members than what is kept."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tallystick.ir import Field, Operation, Record, TypeId
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable, Wish
from tallystick.serve.kinds import Kind, id_names, json_of, record_of
from tallystick.serve.planting import places, planted
from tallystick.serve.samples import listed, sample, shown
from tallystick.serve.shelves import Shelf, way
from tallystick.text import Json

LONGEST = 18
"""Digits of a number that may be an id."""


@dataclass(frozen=True)
class Exhibit:
    """Shows values as a type has them.

    Attributes:
        type: None shows everything as it is.
        seed: Of the example that members are taken from which a value lacks.
        known: Values of the document; the first that fits is the example.
        steps: Members that lead from a value of the type to the resource in it.
        renamed: (member of the resource with its id, the type's member for it).
    """

    compiler: Compiler
    type: TypeId | None
    seed: str
    known: tuple[Json, ...] = ()
    steps: tuple[str, ...] = ()
    renamed: tuple[str, Field] | None = None

    @classmethod
    def of(
        cls,
        compiler: Compiler,
        operation: Operation,
        kind: Kind | None = None,
        steps: tuple[str, ...] = (),
    ) -> "Exhibit | None":
        """Return how an operation shows resources of a kind; None when it answers without JSON.

        Args:
            compiler: Of its types.
            operation: The operation.
            kind: What it shows, None for what has no id.
            steps: What leads from an answer to that.
        """
        content = json_of(operation)
        if content is None:
            return None
        shows = None if kind is None else way(compiler.api, operation, id_names(kind))
        return cls(
            compiler,
            content.type,
            operation.id,
            shown(content),
            steps=steps if shows is None else shows.steps,
            renamed=None if shows is None else _renamed(kind, shows.record, [shows.name]),
        )

    @classmethod
    def of_item(cls, compiler: Compiler, shelf: Shelf) -> "Exhibit | None":
        """Return how the items of a list show resources; None when an operation lists nothing."""
        kind = shelf.kind
        if shelf.item is None:
            return None
        record = record_of(compiler.api, shelf.item)
        names = () if kind is None else id_names(kind)
        return cls(compiler, shelf.item, "item", renamed=_renamed(kind, record, names))

    @cached_property
    def _validator(self) -> Any:
        return None if self.type is None else self.compiler.validator(self.type, "response")

    @cached_property
    def example(self) -> Json:
        """An example of the type; None when none could be made."""
        if self.type is None:
            return None
        with suppress(Unmakeable):
            return sample(self.compiler, self.type, Wish(seed=self.seed, now=0.0), self.known)
        return None

    def accepts(self, value: Json) -> bool:
        """Whether the type accepts a value."""
        return self._validator is None or bool(self._validator.is_valid(value))

    def show(self, value: Mapping[str, Json]) -> dict[str, Json] | None:
        """Return a value as the type has it, with members of an example where it must have more.

        None when that cannot be made of it.
        """
        held = dict(value)
        if self.renamed is not None and self.renamed[0] in value:
            name, field = self.renamed
            held[field.wire] = self._spelled(value[name], field)
        told: Json = held
        for step in reversed(self.steps):
            told = {step: told}
        if self.type is not None:
            told = listed(self.compiler, self.type, told)
        if not isinstance(told, dict):
            return None
        return told if self.accepts(told) else self.put(self.example, told)

    def _spelled(self, name: Json, field: Field) -> Json:
        """Return an id as a member takes it: one operation shows a number, another one its text."""
        text = str(name)
        digits = text.isdecimal() and len(text) <= LONGEST
        read = [int(text)] if digits and str(int(text)) == text else []
        fits = self.compiler.validator(field.type, "response").is_valid
        return next(filter(fits, (name, text, *read)), name)

    def put(self, base: Json, members: Mapping[str, Json]) -> dict[str, Json] | None:
        """Return an object with its members replaced by others, as far as the type accepts them."""
        if not isinstance(base, dict):
            return None
        told: dict[str, Json] = {
            **base,
            **{name: part for name, part in members.items() if name in base},
        }
        if not self.accepts(told):
            told = base
            for at in [each for each in places(dict(members)) if len(each) <= len(self.steps) + 1]:
                whole = replanted(told, at, dict(members))
                told = whole if isinstance(whole, dict) and self.accepts(whole) else told
        return told if self.accepts(told) else None


def _renamed(
    kind: Kind | None, record: Record | None, names: Sequence[str]
) -> tuple[str, Field] | None:
    """Return the member of a kind with its id, and the first of some that a record has for it."""
    members = {field.wire: field for field in record.fields} if record else {}
    found = next((members[name] for name in names if name in members), None)
    return None if kind is None or found is None else (kind.pointer[-1], found)


def replanted(base: Json, path: tuple[str, ...], source: Json) -> Json:
    """Return an object with what another one has at a path, if it has something there, too."""
    held = base
    for name in path:
        if not isinstance(held, dict) or not isinstance(source, dict) or name not in held:
            return base
        held, source = held[name], source[name]
    return planted(base, path, source)
