"""Media types."""

from typing import Final

_OTHER: Final = "x-other"
"""Stands in a media type for whatever a range lets be."""


def representative(media_type: str) -> str:
    """Return one of the media types that a range speaks of; others as they are."""
    bare = media_type.partition(";")[0].strip()
    kind, slash, rest = bare.partition("/")
    if rest != "*":
        return media_type
    return f"{'application' if kind == '*' else kind}{slash}{_OTHER}"
