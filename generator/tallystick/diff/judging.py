"""Single values judged by a schema, wherever it stands; by the validator alone."""

from typing import Any

import jsonschema_rs

from tallystick.diff.nodes import Node
from tallystick.solve.contract import Contract
from tallystick.text import Json

_UNREADABLE = (ValueError, OverflowError, RecursionError)


class Judges:
    """Compiles schemas of one contract's document when they are first needed."""

    def __init__(self, contract: Contract) -> None:
        """Judge by the schemas of a contract."""
        self._contract = contract
        self._compiled: dict[object, jsonschema_rs.Draft202012Validator | None] = {}

    def accepts(self, node: Node, value: Json) -> bool | None:
        """Whether a node accepts a value; None when nobody can say.

        Where rules apply the validator alone cannot say.
        """
        if any(self._contract.bearing(part.at) for part in node.parts):
            return None
        validator = self._validator(node)
        try:
            return None if validator is None else validator.is_valid(value)
        except _UNREADABLE:
            return None

    def _validator(self, node: Node) -> jsonschema_rs.Draft202012Validator | None:
        if node.key not in self._compiled:
            defs = {name: at.value for name, at in self._contract.document.defs.items()}
            parts: list[Any] = []
            for part in node.parts:
                schema = part.at.value
                if isinstance(schema, dict):
                    schema = {key: it for key, it in schema.items() if key != "$defs"}
                parts.append(schema)
            whole = {"allOf": parts, "$defs": defs} if parts else {}
            self._compiled[node.key] = _compile(whole)
        return self._compiled[node.key]


def _compile(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
    except ValueError:
        return None
