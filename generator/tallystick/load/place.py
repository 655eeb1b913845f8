"""Where a value stands in a text."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal["", "json", "plain", "single", "double", "literal", "folded"]
"""How a string is written; "" for what is no string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands, in characters from the start of the text.

    Attributes:
        key: Where the key that holds the value begins; the value itself when there is none.
        value: Where the value begins.
        end: Where it ends (exclusive).
        style: For strings: how it is written.
    """

    key: int
    value: int
    end: int
    style: Style = ""
