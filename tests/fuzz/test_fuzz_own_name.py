"""Whether an answer shows what its path named, by members whose names are plain."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Message
from tallystick.fuzz.oracles import own_name
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

from .handmade import reply


def document(path: str, parameter: str, shown: dict[str, Json]) -> dict[str, Any]:
    """Return a document with one operation, that asks for one thing."""
    thing = {"type": "object", "properties": {name: _like(value) for name, value in shown.items()}}
    content = {"application/json": {"schema": thing}}
    named = {"name": parameter, "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {
            path: {
                "get": {
                    "operationId": "ask",
                    "parameters": [named],
                    "responses": {"200": {"description": "It.", "content": content}},
                }
            }
        },
    }


def _like(value: Json) -> dict[str, Any]:
    inner: dict[str, Any] = {it: {} for it in value} if isinstance(value, dict) else {}
    return {"type": "object", "properties": inner} if isinstance(value, dict) else {}


@pytest.fixture
def judged(api_of: Callable[[Json], Api]) -> Callable[..., list[str]]:
    """Return a function that judges one answer: the members that are told of."""

    def judge(
        path: str, shown: dict[str, Json], bound: str = "/id", wanted: str = "a7", status: int = 200
    ) -> list[str]:
        parameter = path.partition("{")[2].partition("}")[0]
        api = api_of(document(path, parameter, shown))
        case = Case(
            operation="ask",
            kind="poll",
            expect="accepted",
            message=Message(method="GET", path=path),
            binds=((parameter, bound),) if bound else (),
        )
        scene = Scene(api, Judging(api))
        found = own_name.judge(scene, case, reply(status, shown), {parameter: wanted})
        return [item.claim.at for item in found]

    return judge


@pytest.mark.parametrize(
    ("path", "shown", "at"),
    [
        ("/jobs/{job_id}", {"job_id": "b8"}, "/job_id"),
        ("/jobs/{jobId}", {"job_id": "b8", "id": "a7"}, "/job_id"),
        ("/jobs/{job_id}", {"id": "b8"}, "/id"),
        ("/print-jobs/{job_id}", {"id": "b8"}, "/id"),
        ("/boxes/{boxId}", {"id": "b8"}, "/id"),
        ("/categories/{category_id}", {"id": "b8"}, "/id"),
        ("/jobs/{id}", {"id": "b8"}, "/id"),
        ("/jobs/{id}", {"id": ""}, "/id"),
        ("/jobs/{id}", {"id": 8}, "/id"),
    ],
)
def test_another_one(
    path: str, shown: dict[str, Json], at: str, judged: Callable[..., list[str]]
) -> None:
    """Under the parameter's own name, else ``id`` of one of the collection."""
    assert judged(path, shown) == [at]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/jobs/{job_id}", {"job_id": "a7", "id": "b8"}),
        ("/jobs/{id}", {"id": "A7"}),
        ("/jobs/{id}", {"id": "job-a7"}),
        ("/jobs/{id}", {"id": None}),
        ("/jobs/{id}", {"number": "b8"}),
        ("/results/{job_id}", {"id": "b8"}),
        ("/jobs/{job}", {"job": "b8", "id": "b8"}),
        ("/jobs/{job_id}/manager", {"job_id": "b8"}),
    ],
)
def test_the_same_one_or_nobody_knows(
    path: str, shown: dict[str, Json], judged: Callable[..., list[str]]
) -> None:
    """Another spelling, no member of that meaning, or what is in the thing."""
    assert judged(path, shown) == []


@pytest.mark.parametrize(
    ("bound", "wanted", "status", "tells"),
    [
        ("/job_id", "a7", 200, 1),
        ("/job/id", "a7", 200, 0),
        ("location:/jobs/{}", "a7", 200, 1),
        ("/slug", "a7", 200, 0),
        ("", "latest", 200, 0),
        ("/id", "a7", 404, 0),
        ("/id", "08", 200, 0),
    ],
)
def test_what_an_answer_called_so(
    bound: str, wanted: str, status: int, tells: int, judged: Callable[..., list[str]]
) -> None:
    """A path may take a short name or a word for the last one, and show the id."""
    shown = "8" if wanted == "08" else "b8"
    assert len(judged("/jobs/{job_id}", {"id": shown}, bound, wanted, status)) == tells


def test_an_answer_that_wraps_what_was_asked_for(judged: Callable[..., list[str]]) -> None:
    """The id beside it may be that of the answer."""
    shown: dict[str, Json] = {"id": "b8", "job": {"id": "a7"}}
    assert judged("/jobs/{job_id}", shown, "location:/jobs/{}") == []
    assert judged("/jobs/{job_id}", {"id": "b8", "job": {}}, "location:/jobs/{}") == ["/id"]
