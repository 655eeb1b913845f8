"""A document against the OpenAPI specification: its structure, object by object."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final, TypeAlias

from jsonschema_rs import Draft202012Validator, Registry, ValidationError

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.load.structure import Kind
from tallystick.resolve import codes
from tallystick.resolve.bundle import outside_kinds
from tallystick.resolve.model import Resolved
from tallystick.resolve.pointer import split, value_at
from tallystick.resolve.second import is_extension_of_callback, second_opinion
from tallystick.resolve.sentences import Sentence, sentence, wrong_name
from tallystick.text import Json

_META: Final = "https://json-schema.org/draft/2020-12/schema"

_DEFINITIONS: Final[Mapping[Kind, str]] = {
    "callback": "callbacks",
    "example": "example",
    "header": "header",
    "link": "link",
    "parameter": "parameter",
    "path-item": "path-item",
    "request-body": "request-body",
    "response": "response",
    "security-scheme": "security-scheme",
}
"""Names of the kinds in the schema of the specification."""

_UNEXPECTED: Final = frozenset({"additionalProperties", "unevaluatedProperties"})
Steps: TypeAlias = tuple[str | int, ...]
"""A path into a value; numbers are list indexes."""

_INSIDE: Final = ("$ref", "allOf", "anyOf", "dependentSchemas", "else", "if", "oneOf", "then")


def validate(resolved: Resolved) -> Diagnostics:
    """Check the structure of a document, and of all parts in other files that it uses.

    The entry is checked against the schema of OpenAPI 3.1 that openapi-spec-validator ships,
    with every Schema Object checked against JSON Schema 2020-12; it is checked as it is after
    the upgrade, so a document of 3.0 too. What the schema cannot say (unique operationIds, path
    parameters...) is checked where documents are lowered. On documents of common size
    openapi-spec-validator itself then has the last word.

    Args:
        resolved: As `resolve` returned it, unbound references allowed.

    Returns:
        An error for each place that breaks the specification.
    """
    found: list[Diagnostic] = []
    entry = resolved.entry
    version = "3.2" if resolved.version.startswith("3.2") else "3.1"
    found.extend(_checked(entry.root, None, Span(entry.uri), version))
    for (uri, pointer), kind in outside_kinds(resolved).items():
        found.extend(_checked(resolved.at(uri, pointer), kind, Span(uri, pointer), version))
    return tuple(found) if found else second_opinion(resolved)


def _checked(value: Json, kind: Kind | None, span: Span, version: str) -> Iterator[Diagnostic]:
    """Check a whole document, or one object of a kind."""
    every = _validator(kind, version).iter_errors(value)
    errors = [it for it in every if not is_extension_of_callback(it.instance_path)]
    said: dict[tuple[Steps, Sentence, str], None] = {}
    places: list[Steps] = []
    for error in errors:
        if _keyword(error) not in _UNEXPECTED:
            steps = _steps(value, error.instance_path)
            name = wrong_name(error)
            place = (steps, "value") if name is None else ((*steps, name), "key")
            what = sentence(error, steps)
            said[place[0], what, place[1]] = None  # one place can be met on several ways
            places.append(steps)
    for steps, what, part in said:
        yield _diagnostic(span, steps, what, part)
    for error in errors:
        if _keyword(error) in _UNEXPECTED:
            yield from _unexpected(span, _steps(value, error.instance_path), error, places)


def _unexpected(
    span: Span, path: Steps, error: ValidationError, places: Iterable[Steps]
) -> Iterator[Diagnostic]:
    """Report members that an object cannot have.

    When a part of an object is wrong, the schema counts all its members as unexpected: those
    that the object can have are only reported when nothing else is wrong inside of it.
    """
    inside = any(place[: len(path)] == path for place in places)
    known = _members_at(error)
    for name in getattr(error.kind, "unexpected", ()):
        if name in known and inside:
            continue
        near = difflib.get_close_matches(name, known - {name}, n=1)
        said = Sentence(
            message=f"`{name}` cannot stand here",
            help=f"did you mean `{near[0]}`?" if near else "remove it, or begin it with `x-`",
        )
        yield _diagnostic(span, [*path, name], said, part="key")


def _steps(value: Json, path: Iterable[str | int]) -> Steps:
    """Return a path with numbers for list indexes only; the validator has them for "200" too."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(value, list):
            steps.append(int(step))
            value = value[int(step)] if int(step) < len(value) else None
        else:
            steps.append(str(step))
            value = value.get(str(step)) if isinstance(value, dict) else None
    return tuple(steps)


def _diagnostic(
    span: Span, path: Iterable[str | int], said: Sentence, part: Any = "value"
) -> Diagnostic:
    pointer = span.child(*path).pointer
    return Diagnostic(
        code=codes.INVALID_DOCUMENT,
        message=said.message,
        span=Span(span.uri, pointer, part=part),
        help=said.help,
    )


def _keyword(error: ValidationError) -> str:
    return str(error.schema_path[-1]) if error.schema_path else ""


@cache
def specification(version: str) -> dict[str, Any]:
    """Return the JSON Schema of OpenAPI 3.1 or 3.2, from the data of openapi-spec-validator.

    Read without importing the package, which takes half a second.
    """
    path = f"openapi_spec_validator/resources/schemas/v{version}/schema.json"
    place = Path(str(distribution("openapi-spec-validator").locate_file(path)))
    schema: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return schema


@cache
def _validator(kind: Kind | None, version: str) -> Draft202012Validator:
    """Return the validator of a whole document, or of one object.

    The specification leaves open what its Schema Objects are (`$dynamicRef: "#meta"`): the first
    dynamic anchor of that name decides, which is ours.
    """
    schema = specification(version)
    name: str = schema["$id"]
    schema_object = {"$dynamicAnchor": "meta", "$ref": _META}
    target = name if kind is None else f"{name}#/$defs/{_DEFINITIONS.get(kind, kind)}"
    return Draft202012Validator(
        {
            "$schema": _META,
            "$id": f"urn:tallystick:openapi:{kind or 'document'}",
            "$ref": "#/$defs/schema" if kind == "schema" else target,
            "$defs": {"schema": schema_object},
        },
        registry=Registry([(name, schema)]),
    )


def _members_at(error: ValidationError) -> frozenset[str]:
    """Return the members that the object of an "unexpected member" error can have."""
    name, _, fragment = str(error.absolute_keyword_location or "").partition("#")
    root = specification("3.2" if "/3.2/" in name else "3.1")
    schema: Any = root
    try:
        for step in split(fragment)[:-1]:
            schema = schema[int(step)] if isinstance(schema, list) else schema[step]
    except (KeyError, ValueError):
        return frozenset()
    return frozenset(_members(root, schema, set()))


def _members(root: dict[str, Any], schema: Any, seen: set[str]) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", {})
    for keyword in _INSIDE:
        below = schema.get(keyword)
        if isinstance(below, str):
            if below.startswith("#/$defs/") and below not in seen:
                seen.add(below)
                yield from _members(root, value_at(root, below[1:]), seen)
        elif keyword == "dependentSchemas" and isinstance(below, dict):
            for item in below.values():
                yield from _members(root, item, seen)
        else:
            for item in below if isinstance(below, list) else [below]:
                yield from _members(root, item, seen)
