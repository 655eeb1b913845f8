"""Moderation in small: a list of words, and one picture, that are refused."""

import re
import unicodedata
from typing import Final

from PIL import Image

BLOCKED: Final = frozenset({"behead", "beheading", "gore", "gory", "nsfw", "nude", "nudity"})
"""Words that no prompt may have, in any case and any width of letters."""

CARD: Final = (255, 0, 255)
"""Colour of the test card: a picture of nothing but this magenta stands for what is refused."""

TOLERANCE: Final = 12
"""How far a level of the test card may be off, since JPEG rounds."""


def blocked_word(prompt: str) -> str | None:
    """Return the first blocked word of a prompt."""
    plain = unicodedata.normalize("NFKC", prompt).casefold()
    words = re.findall(r"[^\W\d_]+", plain)
    return next((word for word in words if word in BLOCKED), None)


def is_card(picture: Image.Image) -> bool:
    """Tell whether a picture is the test card."""
    extremes = picture.convert("RGB").getextrema()
    return all(
        isinstance(bounds, tuple) and all(abs(bound - wanted) <= TOLERANCE for bound in bounds)
        for bounds, wanted in zip(extremes, CARD, strict=True)
    )
