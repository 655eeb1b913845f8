"""Requests that are right and few expect, on a server made by hand that does one thing wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply, weights

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys.keying import marked
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

LONGEST = 40
TEXT = {"type": "string", "maxLength": LONGEST}
NOTE: dict[str, Any] = {
    "type": "object",
    "required": ["text", "title", "kind"],
    "properties": {"text": TEXT, "title": TEXT, "kind": {"enum": ["plain", "rich"]}},
}
SHOWN: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "string"}}}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "x-idempotency-key": True,
    "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
}


def document() -> dict[str, Any]:
    """Return a document of notes that are made, and looked at."""
    body = {"required": True, "content": {"application/json": {"schema": NOTE}}}
    seen = {"description": "It.", "content": {"application/json": {"schema": SHOWN}}}
    refused = {status: {"description": "No."} for status in ("400", "404", "415", "422")}
    name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    make = {"operationId": "makeNote", "parameters": [KEY], "requestBody": body}
    get = {"operationId": "getNote", "parameters": [name], "responses": {"200": seen, **refused}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "paths": {
            "/notes": {"post": {**make, "responses": {"201": seen, **refused}}},
            "/notes/{id}": {"get": get},
        },
    }


class Notes(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    reads = False

    def __init__(self, wrong: str = "") -> None:
        """Begin without notes."""
        self.wrong = wrong
        self.made: dict[str, tuple[str, bytes | None]] = {}
        self.count = 0

    def _one(self, request: Wire) -> Reply:
        if request.method == "GET":
            known = request.target.rpartition("/")[2] in {name for name, _ in self.made.values()}
            return (
                reply(200, {"id": request.target.rpartition("/")[2]}) if known else reply(404, {})
            )
        if request.method != "POST":
            return reply(404, {})
        heads = dict(request.headers)
        kind = heads.get("Content-Type", "")
        odd = self.wrong == "charset" and ";" in kind
        if odd or kind.partition(";")[0].lower() != "application/json":
            return reply(415, {})
        held = odd_in(request.body)
        if held and self.wrong.startswith("nul"):
            broken = self.wrong == "nul" or (self.wrong == "nul-alone" and held == {"text"})
            return reply(500 if broken else 422, {})
        return self._make(heads.get("Idempotency-Key"), request.body)

    def _make(self, key: str | None, body: bytes | None) -> Reply:
        plain = "[0-9A-Za-z-]{1,64}" if self.wrong == "marks" else "[!-~]{1,64}"
        if key is not None and not re.fullmatch(plain, key):
            return reply(400, {})
        if not right(body):
            return reply(422, {})
        self.count += 1
        fresh = str(self.count), body
        name, first = self.made.setdefault(key or f" {self.count}", fresh)
        return reply(201, {"id": name}) if first == body else reply(422, {})


def right(body: bytes | None) -> bool:
    """Whether a body is a note."""
    note = asked_in(body)
    texts = note if isinstance(note, dict) else {}
    some = [texts.get("text"), texts.get("title")]
    fits = all(isinstance(it, str) and len(it) <= LONGEST for it in some)
    return fits and texts.get("kind") in ("plain", "rich")


def odd_in(body: bytes | None) -> set[str]:
    """Return the members of a body with U+0000 in them."""
    note = asked_in(body)
    return {name for name in note if "\0" in str(note[name])} if isinstance(note, dict) else set()


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[[str], dict[str, str]]:
    """Return what a campaign finds on a server of the document, with its weight."""

    def start(wrong: str) -> dict[str, str]:
        wish = Wish(seed=2, most=300, phases=("rules", "journeys"))
        return weights(run(api_of(document()), Notes(wrong), Options(wish=wish)))

    return start


def test_a_true_server(found: Callable[[str], dict[str, str]]) -> None:
    """Nothing is found, nor where odd characters are refused: some cannot be stored."""
    assert found("") == {}
    assert found("nul-refused") == {}


TYPE = "type-refused makeNote request:content-type"


@pytest.mark.parametrize(
    ("wrong", "key", "weight"),
    [
        ("charset", f"{TYPE} with a charset", "warning"),
        ("nul", "server-error makeNote request:valid", "error"),
        ("nul-alone", "server-error makeNote request:valid", "error"),
        ("marks", "key-refused makeNote request:idempotency marks", "warning"),
    ],
)
def test_a_server_that_is_wrong(
    found: Callable[[str], dict[str, str]], wrong: str, key: str, weight: str
) -> None:
    """Each is told by its name, with its weight."""
    told = found(wrong)
    assert told.pop(key) == weight
    assert not told


@pytest.mark.parametrize(
    ("pattern", "marks"),
    [
        ("^[!-~]{1,255}$", set("~}|{`_^]\\[@?>=<;:/.-,+*)('&%$#\"!")),
        ("^[A-Za-z0-9_-]{8,64}$", set("_-")),
        ("^.{1,20}$", set("_.:-")),
        ("^[A-Za-z0-9]{8,20}$", None),
        ("^[0-9a-f-]{36}$", None),
    ],
)
def test_the_marks_that_a_key_may_have(pattern: str, marks: set[str] | None) -> None:
    """All that the schema allows; the usual ones where it says nothing of characters."""
    made = marked("701b4ffb-a6f5-4f09-af0e-47ea56e88341", lambda it: bool(re.search(pattern, it)))
    assert (made and {it for it in made if not it.isalnum()}) == marks
