"""Schemas as the document has them, annotations included, with references that can be followed."""

from collections.abc import Mapping

from tallystick.diagnostics import Span, escape
from tallystick.ir import Api, TypeId
from tallystick.text import Json


class Sources:
    """The schemas of one API, to make examples from.

    Every ``$ref`` is bent to the place it is bound to, ``uri#pointer``, which `follow` takes.
    """

    def __init__(self, api: Api) -> None:
        """Read the documents of an API."""
        self._api = api
        self._made: dict[str, Json] = {}

    def of(self, type_id: TypeId) -> Json:
        """Return the schema of a type."""
        declared = self._api.types[type_id]
        parts = [self._at(span) for span in (declared.span, *declared.also)]
        if declared.only is not None:
            parts.append({"type": declared.only})
        return parts[0] if len(parts) == 1 else {"allOf": parts}

    def follow(self, reference: str) -> Json:
        """Return the schema that a bent reference leads to; None for any other reference."""
        if reference not in self._made:
            uri, _, pointer = reference.rpartition("#")
            try:
                value = self._api.resolved.at(uri, pointer)
            except KeyError:
                return None
            self._made[reference] = self._bend(value, uri, pointer)
        return self._made[reference]

    def _at(self, span: Span) -> Json:
        return self.follow(f"{span.uri}#{span.pointer}")

    def _bend(self, value: Json, uri: str, pointer: str) -> Json:
        if isinstance(value, list):
            return [self._bend(item, uri, f"{pointer}/{n}") for n, item in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        bent = {
            name: self._bend(member, uri, f"{pointer}/{escape(name)}")
            for name, member in value.items()
        }
        target = self._api.resolved.refs.get((uri, pointer))
        if target is not None:
            bent["$ref"] = "#".join(target)
        return bent
