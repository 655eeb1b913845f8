"""Schema errors of the validator as sentences for the person who sent the request."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import jsonschema_rs

from tallystick.diagnostics import escape
from tallystick.serve.problem import Fault

SHOWN: Final = 60
"""Characters of a value that a message quotes."""
CHOICES: Final = 20
"""Values of an enumeration that a message lists."""

Error = jsonschema_rs.ValidationError
ARTICLES: Final = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}


def faults(errors: Iterator[Error] | Sequence[Error], whole: str) -> Iterator[Fault]:
    """Yield one fault for each thing that is wrong.

    Args:
        errors: What the validator found.
        whole: What the value as a whole is called: ``The body``, ``limit``.
    """
    for error in errors:
        yield from _faults(error, whole, ())


def _faults(error: Error, whole: str, above: tuple[str | int, ...]) -> Iterator[Fault]:
    path = (*above, *error.instance_path)
    kind: Any = error.kind
    name = kind.name
    if name in {"anyOf", "oneOf"} and hasattr(kind, "context"):
        branch = _meant(kind.context, len(error.instance_path))
        if branch is not None:
            # The paths of inner errors are whole already.
            for inner in branch:
                yield from _faults(inner, whole, above)
            return
    if name in {"additionalProperties", "unevaluatedProperties"}:
        for member in kind.unexpected:
            yield _fault(
                (*path, member), name, f"{_name((*path, member), whole)} is not known here"
            )
    elif name == "required":
        needed = (*path, kind.property)
        yield _fault(needed, name, f"{_name(needed, whole)} is required")
    else:
        say = SENTENCES.get(name, _unmet)
        yield _fault(path, name, say(_name(path, whole), kind, error))


def _fault(path: Sequence[str | int], keyword: str, sentence: str) -> Fault:
    pointer = "".join("/" + escape(str(step)) for step in path)
    return Fault(pointer=pointer, rule=f"schema:{keyword}", message=sentence + ".")


def _meant(context: Sequence[Sequence[Error]], depth: int) -> Sequence[Error] | None:
    """Return the errors of the one variant that was probably meant, or None.

    Variants of another type, and those whose constants (a discriminator's, say) do not fit, were
    not meant; of several others none is better.
    """
    likely = [errors for errors in context if not any(_excludes(error, depth) for error in errors)]
    return likely[0] if len(likely) == 1 and likely[0] else None


def _excludes(error: Error, depth: int) -> bool:
    below = len(error.instance_path) - depth
    return (error.kind.name == "type" and below == 0) or (error.kind.name == "const" and below <= 1)


def _name(path: Sequence[str | int], whole: str) -> str:
    """Return ``order.lines[3]``, as people write it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text[: 2 * SHOWN] or whole


def quote(value: object) -> str:
    """Return a value as JSON, cut short; lists and objects are only named."""
    if isinstance(value, list):
        return f"a list of {_plural(len(value), 'item')}"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, str) and len(value) > SHOWN:
        value = value[:SHOWN] + "..."
    return json.dumps(value, ensure_ascii=False, default=str)


def _plural(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _type(name: str, kind: Any, error: Error) -> str:
    wanted = " or ".join(ARTICLES.get(each, each) for each in kind.types)
    return f"{name} must be {wanted}, not {quote(error.instance)}"


def _enum(name: str, kind: Any, error: Error) -> str:
    values = [quote(value) for value in kind.options[:CHOICES]]
    more = ", ..." if len(kind.options) > CHOICES else ""
    return f"{name} must be one of {', '.join(values)}{more}, not {quote(error.instance)}"


def _length(name: str, kind: Any, error: Error) -> str:
    found = len(error.instance) if isinstance(error.instance, str) else 0
    bound = "at least" if kind.name == "minLength" else "at most"
    return f"{name} must have {bound} {_plural(kind.limit, 'character')}, not {found}"


def _items(name: str, kind: Any, error: Error) -> str:
    found = len(error.instance) if isinstance(error.instance, list) else 0
    bound = "at least" if kind.name == "minItems" else "at most"
    return f"{name} must have {bound} {_plural(kind.limit, 'item')}, not {found}"


def _members(name: str, kind: Any, error: Error) -> str:
    found = len(error.instance) if isinstance(error.instance, dict) else 0
    bound = "at least" if kind.name == "minProperties" else "at most"
    return f"{name} must have {bound} {_plural(kind.limit, 'member')}, not {found}"


def _bound(words: str) -> "Sentence":
    def say(name: str, kind: Any, error: Error) -> str:
        return f"{name} must be {words} {quote(kind.limit)}, not {quote(error.instance)}"

    return say


def _fixed(words: str) -> "Sentence":
    def say(name: str, kind: Any, error: Error) -> str:
        del kind, error
        return f"{name} {words}"

    return say


def _unmet(name: str, kind: Any, error: Error) -> str:
    return f"{name} does not keep `{kind.name}` of its schema: {quote(error.instance)}"


Sentence = Callable[[str, Any, Error], str]
SENTENCES: Final[Mapping[str, Sentence]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda name, kind, error: (
        f"{name} must be {quote(kind.expected_value)}, not {quote(error.instance)}"
    ),
    "minLength": _length,
    "maxLength": _length,
    "minItems": _items,
    "maxItems": _items,
    "minProperties": _members,
    "maxProperties": _members,
    "minimum": _bound("at least"),
    "maximum": _bound("at most"),
    "exclusiveMinimum": _bound("more than"),
    "exclusiveMaximum": _bound("less than"),
    "multipleOf": lambda name, kind, error: (
        f"{name} must be a multiple of {quote(kind.multiple_of)}, not {quote(error.instance)}"
    ),
    "pattern": lambda name, kind, error: (
        f"{name} must match {quote(kind.pattern)}, which {quote(error.instance)} does not"
    ),
    "format": lambda name, kind, error: (
        f"{name} must be a {kind.format}, which {quote(error.instance)} is not"
    ),
    "contentEncoding": lambda name, kind, _: f"{name} must be {kind.content_encoding} text",
    "contentMediaType": lambda name, kind, _: f"{name} must hold {kind.content_media_type}",
    "uniqueItems": _fixed("must not hold the same item twice"),
    "contains": _fixed("must hold an item of the kind that its schema asks for"),
    "anyOf": _fixed("has none of the forms that its schema allows"),
    "oneOf": _fixed("must have exactly one of the forms that its schema allows"),
    "not": _fixed("has a form that its schema excludes"),
    "falseSchema": _fixed("may not be given"),
    "propertyNames": _fixed("has a member whose name is not allowed"),
}
