"""Paths to what a list shows, for a list that shows nothing: they may lead to something or not."""

from collections.abc import Iterable

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.parameters import in_path


def made_up(judging: Judging, chains: Iterable[Chain]) -> dict[str, dict[str, str]]:
    """Return operation -> a value of each parameter of its path.

    Args:
        judging: Of the API.
        chains: How operations follow each other.
    """
    giver = Giver(judging)
    found: dict[str, dict[str, str]] = {}
    for operation in (chain.get for chain in chains if chain.items is not None):
        given = giver.given(operation, path=True)
        if given is not None:
            found[operation.id] = in_path(operation, given)
    return found
