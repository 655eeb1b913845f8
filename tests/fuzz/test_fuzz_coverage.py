"""Coverage in reports: what could not be broken alone, what breaks with it, and the proof."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome, Tally
from tallystick.fuzz.model import Claim, Gap
from tallystick.fuzz.reports import html, json, junit, markdown, text
from tallystick.fuzz.reports.facts import Retold, standing
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api
from tallystick.serve import app


def test_what_is_never_alone_says_what_breaks_with_it(
    document: dict[str, Any], api_of: Callable[[Any], Api]
) -> None:
    """A list that is too long breaks a rule as well: the rule is named, with the proof."""
    order = document["components"]["schemas"]["Order"]
    order["properties"] |= {
        name: {"type": "array", "maxItems": most, "items": {"type": "integer"}}
        for name, most in (("left", 2), ("right", 2))
    }
    count = "(has(self.{0}) ? size(self.{0}) : 0)"
    order["x-validations"].append(
        {
            "id": "as-many",
            "rule": f"{count.format('left')} == {count.format('right')}",
            "message": "left and right have as many items",
        }
    )
    api = api_of(document)
    transport = InProcess(app(api, token="mine"))
    try:
        wish = Wish(only=("makeBox",))
        outcome = run(api, transport, Options(wish=wish, credentials=Credentials(auth=("mine",))))
    finally:
        transport.close()
    rows = {(row["claim"], row["at"]): row for row in standing(outcome)}
    row = rows["schema:maxItems", "/left"]
    assert row["state"] == "never alone"
    assert str(row["why"]).startswith("what breaks it breaks ")
    edges = {rows["schema:maxItems", at]["edge"] for at in ("/left", "/right")}
    assert edges == {"accepted"}, "one body is at the bounds of both"
    shown = text.render(outcome, Retold(curl=str, python=str, replay=""))
    assert "never alone: makeBox schema:maxItems /left" in shown
    assert "as-many" in shown
    assert "why" not in rows["schema:minLength", "/name"]


@pytest.mark.parametrize("renderer", [text, json, html, markdown, junit])
def test_what_no_valid_request_reaches_stands_in_every_report(renderer: ModuleType) -> None:
    """A value that was never sent; in CI it was skipped, and did not pass."""
    outcome = Outcome(
        title="Boxes",
        seed=0,
        findings=(),
        operations={"makeBox": Tally(valid=1, accepted=1)},
        trials={},
        gaps=(),
        unreached=(("makeBox", "/kind=round"),),
        requests=1,
        seconds=0.1,
        planned=1,
    )
    said = renderer.render(outcome, Retold(curl=str, python=str, replay=""))
    assert "/kind=round" in said
    if renderer is junit:
        suite = ET.fromstring(said)  # noqa: S314 - our own
        assert (suite.get("tests"), suite.get("skipped")) == ("1", "1")
        assert [case[0].tag for case in suite.findall("testcase")] == ["skipped"]


@pytest.mark.parametrize("renderer", [text, json, html, markdown, junit])
def test_why_nothing_breaks_a_claim_stands_in_every_report(renderer: ModuleType) -> None:
    """The proof; in CI the claim was skipped, and did not pass."""
    claim = Claim(operation="makeBox", name="schema:minItems", at="/parts")
    outcome = Outcome(
        title="Boxes",
        seed=0,
        findings=(),
        operations={},
        trials={},
        gaps=(Gap(claim=claim, reason="proved impossible by rule two-parts"),),
        unreached=(),
        requests=1,
        seconds=0.1,
        planned=1,
    )
    said = renderer.render(outcome, Retold(curl=str, python=str, replay=""))
    assert "never isolated" in said
    assert "proved impossible by rule two-parts" in said
    if renderer is junit:
        suite = ET.fromstring(said)  # noqa: S314 - our own
        assert suite.get("skipped") == "1"
        assert [case[0].tag for case in suite.findall("testcase")] == ["skipped"]
