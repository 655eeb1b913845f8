"""Ids that their schema refuses: refused as wrong, or looked for."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Claim, Message, Reply
from tallystick.fuzz.oracles.looked_up import judge
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.requests.protocol import NO_ID
from tallystick.ir import Api
from tallystick.text import Json

JSON = {"content-type": "application/json"}


def wrong(keyword: str, at: str = "path.id") -> Case:
    """Return a request with an id that breaks a keyword."""
    return Case(
        operation="getBox",
        kind="protocol",
        expect="refused",
        message=Message(method="GET", path=f"/boxes/{keyword}"),
        claim=Claim(operation="getBox", name=f"schema:{keyword}", at=at),
    )


@pytest.fixture
def scene(api: Api) -> Scene:
    """Return the scene of the small API."""
    return Scene(api, Judging(api))


@pytest.mark.parametrize("order", [(400, 404), (404, 400)])
def test_one_is_looked_for(scene: Scene, order: tuple[int, int]) -> None:
    """Whichever comes first, the one that was looked for is told, once."""
    cases = [wrong("type"), wrong("minimum")]
    pairs = zip(cases, order, strict=True)
    found = [item for case, status in pairs for item in judge(scene, case, Reply(status=status))]
    name = "schema:minimum" if order[1] == 404 else "schema:type"
    assert [item.key for item in found] == [f"looked-up getBox {name} path.id"]
    assert found[0].weight == "warning"


@pytest.mark.parametrize("status", [400, 404, 422])
def test_all_are_treated_alike(scene: Scene, status: int) -> None:
    """No document says which status a wrong id has."""
    cases = [wrong("type"), wrong("minimum"), wrong("maximum")]
    assert not [it for case in cases for it in judge(scene, case, Reply(status=status))]


def test_other_parameters_are_others(scene: Scene) -> None:
    """What is said of one says nothing of another, or of a query."""
    cases = [(wrong("type"), 400), (wrong("type", "path.other"), 404)]
    cases += [(wrong("minimum", "query.id"), 404)]
    assert not [it for case, status in cases for it in judge(scene, case, Reply(status=status))]


@pytest.mark.parametrize(
    ("schema", "found"), [({}, 1), ({"format": "uuid"}, 0), ({"pattern": "^b"}, 0)]
)
def test_any_text_may_be_an_id(
    schema: dict[str, str],
    found: int,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """Where its schema takes every text, nothing is called by one that is no UUID."""
    (taken,) = document["paths"]["/boxes/{id}"]["get"]["parameters"]
    taken["schema"] |= schema
    api = api_of(document)
    cases = plan(api, Judging(api), Wish(phases=("protocol",))).cases
    asked = [it for it in cases if it.claim is not None and it.claim.name == "request:unknown"]
    odd = [it for it in asked if it.message.path == f"/boxes/{NO_ID}"]
    assert len(odd) == found
    assert all(it.expect == "refused" for it in odd)
