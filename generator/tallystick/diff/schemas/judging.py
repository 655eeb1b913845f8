"""Single values judged by a schema, wherever it stands; by the validator alone."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tallystick.diff.schemas.nodes import Node
from tallystick.solve.book import Bearing
from tallystick.solve.document import At
from tallystick.text import Json

if TYPE_CHECKING:
    import jsonschema_rs

_UNREADABLE = (ValueError, OverflowError, RecursionError)


class Reason(NamedTuple):
    """Why a value is refused.

    Attributes:
        keyword: The keyword that says so.
        name: The member of the value that it is about, or "".
        path: Steps of the way to the keyword.
    """

    keyword: str
    name: str
    path: frozenset[str]


class Judges:
    """Compiles schemas when they are first needed."""

    def __init__(self, defs: Mapping[str, At], bearing: Bearing) -> None:
        """Judge by schemas.

        Args:
            defs: What their references refer to; may grow.
            bearing: Which of them have rules.
        """
        self._defs = defs
        self._bearing = bearing
        self._compiled: dict[object, jsonschema_rs.Draft202012Validator | None] = {}

    def accepts(self, node: Node, value: Json) -> bool | None:
        """Whether a node accepts a value; None when nobody can say.

        Where rules apply the validator alone cannot say.
        """
        if any(self._bearing(part.at) for part in node.parts):
            return None
        validator = self._validator(node)
        try:
            return None if validator is None else validator.is_valid(value)
        except _UNREADABLE:
            return None

    def reasons(self, node: Node, value: Json) -> frozenset[Reason] | None:
        """Return why a node refuses a value.

        Returns:
            None when nobody can say; nothing when it is accepted.
        """
        validator = self._validator(node)
        if validator is None:
            return None
        try:
            found = frozenset(map(_reason, validator.iter_errors(value)))
        except _UNREADABLE:
            return None
        ruled = any(self._bearing(part.at) for part in node.parts)
        return found or (None if ruled else found)

    def _needed(self, parts: list[Any]) -> dict[str, Json]:
        """Return what schemas refer to."""
        found: dict[str, Json] = {}
        todo = [name for part in parts for name in _references(part)]
        while todo:
            name = todo.pop()
            if name not in found and name in self._defs:
                found[name] = self._defs[name].value
                todo += _references(found[name])
        return found

    def _validator(self, node: Node) -> "jsonschema_rs.Draft202012Validator | None":
        if node.key not in self._compiled:
            parts: list[Any] = []
            for part in node.parts:
                schema = part.at.value
                if isinstance(schema, dict):
                    schema = {key: it for key, it in schema.items() if key != "$defs"}
                parts.append(schema)
            whole = {"allOf": parts, "$defs": self._needed(parts)} if parts else {}
            self._compiled[node.key] = _compile(whole)
        return self._compiled[node.key]


def _references(value: Json) -> Iterator[str]:
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            name = item.get("$ref")
            if isinstance(name, str):
                yield name.removeprefix("#/$defs/")
            todo += item.values()
        elif isinstance(item, list):
            todo += item


def _reason(error: "jsonschema_rs.ValidationError") -> Reason:
    path = [str(step) for step in error.schema_path]
    name = getattr(error.kind, "property", "")
    place = list(error.instance_path)
    return Reason(path[-1] if path else "false", str(place[0] if place else name), frozenset(path))


def _compile(schema: dict[str, Any]) -> "jsonschema_rs.Draft202012Validator | None":
    import jsonschema_rs  # noqa: PLC0415 (slow to import; most comparisons need no judge)

    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
    except ValueError:
        return None
