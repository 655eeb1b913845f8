"""Broken bodies that a rule of the server may have refused are sent again without its member."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import reply
from tests.fuzz.test_fuzz_excuses import TYPE, of

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.journeys.mending import MOST, Mending
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json


@pytest.fixture
def mending(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Mending:
    """Return what looks at refusals of boxes whose weights and marks only the server judges."""
    order = document["components"]["schemas"]["Order"]
    order["properties"]["marks"] = {"type": "array", "items": {"type": "string"}}
    order["x-validations"] += [
        {"id": name, "message": "Not yet.", "fieldPath": f".{member}", "status": "server"}
        for name, member in (("no-scales", "weight"), ("no-paint", "marks"), ("no-lid", "lid"))
    ]
    for rule in order["x-validations"][:1]:
        rule["fieldPath"] = ".lid"
    api = api_of(document)
    return Mending(Scene(api, Judging(api)))


def refuse(mending: Mending, body: Json, claim: str, at: str, *pointers: str) -> list[Json]:
    """Return the bodies that are sent after a refusal."""
    refused: Json = {"errors": [{"pointer": each} for each in pointers]}
    mending.note(of(body, claim, at), reply(422, refused, TYPE))
    return [case.value for case in mending.cases]


SHUT: dict[str, Json] = {"name": "ab", "kind": "shut", "weight": 2, "lid": False}


def test_another_member(mending: Mending) -> None:
    """The rule is broken without it, too; the server may not have looked."""
    assert refuse(mending, SHUT, "shut-needs-lid", "", "/weight") == [
        {"name": "ab", "kind": "shut", "lid": False}
    ]
    assert mending.cases[0].message.body == b'{"name":"ab","kind":"shut","lid":false}'
    assert mending.cases[0].expect == "refused"


def test_several_members(mending: Mending) -> None:
    """All of them go."""
    body: Json = {**SHUT, "marks": ["a"]}
    assert refuse(mending, body, "shut-needs-lid", "", "/weight", "/marks") == [
        {"name": "ab", "kind": "shut", "lid": False}
    ]


@pytest.mark.parametrize(
    ("claim", "at", "pointers"),
    [
        ("shut-needs-lid", "", ("/lid",)),  # what it is about
        ("shut-needs-lid", "", ("/lid", "/weight")),
        ("shut-needs-lid", "", ("/name",)),  # nothing that the server alone judges
        ("shut-needs-lid", "", ()),
        ("schema:type", "/weight", ("/weight",)),
    ],
)
def test_nothing_to_mend(mending: Mending, claim: str, at: str, pointers: tuple[str, ...]) -> None:
    """The refusal may be of what is broken."""
    assert refuse(mending, SHUT, claim, at, *pointers) == []


def test_it_has_to_break_the_same(mending: Mending) -> None:
    """What is valid without the member tells nothing."""
    body: Json = {"name": "ab", "kind": "round", "weight": 25, "lid": True}
    assert refuse(mending, body, "schema:maximum", "/name", "/weight") == []


def test_there_are_not_too_many(mending: Mending) -> None:
    """Some are enough."""
    for _ in range(MOST + 1):
        found = refuse(mending, SHUT, "shut-needs-lid", "", "/weight")
    assert len(found) == MOST
