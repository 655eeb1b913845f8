"""What a JSON Schema validator found, said in one plain sentence."""

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from jsonschema_rs import ValidationError

_LONG: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A message and the smallest edit."""

    message: str
    help: str | None = None


def sentence(error: ValidationError, path: tuple[str | int, ...]) -> Sentence:
    """Return what an error means to the author of the document.

    Args:
        error: What the validator found.
        path: Where; numbers are list indexes.
    """
    keyword = str(error.schema_path[-1]) if error.schema_path else ""
    if wrong_name(error) is not None:
        keyword = "propertyNames"
    name = _name(path)
    say = _SAY.get(keyword)
    if say is not None:
        return say(error, name)
    return Sentence(message=f"{name} is not as it must be: {_cut(error.message)}")


def wrong_name(error: ValidationError) -> str | None:
    """Return the name of a member that an error is about; None when it is about a value."""
    if "propertyNames" not in error.schema_path[-2:]:
        return None
    name = getattr(getattr(error.kind, "error", None), "instance", None)
    return name if isinstance(name, str) else None


def _name(path: tuple[str | int, ...]) -> str:
    """Return what the wrong value is called."""
    if not path:
        return "the document"
    last = path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    owner = next((step for step in reversed(path) if isinstance(step, str)), "the list")
    return f"item {last + 1} of `{owner}`"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


_KINDS: Final = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}


def _type(error: ValidationError, name: str) -> Sentence:
    kinds = [_KINDS.get(str(kind), str(kind)) for kind in getattr(error.kind, "types", ())]
    wanted = " or ".join(kinds)
    help_ = None
    if name == "`$recursiveAnchor`":
        help_ = "write `$dynamicAnchor: node`; this is of JSON Schema 2019-09"
    elif kinds == ["a string"] and isinstance(error.instance, bool | int | float):
        help_ = f"quote it: `'{_shown(error.instance)}'`"
    message = f"{name} must be {wanted}, not {_shown(error.instance)}"
    return Sentence(message=message, help=help_ or f"write {wanted}")


def _required(error: ValidationError, name: str) -> Sentence:
    missing = getattr(error.kind, "property", "?")
    return Sentence(message=f"{name} has no `{missing}`", help=f"add `{missing}`")


def _enum(error: ValidationError, name: str) -> Sentence:
    options = getattr(error.kind, "options", [])
    options = json.loads(options) if isinstance(options, str) else list(options)
    named = ", ".join(_shown(option) for option in options)
    texts = [option for option in options if isinstance(option, str)]
    near = difflib.get_close_matches(str(error.instance), texts, n=1)
    return Sentence(
        message=f"{name} is {_shown(error.instance)}, and must be one of {named}",
        help=f"did you mean {near[0]}?" if near else "write one of these",
    )


def _constant(error: ValidationError, name: str) -> Sentence:
    wanted = getattr(error.kind, "expected_value", None)
    message = f"{name} must be {_shown(wanted)}, not {_shown(error.instance)}"
    return Sentence(message=message, help=f"write {_shown(wanted)}")


def _pattern(error: ValidationError, name: str) -> Sentence:
    pattern = getattr(error.kind, "pattern", "")
    message = f"{name} is {_shown(error.instance)}, which does not match {pattern}"
    return Sentence(message=message, help="write it in that form")


def _format(error: ValidationError, name: str) -> Sentence:
    form = getattr(error.kind, "format", "of that format")
    return Sentence(message=f"{name} is {_shown(error.instance)}, which is no {form}")


def _any_of(error: ValidationError, name: str) -> Sentence:
    if name == "the document":
        wanted = "`paths`, `components` or `webhooks`"
        return Sentence(message=f"the document has none of {wanted}", help="add `paths: {}`")
    if name == "`type`":
        message = f"`type` is {_shown(error.instance)}, which is no type of JSON Schema"
        known = "string, number, integer, boolean, object, array or null"
        near = difflib.get_close_matches(str(error.instance), known.split(", "), n=1)
        return Sentence(message=message, help=f"write {near[0] if near else known}")
    return Sentence(message=f"{name} has none of the forms that it can have")


def _one_of(error: ValidationError, name: str) -> Sentence:
    """Of parameters, headers and links: nothing else in the specification is a choice."""
    is_link = "/link/" in str(error.absolute_keyword_location or "")
    one, other = ("operationRef", "operationId") if is_link else ("schema", "content")
    if isinstance(error.instance, dict) and one in error.instance:
        return Sentence(message=f"{name} has `{one}` and `{other}`", help="remove one of the two")
    message = f"{name} has neither `{one}` nor `{other}`"
    return Sentence(message=message, help=f"add `{one}`")


def _unique(error: ValidationError, name: str) -> Sentence:
    instance = error.instance if isinstance(error.instance, list) else []
    items = [json.dumps(item, sort_keys=True) for item in instance]
    twice = next((item for at, item in enumerate(items) if item in items[:at]), "an item")
    message = f"{name} has {_cut(twice)} twice"
    return Sentence(message=message, help="remove one of the two")


def _few(error: ValidationError, name: str) -> Sentence:
    if error.instance:
        return Sentence(message=f"{name} is too short", help="add what is missing")
    what = "members" if isinstance(error.instance, dict) else "items"
    if isinstance(error.instance, str):
        what = "characters"
    return Sentence(message=f"{name} is empty, and must not be", help=f"add {what}")


def _property_names(error: ValidationError, name: str) -> Sentence:
    wrong = _shown(wrong_name(error))
    return Sentence(
        message=f"{name} has the name {wrong}, whose characters a name cannot have",
        help="use letters, digits, `.`, `-` and `_` only",
    )


def _bound(error: ValidationError, name: str) -> Sentence:
    return Sentence(message=f"{name} is out of range: {_cut(error.message)}")


def _not(_: ValidationError, name: str) -> Sentence:
    return Sentence(message=f"{name} has a form that it must not have")


_SAY: Final[dict[str, Callable[[ValidationError, str], Sentence]]] = {
    "anyOf": _any_of,
    "const": _constant,
    "enum": _enum,
    "exclusiveMaximum": _bound,
    "exclusiveMinimum": _bound,
    "format": _format,
    "maximum": _bound,
    "minItems": _few,
    "minLength": _few,
    "minProperties": _few,
    "minimum": _bound,
    "not": _not,
    "oneOf": _one_of,
    "pattern": _pattern,
    "propertyNames": _property_names,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique,
}
