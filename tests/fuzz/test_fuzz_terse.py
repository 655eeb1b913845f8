"""Servers whose refusals name members, and no rules."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Claim, Message, Weight
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.terse import FEWEST, together
from tallystick.ir import Api
from tallystick.text import Json

BODY: Json = {"name": "ab", "kind": "open", "parts": [{"size": 1}], "spare": {"size": 2}}


@pytest.fixture
def stocked(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Api:
    """Return boxes of kinds that may be out of stock, and of parts that may be."""
    schemas = document["components"]["schemas"]
    order = schemas["Order"]
    order["properties"]["spare"] = {"$ref": "#/components/schemas/Part"}
    stock = {"id": "in-stock", "message": "out of stock", "fieldPath": ".kind"}
    order["x-validations"].append({**stock, "status": "server"})
    size = {"id": "cut-here", "message": "no such size is cut", "fieldPath": ".spare.size"}
    order["x-validations"].append({**size, "status": "server"})
    return api_of(document)


def kinds(api: Api, case: Case, body: Json) -> list[str]:
    """Return what is found in a refusal."""
    scene = Scene(api, Judging(api))
    answer = reply(422, body, {"content-type": "application/problem+json"})
    return [found.kind for found in judged(scene, case, answer)]


def of(body: Json) -> Case:
    """Return a valid request."""
    message = Message(method="POST", path="/boxes")
    return Case(
        operation="makeBox",
        kind="valid",
        expect="accepted",
        message=message,
        value=body,
        has_value=True,
    )


@pytest.mark.parametrize(
    ("told", "excused"),
    [
        ({"errors": [{"pointer": "/kind"}]}, True),
        ({"errors": [{"pointer": "#/kind", "message": "of which there is none"}]}, True),
        ({"errors": [{"field": "kind"}]}, True),
        ({"detail": [{"loc": ["body", "kind"], "msg": "none left"}]}, True),
        ({"errors": [{"path": "$.spare.size"}]}, True),
        ({"errors": [{"pointer": "/parts/0/size"}]}, True),  # the same member of the same record
        ({"errors": [{"pointer": "/name"}]}, False),
        ({"errors": [{"pointer": "/spare"}]}, False),
        ({"errors": [{"pointer": "/kind"}, {"pointer": "/name"}]}, False),
        ({"errors": [{"pointer": "/kind", "rule": "shut-needs-lid"}]}, False),
        ({"errors": [{"pointer": "/parts/1/size"}]}, False),  # there is one part
        ({"errors": []}, False),
    ],
)
def test_a_member_is_blamed(stocked: Api, told: Json, *, excused: bool) -> None:
    """What a rule of the server is about may be why; anything else is no reason."""
    assert kinds(stocked, of(BODY), told) == ([] if excused else ["valid-refused"])


def test_a_member_that_was_not_sent(stocked: Api) -> None:
    """Nobody can be blamed for it."""
    body: Json = {"name": "ab", "kind": "open"}
    assert kinds(stocked, of(body), {"pointer": "/spare/size"}) == ["valid-refused"]


def found(
    api: Api, *, named: int = 0, rules: int = FEWEST, told: Json = None
) -> list[tuple[str, Weight, int]]:
    """Return what is told of a server that refuses what breaks rules, and names so many."""
    scene = Scene(api, Judging(api))
    ledger = Ledger(scene)
    for number in range(rules):
        rule = f"rule-{number}"
        claim = Claim(operation="makeBox", name=rule)
        message = Message(method="POST", path="/boxes")
        case = Case(
            operation="makeBox", kind="rule", expect="refused", claim=claim, message=message
        )
        body: Json = told or {"errors": [{"rule": rule if number < named else ""}]}
        answer = reply(422, body, {"content-type": "application/problem+json"})
        ledger.note(case, answer)
        ledger.judge(case, answer)
    return [(each.key, each.weight, each.count) for each in together(ledger)]


def test_no_rule_is_named(document: dict[str, Any], api_of: Callable[[Json], Api]) -> None:
    """One thing is told, a note where the document has no member for the names of rules."""
    key = "rule-not-named makeBox rule-0"
    assert found(api_of(document)) == [(key, Weight.NOTE, FEWEST)]
    problem: Json = {"type": "object", "properties": {"rule": {"type": "string"}}}
    refused: Json = {
        "type": "object",
        "properties": {"errors": {"type": "array", "items": problem}},
    }
    responses = document["paths"]["/boxes"]["post"]["responses"]
    responses["422"] = {
        "description": "Refused.",
        "content": {"application/problem+json": {"schema": refused}},
    }
    assert found(api_of(document)) == [(key, Weight.WARNING, FEWEST)]


@pytest.mark.parametrize(
    ("broken", "weight"), [([], Weight.WARNING), (["no"], Weight.NOTE)], ids=["empty", "some"]
)
def test_a_list_that_says_nothing(
    broken: Json, weight: Weight, document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """It is the place for what is wrong, and empty."""
    texts: Json = {"type": "array", "items": {"type": "string"}}
    refused: Json = {"type": "object", "properties": {"broken": texts}}
    document["paths"]["/boxes"]["post"]["responses"]["422"] = {
        "description": "Refused.",
        "content": {"application/problem+json": {"schema": refused}},
    }
    told = found(api_of(document), told={"broken": broken})
    assert told == [("rule-not-named makeBox rule-0", weight, FEWEST)]


def test_some_rules_are_named(box: Api) -> None:
    """Each of the others is told."""
    assert [key for key, _, _ in found(box, named=1)] == [
        f"rule-not-named makeBox rule-{number}" for number in range(1, FEWEST)
    ]


@pytest.mark.parametrize(
    ("named", "others", "weight"),
    [
        (FEWEST, 1, Weight.WARNING),
        (FEWEST, FEWEST - 1, Weight.WARNING),
        (FEWEST, FEWEST, Weight.NOTE),
        (FEWEST - 1, 1, Weight.NOTE),
    ],
)
def test_most_rules_are_named(
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
    named: int,
    others: int,
    weight: Weight,
) -> None:
    """The others are more than notes, even where the document has no member for the names."""
    told = found(api_of(document), named=named, rules=named + others)
    assert [each for _, each, _ in told] == [weight] * others


def test_what_is_known_of_bodies_is_kept_apart(stocked: Api) -> None:
    """Refusals of what may be valid are looked at for rules that are named, and for members."""
    scene = Scene(stocked, Judging(stocked))
    answer = reply(422, {"pointer": "/kind"}, {"content-type": "application/problem+json"})
    for case in (of(BODY), replace(of(BODY), expect="documented")):
        assert not [*judged(scene, case, answer)]
