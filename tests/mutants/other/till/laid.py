"""Faults that are written down by kind, as a server's table of them has them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.mutants.other.till.cases_people import Cases
from tests.mutants.other.till.steps import Step


class Laid(NamedTuple):
    """All faults of a server.

    Attributes:
        rows: Kind and name of each, as often as it is written down.
        faults: Name -> what is wrong.
        kinds: Name -> its kind.
        probes: Name -> requests that show it.
    """

    rows: list[tuple[str, str]]
    faults: dict[str, str]
    kinds: dict[str, str]
    probes: dict[str, list[Step]]


def laid(kinds: Mapping[str, Cases]) -> Laid:
    """Return the faults of these kinds."""
    every = [(kind, name, *case) for kind, cases in kinds.items() for name, case in cases.items()]
    return Laid(
        rows=[(kind, name) for kind, name, _, _ in every],
        faults={name: what for _, name, what, _ in every},
        kinds={name: kind for kind, name, _, _ in every},
        probes={name: steps for _, name, _, steps in every},
    )


def bare(kinds: Mapping[str, Mapping[str, tuple[str, Any, list[Step]]]]) -> dict[str, Cases]:
    """Return faults of forms without what they do to them."""
    return {
        kind: {name: (what, steps) for name, (what, _, steps) in cases.items()}
        for kind, cases in kinds.items()
    }
