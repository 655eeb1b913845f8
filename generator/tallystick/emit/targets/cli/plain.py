"""Text of documents without what would command a terminal."""

import re
from typing import Final

_SEQUENCE: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences: colours, movements, clearing
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # strings: titles, links
    r"|\x1b[ -/]*[0-~]?"
)
"""Source: ECMA-48, sections 5.3 to 5.6."""


def plain(text: str) -> str:
    """Return text without escape sequences, controls, and marks that reorder what is read."""
    if text.isprintable():
        return text
    kept = _SEQUENCE.sub("", text)
    return "".join(char for char in kept if char.isprintable() or char in "\n\t")
