"""JSON values to text: clean YAML that 1.1 and 1.2 readers read alike, or JSON."""

import json
import re
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
    writer.write(value, "")
    return writer.text()


class _Writer:
    """Collects lines of YAML; words that come again and again are spelled once."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._keys: dict[str, str] = {}

    def text(self) -> str:
        """Return all that was written."""
        return "".join(self._parts)

    def write(self, value: Json, indent: str, *, inline: bool = True) -> None:
        """Write a value and the line break after it.

        Args:
            value: The value.
            indent: Spaces before each line of it.
            inline: Whether the first line has been begun, with its indentation or a dash.
        """
        if isinstance(value, dict) and value:
            self._mapping(value, indent, inline=inline)
        elif isinstance(value, list) and value:
            self._list(value, indent, inline=inline)
        else:
            self._parts.append(_scalar(value, indent) + "\n")

    def _mapping(self, value: dict[str, Json], indent: str, *, inline: bool) -> None:
        parts = self._parts
        for key, member in value.items():
            if not inline:
                parts.append(indent)
            inline = False
            parts.append(self._key(key, indent))
            if member and isinstance(member, (dict, list)):
                parts.append("\n")
                self.write(member, indent + "  ", inline=False)
            else:
                parts.append(" " + _scalar(member, indent + "  ") + "\n")

    def _list(self, value: list[Json], indent: str, *, inline: bool) -> None:
        for item in value:
            if not inline:
                self._parts.append(indent)
            inline = False
            self._parts.append("- ")
            self.write(item, indent + "  ")

    def _key(self, key: str, indent: str) -> str:
        known = self._keys.get(key)
        if known is None:
            known = _line(key)
            known = f"? {known}\n{{indent}}:" if len(key) > _LONGEST_KEY else f"{known}:"
            self._keys[key] = known
        return known.replace("{indent}", indent) if len(key) > _LONGEST_KEY else known


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
