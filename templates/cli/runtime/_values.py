"""From the text of a flag to the value it stands for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from ._command import UsageError
from ._files import attached, data_of
from ._json import is_list, is_map
from ._shapes import (
    ANY,
    BASE64,
    BYTES,
    FILE,
    STRING,
    TEXT,
    Array,
    Enum,
    Map,
    Object,
    OneOf,
    Scalar,
    Shape,
    descend,
    settle,
    spell,
)

_MARKS: Final = ("@", "\\@")
_LONG: Final = 60


def convert(text: str, shape: Shape, flag: str) -> Any:
    """Turn the text of a flag into a value of its shape.

    Raises:
        UsageError: The text is no such value; the message begins with the flag.
    """
    shape = settle(shape)
    if isinstance(shape, Scalar):
        return _scalar(text, shape, flag)
    if text == "null":
        return None
    if isinstance(shape, Enum):
        return _choice(text, shape, flag)
    if isinstance(shape, Array):
        return _array(text, shape, flag)
    if isinstance(shape, OneOf):
        return _variant(text, shape, flag)
    return _object(_structure(text, shape, flag), text, flag)


def _object(value: Any, text: str, flag: str) -> dict[str, Any]:
    if is_map(value):
        return value
    ways = f"give {flag}.NAME, JSON, YAML or @file"
    raise UsageError(f"{flag}: {show(text)} is no object; {ways}")


def show(text: str) -> str:
    """Return a value for a message, shortened."""
    shown = text if len(text) <= _LONG else text[: _LONG - 3] + "..."
    return json.dumps(shown, ensure_ascii=False)


def _scalar(text: str, shape: Scalar, flag: str) -> Any:
    if shape == TEXT:
        return text
    if shape in {FILE, BASE64, STRING, BYTES}:
        marked = shape == FILE or text.startswith(_MARKS)
        return attached(text, shape, flag) if marked else text
    if text == "null":
        return None
    return _READERS[shape.kind](text, flag)


def _boolean(text: str, flag: str) -> bool:
    if text not in {"true", "false"}:
        raise UsageError(f"{flag}: {show(text)} is neither true nor false")
    return text == "true"


def _integer(text: str, flag: str) -> int:
    digits = text.lstrip("+-")
    if not (digits.isascii() and digits.isdecimal() and len(text) - len(digits) <= 1):
        raise UsageError(f"{flag}: {show(text)} is no integer")
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{flag}: {show(text)} is too long") from None


def _number(text: str, flag: str) -> float:
    try:
        if "_" not in text and abs(float(text)) < float("inf"):
            return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        pass
    raise UsageError(f"{flag}: {show(text)} is no number")


def _null(text: str, flag: str) -> None:
    raise UsageError(f"{flag}: {show(text)} is not null")


def _any(text: str, flag: str) -> Any:
    if text.startswith(_MARKS):
        return attached(text, ANY, flag)
    if text.startswith(("{", "[")):
        return inline(data_of(text, flag), ANY, flag)
    try:
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return text


_READERS: Final[dict[str, Callable[[str, str], Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "null": _null,
    "any": _any,
}


def _choice(text: str, shape: Enum, flag: str) -> Any:
    known = [_told(value, shape) for value in shape.values]
    for told, value in zip(known, shape.values, strict=True):
        if told == text or spell(value) == text:
            return value
    if shape.open:
        return text
    from difflib import get_close_matches

    close = get_close_matches(text, known, 1, 0.6)
    hint = f"; did you mean {close[0]}?" if close else ""
    raise UsageError(f"{flag}: {show(text)} is not one of {', '.join(known)}{hint}")


def _told(value: str | float, shape: Enum) -> str:
    """Return a value as it is told: as JSON where its text is that of another one, or empty."""
    plain = spell(value)
    alike = sum(spell(other) == plain for other in shape.values)
    return json.dumps(value) if alike > 1 or not plain else plain


def _array(text: str, shape: Array, flag: str) -> list[Any]:
    """Read a whole list, or one item of it."""
    items = settle(shape.items)
    plain = isinstance(items, Scalar | Enum)
    marked = text.startswith("@") and not plain
    if marked or (text.startswith("[") and not (plain and not _is_list(text))):
        value = _structure(text, shape, flag)
        if is_list(value) and _is_whole(value, items):
            return value
        return [_object(value, text, flag) if isinstance(items, Object | Map) else value]
    return [convert(text, items, flag)]


def _is_whole(value: list[Any], items: Shape) -> bool:
    """Whether a list is one of items, where an item may be a list as well."""
    return not (isinstance(items, Array) and value) or all(isinstance(i, list) for i in value)


def _is_list(text: str) -> bool:
    """Whether text is a list of JSON or YAML, and not a word that begins with a bracket."""
    try:
        return isinstance(data_of(text, ""), list)
    except UsageError:
        return False


def _variant(text: str, shape: OneOf, flag: str) -> Any:
    """Try the variants that are hard to satisfy first; text is taken last."""
    variants = sorted(map(settle, shape.variants), key=_ease)
    if text.startswith("@"):
        return _file_variant(text, variants, flag)
    failure = UsageError(f"{flag}: {show(text)} does not fit")
    for variant in (item for item in variants if _likely(text, item)):
        try:
            return convert(text, variant, flag)
        except UsageError as error:
            failure = error
    for variant in variants:
        if isinstance(variant, Array):
            return _array(text, variant, flag)
    raise failure


def _file_variant(text: str, variants: list[Shape], flag: str) -> Any:
    """Take a file for a list or an object if it holds one, else for what text may be."""
    lists = any(isinstance(item, Array) for item in variants)
    maps = any(isinstance(item, Object | Map) for item in variants)
    plain = next((item for item in variants if item in {BASE64, BYTES, FILE, STRING}), ANY)
    content = attached(text, plain if isinstance(plain, Scalar) else ANY, flag)
    if not isinstance(content, str):
        return content
    try:
        value = data_of(content, flag)
    except UsageError:
        return content
    fits = (lists and is_list(value)) or (maps and is_map(value))
    return value if fits or plain == ANY else content


def _likely(text: str, shape: Shape) -> bool:
    """Whether text may be meant for a variant: one word is no list and no object."""
    if isinstance(shape, Array):
        return text.startswith("[")
    return not isinstance(shape, Object | Map) or ":" in text


def _ease(shape: Shape) -> int:
    if isinstance(shape, Scalar):
        kinds = ("null", "boolean", "integer", "number")
        return kinds.index(shape.kind) if shape.kind in kinds else 9
    return 4 if isinstance(shape, Enum) and not shape.open else 5


def _structure(text: str, shape: Shape, flag: str) -> Any:
    if text.startswith("@"):
        return data_of(attached(text, STRING, flag), flag)
    return inline(data_of(text, flag), shape, flag)


def inline(value: Any, shape: Shape, flag: str) -> Any:
    """Put files in where strings of JSON or YAML name them with ``@``."""
    shape = settle(shape)
    if isinstance(value, str) and value.startswith(_MARKS):
        kind = shape if shape in {BASE64, STRING, FILE, BYTES} else ANY
        return attached(value, kind if isinstance(kind, Scalar) else ANY, flag)
    if is_list(value):
        items = shape.items if isinstance(shape, Array) else ANY
        return [inline(item, items, flag) for item in value]
    if is_map(value):
        return {key: inline(item, _below(shape, key), flag) for key, item in value.items()}
    return value


def _below(shape: Shape, key: str) -> Shape:
    if isinstance(shape, Object):
        found = next((m.shape for m in shape.members if m.wire == key), shape.rest)
        return found or ANY
    found_step = descend(shape, key)
    return found_step[1] if found_step and found_step[0] == key else ANY
