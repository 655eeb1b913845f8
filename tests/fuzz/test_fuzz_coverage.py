"""Coverage in reports: what could not be broken alone, what breaks with it, and the proof."""

from collections.abc import Callable
from typing import Any

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.reports import text
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
