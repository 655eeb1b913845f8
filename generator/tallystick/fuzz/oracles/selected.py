"""What filters and orders promise: what is asked for comes, nothing else, and in order."""

from collections.abc import Iterator
from typing import NamedTuple

from tallystick.fuzz.model import Finding, Weight
from tallystick.fuzz.oracles.alike import LONGEST, short
from tallystick.fuzz.oracles.listed import Shown
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.text import Json


class Asked(NamedTuple):
    """A condition.

    Attributes:
        name: Of what takes it, for people.
        at: Its place, in a claim.
        wanted: The value that is asked for.
        how: Words behind the value.
        member: What is compared.
        weight: Of findings.
    """

    name: str
    at: str
    wanted: Json
    how: str
    member: str
    weight: Weight


def kept_out(shown: Shown, asked: Asked, got: Json) -> Iterator[Finding]:
    """Yield a finding about an item that a filter should have left out.

    Args:
        shown: The page.
        asked: The condition.
        got: What the item has.
    """
    said = f"{asked.name} asked for {short(asked.wanted)}{asked.how}, "
    said += f"and an item came whose {asked.member} is {short(got)}"
    claim = about(shown.case, "list:filter", asked.at)
    yield finding("filter-ignored", said, *shown, claim=claim, weight=asked.weight)


def left_out(shown: Shown, asked: Asked, name: str, got: Json) -> Iterator[Finding]:
    """Yield a finding about an item that a filter should have kept; arguments as of `kept_out`."""
    said = f"{asked.name} asked for {short(asked.wanted)}{asked.how}, and {name[:LONGEST]!r}, "
    said += f"whose {asked.member} is {short(got)}, did not come"
    claim = about(shown.case, "list:filter-keeps", asked.at)
    yield finding("filter-misses", said, *shown, claim=claim, weight=asked.weight)


def begun(shown: Shown, at: str, name: str, *, down: bool, weight: Weight) -> Iterator[Finding]:
    """Yield a finding about an order that does not begin with the first of all items.

    Args:
        shown: The first page.
        at: The order.
        name: The item that should be the first.
        down: Largest first.
        weight: Of the finding.
    """
    said = f"the order {at} does not begin with {name[:LONGEST]!r}, "
    said += f"which has the {'largest' if down else 'smallest'} value"
    claim = about(shown.case, "list:sort", at)
    yield finding("sort-ignored", said, *shown, claim=claim, weight=weight)
