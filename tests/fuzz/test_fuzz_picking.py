"""Choices of parameters below a resource, and in paths, are taken where others are."""

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
    "required": ["mark"],
    "additionalProperties": False,
    "properties": {"mark": {"enum": ["red", "blue"]}},
}
SHOWN: dict[str, Any] = {**CRATE, "required": ["id", "mark"]}
SHOWN["properties"] = {"id": {"type": "string"}, **CRATE["properties"]}
ASKED: Final[dict[str, dict[str, Any]]] = {
    "format": {"type": "string", "enum": ["png", "pdf"]},
    "dpi": {"type": "integer", "enum": [150, 300, 600]},
    "mark": {"type": "string", "enum": ["red", "blue"]},
    "page": {"type": "integer", "minimum": 1, "maximum": 9},
}
ZONES: Json = {
    "type": "array",
    "minItems": 1,
    "maxItems": 3,
    "uniqueItems": True,
    "items": {"type": "string", "enum": ["A", "B", "C", "D"]},
}


def document() -> dict[str, Any]:
    """Return a document of crates with labels, and of rates."""
    no = {status: {"description": "No."} for status in ("400", "404", "409", "415", "422")}

    def operation(name: str, status: str, schema: Json) -> dict[str, Any]:
        content: Json = {"application/json": {"schema": schema}}
        return {"operationId": name, "responses": {status: _good(content), **no}}

    def named(name: str, schema: Json) -> Json:
        return {"name": name, "in": "path", "required": True, "schema": schema}

    make = operation("make", "201", SHOWN)
    body = {"required": True, "content": {"application/json": {"schema": CRATE}}}
    asked = [{"name": name, "in": "query", "schema": it} for name, it in ASKED.items()]
    crate = {"parameters": [named("id", {"type": "string"})]}
    label = {**operation("label", "200", {"type": "object"}), "parameters": asked}
    rate = {**operation("rate", "200", {"type": "object"}), "parameters": [named("zones", ZONES)]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Crates", "version": "1"},
        "paths": {
            "/crates": {"post": {**make, "requestBody": body}},
            "/crates/{id}": {**crate, "get": operation("look", "200", SHOWN)},
            "/crates/{id}/label": {**crate, "get": label},
            "/rates/{zones}": {"get": rate},
        },
    }


def _good(content: Json) -> dict[str, Any]:
    return {"description": "It.", "content": content}


class Store(Handmade):
    """A server of the document; `wrong` is what it does wrong, or has a reason for."""

    def __init__(self, fits: Callable[[Json], bool], wrong: str) -> None:
        """Begin without crates."""
        self._fits = fits
        self._wrong = wrong
        self._crates: list[dict[str, Any]] = []

    def _one(self, request: Wire) -> Reply:
        path, _, query = request.target.partition("?")
        _, kind, name, *rest = [*path.split("/"), ""]
        if kind == "rates":
            return self._rate(name.split(","))
        if not name:
            return self._made(request)
        if not name.isdecimal() or int(name) >= len(self._crates):
            return Reply(status=404)
        if rest == [""]:
            return reply(200, self._crates[int(name)])
        return self._label(self._crates[int(name)], parse_qs(query, keep_blank_values=True))

    def _made(self, request: Wire) -> Reply:
        if dict(request.headers).get("Content-Type") != "application/json":
            return Reply(status=415)
        value = asked_in(request.body)
        if not self._fits(value):
            return Reply(status=422)
        self._crates.append({**value, "id": str(len(self._crates))})
        return reply(201, self._crates[-1])

    def _rate(self, zones: list[str]) -> Reply:
        sound = {*zones} <= {*"ABCD"} and len({*zones}) == len(zones) <= 3
        refused = {"zone": "D" in zones, "zones": len(zones) == 3}
        return reply(200, {}) if sound and not refused.get(self._wrong) else Reply(status=400)

    def _label(self, crate: dict[str, Any], told: dict[str, list[str]]) -> Reply:
        if any(len(texts) > 1 or not _sound(name, texts[0]) for name, texts in told.items()):
            return Reply(status=400)
        said = {name: texts[0] for name, texts in told.items()}
        refused = {
            "pdf": said.get("format") == "pdf",
            "dpi": said.get("dpi") == "600",
            "elsewhere": said.get("format") == "pdf",
            "mark": said.get("mark", crate["mark"]) != crate["mark"],
            "page": said.get("page", "1") != "1",
            "all": True,
        }
        status = 409 if self._wrong == "elsewhere" else 422
        return Reply(status=status) if refused.get(self._wrong) else reply(200, {})


def _sound(name: str, text: str) -> bool:
    known = ASKED.get(name)
    if known is None or name == "page":
        return known is None or text in {*"123456789"}
    return text in map(str, known["enum"])


FOUND: Final[dict[str, dict[str, str]]] = {
    "": {},
    "pdf": {"valid-refused label request:valid query.format pdf": "warning"},
    "dpi": {"valid-refused label request:valid query.dpi 600": "warning"},
    "zone": {"valid-refused rate request:valid": "error"},
    "zones": {"valid-refused rate request:valid": "error"},
    # What hangs on the crate, or may: nobody promised it.
    "elsewhere": {},
    "mark": {},
    "page": {},
    "all": {},
}


@pytest.fixture(scope="module")
def outcome(api_of: Callable[[Json], Api]) -> Callable[[str], Outcome]:
    """Return a function that has a campaign judge a server."""
    api = api_of(document())
    judging = Judging(api)
    made = next(it for it in map(body_content, api.operations) if it is not None)

    def fits(value: Json) -> bool:
        assert made.type is not None
        return judging.fits(made.type, value)

    return lambda wrong: run(api, Store(fits, wrong), Options(wish=Wish(seed=1, most=400)))


@pytest.mark.parametrize("wrong", FOUND)
def test_choices_are_taken_where_others_are(outcome: Callable[[str], Outcome], wrong: str) -> None:
    """A choice that new resources refuse, which answer others, is refused for itself."""
    assert weights(outcome(wrong)) == FOUND[wrong]
