"""Patterns of JSON Schema (ECMA-262, mode u) as patterns of Python's `re`."""

import re
from functools import lru_cache
from typing import Final

_ESCAPES: Final = {
    "d": "0-9",
    "w": "A-Za-z0-9_",
    "s": r" \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
}
_TOKEN: Final = re.compile(
    r"\\u\{(?P<brace>[0-9A-Fa-f]{1,6})\}"
    r"|\\u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|\\c(?P<control>[A-Za-z])"
    r"|\\k<(?P<back>\w+)>"
    r"|\\(?P<escape>.)"
    r"|\(\?<(?P<name>[A-Za-z_]\w*)>"
    r"|(?P<other>.)",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def translate(pattern: str) -> str | None:
    """Return the pattern for `re.search`, or None when Python has no equal.

    The end of the text, the classes of digits, words and blanks, and surrogate pairs are written
    in the same way in both and mean different things.
    """
    pieces: list[str] = []
    inside = False
    for match in _TOKEN.finditer(pattern):
        piece = _piece(match, inside=inside)
        if piece is None:
            return None
        if match["other"] == "[" and not inside:
            inside = True
        elif match["other"] == "]":
            inside = False
        pieces.append(piece)
    translated = "".join(pieces)
    try:
        re.compile(translated)
    except (re.error, OverflowError, RecursionError):
        return None
    return translated


def _piece(match: re.Match[str], *, inside: bool) -> str | None:
    if match["other"]:
        return _other(match["other"], inside=inside)
    if match["escape"]:
        return _escape(match["escape"], inside=inside)
    if match["name"]:
        return f"(?P<{match['name']}>"
    if match["back"]:
        return f"(?P={match['back']})"
    return _literal(_point(match))


def _point(match: re.Match[str]) -> int:
    if match["brace"]:
        return min(int(match["brace"], 16), 0x10FFFF)
    if match["control"]:
        return ord(match["control"].upper()) - 64
    high, low = int(match["high"], 16), int(match["low"], 16)
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


def _other(char: str, *, inside: bool) -> str:
    if char == "$" and not inside:
        return r"\Z"
    # Python warns of these in a set, as it may give them a meaning one day.
    return f"\\{char}" if inside and char in "[&~|" else char


def _escape(char: str, *, inside: bool) -> str | None:
    if char in "pP":
        return None
    lower = char.lower()
    if lower in _ESCAPES:
        members = _ESCAPES[lower]
        if inside:
            return members if char == lower else None
        return f"[{'^' if char != lower else ''}{members}]"
    if char in "bBfnrtvxu" or char.isdigit():
        return r"\x00" if char == "0" else f"\\{char}"
    return _literal(ord(char))


def _literal(point: int) -> str:
    return re.escape(chr(point))
