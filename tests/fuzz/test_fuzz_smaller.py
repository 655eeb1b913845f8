"""What shows a finding is small: the body, and the resource that it is sent to."""

from typing import Any

import jsonschema_rs
import pytest
from tests.fuzz.conftest import api_of
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire

TEXT = {"type": "string", "minLength": 1}
PARTS: dict[str, Any] = {
    "label": TEXT,
    "note": TEXT,
    "size": {"type": "integer", "minimum": 1},
    "sides": {"type": "array", "items": TEXT, "maxItems": 3},
}
MADE: dict[str, Any] = {
    "type": "object",
    "required": ["label"],
    "additionalProperties": False,
    "properties": PARTS,
}
CHANGED = {**MADE, "required": []}


def document() -> dict[str, Any]:
    """Return a document of boxes that are made, got and changed."""
    shown = {"type": "object", "properties": {**PARTS, "id": {"type": "string"}}}
    one = {"description": "It.", "content": {"application/json": {"schema": shown}}}
    refused = {status: {"description": "No."} for status in ("400", "404", "415", "422")}
    name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}

    def body(schema: dict[str, Any]) -> dict[str, Any]:
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    make = {"operationId": "makeBox", "requestBody": body(MADE)}
    get = {"operationId": "getBox", "parameters": [name]}
    change = {"operationId": "changeBox", "parameters": [name], "requestBody": body(CHANGED)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Boxes", "version": "1"},
        "paths": {
            "/boxes": {"post": {**make, "responses": {"201": one, **refused}}},
            "/boxes/{id}": {
                "get": {**get, "responses": {"200": one, **refused}},
                "patch": {**change, "responses": {"200": one, **refused}},
            },
        },
    }


def validator(schema: dict[str, Any], wrong: str) -> jsonschema_rs.Draft202012Validator:
    """Return what judges bodies, but for the part that is wrong."""
    parts = {name: {} if name == wrong else part for name, part in PARTS.items()}
    return jsonschema_rs.Draft202012Validator({**schema, "properties": parts})


class Boxes(Handmade):
    """A server of the document, which does not look at one part of a change."""

    def __init__(self, wrong: str) -> None:
        """Begin without boxes."""
        self.boxes: list[dict[str, Any]] = []
        self.right = validator(MADE, ""), validator(CHANGED, wrong)

    def _one(self, request: Wire) -> Reply:
        name = request.target.removeprefix("/boxes").strip("/")
        known = (
            self.boxes[int(name)]
            if name.isascii() and name.isdigit() and int(name) < len(self.boxes)
            else None
        )
        if request.method == "GET" or (request.method == "PATCH" and known is None):
            return reply(200, known) if known is not None else reply(404, {})
        if request.method not in {"POST", "PATCH"}:
            return reply(404, {})
        if dict(request.headers).get("Content-Type") != "application/json":
            return reply(415, {})
        body = asked_in(request.body)
        if not self.right[request.method == "PATCH"].is_valid(body):
            return reply(422, {})
        if known is None:
            self.boxes.append(known := {"id": str(len(self.boxes))})
        known.update(body)
        return reply(201 if request.method == "POST" else 200, known)


@pytest.fixture(scope="module")
def finding() -> Finding:
    """Return what is found where the size of a change is not looked at."""
    wish = Wish(seed=3, most=400, phases=("rules", "journeys"))
    found = run(api_of(document()), Boxes("size"), Options(wish=wish)).findings
    (item,) = (it for it in found if it.key == "invalid-accepted changeBox schema:type /size")
    return item


def test_the_body_has_only_what_is_wrong(finding: Finding) -> None:
    """Nothing stands beside it."""
    assert isinstance(finding.case.value, dict)
    assert finding.case.value.keys() == {"size"}


def test_the_resource_is_small(finding: Finding) -> None:
    """It has what is required, and nothing else."""
    made = finding.case.after
    assert made is not None
    assert isinstance(made.value, dict)
    assert made.value.keys() == {"label"}
