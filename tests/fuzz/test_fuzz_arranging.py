"""Valid lists ascend, descend, and do neither."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.arranging import order_of
from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json

EVERY = {"ascending", "descending", "unordered"}
STOP: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 90}
TRAM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "stops": {"type": "array", "maxItems": 9, "uniqueItems": True, "items": STOP},
        "names": {"type": "array", "maxItems": 9, "items": {"type": "string", "maxLength": 9}},
        "lines": {"type": "array", "maxItems": 9, "uniqueItems": True, "items": {"enum": [*"cab"]}},
        "pair": {"type": "array", "maxItems": 2, "uniqueItems": True, "items": STOP},
        "climb": {"type": "array", "maxItems": 3, "uniqueItems": True, "items": STOP},
        "open": {"type": "array", "maxItems": 9, "items": {"type": "boolean"}},
    },
    "x-validations": [
        {
            "id": "named",
            "rule": "has(self.stops) == has(self.names)"
            " && (!has(self.stops) || size(self.stops) == size(self.names))",
            "message": "each stop has a name",
        },
        {
            "id": "climbs",
            "rule": "!has(self.climb) || size(self.climb) < 2 || (self.climb[0] < self.climb[1]"
            " && (size(self.climb) < 3 || self.climb[1] < self.climb[2]))",
            "message": "it goes uphill",
        },
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes trams."""
    return bodies_of(TRAM, most=60)


def orders(made: Bodies, name: str) -> set[str]:
    """Return in which orders the list of a member is sent in valid bodies."""
    values = [it.value for it in made.valid if isinstance(it.value, dict)]
    return {order_of(it.get(name)) for it in values} - {""}


@pytest.mark.parametrize("name", ["stops", "names", "lines"])
def test_each_order(made: Bodies, name: str) -> None:
    """Of numbers and of texts, also where another list has to be as long."""
    assert orders(made, name) == EVERY


def test_two_items_ascend_or_descend(made: Bodies) -> None:
    """There is no third way."""
    assert orders(made, "pair") == {"ascending", "descending"}


def test_no_order_that_a_rule_forbids(made: Bodies) -> None:
    """All that is sent as valid is."""
    assert orders(made, "climb") == {"ascending"}


def test_an_order_is_what_a_body_is_sent_for(made: Bodies) -> None:
    """Whatever it was made for."""
    for found in made.valid:
        stops = found.value.get("stops") if isinstance(found.value, dict) else None
        order = order_of(stops)
        assert not order or f"/stops {order}" in found.goals


@pytest.mark.parametrize(
    ("items", "order"),
    [
        ([1, 2.5, 3], "ascending"),
        (["b", "a"], "descending"),
        ([2, 1, 3], "unordered"),
        ([1, 1], ""),
        ([1, "a"], ""),
        ([True, False], ""),
        ([{}, []], ""),
        ([7], ""),
        ("ba", ""),
    ],
)
def test_what_is_compared(items: Json, order: str) -> None:
    """Numbers with numbers, texts with texts, and of these such that differ."""
    assert order_of(items) == order
