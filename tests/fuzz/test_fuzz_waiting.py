"""What needs a resource that is made by naming another one is sent when there is one."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

ID: dict[str, Any] = {"type": "string", "format": "uuid"}


def _made(members: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", *needed],
        "properties": {"id": ID, **members},
    }


def _asked(members: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": needed,
        "properties": members,
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answers(status: str, schema: Json) -> dict[str, Any]:
    refused = {each: {"description": "No."} for each in ("400", "404", "415", "422")}
    content = {"application/json": {"schema": schema}}
    return {status: {"description": "It.", "content": content}, **refused}


def _document() -> dict[str, Any]:
    vessel, stay = {"name": {"type": "string", "minLength": 1}}, {"vessel_id": ID}
    note = {"text": {"type": "string", "maxLength": 9}}
    paths: dict[str, Any] = {}
    for path, members, needed in (
        ("/vessels", vessel, ["name"]),
        ("/stays", stay, ["vessel_id"]),
        ("/stays/{stay_id}/notes", note, ["text"]),
    ):
        name = path.rpartition("/")[2].removesuffix("s")
        schema = _made(members, needed)
        above = [
            {"name": it, "in": "path", "required": True, "schema": ID}
            for it in ("stay_id",)
            if it in path
        ]
        own = {"name": f"{name}_id", "in": "path", "required": True, "schema": ID}
        paths[path] = {
            "parameters": above,
            "post": {
                "operationId": f"make_{name}",
                "requestBody": _asked(members, needed),
                "responses": _answers("201", schema),
            },
        }
        paths[f"{path}/{{{name}_id}}"] = {
            "parameters": [*above, own],
            "get": {"operationId": f"get_{name}", "responses": _answers("200", schema)},
        }
    return {"openapi": "3.1.0", "info": {"title": "Harbour", "version": "1"}, "paths": paths}


@pytest.fixture(scope="module")
def outcome() -> Callable[[Api], Outcome]:
    """Return a function that runs a campaign against the document's own server."""

    def start(api: Api) -> Outcome:
        transport = InProcess(app(api))
        try:
            wish = Wish(phases=("rules", "protocol", "journeys"), most=600)
            return run(api, transport, Options(wish=wish))
        finally:
            transport.close()

    return start


def test_all_are_asked_for(
    api_of: Callable[[Json], Api], outcome: Callable[[Api], Outcome]
) -> None:
    """Stays in vessels' names, and notes in stays: each by its id, and wrong ids, too."""
    found = outcome(api_of(_document()))
    assert found.operations["make_stay"].accepted > 0
    assert found.operations["make_note"].accepted > 0
    assert found.operations["get_stay"].accepted > 0
    assert found.operations["get_note"].accepted > 0
    tried = {claim.operation for claim, trial in found.trials.items() if trial.refused}
    assert {"make_note", "get_stay", "get_note"} <= tried
