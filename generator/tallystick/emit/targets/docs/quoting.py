"""Quoting filters of HTML, Markdown and scripts."""

import html
import json
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from tallystick.emit.code import Code
from tallystick.emit.targets.docs import prose
from tallystick.emit.targets.docs.once import once
from tallystick.text import Json, SpecText

if TYPE_CHECKING:
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer


def escaped(text: str | SpecText) -> Code:
    """Return a text as HTML, inside of an element or of a quoted attribute."""
    return _escaped(_raw(text))


@lru_cache(maxsize=8192)
def _escaped(raw: str) -> Code:
    return Code(html.escape(_visible(raw)))


def ticked(text: str | SpecText) -> Code:
    """Return a text as a code span of Markdown."""
    return _ticked(_raw(text))


@lru_cache(maxsize=8192)
def _ticked(text: str) -> Code:
    raw = " ".join(_visible(text).split())
    longest = max((len(run) for run in re.findall(r"`+", raw)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if raw.startswith("`") or raw.endswith("`") else ""
    return Code(f"{fence}{pad}{raw}{pad}{fence}")


def fenced(text: str, language: str) -> Code:
    """Return a text as a code block of Markdown."""
    longest = max((len(run) for run in re.findall(r"^`+", text, re.MULTILINE)), default=0)
    fence = "`" * max(3, longest + 1)
    return Code(f"{fence}{language}\n{_visible(text)}\n{fence}")


def plain(text: str | SpecText | None) -> Code:
    """Return a text as one line of Markdown, in which nothing means anything."""
    raw = " ".join(_visible(_raw(text)).split())
    return Code(re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", raw))


def script(value: Json) -> Code:
    """Return a value as JSON that may stand in a script or a ``script`` element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Code(text)


def parsed(value: Json) -> Code:
    """Return an expression that is a value; in a literal ``__proto__`` would be no member."""
    return Code(f"JSON.parse({script(str(script(value)))})")


def coloured(text: str, language: str) -> Code:
    """Return code as HTML with a span around each token."""
    if language != "shell":  # No token of the others goes beyond its line, and lines recur.
        return Code("\n".join(_coloured(line, language) for line in text.split("\n")))
    return _coloured(text, language)


@lru_cache(maxsize=65536)
def _coloured(text: str, language: str) -> Code:
    from pygments import highlight

    lexer, formatter = _tools(language)
    return Code(highlight(_visible(text), lexer, formatter).rstrip("\n"))


@cache
def _tools(language: str) -> "tuple[Lexer, HtmlFormatter[str]]":
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    name = "bash" if language == "shell" else language
    return get_lexer_by_name(name, stripnl=False), HtmlFormatter(nowrap=True)


def _raw(text: str | SpecText | None) -> str:
    return text.raw if isinstance(text, SpecText) else (text or "")


def _visible(text: str) -> str:
    """Return a text without characters that change the direction or hide others."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        char if char in "\n\t\u200d" or char.isprintable() else "\ufffd" for char in text
    )


def pad(columns: int) -> Code:
    """Return so many spaces."""
    return Code(" " * columns)


FILTERS: Final[Mapping[str, Callable[..., Code]]] = {
    "h": escaped,
    "prose": prose.html,
    "md": prose.markdown,
    "tick": ticked,
    "fence": fenced,
    "pad": pad,
    "plain": plain,
    "script": script,
    "parsed": parsed,
    "colour": coloured,
    "once": once,
}
