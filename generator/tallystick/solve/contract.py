"""A type of an API as the solver takes it: exact schema, rules, and where they were written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.api import Api
from tallystick.ir.exact import ExactSchemas, Flow
from tallystick.ir.types import TypeId
from tallystick.rules.model import Rule
from tallystick.solve.book import Bearing, RuleBook
from tallystick.solve.document import At, Document, Schema, plain
from tallystick.text import Json

_BESIDE: Final = ("$schema", "$defs")


@dataclass(frozen=True, slots=True)
class Contract:
    """What messages of one type must fulfil.

    Attributes:
        schema: Self-contained JSON Schema 2020-12, for validators.
        document: The same, with places.
        roots: The schemas of the message: all apply.
        book: The rules.
        bearing: Which schemas have rules.
    """

    schema: Schema
    document: Document
    roots: tuple[At, ...]
    book: RuleBook
    bearing: Bearing

    @property
    def bare(self) -> Schema:
        """The schema as it stands in one that has its definitions."""
        if not isinstance(self.schema, dict):
            return self.schema
        return {key: value for key, value in self.schema.items() if key not in _BESIDE}

    def having(self, more: At, defs: Mapping[str, At] | None = None) -> "Contract":
        """Return the contract of the messages that one more schema accepts.

        Args:
            more: The schema; no rules are looked for in it.
            defs: What it refers to.
        """
        known = {**self.document.defs, **(defs or {})}
        schema: dict[str, Json] = {
            "allOf": [self.bare, more.value],
            "$defs": {name: at.value for name, at in known.items()},
        }
        document = Document(self.document.root, known)
        bearing = Bearing(document, self.book)
        return Contract(schema, document, (*self.roots, more), self.book, bearing)

    def ruled(self, keeps: Callable[[Rule], bool]) -> "Contract":
        """Return the contract with those rules only of which something is so."""
        book = self.book.only(keeps)
        bearing = Bearing(self.document, book)
        return Contract(self.schema, self.document, self.roots, book, bearing)


class Contracts:
    """Makes the contracts of one API; remembers what they share."""

    def __init__(self, api: Api, *, widths: bool = False) -> None:
        """Read an API.

        Args:
            api: The API.
            widths: Formats of integers are bounds; see `tallystick.ir.exact`.
        """
        self._api = api
        self._exact = ExactSchemas(api, widths=widths)
        self._book = RuleBook(api.types)

    def contract(
        self,
        where: TypeId | Span,
        flow: Flow | None = None,
        names: frozenset[str] | None = None,
    ) -> Contract:
        """Return the contract of a type, or of the schema at a place.

        Args:
            where: Key into `Api.types`, or the place of a schema.
            flow: Who sends the message; see `tallystick.ir.exact`.
            names: Of all members in the messages that will be judged; None: not known.

        Raises:
            KeyError: There is no such type or place.
        """
        schema = self._exact.schema(where, flow, names)
        roots = tuple(self._roots(schema, where))
        defs = schema.get("$defs")
        called = defs if isinstance(defs, dict) else {}
        places = {name: At(inner, self._exact.origin(name)) for name, inner in called.items()}
        document = Document(roots[0], places)
        return Contract(schema, document, roots, self._book, Bearing(document, self._book))

    def _roots(self, schema: dict[str, Json], where: TypeId | Span) -> list[At]:
        if isinstance(where, Span):
            return [At(schema, where)]
        type_ = self._api.types[where]
        spans = (type_.span, *type_.also)
        parts = schema.get("allOf")
        if len(spans) == 1 or not isinstance(parts, list) or len(parts) != len(spans):
            return [At(schema, type_.span)]
        roots = [At(part, span) for part, span in zip(parts, spans, strict=True)]
        if type_.only is not None:
            roots.append(At({"type": type_.only}, type_.span))
        return roots


def bare(schema: Schema) -> Contract:
    """Return the contract of a schema that stands for itself, without rules."""
    document = plain(schema)
    book = RuleBook({})
    return Contract(schema, document, (document.root,), book, Bearing(document, book))
