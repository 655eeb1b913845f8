"""A small API with rules, a state machine and credentials, and campaigns against servers of it."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import weights

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, bodies
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys import acting, doing, following
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Transport
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app
from tallystick.text import Json

PROBLEM: dict[str, Json] = {
    "description": "Refused.",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}
BOX: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Boxes", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/boxes": {
            "post": {
                "operationId": "makeBox",
                "parameters": [
                    {
                        "name": "Idempotency-Key",
                        "in": "header",
                        "x-idempotency-key": True,
                        "schema": {"type": "string"},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}
                    },
                },
                "responses": {
                    "201": {
                        "description": "Made.",
                        "links": {
                            "poll": {
                                "operationId": "getBox",
                                "parameters": {"id": "$response.body#/id"},
                            }
                        },
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Box"}}
                        },
                    },
                    **dict.fromkeys(("400", "401", "415", "422"), PROBLEM),
                },
            }
        },
        "/boxes/{id}": {
            "get": {
                "operationId": "getBox",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Box"}}
                        },
                    },
                    "401": PROBLEM,
                    "404": PROBLEM,
                },
            }
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["name", "kind"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "minLength": 2, "maxLength": 8},
                    "kind": {"type": "string", "enum": ["open", "shut", "round"]},
                    "weight": {"type": "integer", "minimum": 1, "maximum": 30},
                    "lid": {"type": ["boolean", "null"]},
                    "parts": {
                        "type": "array",
                        "maxItems": 3,
                        "items": {"$ref": "#/components/schemas/Part"},
                    },
                },
                "x-validations": [
                    {
                        "id": "shut-needs-lid",
                        "rule": "self.kind != 'shut' || (has(self.lid) && self.lid)",
                        "message": "a shut box has a lid",
                    },
                    {
                        "id": "round-is-light",
                        "rule": "self.kind != 'round' || !has(self.weight) || self.weight <= 20",
                        "message": "a round box is light",
                    },
                ],
            },
            "Part": {
                "type": "object",
                "required": ["size"],
                "properties": {"size": {"type": "number", "exclusiveMinimum": 0}},
                "x-validations": [
                    {"id": "part-below-9", "rule": "self.size < 9.0", "message": "too large"}
                ],
            },
            "Box": {
                "type": "object",
                "required": ["id", "state", "kind"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "state": {"type": "string", "enum": ["waiting", "done"]},
                    "kind": {"type": "string", "enum": ["open", "shut", "round"]},
                    "place": {"type": "string"},
                },
                "x-lifecycle": {
                    "member": "state",
                    "initial": "waiting",
                    "success": ["done"],
                    "outputs": ["place"],
                    "states": {
                        "waiting": {"next": ["done"], "forbids": ["place"]},
                        "done": {"next": [], "requires": ["place"]},
                    },
                },
            },
        },
    },
}


def api_of(document: Json) -> Api:
    """Return the API of a document."""
    parsed, found = parse_text(json.dumps(document).encode(), "box.json")
    assert parsed is not None, found
    resolved, found = resolve(parsed)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return api


@pytest.fixture(name="api_of", scope="session")
def api_of_fixture() -> Callable[[Json], Api]:
    """Return `api_of`, for tests that cannot import it."""
    return api_of


@pytest.fixture(scope="session")
def bodies_of() -> Callable[..., Bodies]:
    """Return a function that makes the bodies of an operation that takes a schema."""

    def made(schema: Json, *, most: int) -> Bodies:
        operation: Json = {
            "operationId": "take",
            "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
            "responses": {"204": {"description": "Taken."}},
        }
        info: Json = {"title": "Things", "version": "1"}
        paths: Json = {"/things": {"post": operation}}
        api = api_of({"openapi": "3.1.0", "info": info, "paths": paths})
        content = json_content(api.operations[0])
        assert content is not None
        assert content.type is not None
        given = Judging(api), content, content.type
        return bodies(*given, seed=1, most=most, statuses=("stated",))

    return made


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a tenth of a second at the most for what a server made by hand does at once."""
    for module in (acting, doing, following):
        monkeypatch.setattr(module, "PATIENCE", 0.1)
    monkeypatch.setattr(following, "CALM", 0.1)


@pytest.fixture
def lived() -> Callable[..., dict[str, str]]:
    """Return a function that tries what resources go through: the weight of each finding."""

    def start(document: Json, server: Transport, *auth: str, **wish: Any) -> dict[str, str]:
        wished = replace(Wish(phases=("rules", "journeys"), rules="off", most=1500), **wish)
        options = Options(wish=wished, credentials=Credentials(auth=auth))
        return weights(run(api_of(document), server, options))

    return start


Mutation = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def box() -> Api:
    """Return the small API."""
    return api_of(BOX)


@pytest.fixture
def api(box: Api) -> Api:
    """Return the small API, for tests that mean something else by its name."""
    return box


@pytest.fixture
def document() -> dict[str, Any]:
    """Return a copy of its document."""
    return copy.deepcopy(BOX)


@pytest.fixture
def campaign(box: Api) -> Callable[..., Outcome]:
    """Return a function that tries a server of a (mutated) document by the true one."""

    def start(mutate: Mutation | None = None, *, seed: int = 0, **wish: Any) -> Outcome:
        document = copy.deepcopy(BOX)
        if mutate is not None:
            mutate(document)
        transport = InProcess(app(api_of(document), token=["mine", "theirs"]))
        options = Options(
            wish=Wish(seed=seed, **wish), credentials=Credentials(auth=("mine", "theirs"))
        )
        try:
            return run(box, transport, options)
        finally:
            transport.close()

    return start
