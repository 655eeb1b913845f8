"""JSON values to text: clean YAML that 1.1 and 1.2 readers read alike, or JSON."""

import json
import re
from collections.abc import Iterator
from typing import Final, Literal

from tallystick.text import Json

_WIDTH: Final = 96
"""Characters of a line of folded text, its indentation not counted."""

_LONGEST_KEY: Final = 500
"""Characters of a key that may stand before its colon; YAML allows 1,024 with all escapes."""

_PLAIN: Final = re.compile(
    r"""[A-Za-z_/$(^]              # no indicator, no digit, no sign
        (?:[^\s#:]|:(?=[^\s])|(?<=[^\s])\#|[ ](?=[^\s#]))*""",
    re.VERBOSE,
)
_RESERVED: Final = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
)  # YAML 1.1, in any case of letters
_PRINTABLE: Final = re.compile(
    "[\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]*"
)
_UNPRINTABLE: Final = re.compile(
    "[^\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]"
)
_FOLDABLE: Final = re.compile(r"\S+(?: \S+)+")
_ESCAPES: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def dump(value: Json, spelling: Literal["yaml", "json"] = "yaml") -> str:
    """Return a value as text that parses to the same value, in the same order.

    Args:
        value: Any JSON value without lone surrogates.
        spelling: ``yaml`` or ``json``.

    Returns:
        Text with a final newline; the same for the same value on every machine.
    """
    if spelling == "json":
        return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    writer = _Writer()
    writer.write(value)
    return writer.text()


class _Writer:
    """Collects the parts of a YAML text; names that come again and again are spelled once."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._keys: dict[str, str] = {}

    def text(self) -> str:
        """Return all that was written."""
        return "".join(self._parts)

    def write(self, value: Json) -> None:
        """Write a value; without recursion, as documents may be deeper than the stack."""
        if not _is_block(value):
            self._parts.append(f"{_scalar(value, '  ')}\n")
            return
        open_: list[tuple[Iterator[tuple[str, Json]], str]] = [(self._entries(value, ""), "")]
        begun = True  # the first line of a block stands behind the dash of its list
        while open_:
            entries, indent = open_[-1]
            entry = next(entries, None)
            if entry is None:
                open_.pop()
                continue
            head, member = entry
            self._parts.append(head if begun else indent + head)
            begun = False
            if _is_block(member):
                begun = head == "-"
                self._parts.append(" " if begun else "\n")
                open_.append((self._entries(member, indent + "  "), indent + "  "))
            else:
                self._parts.append(f" {_scalar(member, indent + '  ')}\n")

    def _entries(self, value: Json, indent: str) -> Iterator[tuple[str, Json]]:
        if isinstance(value, dict):
            for key, member in value.items():
                yield self._key(key, indent), member
        elif isinstance(value, list):
            for item in value:
                yield "-", item

    def _key(self, key: str, indent: str) -> str:
        if len(key) > _LONGEST_KEY:
            return f"? {_line(key)}\n{indent}:"
        known = self._keys.get(key)
        if known is None:
            known = self._keys[key] = f"{_line(key)}:"
        return known


def _is_block(value: Json) -> bool:
    return isinstance(value, dict | list) and bool(value)


def _scalar(value: Json, indent: str) -> str:
    if isinstance(value, str):
        return _string(value, indent)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, int):
        return str(value)
    return "{}" if isinstance(value, dict) else "[]"


def _float(value: float) -> str:
    """Return a number that YAML 1.1 reads as a number too: it needs the point."""
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    return text if "." in mantissa or not mark else f"{mantissa}.0e{exponent}"


def _string(value: str, indent: str) -> str:
    if "\n" in value:
        return _literal(value, indent) or _quoted(value)
    if len(value) > _WIDTH and _FOLDABLE.fullmatch(value) and _PRINTABLE.fullmatch(value):
        return _folded(value, indent)
    return _line(value)


def _line(value: str) -> str:
    """Return a string on one line: plain if every reader takes it for a string."""
    if not _PRINTABLE.fullmatch(value):
        return _quoted(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _quoted(value: str) -> str:
    escaped = "".join(_ESCAPES.get(char, char) for char in value)
    return '"' + _UNPRINTABLE.sub(_escape, escaped) + '"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 (one byte)


def _literal(value: str, indent: str) -> str | None:
    """Return a text of several lines as a block, or None where a block cannot hold it."""
    lines = value.split("\n")
    if not all(_PRINTABLE.fullmatch(line) for line in lines):
        return None
    if not any(line.strip(" ") for line in lines):
        return None
    head = "|2" if lines[0][:1] in {" ", ""} else "|"
    if not value.endswith("\n"):
        head += "-"
    elif lines[-2] == "":
        head += "+"
    body = lines if not value.endswith("\n") else lines[:-1]
    return "\n".join([head, *(f"{indent}{line}" if line else "" for line in body)])


def _folded(value: str, indent: str) -> str:
    lines: list[str] = []
    for word in value.split(" "):
        if lines and len(lines[-1]) + len(word) < _WIDTH:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return "\n".join([">-", *(indent + line for line in lines)])
