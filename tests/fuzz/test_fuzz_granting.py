"""What is valid is taken where other valid requests are, though some states may forbid them all."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply, weights

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.composing import body_content
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

CRATE: dict[str, Any] = {
    "type": "object",
    "required": ["room", "mark"],
    "additionalProperties": False,
    "properties": {
        "room": {"type": "integer", "minimum": 1, "maximum": 60},
        "mark": {"enum": ["red", "blue"]},
        "note": {"type": "string", "maxLength": 5},
    },
}
SHOWN: dict[str, Any] = {**CRATE, "required": ["id", "room", "mark"]}
SHOWN["properties"] = {"id": {"type": "string"}, **CRATE["properties"]}
WORD: Json = {"type": "string", "minLength": 1, "maxLength": 4}
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["sort"],
    "additionalProperties": False,
    "properties": {
        "sort": {"enum": ["dry", "wet"]},
        "mark": {"enum": ["red", "blue"]},
        "pieces": {"type": "integer", "minimum": 1, "maximum": 90},
        "days": {"type": "integer", "minimum": 1, "maximum": 9},
        "words": {"type": "array", "items": WORD, "maxItems": 3},
    },
}
FORM_TYPE = "application/x-www-form-urlencoded"


Fits = Callable[[Json], bool]


def document() -> dict[str, Any]:
    """Return a document of crates that things are put into."""
    named: dict[str, Any] = {"name": "id", "in": "path", "required": True}
    named["schema"] = {"type": "string"}
    no = {status: {"description": "No."} for status in ("400", "404", "409", "415", "422")}
    one: dict[str, Any] = {"description": "It.", "content": {"application/json": {"schema": SHOWN}}}

    def operation(name: str, good: dict[str, Any], kind: str = "", body: Json = None) -> Any:
        found: dict[str, Any] = {"operationId": name, "responses": {**good, **no}}
        content = {kind: {"schema": body}}
        return {**found, "requestBody": {"required": True, "content": content}} if kind else found

    put = operation("put", {"204": {"description": "Put."}}, FORM_TYPE, FORM)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Crates", "version": "1"},
        "paths": {
            "/crates": {"post": operation("make", {"201": one}, "application/json", CRATE)},
            "/crates/{id}": {"parameters": [named], "get": operation("look", {"200": one})},
            "/crates/{id}/things": {"parameters": [named], "post": put},
        },
    }


class Store(Handmade):
    """A server of the document; `wrong` is what it does wrong, or has a reason for."""

    def __init__(
        self, fits: Callable[[Json], bool], form: Callable[[Json], bool], wrong: str
    ) -> None:
        """Begin without crates."""
        self._fits = fits
        self._form = form
        self._wrong = wrong
        self._crates: list[dict[str, Any]] = []
        self._full: set[int] = set()

    def _one(self, request: Wire) -> Reply:
        _, _, name, *rest = [*request.target.split("/"), ""]
        if not name:
            return self._made(request)
        if not name.isdecimal() or int(name) >= len(self._crates):
            return Reply(status=404)
        if rest == [""]:
            return reply(200, self._crates[int(name)])
        return Reply(status=self._put(int(name), request))

    def _made(self, request: Wire) -> Reply:
        if dict(request.headers).get("Content-Type") != "application/json":
            return Reply(status=415)
        value = asked_in(request.body)
        if not self._fits(value):
            return Reply(status=422)
        self._crates.append({**value, "id": str(len(self._crates))})
        return reply(201, self._crates[-1])

    def _put(self, number: int, request: Wire) -> int:
        if dict(request.headers).get("Content-Type") != FORM_TYPE:
            return 415
        told = parse_qs((request.body or b"").decode("latin-1"), keep_blank_values=True)
        value = _read(told)
        if not self._form(value) or not isinstance(value, dict):
            return 422
        if self._wrong.startswith("once") and number in self._full:
            return 409
        self._full.add(number)
        return self._refusal(value, self._crates[number]) or 204

    def _refusal(self, value: dict[str, Any], crate: dict[str, Any]) -> int:
        refused = {
            "last day": value.get("days") == 9,
            "once, last day": value.get("days") == 9,
            "no days": "days" in value,
            "days needed": "days" not in value,
            "three words": len(value.get("words", [])) == 3,
            "wet": value["sort"] == "wet",
            "room": value.get("pieces", 0) > crate["room"],
            "half": value.get("pieces", 0) > 40,
            "mark": value.get("mark", crate["mark"]) != crate["mark"],
            "all": True,
        }
        return 422 if refused.get(self._wrong) else 0


def _read(told: dict[str, list[str]]) -> Json:
    """Return what a form says."""
    found: dict[str, Json] = {}
    for name, texts in told.items():
        whole = name in {"pieces", "days"} and texts[0].lstrip("-").isdecimal()
        single: Json = int(texts[0]) if whole else texts[0]
        found[name] = [*texts] if name == "words" else single if len(texts) == 1 else [*texts]
    return found


FOUND: Final[dict[str, dict[str, str]]] = {
    "": {},
    "last day": {"valid-refused put request:valid /days": "error"},
    "once, last day": {"valid-refused put request:valid /days": "error"},
    "no days": {"valid-refused put request:valid /days": "warning"},
    "days needed": {"valid-refused put request:valid /days": "error"},
    "three words": {"valid-refused put request:valid /words": "error"},
    "wet": {"valid-refused put request:valid /sort": "warning"},
    # What hangs on the crate, or may: nobody promised it.
    "once": {},
    "room": {},
    "half": {},
    "mark": {},
    "all": {},
}


@pytest.fixture(scope="module")
def outcome(api_of: Callable[[Json], Api]) -> Callable[[str], Outcome]:
    """Return a function that has a campaign judge a server."""
    api = api_of(document())
    judging = Judging(api)
    made = {it.id: body_content(it) for it in api.operations}

    def fits(name: str) -> Fits:
        content = made[name]
        type_id = content.type if content is not None else None
        assert type_id is not None
        return lambda value: judging.fits(type_id, value)

    def judged(wrong: str) -> Outcome:
        wish = Wish(seed=1, most=700)
        return run(api, Store(fits("make"), fits("put"), wrong), Options(wish=wish))

    return judged


@pytest.mark.parametrize("wrong", FOUND)
def test_what_is_valid_is_taken_where_others_are(
    outcome: Callable[[str], Outcome], wrong: str
) -> None:
    """A refusal for what is said is none of a state in which others are taken."""
    assert weights(outcome(wrong)) == FOUND[wrong]


def test_what_one_resource_takes_is_covered_by_many(outcome: Callable[[str], Outcome]) -> None:
    """Where a crate takes one thing only, each is put into a crate of its own."""
    once, free = outcome("once").operations["put"], outcome("").operations["put"]
    assert once.goals == free.goals
    assert free.granted == free.hoped.total()
    assert once.hoped[409]
    none = outcome("all").operations["put"]
    assert not none.granted
    assert not none.goals
