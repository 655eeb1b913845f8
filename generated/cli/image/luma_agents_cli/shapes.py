"""What flags take, by name."""

from __future__ import annotations

from typing import Final

from ._shapes import BASE64, STRING, Member, Shape, record

SHAPES: Final[dict[str, Shape]] = {
    "image_ref": record(
        Member("data", BASE64, "Base64-encoded image data"),
        Member("media_type", STRING, "MIME type (e.g. image/jpeg). Required with data."),
        Member("url", STRING, "Publicly accessible image URL"),
    ),
}
