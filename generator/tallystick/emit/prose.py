"""Text of documents as the prose of docstrings: wrapped, with a summary that fits its line."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tallystick.emit.code import WIDTH
from tallystick.ir import Doc
from tallystick.rules.model import Rule
from tallystick.text import Words

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`\"'(])")
_VERBATIM: Final = re.compile(r"\s{4,}|\||#|```|~~~|<|={3,}|-{3,}")
_ITEM: Final = re.compile(r"\s*([-*+]|\d+[.)])\s+")
MOST: Final = 20_000
"""Characters of one description that are kept."""


def paragraphs(doc: Doc) -> str:
    """Return summary and description, separated by a blank line."""
    parts = [text.raw.strip() for text in (doc.summary, doc.description) if text]
    parts = [part for number, part in enumerate(parts) if part and part not in parts[:number]]
    return "\n\n".join(parts)[:MOST]


def title(words: Words) -> str:
    """Return words as a sentence, ``Image reference.``."""
    return (" ".join(words)[:1].upper() + " ".join(words)[1:])[: WIDTH - 20] + "."


def documented(doc: Doc, fallback: str, indent: int, extra: str = "") -> str:
    """Return the text of a docstring: a summary line, then the rest.

    Args:
        doc: What the document says.
        fallback: The summary, when the document's first sentence does not fit a line.
        indent: Columns before each line.
        extra: Sections that follow, wrapped already.
    """
    text = paragraphs(doc)
    room = WIDTH - indent - len('"""')
    first, rest = _split(text, room - 3)
    summary = ended(first or fallback)
    blocks = [summary, wrap(rest, WIDTH - indent)]
    if doc.deprecated:
        blocks.append("Deprecated.")
    return "\n\n".join(block for block in (*blocks, extra) if block)


def duties(rules: tuple[Rule, ...], width: int) -> str:
    """Return the section on rules that only the server can judge, "" when there are none."""
    said = [" ".join(rule.message.raw.split()) for rule in rules if rule.expression is None]
    if not said:
        return ""
    items = [wrap(f"- {ended(text)}", width) for text in said]
    return "\n".join(["Only the server can check this:", "", *items])


def ended(text: str) -> str:
    """Return text that ends like a sentence."""
    return text if text.endswith((".", "!", "?", ":")) else text + "."


@lru_cache(maxsize=8192)
def wrap(text: str, width: int, hanging: str = "") -> str:
    """Wrap prose; lists, tables, code and headings keep their lines.

    Args:
        text: Any text.
        width: Columns of a line.
        hanging: What every line but the first begins with.
    """
    lines: list[str] = []
    for block in _blocks(text):
        lines.extend(_fill(block, width - len(hanging)))
    return "\n".join(
        hanging + line if number and line else line for number, line in enumerate(lines)
    )


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield (text of one paragraph or line, hanging indent); an empty text is a blank line."""
    pending: list[str] = []
    hang, fenced = "", False
    for line in text.splitlines():
        fence = line.lstrip().startswith(("```", "~~~"))
        item = None if fenced else _ITEM.match(line)
        alone = fenced or fence or not line.strip() or bool(_VERBATIM.match(line))
        if (alone or item) and pending:
            yield " ".join(pending), hang
            pending, hang = [], ""
        if alone:
            yield line.strip() if not fenced else line.rstrip(), "verbatim"
        else:
            hang = "  " if item else hang
            pending.append(" ".join(line.split()))
        fenced ^= fence
    if pending:
        yield " ".join(pending), hang


def _fill(block: tuple[str, str], room: int) -> Iterator[str]:
    text, hang = block
    if len(text) <= room:
        yield text
        return
    line, indent = "", hang if hang != "verbatim" else ""
    for word in text.split():
        longer = f"{line} {word}" if line.strip() else line + word
        if len(longer) > room and line.strip():
            yield line
            line = indent + word
        else:
            line = longer
    yield line


def _split(text: str, room: int) -> tuple[str, str]:
    """Split off the first sentence, if it fits a line."""
    head, _, tail = text.partition("\n\n")
    flat = " ".join(head.split())
    if not flat or _VERBATIM.match(head):
        return "", text
    if len(flat) <= room and not _SENTENCE.search(flat):
        return flat, tail.strip()
    first, *others = _SENTENCE.split(flat, maxsplit=1)
    if len(first) > room or not others:
        return "", text
    rest = head.lstrip()[len(first) :].strip() if head.lstrip().startswith(first) else others[0]
    return first, f"{rest}\n\n{tail}".strip()
