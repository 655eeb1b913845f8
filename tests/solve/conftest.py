"""The flagship's contract, read once."""

from pathlib import Path

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
