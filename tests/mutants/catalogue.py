"""All mutants that count: a recorded request shows each one different from the true server."""

from tests.mutants.changes import changes
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.model import Mutant
from tests.mutants.probing import recorded
from tests.mutants.servers import document
from tests.mutants.wrongs import wrongs


def made() -> list[Mutant]:
    """Return every mutant, equivalent ones too."""
    return [*changes(document()), *wrongs(document())]


def catalogue() -> list[Mutant]:
    """Return the mutants that count."""
    shown = recorded()
    return [mutant for mutant in made() if mutant.id in shown and mutant.id not in EQUIVALENT]


def sample(mutants: list[Mutant], every: int) -> list[Mutant]:
    """Return each Nth mutant of every kind, at least one of each."""
    turns: dict[str, int] = {}
    chosen = []
    for mutant in mutants:
        turn = turns[mutant.kind] = turns.get(mutant.kind, -1) + 1
        if turn % every == 0:
            chosen.append(mutant)
    return chosen
