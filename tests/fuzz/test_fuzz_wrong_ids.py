"""Ids that their schema refuses: refused as wrong, or looked for."""

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Claim, Message, Reply
from tallystick.fuzz.oracles.looked_up import judge
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api

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
