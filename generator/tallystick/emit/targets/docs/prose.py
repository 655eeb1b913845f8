"""Descriptions, which are CommonMark, as HTML that holds nothing but text, lists and links."""

from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tallystick.emit.code import Code
from tallystick.text import SpecText

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def installed() -> bool:
    """Whether the libraries are there that pages need."""
    return all(find_spec(name) for name in ("markdown_it", "pygments"))


@cache
def _reader() -> "MarkdownIt":
    """Return a reader that takes no HTML."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "linkify": False})
    reader.enable("table")
    return reader


def html(text: str | SpecText | None) -> Code:
    """Return a description as HTML."""
    return _read(_raw(text))[0]


@lru_cache(maxsize=8192)
def _read(raw: str) -> tuple[Code, str]:
    """Return a description as HTML, and its words."""
    tokens = _reader().parse(raw)
    parts = (child.content for token in tokens for child in token.children or () if child.content)
    said = " ".join(" ".join(parts).split())
    for token in tokens:
        _quiet(token)
    return Code(_reader().renderer.render(tokens, _reader().options, {})), said


def _quiet(token: "Token") -> None:
    """Make headings of a description smaller than the page's, and load nothing from elsewhere."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = "h5"
    for child in token.children or ():
        if child.type == "image":
            child.type, child.tag, child.nesting = "text", "", 0
            child.content = child.content or "image"
        if child.type == "link_open":
            child.attrSet("rel", "noreferrer")


def words(text: str | SpecText | None) -> str:
    """Return a description as one line of plain text, for a search index."""
    return _read(_raw(text))[1]


@lru_cache(maxsize=8192)
def markdown(text: str | SpecText | None, indent: int = 0) -> Code:
    """Return a description as Markdown inside of a list item.

    Args:
        text: The description.
        indent: Columns of the list item's text.
    """
    lines = _raw(text).strip().replace("<", "&lt;").splitlines()
    pad = " " * indent
    return Code("\n".join(f"{pad}{line}".rstrip() for line in lines).strip())


def _raw(text: str | SpecText | None) -> str:
    raw = text.raw if isinstance(text, SpecText) else (text or "")
    if raw.replace("\n", "").isprintable():
        return raw
    return "".join(char for char in raw if char in "\n\t\u200d" or char.isprintable())
