"""Ranges of days of which words say how long they may be."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from tests.fuzz.handmade import Handmade, reply

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.requests.spans import spans
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

BOTH = "From the first to the last day, both included. 400 when `to` is before `from`"
BOTH += " or more than 7 days are asked for."


def document(words: str = BOTH, kind: str = "date") -> dict[str, Any]:
    """Return a document of tides in a range of days."""
    named = [
        {
            "name": name,
            "in": "query",
            "required": True,
            "schema": {"type": "string", "format": kind},
        }
        for name in ("from", "to")
    ]
    shown = {"type": "object", "properties": {"tides": {"type": "integer"}}}
    content = {"application/json": {"schema": shown}}
    answers = {"200": {"description": "It.", "content": content}, "400": {"description": "No."}}
    get = {"operationId": "tides", "description": words, "parameters": named, "responses": answers}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tides", "version": "1"},
        "paths": {"/tides": {"get": get}},
    }


@pytest.mark.parametrize(
    ("words", "kind", "sent"),
    [
        (
            BOTH,
            "date",
            {("2024-03-06", False), ("2024-03-07", True), ("2024-02-28", True)},
        ),
        (
            "422 for a range of more than 2 weeks.",
            "date",
            {("2024-03-13", False), ("2024-03-15", True)},
        ),
        ("The range is 3 days at most.", "date", {("2024-03-02", False), ("2024-03-04", True)}),
        (
            "A window of up to 36 hours.",
            "date-time",
            {("2024-03-02T00:00:00Z", False), ("2024-03-02T00:00:01Z", True)},
        ),
        (
            "Refused when `from` is later than `to`.",
            "date-time",
            {("2024-02-29T11:59:59Z", True)},
        ),
        ("What is older than 7 days is up to 90 days late.", "date", set()),
        ("No more than 7 entries a day.", "date", set()),
        ("`to` is never before `from`.", "date", set()),
    ],
)
def test_what_words_say_of_ranges(
    words: str, kind: str, sent: set[tuple[str, bool]], api_of: Callable[[Json], Api]
) -> None:
    """The longest range is taken, one past it refused; what is not clear is not read."""
    api = api_of(document(words, kind))
    found = list(spans(api, api.operations[0], {}))
    ends = {(str(next(v for k, v in it.given.items() if k[1] == "to")), it.refused) for it in found}
    assert ends == sent


class Shore(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin at low tide."""
        self.wrong = wrong

    def _one(self, request: Wire) -> Reply:
        asked = dict(parse_qsl(request.target.partition("?")[2]))
        try:
            first, last = (date.fromisoformat(asked[name]) for name in ("from", "to"))
        except (LookupError, ValueError):
            return Reply(status=400)
        days = (last - first).days + 1
        most = {"eight": 8, "six": 6}.get(self.wrong, 7)
        least = -99 if self.wrong == "turned" else 1
        return reply(200, {"tides": 2}) if least <= days <= most else Reply(status=400)


WRONGS = {
    "": dict[str, str](),
    "eight": {"invalid-accepted tides request:range query.to longer": "warning"},
    "six": {"valid-refused tides request:valid": "error"},
    "turned": {"invalid-accepted tides request:range query.to turned": "warning"},
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_a_shore_takes(wrong: str, api_of: Callable[[Json], Api]) -> None:
    """A range that is too long, too short or turned round is told, and a true shore is silent."""
    options = Options(wish=Wish(phases=("rules", "protocol"), most=200))
    outcome = run(api_of(document()), Shore(wrong), options)
    assert {it.key: it.weight.value for it in outcome.findings} == WRONGS[wrong]
