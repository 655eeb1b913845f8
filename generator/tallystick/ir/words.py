"""Names as words: ``createdAt`` is ``("created", "at")``, in no language's case."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tallystick.text import Words

MOST_WORDS: Final = 12
"""A sentence used as an enum value still proposes a name that fits a line."""

LONGEST_WORD: Final = 60

_WORD: Final = re.compile(
    r"[A-Z]{2,}s(?![a-z])"  # URLs, IDs
    r"|[A-Z]+(?![a-z])[0-9]*"  # HTTP of HTTPServer, X509
    r"|[A-Z]?[a-z]+[0-9]*"  # Server, sha256
    r"|[0-9]+(?:[a-z]+|[A-Z]+(?![a-z]))?"  # 1080p, 3D
)
_SEPARATORS: Final = re.compile(r"[^A-Za-z0-9]+")
_SIGNS: Final = {
    "+": "plus",
    "-": "minus",
    "<": "less",
    ">": "greater",
    "=": "equal",
    "!": "not",
}
_SYMBOLS: Final = _SIGNS | {
    "*": "star",
    "/": "slash",
    "\\": "backslash",
    "%": "percent",
    "&": "and",
    "|": "or",
    "$": "dollar",
    "#": "hash",
    "@": "at",
    ".": "dot",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "?": "question",
    "~": "tilde",
    "^": "caret",
    "_": "underscore",
    " ": "space",
}


@lru_cache(maxsize=65536)
def words(name: str) -> Words:
    """Split a name into lower-case words.

    Two names may give the same words; targets tell them apart. A leading sign is spelt out, so
    that ``"+1"`` and ``"-1"`` differ; elsewhere symbols only separate.

    Args:
        name: Any text at all.

    Returns:
        At least one and at most `MOST_WORDS` words; each is not empty, in Unicode's NFKC form,
        and would end an identifier of Unicode's default syntax (UAX 31).
    """
    if name.isascii():
        found = [word.lower() for word in _WORD.findall(name)]
        leading = name[:1]
    else:
        name = unicodedata.normalize("NFKC", name)
        found = [word for part in _runs(name) for word in _split(part)]
        leading = name[:1]
    if not found:
        found = _spelt(name)
    elif leading in _SIGNS:
        signs = [_SIGNS[sign] for sign in _leading_signs(name)]
        found = signs + found
    return tuple(word[:LONGEST_WORD] for word in found[:MOST_WORDS]) or ("empty",)


def key_names(parameter: str) -> tuple[str, ...]:
    """Return the members that a path parameter may stand for, the likeliest first.

    ``{shop_name}`` is the ``name`` of a shop, ``{shop}`` its ``id``.
    """
    return tuple(dict.fromkeys((parameter, words(parameter)[-1], "id")))


def _leading_signs(name: str) -> str:
    """Return the signs that `name` begins with, at most two."""
    end = 0
    while end < len(name) and end < len("<=") and name[end] in _SIGNS:
        end += 1
    return name[:end]


def _runs(name: str) -> list[str]:
    """Return the maximal runs of characters that may stand in an identifier."""
    kept = "".join(char if _continues(char) else " " for char in name)
    return kept.split()


def _continues(char: str) -> bool:
    return char != "_" and ("x" + char).isidentifier() and unicodedata.category(char) != "Pc"


def _split(run: str) -> list[str]:
    """Split one run where its case says so; scripts without case are not split."""
    folded = [
        _SHADOW.get(unicodedata.category(char), "a") if ord(char) > 127 else char  # noqa: PLR2004 - ASCII ends at 127
        for char in run
    ]
    shadow = "".join(folded)
    found = []
    for match in _WORD.finditer(shadow):
        word = unicodedata.normalize("NFKC", run[match.start() : match.end()].lower())
        found.extend(_runs(word))
    return found


_SHADOW: Final = {"Lu": "A", "Lt": "A", "Nd": "0"}
"""Category -> an ASCII character that splits alike."""


def _spelt(name: str) -> list[str]:
    """Name every symbol of a text that holds nothing else."""
    found: list[str] = []
    for char in name[:MOST_WORDS]:
        spelling = _SYMBOLS.get(char) or unicodedata.name(char, "") or f"u{ord(char):04x}"
        found += [word for word in _SEPARATORS.split(spelling.lower()) if word]
    return found
