"""What is wrong stands last among several items, and numbers are written as texts."""

from typing import Any

import pytest
from tests.fuzz.test_fuzz_bodies import api_of, content_of
from tests.fuzz.test_fuzz_parameters import opened

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, bodies
from tallystick.fuzz.requests.giving import past
from tallystick.ir import Api
from tallystick.text import Json

FLEET: dict[str, Any] = {
    "type": "object",
    "required": ["flags", "boats", "low", "high"],
    "properties": {
        "flags": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^[a-z]{1,4}$"},
        },
        "boats": {
            "type": "array",
            "maxItems": 4,
            "items": {
                "type": "object",
                "required": ["crew"],
                "properties": {
                    "crew": {"type": "array", "items": {"enum": ["mate", "cook"]}},
                },
            },
        },
        "low": {"type": "integer", "minimum": 0},
        "high": {"type": "integer", "maximum": 9},
    },
    "x-validations": [{"id": "order", "rule": "self.low < self.high", "message": "low is lower"}],
}


@pytest.fixture(scope="module")
def api() -> Api:
    """Return an API that takes fleets."""
    return api_of(FLEET)


@pytest.fixture(scope="module")
def made(api: Api) -> Bodies:
    """Return its bodies, made once."""
    content = content_of(api)
    assert content.type is not None
    return bodies(Judging(api), content, content.type, seed=1, most=200, statuses=("stated",))


def broken_at(made: Bodies, name: str, at: str) -> list[Any]:
    """Return the bodies that break one keyword at one place."""
    return [bad.value for bad in made.broken if (bad.name, bad.at) == (name, at)]


@pytest.mark.parametrize("keyword", ["pattern", "type", "null"])
def test_a_wrong_text_is_the_last_of_several(api: Api, made: Bodies, keyword: str) -> None:
    """From the first body of the claim on; those before it are right."""
    judging, content = Judging(api), content_of(api)
    first, *_ = broken_at(made, f"schema:{keyword}", "/flags/*")
    assert len(first["flags"]) > 1
    assert content.type is not None
    assert judging.fits(content.type, {**first, "flags": first["flags"][:-1]})


def test_some_wrong_texts_stand_alone(made: Bodies) -> None:
    """A server may judge lists of several items only."""
    sizes = {len(it["flags"]) > 1 for it in broken_at(made, "schema:type", "/flags/*")}
    assert sizes == {True, False}


def test_an_item_in_an_item_is_last_in_both(made: Bodies) -> None:
    """A server may judge the first of either list."""
    first, *_ = broken_at(made, "schema:enum", "/boats/*/crew/*")
    crew = first["boats"][-1]["crew"]
    assert len(first["boats"]) > 1
    assert len(crew) > 1
    assert crew[-1] not in {"mate", "cook"}


def test_an_item_that_lacks_a_member_is_last(made: Bodies) -> None:
    """What is gone stood in the last one."""
    first, *_ = broken_at(made, "schema:required", "/boats/*/crew")
    assert len(first["boats"]) > 1
    assert "crew" not in first["boats"][-1]


@pytest.mark.parametrize("name", ["low", "high"])
def test_a_number_that_a_rule_reads_is_written_as_a_text(made: Bodies, name: str) -> None:
    """The rule fails with it: half a number breaks less, and is the first one."""
    first, second, *_ = broken_at(made, "schema:type", f"/{name}")
    assert isinstance(first[name], float)
    assert isinstance(second[name], str)
    assert int(second["low"]) < int(second["high"])


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ({}, ["mate", 0]),
        ({"maxItems": 1}, [0]),
        ({"minItems": 3, "uniqueItems": True}, ["mate", "cook", 0]),
    ],
)
@pytest.mark.parametrize("style", ["form", "spaceDelimited", "pipeDelimited"])
def test_a_wrong_item_of_a_parameter_is_the_last(
    schema: dict[str, Any], wrong: list[Json], style: str
) -> None:
    """Of several, where there may be several; items that stand before it are right."""
    crew = {"type": "array", "items": {"enum": ["mate", "cook"]}, **schema}
    listed = {"name": "crew", "in": "query", "schema": crew, "style": style, "explode": False}
    found = opened(listed)
    values = dict(past(found.operations[0].parameters[0], Judging(found)))
    told = values["enum"]
    assert isinstance(told, list)
    assert told[:-1] == wrong[:-1]
    assert told[-1] not in {"mate", "cook"}
