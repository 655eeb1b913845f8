"""Which of the bodies that break one keyword at one place are sent."""

import json
from collections.abc import Mapping
from itertools import pairwise, zip_longest
from typing import TypeVar

from tallystick.fuzz.bodies.lenient import TAKEN
from tallystick.text import Json

_B = TypeVar("_B")


def picked(
    keyword: str, found: Mapping[bytes, tuple[int, _B]], most: int, *, whole: bool
) -> list[_B]:
    """Return those that break the least beside it, and what lenient readers take for a number.

    Args:
        keyword: What is broken.
        found: What stands there -> (what is broken beside it, the body).
        most: So many of those that break the least.
        whole: They stand for the whole body: whatever is no object breaks all that rules read.
    """
    some = _varied(found) if keyword == "uniqueItems" else [*found.values()]
    ranked = sorted(some, key=lambda each: each[0])
    least = [each for each in ranked if whole or each[0] == ranked[0][0]][:most]
    taken = [found[told] for told in TAKEN if told in found] if keyword == "type" else []
    least[1:1] = [each for each in taken if each not in least]
    return [each for _, each in least]


def _varied(found: Mapping[bytes, tuple[int, _B]]) -> list[tuple[int, _B]]:
    """Return lists with an item twice, those in turn where these are neighbours, and where not."""
    near = [bad for wrong, bad in found.items() if not _apart(json.loads(wrong))]
    far = [bad for wrong, bad in found.items() if _apart(json.loads(wrong))]
    return [bad for pair in zip_longest(near, far) for bad in pair if bad is not None]


def _apart(items: Json) -> bool:
    """Whether no item of a list is like the next."""
    return isinstance(items, list) and all(one != other for one, other in pairwise(items))
