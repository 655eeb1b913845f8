"""How words say that no two resources have a member alike: surely, most likely, perhaps."""

import re
from typing import Final

_TWO: Final = re.compile(
    r"\bno two\b|\balready (?:taken|used|exists?|in use|registered|assigned)\b"
    r"|\b(?:taken|used|given|in use|assigned) (?:already|twice|only once|by another)\b"
    r"|\b(?:must|has to|have to|needs to) be unique\b|\b(?:is|are) unique\b"
    r"|\bunique (?:among|across|within|per|in|for each|in each)\b"
    r"|\b(?:taken|twice|another|other|same|exists)\b.*\b409\b"
    r"|\b409\b.*\b(?:taken|twice|another|other|same|exists)\b"
)
_ONE: Final = re.compile(r"\bunique (?!id\b|identifier|items?\b|elements?\b|values?\b|key\b)\w+")
_SOME: Final = re.compile(
    r"\bunique\b|\balready\b|\b(?:taken|used|given) once\b|\b409\b|\bduplicates?\b"
)
_THEIRS: Final = re.compile(r"\b(?:clients?|callers?|you|applications?) (?:is|are) responsible\b")
"""Who sees to it is not the server."""


def said(text: str) -> bool:
    """Whether words in lower case say it, and that of what the server sees to."""
    return _in(_TWO, text) and not _in(_THEIRS, text)


def meant(text: str) -> bool:
    """Whether they most likely do, where a conflict (409) is documented."""
    return _in(_ONE, text)


def perhaps(text: str) -> bool:
    """Whether they may: enough to send nothing twice, too little to complain of what is."""
    return _in(_TWO, text) or _in(_SOME, text)


def _in(words: re.Pattern[str], text: str) -> bool:
    """Whether words stand in a text, whose lines may end anywhere."""
    return words.search(" ".join(text.split())) is not None
