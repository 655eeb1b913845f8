"""Campaigns without a credential: what needs one is not judged, and the rest is."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply, weights

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Claim, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

BODY = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
SIZE = Claim(operation="makeBox", name="schema:type", at="/size")


def document(*listed: str) -> dict[str, Any]:
    """Return a document of boxes, open to look at; who makes one needs a credential."""
    refused = {status: {"description": "No."} for status in ("400", "415", "422", *listed)}
    body = {"required": True, "content": {"application/json": {"schema": BODY}}}
    done = {"204": {"description": "Done."}}
    make = {"operationId": "makeBox", "security": [{"key": []}], "requestBody": body}
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    look = {"operationId": "seeBoxes", "parameters": [size], "responses": {**done, **refused}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Boxes", "version": "1"},
        "paths": {"/boxes": {"get": look, "post": {**make, "responses": {**done, **refused}}}},
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Boxes(Handmade):
    """A server of the document; `shut` is the method that needs the credential."""

    def __init__(self, shut: str = "POST") -> None:
        """Begin."""
        self.shut = shut

    def _one(self, request: Wire) -> Reply:
        if request.method not in {"GET", "POST"}:
            return reply(405, {})
        if request.method == self.shut and ("Authorization", "Bearer s") not in request.headers:
            return reply(401, {})
        if request.method == "GET":
            asked = request.target.partition("size=")[2]
            return reply(400, {}) if asked.strip("-0123456789") else Reply(status=204)
        if dict(request.headers).get("Content-Type") != "application/json":
            return reply(415, {})
        value = asked_in(request.body)
        fits = isinstance(value, dict) and type(value.get("size")) is int
        return Reply(status=204) if fits else reply(422, {})


@pytest.fixture
def outcome(api_of: Callable[[Json], Api]) -> Callable[..., Outcome]:
    """Return a campaign against a server of the document."""

    def start(server: Boxes, *listed: str, auth: tuple[str, ...] = ()) -> Outcome:
        wish = Wish(seed=2, most=300, phases=("rules", "protocol"))
        options = Options(wish=wish, credentials=Credentials(auth=auth))
        return run(api_of(document(*listed)), server, options)

    return start


def test_what_needs_a_credential_is_not_judged(outcome: Callable[..., Outcome]) -> None:
    """It is excused, and nothing counts as broken and refused; what is open is judged."""
    done = outcome(Boxes(), "401")
    assert weights(done) == {}
    made, seen = done.operations["makeBox"], done.operations["seeBoxes"]
    assert made.accepted == 0
    assert made.excused == {"no credential was given (`--auth`)": made.valid}
    assert seen.accepted == seen.valid > 0
    assert done.trials[SIZE].refused == 0


def test_with_it_all_is_judged(outcome: Callable[..., Outcome]) -> None:
    """Nothing is excused."""
    done = outcome(Boxes(), "401", auth=("s",))
    assert weights(done) == {}
    assert done.operations["makeBox"].accepted == done.operations["makeBox"].valid > 0
    assert done.trials[SIZE].refused > 0


def test_a_wrong_one_is_no_excuse(outcome: Callable[..., Outcome]) -> None:
    """Who gave a credential wants to be let in."""
    found = weights(outcome(Boxes(), "401", auth=("other",)))
    assert found["valid-refused makeBox request:valid"] == "error"


def test_who_asks_for_one_says_so(outcome: Callable[..., Outcome]) -> None:
    """A warning where 401 is not listed, an error where the document asks for no credential."""
    key = "undocumented-status makeBox response:status 401"
    assert weights(outcome(Boxes())) == {key: "warning"}
    found = weights(outcome(Boxes("GET"), "401"))
    assert found["valid-refused seeBoxes request:valid"] == "error"
