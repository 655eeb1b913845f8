"""Conflicts with what was made before: each body has a value of its own, and others are excused."""

import re
from collections.abc import Callable
from itertools import islice
from random import SystemRandom
from typing import Any

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply, weights

from tallystick.fuzz.bodies.uniqueness import likely
from tallystick.fuzz.bodies.unlike import others, shaken
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

MEMBER: dict[str, Any] = {
    "type": "object",
    "required": ["email", "colour"],
    "additionalProperties": False,
    "properties": {
        "email": {"type": "string", "format": "email"},
        "colour": {"enum": ["red", "green", "blue"]},
        "age": {"type": "integer", "minimum": 18, "maximum": 130},
        "motto": {"type": "string", "maxLength": 20},
    },
}
VALIDATOR = jsonschema_rs.Draft202012Validator(MEMBER, validate_formats=True)


def document(said: str = "Email is taken", member: dict[str, Any] = MEMBER) -> dict[str, Any]:
    """Return a document of members that join, and of what is in their way."""
    shown = {"type": "object", "properties": {"id": {"type": "string"}}}
    seen = {"description": "It.", "content": {"application/json": {"schema": shown}}}
    refused = {status: {"description": "No."} for status in ("400", "404", "415", "422")}
    body = {"required": True, "content": {"application/json": {"schema": member}}}
    name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    answers = {"201": seen, "409": {"description": said}, **refused}
    join = {"operationId": "join", "requestBody": body, "responses": answers}
    get = {"operationId": "getMember", "parameters": [name], "responses": {"200": seen, **refused}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Club", "version": "1"},
        "paths": {"/members": {"post": join}, "/members/{id}": {"get": get}},
    }


class Club(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without members."""
        self.wrong = wrong
        self.emails: list[str] = []

    def _one(self, request: Wire) -> Reply:
        if request.method == "GET":
            name = request.target.rpartition("/")[2]
            known = re.fullmatch("[0-9]{1,6}", name) and int(name) < len(self.emails)
            return reply(200, {"id": name}) if known else reply(404, {})
        if request.method != "POST":
            return reply(404, {})
        if dict(request.headers).get("Content-Type") != "application/json":
            return reply(415, {})
        body = asked_in(request.body)
        if not VALIDATOR.is_valid(body):
            return reply(422, {})
        taken = body["email"] in self.emails or (self.wrong and body["colour"] == self.wrong)
        if taken:
            return reply(409, {})
        self.emails.append(body["email"])
        return reply(201, {"id": str(len(self.emails) - 1)})


@pytest.fixture
def outcome(api_of: Callable[[Json], Api]) -> Callable[..., Outcome]:
    """Return a campaign against a server of the document."""

    def start(server: Club, said: str = "Email is taken") -> Outcome:
        wish = Wish(seed=2, most=300)
        return run(api_of(document(said)), server, Options(wish=wish))

    return start


@pytest.mark.parametrize("said", ["Email is taken", "Conflict", "Somebody has that name already"])
def test_who_is_known_is_no_finding(outcome: Callable[..., Outcome], said: str) -> None:
    """Each body has an address of its own."""
    done = outcome(Club(), said)
    assert weights(done) == {}
    tally = done.operations["join"]
    assert tally.accepted == tally.valid > 10


def test_a_server_that_forgets_nothing(outcome: Callable[..., Outcome]) -> None:
    """The second campaign meets what the first one sent, and asks with values of its own."""
    server = Club()
    first = outcome(server)
    known = len(server.emails)
    again = outcome(server)
    assert weights(again) == {}
    assert again.operations["join"].accepted == again.operations["join"].valid
    assert len(server.emails) > known + first.operations["join"].valid / 2


def test_a_value_that_cannot_be_another_is_excused(
    outcome: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text without letters and digits stays; who has it is known."""
    monkeypatch.setattr("tallystick.fuzz.bodies.unlike.ALPHABETS", ())
    done = outcome(Club())
    assert weights(done) == {}
    assert set(done.operations["join"].excused) == {"another one may have its email"}


def test_a_conflict_with_nothing_is_a_finding(outcome: Callable[..., Outcome]) -> None:
    """Nobody had that address, and the colour is one that the document lists."""
    assert weights(outcome(Club("red"))) == {"valid-refused join request:valid": "error"}


@pytest.mark.parametrize(
    ("said", "names", "found"),
    [
        ("Email is taken", ["email", "nick_name"], ["email"]),
        ("The nick name is in use", ["email", "nick_name"], ["nick_name"]),
        ("Conflict", ["email", "nick_name", "motto"], ["email", "nick_name"]),
        ("Conflict", ["user_names", "motto"], []),
        ("The key was used with another body", ["email"], []),
        ("Not in the right state", ["email"], []),
    ],
)
def test_what_a_conflict_is_about(
    api_of: Callable[[Json], Api], said: str, names: list[str], found: list[str]
) -> None:
    """It says so itself; else names tell, where it is about nothing else."""
    text: dict[str, Any] = {"type": "string"}
    several: dict[str, Any] = {"type": "array", "items": text}
    members = {it: several if it.endswith("s") else text for it in names}
    api = api_of(document(said, {"type": "object", "properties": members}))
    join = next(it for it in api.operations if it.id == "join")
    assert join.body is not None
    fields = api.fields(join.body.contents[0].type)
    assert [it.wire for it in likely(api, join, fields)] == found


def test_texts_of_chance_are_alike() -> None:
    """Letters and digits stay what they are, all else stays; without any there are none."""
    (one,) = islice(shaken("aZ-07@b.c", SystemRandom()), 1)
    assert re.fullmatch("[a-z][A-Z]-[0-9][0-9]@b[.]c", one)
    assert [*shaken("-@-", SystemRandom())] == []


def test_other_addresses_are_at_the_same_host() -> None:
    """What is before the ``@`` changes first; texts are as long, and alike."""
    assert [*islice(others("az@b.c"), 2)] == ["ba@b.c", "bb@b.c"]
    assert [*islice(others("az@b.c", 3), 1)] == ["bc@b.c"]
    assert [*islice(others("az b"), 2)] == ["az c", "az d"]
