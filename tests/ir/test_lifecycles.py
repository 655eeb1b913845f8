"""State machines: read, and judged against their schema."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Record, Type

Lower = Callable[..., tuple[Type, Diagnostics]]

CYCLE: dict[str, Any] = {
    "member": "state",
    "initial": "queued",
    "success": ["completed"],
    "outputs": ["output"],
    "reason": ["why"],
    "states": {
        "queued": {"next": ["running"], "forbids": ["output", "why"], "description": "D"},
        "running": {"next": ["completed", "failed"]},
        "completed": {"next": [], "requires": ["output"], "forbids": ["why"]},
        "failed": {"requires": ["why"]},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "state": {"type": "string", "enum": ["queued", "running", "completed", "failed"]},
        "output": {"type": "string"},
        "why": {"type": ["string", "null"]},
    },
    "required": ["id", "state", "why"],
    "x-lifecycle": CYCLE,
}


def test_a_lifecycle(schema: Lower) -> None:
    """States in order, with what they promise."""
    made, found = schema(SCHEMA)
    assert found == ()
    assert isinstance(made, Record)
    cycle = made.lifecycle
    assert cycle is not None
    assert (cycle.member, cycle.initial, cycle.success) == ("state", "queued", ("completed",))
    assert (cycle.outputs, cycle.reason) == (("output",), ("why",))
    assert [state.name for state in cycle.states] == ["queued", "running", "completed", "failed"]
    assert cycle.states[0].forbids == ("output", "why")
    assert cycle.states[0].doc.description is not None
    assert cycle.states[3].next == ()
    assert cycle.states[1].span.pointer == "/components/schemas/X/x-lifecycle/states/running"


def test_a_plain_string_can_hold_the_state(schema: Lower) -> None:
    """Without an enum nothing contradicts; an open enum may list fewer states."""
    value = deepcopy(SCHEMA)
    value["properties"]["state"] = {"type": "string"}
    assert schema(value)[1] == ()
    value["properties"]["state"] = {
        "type": "string",
        "enum": ["queued"],
        "x-extensible-enum": True,
    }
    assert schema(value)[1] == ()


def test_heirs_have_the_lifecycle_of_their_base(schema: Lower) -> None:
    """It comes with allOf, once."""
    made, found = schema({"allOf": [{"$ref": "#/components/schemas/B"}]}, B=SCHEMA)
    assert found == ()
    assert isinstance(made, Record)
    assert made.lifecycle is not None
    both = {"allOf": [{"$ref": "#/components/schemas/B"}], "x-lifecycle": CYCLE}
    _, found = schema(both, B=SCHEMA)
    assert [item.code.id for item in found] == ["lifecycle-twice"]


def changed(*path: str, value: Any = None) -> dict[str, Any]:
    """Return the schema with one place of its lifecycle changed; no value removes it."""
    schema = deepcopy(SCHEMA)
    place = schema["x-lifecycle"]
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return schema


@pytest.mark.parametrize(
    ("codes", "schema_value"),
    [
        (["lifecycle-incomplete"], changed("member")),
        (["lifecycle-incomplete"], changed("initial")),
        (["lifecycle-incomplete"], changed("states", value={})),
        (["lifecycle-unknown-member"], changed("states", "queued", "require", value=["output"])),
        (["lifecycle-unknown-member"], changed("succes", value=["completed"])),
        (["lifecycle-member"], changed("member", value="status")),
        (["lifecycle-unknown-state"], changed("initial", value="nope")),
        (["lifecycle-unknown-state"], changed("success", value=["nope"])),
        (["lifecycle-success"], changed("success", value=["running"])),
        (["lifecycle-unknown-field"], changed("outputs", value=["nope"])),
        (["lifecycle-unknown-field"], changed("states", "failed", "requires", value=["nope"])),
        (["lifecycle-contradiction"], changed("states", "failed", "forbids", value=["why"])),
        (["lifecycle-contradiction"], changed("states", "failed", "forbids", value=["id"])),
        (["lifecycle-unreachable"], changed("states", "running", "next", value=["completed"])),
        (
            ["lifecycle-endless", "lifecycle-endless", "lifecycle-unreachable"],
            changed("states", "running", "next", value=["queued"]),
        ),
        (
            ["lifecycle-unknown-state", "lifecycle-unreachable"],
            changed("states", "running", "next", value=["completed", "nope"]),
        ),
        (
            ["lifecycle-states", "lifecycle-unreachable"],
            changed("states", "lost", value={"next": []}),
        ),
        (["unusable-value"], changed("success", value="completed")),
        (["unusable-value"], changed("states", "failed", value=3)),
    ],
)
def test_what_is_wrong_with_a_lifecycle(
    schema: Lower,
    codes: list[str],
    schema_value: dict[str, Any],
) -> None:
    """Each alone; some mistakes have two sides."""
    _, found = schema(schema_value)
    assert sorted({item.code.id for item in found}) == sorted(set(codes))
    assert all(item.span and "/x-lifecycle" in item.span.pointer for item in found)


def test_an_enum_value_that_is_no_state(schema: Lower) -> None:
    """The other direction of the same disagreement."""
    value = deepcopy(SCHEMA)
    value["properties"]["state"]["enum"].append("paused")
    _, found = schema(value)
    assert [item.code.id for item in found] == ["lifecycle-states"]
    assert "paused" in found[0].message


def test_a_state_that_is_no_string(schema: Lower) -> None:
    """Numbers cannot be named by states."""
    value = deepcopy(SCHEMA)
    value["properties"]["state"] = {"type": "integer"}
    _, found = schema(value)
    assert [item.code.id for item in found] == ["lifecycle-member"]
