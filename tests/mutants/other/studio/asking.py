"""What Ottava answers to some requests."""

from collections.abc import Iterable

from tests.mutants.other.studio.server import studio
from tests.mutants.other.till.asking import NOON, Said, asked
from tests.mutants.other.till.steps import Step


def answers(fault: str, steps: Iterable[Step]) -> list[Said]:
    """Return status, headers and body of each answer; the clock stands still."""
    return asked(studio(fault, lambda: NOON), steps, {"x-studio-key": "key_ada"})
