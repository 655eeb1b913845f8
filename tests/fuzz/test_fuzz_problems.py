"""What refusals say of themselves, and headers that are listed."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.fuzz.handmade import reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message
from tallystick.fuzz.oracles import problems
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

MADE = Case(
    operation="makeBox",
    kind="valid",
    expect="accepted",
    message=Message(method="POST", path="/boxes"),
    value={},
    has_value=True,
)
ASKED = Case(
    operation="getBox",
    kind="poll",
    expect="accepted",
    message=Message(method="GET", path="/boxes/b"),
)
PROBLEM = {"content-type": "application/problem+json"}
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("words", "headers", "body", "weights"),
    [
        ("", PROBLEM, {"status": 422}, []),
        ("", PROBLEM, {"status": 400}, ["error"]),
        ("", PROBLEM, {}, []),
        ("", PROBLEM, {"status": True}, []),
        ("", PROBLEM, {"status": "refused"}, []),
        ("", PROBLEM, [], []),
        ("The HTTP status.", JSON, {"status": 400}, ["warning"]),
        ("The HTTP status code.", JSON, {"status": 422}, []),
        ("How the box fares.", JSON, {"status": 400}, []),
        ("The HTTP status.", {"content-type": "text/plain"}, {"status": 400}, []),
    ],
)
def test_the_status_in_the_body(  # noqa: PLR0913, PLR0917 - the table and two fixtures
    words: str,
    headers: dict[str, str],
    body: Json,
    weights: list[str],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """It is that of the answer: in a problem, or where words say so."""
    told = {"type": "object", "properties": {"status": {"type": "integer", "description": words}}}
    refused = copy.deepcopy(document["paths"]["/boxes"]["post"]["responses"]["422"])
    refused["content"]["application/json"] = {"schema": told}
    document["paths"]["/boxes"]["post"]["responses"]["422"] = refused
    api = api_of(document)
    found = problems.judge(Scene(api, Judging(api)), MADE, reply(422, body, headers))
    assert [it.weight.value for it in found] == weights


@pytest.mark.parametrize(
    ("listed", "status", "headers", "kinds"),
    [
        ({}, 401, {}, ["no-challenge"]),
        ({}, 401, {"www-authenticate": "Bearer"}, []),
        ({}, 422, {}, []),
        ({"required": True}, 401, {}, []),
        (None, 401, {}, []),
    ],
)
def test_the_challenge(  # noqa: PLR0913, PLR0917 - the table and two fixtures
    listed: dict[str, Json] | None,
    status: int,
    headers: dict[str, str],
    kinds: list[str],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """A 401 has one where the document lists it; what is required is told as such."""
    told = {"schema": {"type": "string"}, **(listed or {})}
    responses = document["paths"]["/boxes"]["post"]["responses"]
    for name in ("401", "422"):
        given = {"headers": {"WWW-Authenticate": told}} if listed is not None else {}
        responses[name] = responses[name] | given
    api = api_of(document)
    found = problems.challenge(Scene(api, Judging(api)), MADE, reply(status, {}, headers))
    assert [it.kind for it in found] == kinds


Heard = Callable[..., tuple[list[tuple[str, str, str]], list[str]]]


@pytest.fixture
def listing(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Callable[..., Api]:
    """Return a function that gives an API whose answers all list a header."""

    def start(name: str, **said: Json) -> Api:
        listed = {name: {"schema": {"type": "string"}, **said}}
        for path in document["paths"].values():
            for operation in path.values():
                for status, each in operation["responses"].items():
                    operation["responses"][status] = each | {"headers": listed}
        return api_of(document)

    return start


@pytest.fixture
def heard(listing: Callable[..., Api]) -> Heard:
    """Return a function that gives what a ledger tells, and notes, of a header after answers."""

    def start(
        name: str, answers: Sequence[tuple[Case, int, bool]], **said: Json
    ) -> tuple[list[tuple[str, str, str]], list[str]]:
        api = listing(name, **said)
        ledger = Ledger(Scene(api, Judging(api)))
        for case, status, has in answers:
            told = {name.lower(): "x"} if has else {}
            ledger.judge(case, reply(status, {}, told))
        ledger.close()
        found = (it for it in ledger.findings if it.kind == "header-never")
        return [(it.claim.operation, it.claim.at, it.weight.value) for it in found], ledger.notes

    return start


@pytest.mark.parametrize(
    ("name", "description", "notes"),
    [
        ("X-Request-Id", "Names the request; give it when asking for help.", 1),
        ("X-Left", "Requests that are left.", 1),
        ("X-Request-Id", "Echoed when the client sends one.", 0),
        ("X-Left", "Sent if the limit is near.", 0),
        ("Retry-After", "Seconds.", 0),
    ],
)
def test_a_header_that_never_comes(name: str, description: str, notes: int, heard: Heard) -> None:
    """It is noted after many answers, unless words or its own meaning make it seldom."""
    many = [(MADE, 422, False)] * 15 + [(ASKED, 404, False)] * 5
    said = f"the header {name} is listed, and came with none of 20 answers"
    assert heard(name, many, description=description) == ([], [said] * notes)


def test_headers_that_come_or_were_not_asked_for_often(heard: Heard) -> None:
    """Few answers, answers of one sort and those of which one has it tell nothing."""
    many = [(MADE, 422, False)] * 15 + [(ASKED, 404, False)] * 4
    assert heard("X-Request-Id", many) == ([], [])
    assert heard("X-Request-Id", [(MADE, 422, False)] * 30) == ([], [])
    assert heard("X-Request-Id", [*many, (ASKED, 404, True)] * 2) == ([], [])


@pytest.mark.parametrize(
    ("name", "weights"), [("X-Request-Id", ["warning"]), ("Trace-ID", ["warning"]), ("X-Left", [])]
)
def test_an_id_that_never_comes_at_one_sort_of_answers(
    name: str, weights: list[str], heard: Heard
) -> None:
    """It is told where all others have it; what is no id may have reasons of its own."""
    elsewhere = [(MADE, 422, True), (ASKED, 200, True)]
    lacking = (ASKED, 404, False)
    assert heard(name, [*elsewhere, *[lacking] * 2]) == ([], [])
    found, _ = heard(name, [*elsewhere, *[lacking] * 3])
    assert found == [("getBox", f"404.{name}", weight) for weight in weights]
    assert heard(name, [*elsewhere, (ASKED, 200, False), *[lacking] * 3]) == ([], [])


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("X-Request-Id", ["a"], 1),
        ("X-Request-Id", ["a", "a", "b"], 0),
        ("X-Tenant-Id", ["a"], 0),
        ("X-Request-Cost", ["1"], 0),
    ],
)
def test_an_id_of_requests_that_is_always_the_same(
    name: str, values: list[str], found: int, listing: Callable[..., Api]
) -> None:
    """It names none of them; what is no id, or of something else, may stay as it is."""
    api = listing(name)
    for count, expected in ((20, found), (19, 0)):
        ledger = Ledger(Scene(api, Judging(api)))
        for number in range(count):
            ledger.judge(MADE, reply(422, {}, {name.lower(): values[number % len(values)]}))
        ledger.close()
        assert sum(it.kind == "header-same" for it in ledger.findings) == expected
