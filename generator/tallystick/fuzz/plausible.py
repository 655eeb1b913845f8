"""Texts for strings that mean something, though no keyword of the schema says what."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.ir import Scalar

URL: Final = "https://example.com/a"
_URL_NAMES: Final = re.compile(r"(?:^|[_-])(?:url|uri|href)$|(?:Url|URL|Uri|URI)$", re.ASCII)
_BASE64: Final = re.compile(r"\bbase-?64\b", re.IGNORECASE | re.ASCII)
_BASE64_TEXTS: Final = ("AAAA", "aGVsbG8gd29ybGQ=")
_FORMATS: Final = frozenset({"byte", "base64"})
_GROUP: Final = 4
"""Characters of base64 that stand for three bytes."""
MOST: Final = 110_000
"""Characters of a text at an edge."""


def known_texts(declared: Scalar, at: str) -> Iterator[tuple[str, str]] | None:
    """Return (what it touches, text) for a string whose texts cannot be anything.

    A server looks into encoded data and fetches addresses, whatever the schema leaves open.

    Args:
        declared: The string.
        at: Its place in the body.

    Returns:
        None when nothing is known.
    """
    if declared.kind != "string" or declared.pattern is not None:
        return None
    words = declared.doc.description.raw if declared.doc.description else ""
    encoded = declared.content_encoding in {"base64", "base64url"} or declared.format in _FORMATS
    if encoded or (declared.format is None and _BASE64.search(words)):
        return _base64(declared)
    if declared.format is None and _URL_NAMES.search(at.rpartition("/")[2]):
        return _urls(declared)
    return None


def _base64(declared: Scalar) -> Iterator[tuple[str, str]]:
    least, most = declared.min_length or 0, declared.max_length
    shortest = -(-least // _GROUP) * _GROUP
    for text in (*_BASE64_TEXTS, "A" * shortest):
        if text and least <= len(text) <= (len(text) if most is None else most):
            yield "", text
    if most is not None and _GROUP <= most <= MOST:
        yield "maxLength", "A" * (most - most % _GROUP)


def _urls(declared: Scalar) -> Iterator[tuple[str, str]]:
    least, most = declared.min_length or 0, declared.max_length
    yield "", URL.ljust(least, "a")
    if most is not None and len(URL) <= most <= MOST:
        yield "maxLength", URL.ljust(most, "a")


def odd(least: int, most: int | None) -> Iterator[tuple[str, str]]:
    """Yield texts of ordinary length that not every program expects.

    Args:
        least: Fewest characters.
        most: Most characters; None is no bound.
    """
    if not least:
        yield "empty", ""
    for text in ("un bateau \u00e9chou\u00e9", "\U0001f6f6 \u7d19\u306e\u8239", 'a "b" \\ <c> & d'):
        if least <= len(text) <= (len(text) if most is None else most):
            yield "characters", text
