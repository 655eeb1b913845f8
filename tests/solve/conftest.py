"""The flagship's contract, read once; and contracts of one schema with rules."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tallystick.ir import Api, open_api
from tallystick.ir.types import TypeId
from tallystick.solve import Solver, solver

SPEC = Path(__file__).parents[2] / "spec"


@pytest.fixture(scope="session")
def api() -> Api:
    """The video contract."""
    read, _ = open_api(str(SPEC / "video.overlay.yaml"))
    assert read is not None
    return read


@pytest.fixture(scope="session")
def body(api: Api) -> TypeId:
    """The type of what creates a generation."""
    (operation,) = (item for item in api.operations if item.id == "createGeneration")
    assert operation.body is not None
    found = operation.body.contents[0].type
    assert found is not None
    return found


@pytest.fixture(scope="session")
def request_solver(api: Api, body: TypeId) -> Solver:
    """A solver of the request's body."""
    return solver(api, body)


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Solver]:
    """Return the solver of a schema with rules."""

    def make(schema: dict[str, Any], *rules: str) -> Solver:
        said = [{"id": f"r{at}", "rule": it, "message": "No."} for at, it in enumerate(rules)]
        body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/T"}}}}
        done = {"responses": {"204": {"description": "done"}}}
        document = {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {"/t": {"put": {"operationId": "put", "requestBody": body, **done}}},
            "components": {"schemas": {"T": {**schema, "x-validations": said}}},
        }
        (tmp_path / "t.json").write_text(json.dumps(document))
        api, found = open_api(str(tmp_path / "t.json"))
        assert api is not None, found
        asked = api.operations[0].body
        assert asked is not None
        assert asked.contents[0].type is not None
        return solver(api, asked.contents[0].type)

    return make
