"""What filters and orders promise: what is asked for comes, nothing else, and in order."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.model import Finding, Weight
from tallystick.fuzz.oracles.listed import LONGEST, Shown, measured
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
    said = f"{asked.name} asked for {_short(asked.wanted)}{asked.how}, "
    said += f"and an item came whose {asked.member} is {_short(got)}"
    claim = about(shown.case, "list:filter", asked.at)
    yield finding("filter-ignored", said, *shown, claim=claim, weight=asked.weight)


def left_out(shown: Shown, asked: Asked, name: str, got: Json) -> Iterator[Finding]:
    """Yield a finding about an item that a filter should have kept; arguments as of `kept_out`."""
    said = f"{asked.name} asked for {_short(asked.wanted)}{asked.how}, and {name[:LONGEST]!r}, "
    said += f"whose {asked.member} is {_short(got)}, did not come"
    claim = about(shown.case, "list:filter-keeps", asked.at)
    yield finding("filter-misses", said, *shown, claim=claim, weight=asked.weight)


def _short(value: Json) -> str:
    return compact(value)[:LONGEST].decode("utf-8", "replace")


def begun(
    shown: Shown, at: str, values: Sequence[Json], known: Sequence[Json], *, down: bool | None
) -> Iterator[Finding]:
    """Yield a finding when an order does not begin with the first of what is known.

    Args:
        shown: The first page.
        at: The order.
        values: What its items are sorted by.
        known: What all items are sorted by.
        down: Largest first; None when the document does not say.
    """
    first = measured(values[0]) if values else None
    keys = [key for key in map(measured, known) if key is not None]
    if first is None or down is None or len(keys) < len(known):
        return
    if first != (max(keys) if down else min(keys)):
        said = f"the order {at} does not begin with the {'largest' if down else 'smallest'}"
        claim = about(shown.case, "list:sort", at)
        yield finding("sort-ignored", said, *shown, claim=claim)
