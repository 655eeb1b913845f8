"""Lists of every small size: three items may be what a server cannot take."""

from collections.abc import Callable
from typing import Any

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.values import SMALL
from tallystick.fuzz.requests.giving import Giver
from tallystick.ir import Api
from tallystick.text import Json

WORDS = "abcdef"
WORD: dict[str, Any] = {"type": "string", "maxLength": 9}
FLEET: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": WORD,
        "ports": {"type": "array", "maxItems": 8, "items": WORD},
        "flags": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": [*"abcd"]},
        },
        "marks": {"type": "object", "maxProperties": 4, "additionalProperties": WORD},
        "at": {"type": "array", "items": {"type": "integer"}},
        "of": {"type": "array", "items": {"type": "object", "properties": {"word": WORD}}},
    },
    "x-validations": [
        {
            "id": "parallel",
            "rule": "(!has(self.at) && !has(self.of))"
            " || (has(self.at) && has(self.of) && size(self.at) == size(self.of))",
            "message": "as many times as ships",
        }
    ],
}


def sizes(bodies: Bodies, name: str) -> set[int]:
    """Return of which sizes valid bodies have a member."""
    values = [it.value for it in bodies.valid if isinstance(it.value, dict)]
    members: list[Json] = [it[name] for it in values if name in it]
    return {len(it) for it in members if isinstance(it, list | dict)}


def test_each_size_up_to_five(bodies_of: Callable[..., Bodies]) -> None:
    """As far as bounds allow; lists that go together have it together."""
    made = bodies_of(FLEET, most=60)
    assert sizes(made, "ports") >= {0, 1, 2, 3, 4, 5}
    assert sizes(made, "flags") == {1, 2, 3, 4}
    assert sizes(made, "marks") == {0, 1, 2, 3, 4}
    assert sizes(made, "at") == sizes(made, "of") >= {0, 1, 2, 3, 4, 5}


def test_several_lists_in_one_body(bodies_of: Callable[..., Bodies]) -> None:
    """A size costs a body or two, and not one for each list."""
    made = bodies_of(FLEET, most=60)
    goals = {"/ports 4 items", "/flags 4 items", "/marks 4 items", "/at 4 items"}
    assert any(goals <= it.goals for it in made.valid)


def test_one_member_too_many_where_names_have_a_pattern(bodies_of: Callable[..., Bodies]) -> None:
    """More names are made up than anybody has shown: of the pattern, and one above the bound."""
    names: Json = {"pattern": "^[a-z]{2}$"}
    labels: Json = {"type": "object", "propertyNames": names, "maxProperties": 3}
    made = bodies_of({"type": "object", "properties": {"labels": labels}}, most=60)
    alone = [bad.value for bad in made.broken if bad.name == "schema:maxProperties" and bad.alone]
    assert alone
    assert not [name for name, _, _ in made.never if name == "schema:maxProperties"]
    shown = [body.value.get("labels") for body in made.valid if isinstance(body.value, dict)]
    assert any(isinstance(it, dict) and len(it) == 3 for it in shown)


def test_a_long_list_is_cut_where_its_items_go_together(bodies_of: Callable[..., Bodies]) -> None:
    """Others that are known may not stand beside each other: each is in the list once."""
    item: dict[str, Any] = {
        "type": "object",
        "required": ["sku"],
        "properties": {"sku": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{4}$"}},
    }
    once = "self.all(a, self.exists_one(b, b.sku == a.sku))"
    rule = {"id": "once", "rule": once, "message": "each stands once"}
    items = {"type": "array", "minItems": 1, "maxItems": 7, "items": item, "x-validations": [rule]}
    order = {"type": "object", "required": ["items"], "properties": {"items": items}}
    assert sizes(bodies_of(order, most=60), "items") >= {1, 2, 3, 4, 5, 7}


def test_what_shows_a_size_says_so(bodies_of: Callable[..., Bodies]) -> None:
    """Whatever it was made for: it may be sent for that alone."""
    made = bodies_of(FLEET, most=60)
    for found in made.valid:
        ports = found.value.get("ports") if isinstance(found.value, dict) else None
        if isinstance(ports, list) and len(ports) <= SMALL:
            assert f"/ports {len(ports)} items" in found.goals


def test_lists_in_addresses_have_each_size(api_of: Callable[[Json], Api]) -> None:
    """Up to five, within their bounds."""
    kinds: Json = {"type": "array", "maxItems": 4, "uniqueItems": True, "items": {"enum": [*WORDS]}}
    codes: Json = {"type": "array", "minItems": 2, "items": {"type": "integer"}}
    operation: Json = {
        "operationId": "list",
        "parameters": [
            {"name": "kinds", "in": "query", "schema": kinds},
            {"name": "codes", "in": "query", "schema": codes},
        ],
        "responses": {"200": {"description": "All."}},
    }
    info: Json = {"title": "Ships", "version": "1"}
    api = api_of({"openapi": "3.1.0", "info": info, "paths": {"/ships": {"get": operation}}})
    giver = Giver(Judging(api))
    found = [
        {len(value) for _, value in giver.sound(each) if isinstance(value, list)}
        for each in api.operations[0].parameters
    ]
    assert found == [{1, 2, 3, 4}, {2, 3, 4, 5}]


def test_a_body_that_is_a_list_has_each_size(bodies_of: Callable[..., Bodies]) -> None:
    """Not only members are lists."""
    made = bodies_of({"type": "array", "maxItems": 8, "items": WORD}, most=60)
    found = {len(it.value) for it in made.valid if isinstance(it.value, list)}
    assert found >= {0, 1, 2, 3, 4, 5, 8}
