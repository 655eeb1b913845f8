"""The forms of Tillside as a fault has them."""

from typing import Final

from tests.mutants.other.till import cases_bodies, cases_rules
from tests.mutants.other.till.cases_rules import Case
from tests.mutants.other.till.forms import Form
from tests.mutants.other.till.papers import papers

KINDS: Final[dict[str, dict[str, Case]]] = cases_rules.EDITS | cases_bodies.EDITS
CASES: Final = {name: case for cases in KINDS.values() for name, case in cases.items()}


def edited(fault: str) -> dict[str, Form]:
    """Return the forms, with one fault or none."""
    forms = papers()
    if fault in CASES:
        CASES[fault][1](forms)
    return forms
