"""A resolved document judged by oracles that know nothing of the toolkit's own rules."""

from collections.abc import Iterator
from typing import Any, Final

import jsonschema_rs
from cel_expr_python import cel  # type: ignore[import-untyped]  # ships no py.typed

SCHEMAS: Final = "/components/schemas/"


class Contract:
    """One resolved document, judged by JSON Schema and by the official CEL runtime.

    Attributes:
        version: ``image`` or ``video``.
        document: The whole document, self-contained.
        schemas: Its ``components.schemas``.
    """

    def __init__(self, version: str, document: dict[str, Any]) -> None:
        """Wrap a resolved document."""
        self.version = version
        self.document = document
        self.schemas: dict[str, Any] = document["components"]["schemas"]
        self._programs: dict[tuple[str, bool], Any] = {}

    def placed_rules(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every rule with the pointer of its schema below ``components/schemas``."""
        for name, schema in self.schemas.items():
            yield from _placed(schema, name)

    def schema(self, place: str) -> dict[str, Any]:
        """Return the schema at a pointer below ``components/schemas``."""
        found: Any = self.schemas
        for step in place.split("/"):
            found = found[step]
        assert isinstance(found, dict)
        return found

    def errors(self, place: str, instance: Any) -> list[str]:
        """Return what JSON Schema has against an instance of the schema at `place`."""
        schema = {**self.document, "$ref": f"#{SCHEMAS}{place}"}
        judge = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        return [f"{error.instance_path}: {error.message}" for error in judge.iter_errors(instance)]

    def broken(self, place: str, instance: Any) -> list[str]:
        """Return ``id at pointer`` of every rule that an instance breaks, in itself or below."""
        return [
            f"{rule['id']} at {pointer}"
            for rule, pointer, value in self._applied(self.schema(place), instance, "")
            if "rule" in rule and not self._holds(rule["rule"], value)
        ]

    def _applied(
        self, schema: dict[str, Any], value: Any, pointer: str
    ) -> Iterator[tuple[dict[str, Any], str, Any]]:
        """Yield each rule that speaks about `value` or what is in it."""
        if value is None:
            return
        for rule in schema.get("x-validations", ()):
            yield rule, pointer, value
        for branch in (schema, *schema.get("anyOf", ())):
            if "$ref" in branch:
                target = self.schema(branch["$ref"].removeprefix(f"#{SCHEMAS}"))
                yield from self._applied(target, value, pointer)
        if isinstance(value, dict):
            for name, member in schema.get("properties", {}).items():
                yield from self._applied(member, value.get(name), f"{pointer}/{name}")
        if isinstance(value, list):
            for index, entry in enumerate(value):
                yield from self._applied(schema.get("items", {}), entry, f"{pointer}/{index}")

    def _holds(self, text: str, value: Any) -> bool:
        """Evaluate a rule; an error is not true."""
        key = (text, isinstance(value, list))
        if key not in self._programs:
            kind = cel.Type.List(cel.Type.DYN) if key[1] else cel.Type.DYN
            self._programs[key] = cel.NewEnv(variables={"self": kind}).compile(text)
        result = self._programs[key].eval(data={"self": _given(value)})
        return result.value() is True


def _placed(node: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(node, dict):
        return
    for rule in node.get("x-validations", ()):
        yield place, rule
    for name, child in node.items():
        yield from _placed(child, f"{place}/{name}")


def _given(value: Any) -> Any:
    """Drop members that are null: they count as not given."""
    if isinstance(value, dict):
        return {name: _given(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_given(entry) for entry in value]
    return value
