"""How deep and how large a document may be; hostile ones are both."""

from typing import Final

MAX_DEPTH: Final = 500
"""Levels of values inside of values."""

MAX_VALUES: Final = 1_000_000
"""Values that aliases, or the actions of overlays, may copy."""
