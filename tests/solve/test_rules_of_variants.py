"""Rules that stand in the variants of a union: they are broken where their variant is meant."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.solve import Need, Proof, Solver, Witness


def variant(kind: str, *rules: str) -> dict[str, Any]:
    """Return a variant with rules of its own; all have the same members."""
    said = [{"id": f"{kind}-said", "rule": rule, "message": "No."} for rule in rules]
    members = {"kind": {"const": kind}, "words": {"type": "string"}}
    required = ["kind", "words"]
    return {
        "type": "object",
        "required": required,
        "properties": members,
        "x-validations": said,
    }


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize("other", ["song", "talk"])
def test_another_variant_breaks_no_rule_of_this_one(
    made: Callable[..., Solver], keyword: str, other: str
) -> None:
    """A message of this kind breaks the rule; of another, it is proved that none does."""
    noise = variant("noise", "self.words != ''")
    solver = made({keyword: [variant("song"), noise, variant("talk")]})
    (rule,) = (it for it in solver.claims if it.detail == "noise-said")
    assert isinstance(solver.violate(rule, Need("/kind", "value", other)), Proof)
    broken = solver.violate(rule)
    assert isinstance(broken, Witness)
    assert broken.value == {"kind": "noise", "words": ""}
