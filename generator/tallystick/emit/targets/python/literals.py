"""Quoting for Python: literals, docstrings and comments that no text can leave."""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tallystick.emit.code import WIDTH, Code, printable, visible
from tallystick.text import Json, SpecText

_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string(text: str | SpecText) -> Code:
    """Return a string literal, in the quotes that need fewer escapes."""
    raw = text.raw if isinstance(text, SpecText) else text
    quote = "'" if raw.count('"') > raw.count("'") else '"'
    return Code(quote + _escaped(raw, quote) + quote)


def strings(text: str | SpecText, indent: int, room: int) -> tuple[Code, ...]:
    """Return the literals whose implicit concatenation is a text, one a line.

    Args:
        text: What they hold.
        indent: Columns before each line.
        room: Columns left for a single one.
    """
    literal = string(text)
    if len(literal) <= room:
        return (literal,)
    raw = text.raw if isinstance(text, SpecText) else text
    return tuple(string(piece) for piece in _pieces(raw, WIDTH - indent - 4))


def value(content: Json) -> Code:
    """Return the literal of a JSON value on one line."""
    if content is None or isinstance(content, bool):
        return Code(str(content))
    if isinstance(content, int):
        return Code(str(content))
    if isinstance(content, float):
        return Code(repr(content) if math.isfinite(content) else f'float("{content}")')
    if isinstance(content, str):
        return string(content)
    if isinstance(content, list):
        return Code(f"[{', '.join(value(item) for item in content)}]")
    pairs = (f"{string(key)}: {value(item)}" for key, item in content.items())
    return Code(f"{{{', '.join(pairs)}}}")


def number(content: float) -> Code:
    """Return the literal of a finite number; a whole one is written without a fraction."""
    if float(content).is_integer() and abs(content) < 1e16:  # noqa: PLR2004 - repr's own limit
        return Code(str(int(content)))
    return Code(repr(content))


def inline(text: str | SpecText) -> Code:
    """Return text for the inside of a docstring or of Markdown, on one line."""
    raw = text.raw if isinstance(text, SpecText) else text
    return Code(_inside(" ".join(raw.split())).replace('"', "'").replace("\\", "/"))


def toml(text: str | SpecText) -> Code:
    """Return a basic string of TOML. Source: TOML 1.0, String."""
    raw = text.raw if isinstance(text, SpecText) else text
    quoted = raw.encode(errors="replace").decode().replace("\\", "\\\\").replace('"', '\\"')
    safe = "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)
    return Code(f'"{safe}"')


def comment(text: str | SpecText, width: int = WIDTH) -> Code:
    """Return a one-line comment, cut to the width."""
    raw = text.raw if isinstance(text, SpecText) else text
    line = printable(" ".join(raw.split()))
    room = width - 2
    return Code(f"# {line if len(line) <= room else line[: room - 3] + '...'}")


@lru_cache(maxsize=4096)
def docstring(text: str, indent: int) -> Code:
    """Return a whole docstring of text that is wrapped already, first line not indented.

    Args:
        text: Lines without indentation of their own; they may come from a document.
        indent: Columns before each further line.
    """
    pad = " " * indent
    lines = [_inside(line) for line in text.strip().split("\n")]
    if len(lines) == 1 and indent + len(lines[0]) + 6 > WIDTH and " " in lines[0]:
        # Formatters keep a docstring of one line on one line, however long.
        lines = lines[0].rsplit(" ", 1)
    body = "\n".join(pad + line if line else "" for line in lines).strip()
    if len(lines) == 1 and not body.endswith(('"', "\\")):
        return Code(f'{pad}"""{body}"""')
    return Code(f'{pad}"""{body}\n{pad}"""')


def _inside(line: str) -> str:
    """Escape one line of a docstring: no quote run, no escape, nothing invisible."""
    safe = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return safe.rstrip() if safe.isprintable() else printable(safe).rstrip()


def _escaped(raw: str, quote: str) -> str:
    if raw.isprintable() and "\\" not in raw:
        return raw.replace(quote, "\\" + quote)
    return "".join(
        "\\" + char if char == quote else _ESCAPES.get(char) or visible(char) for char in raw
    )


def _pieces(raw: str, size: int) -> Iterator[str]:
    """Cut text into pieces whose literals fit `size` columns, between words where possible."""
    start = 0
    while start < len(raw):
        end = min(start + size, len(raw))
        while end > start + 1 and len(string(raw[start:end])) > size + 2:
            end -= max(1, (len(string(raw[start:end])) - size - 2) // 10)
        space = raw.rfind(" ", start, end)
        if end < len(raw) and space > start:
            end = space + 1
        yield raw[start:end]
        start = end
