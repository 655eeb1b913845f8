"""A schema with all that it refers to, and where each part was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from tallystick.diagnostics import Span
from tallystick.text import Json

Schema: TypeAlias = dict[str, Json] | bool
"""A schema that refers to nothing outside of itself."""
_DEFS: Final = "#/$defs/"


class At(NamedTuple):
    """A schema and its place."""

    value: Json
    span: Span

    @property
    def keywords(self) -> dict[str, Any]:
        """The schema's keywords; none when it is a boolean."""
        return self.value if isinstance(self.value, dict) else {}

    def child(self, *keys: str | int) -> "At":
        """Return a schema below this one."""
        value = self.value
        for key in keys:
            value = value[key]  # type: ignore[index] # the caller has seen it
        return At(value, self.span.child(*keys))


@dataclass(frozen=True, slots=True)
class Document:
    """A self-contained schema, as `tallystick.ir.exact` makes them.

    Attributes:
        root: The schema of the message.
        defs: What ``#/$defs/NAME`` refers to.
    """

    root: At
    defs: Mapping[str, At]

    def target(self, schema: dict[str, Json]) -> At | None:
        """Return what a schema refers to.

        Raises:
            KeyError: It refers to something that is not there.
        """
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return None
        return self.defs[reference.removeprefix(_DEFS)]


def plain(schema: Schema, uri: str = "schema.json") -> Document:
    """Return the document of a schema that stands for itself.

    Args:
        schema: JSON Schema 2020-12 with references to its own ``$defs`` only.
        uri: What its places are called.
    """
    root = At(schema, Span(uri))
    defs = schema.get("$defs") if isinstance(schema, dict) else None
    names = defs if isinstance(defs, dict) else {}
    return Document(root, {name: root.child("$defs", name) for name in names})
