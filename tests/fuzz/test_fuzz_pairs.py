"""Pairs of choices that nobody has seen together are named in every report."""

import json
from types import ModuleType

import pytest

from tallystick.fuzz.ledger import Outcome, Tally
from tallystick.fuzz.reports import html, markdown, text
from tallystick.fuzz.reports import json as as_json
from tallystick.fuzz.reports.facts import Retold

RETOLD = Retold(curl=lambda _: "", python=lambda _: "", replay="tally fuzz")


def outcome(*pairs: tuple[str, str]) -> Outcome:
    """Return how a campaign ended that left some pairs open."""
    return Outcome(
        title="Boxes",
        seed=0,
        findings=(),
        operations={"makeBox": Tally(), "getBox": Tally()},
        trials={},
        gaps=(),
        unreached=(),
        requests=1,
        seconds=0.1,
        planned=1,
        pairs_open=tuple(("makeBox", *pair) for pair in pairs),
    )


@pytest.mark.parametrize("renderer", [html, markdown, text])
def test_pairs_are_named(renderer: ModuleType) -> None:
    """With the operation and both choices; nothing is said when there are none."""
    said = renderer.render(outcome(("/kind 'open'", "/lid True")), RETOLD)
    assert "neither made nor proved impossible" in said
    assert "/lid True" in said.replace("&#39;", "'")
    assert "neither made nor proved" not in renderer.render(outcome(), RETOLD)


def test_the_terminal_shows_a_few() -> None:
    """And says how many more there are."""
    left = [(f"/kind '{number}'", "/lid True") for number in range(9)]
    (line,) = (it for it in text.render(outcome(*left), RETOLD).splitlines() if "neither" in it)
    assert line.startswith("makeBox: 9 pairs of choices")
    assert line.endswith("and 6 more")


def test_json_has_all() -> None:
    """As lists of two."""
    said = json.loads(as_json.render(outcome(("/kind 'open'", "/lid True")), RETOLD))
    assert said["operations"]["makeBox"]["pairs_open"] == [["/kind 'open'", "/lid True"]]
    assert said["operations"]["getBox"]["pairs_open"] == []
