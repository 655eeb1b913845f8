"""Rules about texts in order, parts that are seldom there, and short lists of different items."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.making import Bodies

KINDS = ["power", "water", "laundry", "pumpout"]
COVER: dict[str, Any] = {
    "type": "object",
    "required": ["from", "until"],
    "additionalProperties": False,
    "properties": {
        "from": {"type": "string", "format": "date"},
        "until": {"type": "string", "format": "date"},
    },
    "x-validations": [{"id": "ends-later", "rule": "self.until > self.from", "message": "Later."}],
}
STAY: dict[str, Any] = {
    "type": "object",
    "required": ["arrive", "depart"],
    "additionalProperties": False,
    "properties": {
        "arrive": {"type": "string", "format": "date-time"},
        "depart": {"type": "string", "format": "date-time"},
        "length": {"type": "integer", "minimum": 1, "maximum": 40},
        **{f"with_{kind}": {"enum": ["never", "daily", "weekly"]} for kind in KINDS},
        "extras": {
            "type": "array",
            "maxItems": 4,
            "items": {
                "type": "object",
                "required": ["code"],
                "additionalProperties": False,
                "properties": {"code": {"enum": KINDS}},
            },
        },
        "cover": COVER,
    },
    "x-validations": [
        {"id": "in-order", "rule": "self.arrive <= self.depart", "message": "In order."},
        {
            "id": "extras-once",
            "rule": "!has(self.extras) || self.extras.all(x, self.extras.exists_one(y, y.code == x.code))",  # noqa: E501 - one rule
            "message": "Once.",
        },
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return bodies of stays."""
    return bodies_of(STAY, most=300)


def test_what_ends_before_it_begins_is_sent(made: Bodies) -> None:
    """Members of one kind change places, though each has a schema of its own."""
    broken: list[Any] = [it.value for it in made.broken if it.name == "in-order"]
    assert broken
    assert all(it["arrive"] > it["depart"] for it in broken)


def test_parts_whose_texts_need_an_order_are_there(made: Bodies) -> None:
    """What is in an object may change for it to be there."""
    values: list[Any] = [it.value for it in made.valid]
    covers = [it["cover"] for it in values if "cover" in it]
    assert covers
    assert all(it["until"] > it["from"] for it in covers)


def test_a_rule_of_a_part_is_broken_alone(made: Bodies) -> None:
    """Bodies that have the part are looked at before the many that have not."""
    broken = [it for it in made.broken if (it.name, it.at) == ("ends-later", "/cover")]
    assert broken
    assert all(it.alone for it in broken)


def test_a_list_is_full_though_its_items_must_differ(made: Bodies) -> None:
    """Four of four kinds."""
    values: list[Any] = [it.value for it in made.valid]
    lists = [sorted(item["code"] for item in it.get("extras", [])) for it in values]
    assert sorted(KINDS) in lists
    assert not [goal for goal in made.unreached if goal.startswith("/extras 4")]
