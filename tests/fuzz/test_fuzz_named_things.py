"""What a body names and nobody can make: shown by examples, and answered as missing."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import bodies
from tallystick.fuzz.bodies.texts import misses
from tallystick.fuzz.model import Case, Message, Named, Reply
from tallystick.fuzz.oracles import acceptance, idempotency
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.solve.strings.formats import language
from tallystick.solve.strings.language import contains

STAY: dict[str, Any] = {
    "type": "object",
    "required": ["berth", "from"],
    "properties": {
        "berth": {"$ref": "#/components/schemas/Code", "examples": ["A-07"]},
        "from": {"type": "string", "format": "date"},
        "nights": {"type": "integer", "minimum": 1, "maximum": 9},
    },
    "x-validations": [
        {"id": "few-in-may", "rule": "self.from < '2031-05-01' || self.nights <= 3", "message": "x"}
    ],
}


def api_of(*statuses: str) -> Api:
    """Return an API that keeps stays, and answers with some statuses."""
    answers = {status: {"description": "Said."} for status in ("201", *statuses)}
    body = {"required": True, "content": {"application/json": {"schema": STAY}}}
    operation = {"operationId": "stay", "requestBody": body, "responses": answers}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Stays", "version": "1"},
        "paths": {"/stays": {"post": operation}},
        "components": {"schemas": {"Code": {"type": "string", "pattern": "^[A-D]-[0-9]{2}$"}}},
    }
    parsed, found = parse_text(json.dumps(document).encode(), "stays.json")
    assert parsed is not None, found
    resolved, found = resolve(parsed)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return api


ASKED = Case(
    operation="stay",
    kind="valid",
    expect="accepted",
    message=Message(method="POST", path="/stays", body=b"{}"),
)


def test_texts_of_a_pattern_are_those_that_a_member_shows() -> None:
    """Others may name nothing, though the pattern has them."""
    api = api_of()
    content = json_content(api.operations[0])
    assert content is not None
    assert content.type is not None
    made = bodies(Judging(api), content, content.type, seed=1, most=60, statuses=("stated",))
    assert {it.value["berth"] for it in made.valid if isinstance(it.value, dict)} == {"A-07"}


def test_patterns_are_missed_by_little() -> None:
    """One more, one less, another case: of the shortest text and of the longest."""
    texts = set(misses("^[A-Z]{2}-[0-9]{4,6}$"))
    assert texts >= {"AA-000", "AA-0000000", "A-0000", "aa-0000"}
    assert "http://" in set(misses("^https://"))
    assert list(misses("(?P<a>")) == []


@pytest.mark.parametrize(
    ("listed", "status", "told"),
    [
        ("404", 404, []),
        ("410", 404, ["valid-refused"]),
        ("default", 404, ["valid-refused"]),
        ("404", 422, ["valid-refused"]),
    ],
)
def test_what_a_body_names_may_be_missing(listed: str, status: int, told: list[str]) -> None:
    """Where the document lists just that answer: no path says what else is not there."""
    scene = Scene(api := api_of(listed), Judging(api))
    found = acceptance.judge(scene, ASKED, Reply(status=status))
    assert [each.kind for each in found] == told


@pytest.mark.parametrize(("named", "told"), [(True, []), (False, ["key-mixed-up"])])
def test_another_caller_may_not_name_what_is_the_first_ones(named: bool, told: list[str]) -> None:  # noqa: FBT001 - a case
    """That is no mix-up of keys."""
    name = Named(member="boat", planned="a", given="b", maker=ASKED, pointer="/id")
    message = replace(ASKED.message, caller="second")
    other = replace(ASKED, message=message, names=(name,) if named else ())
    replies = (Reply(status=201), Reply(status=404))
    found = idempotency.apart(ASKED, other, replies, ("/id",), "another caller")
    assert [each.kind for each in found] == told


@pytest.mark.parametrize(("name", "rest"), [("date", ""), ("date-time", "T00:00:00Z")])
def test_no_year_0(name: str, rest: str) -> None:
    """RFC 3339 has it; calendars of most languages do not."""
    known = language(name)
    assert known is not None
    assert not contains(known.inner, f"0000-01-01{rest}")
    assert contains(known.outer, f"0000-01-01{rest}")
    assert contains(known.inner, f"0001-01-01{rest}")
