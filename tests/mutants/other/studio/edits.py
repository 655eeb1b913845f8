"""The forms of Ottava as a fault has them."""

from typing import Final

from tests.mutants.other.studio import cases_bodies, cases_holes, cases_refused, cases_rules
from tests.mutants.other.studio.papers import papers
from tests.mutants.other.till.cases_rules import Case
from tests.mutants.other.till.forms import Form

KINDS: Final[dict[str, dict[str, Case]]] = (
    cases_rules.EDITS | cases_holes.EDITS | cases_bodies.EDITS | cases_refused.EDITS
)
CASES: Final = {name: case for cases in KINDS.values() for name, case in cases.items()}


def edited(fault: str) -> dict[str, Form]:
    """Return the forms, with one fault or none."""
    forms = papers()
    if fault in CASES:
        CASES[fault][1](forms)
    return forms
