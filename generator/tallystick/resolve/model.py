"""Documents with every reference bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tallystick.diagnostics import Span
from tallystick.load.model import Document
from tallystick.resolve.pointer import value_at
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.resolve.survey import Survey

Target = tuple[str, str]
"""(document uri, JSON Pointer) of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The entry document and all it refers to.

    Attributes:
        entry: The document the command was given; already in 3.1 spelling.
        documents: Every loaded document by uri, the entry included; all in 3.1 spelling.
        refs: For every object with a bound ``$ref`` (or ``$dynamicRef``): place of that object ->
            place it refers to (one step; chains are followed by `follow`). Three strings are
            references too, and have their own place as the key: values of a discriminator's
            ``mapping``, and a link's ``operationRef`` and ``operationId``.
        version: ``openapi`` of the entry as written by the author: ``3.0.3``, ``3.1.1``...
        survey: What the walk over the entry found, for another version that shares parts with it.
    """

    entry: Document
    documents: Mapping[str, Document]
    refs: Mapping[Target, Target]
    version: str
    survey: "Survey | None" = field(default=None, repr=False, compare=False)

    def at(self, uri: str, pointer: str) -> Json:
        """Return the value at a place.

        Raises:
            KeyError: There is no such value: a bug, since bound places exist.
        """
        return value_at(self.documents[uri].root, pointer)

    def follow(self, uri: str, pointer: str) -> Target:
        """Follow references from a place until a value that is not one.

        Circles are reported by `resolve` and never reach here. A schema of 3.1 may have members
        beside its ``$ref``: they are passed over, as only the caller can weigh them.
        """
        target = (uri, pointer)
        while target in self.refs:
            target = self.refs[target]
        return target

    def span(self, target: Target) -> Span:
        """Return the place as a `Span`."""
        return Span(target[0], target[1])
