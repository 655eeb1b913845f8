"""Members of changed bodies that are left out: the code for the rest is what it was."""

import copy
import json
import random
from typing import Any

import pytest

from tallystick.diff.code.versions import compare_surfaces
from tallystick.diff.unchanged.namesakes import Name, clashing, names
from tallystick.diff.unchanged.paring import Pared, Paring
from tallystick.diff.unchanged.settle import Settled
from tallystick.diff.unchanged.units import Unit
from tallystick.load import parse_text
from tallystick.report.comparison.clients import changed_clients
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved
from tallystick.text import Json

NAMES = ("a", "b", "a_b", "a-b", "ab", "b_item", "a_param", "a_2", "stream", "limit", "value")
LISTS = [[f"{kind} number {at} of some" for at in range(3)] for kind in ("one", "two")]
SCALARS: tuple[dict[str, Any], ...] = (
    {"type": "string"},
    {"type": "boolean"},
    {"type": "string", "enum": ["x", "y"]},
    {"type": "string", "enum": LISTS[0]},
    {"type": "string", "enum": LISTS[1]},
    {"oneOf": [{"const": it} for it in LISTS[1]]},
    {"$ref": "#/components/schemas/Changed"},
    {"$ref": "#/components/schemas/Same"},
    {"$ref": "#/components/schemas/Kind"},
)


class _Whole(Paring):
    """Leaves nothing out."""

    def of(self, unit: Unit) -> Pared:
        old, new = (it.values.get(unit) for it in self._standing.units)
        return Pared((old, new), frozenset())


def _schema(rng: random.Random, depth: int = 0) -> dict[str, Any]:
    if depth and (depth > 2 or rng.random() < 0.5):
        return copy.deepcopy(rng.choice(SCALARS))
    if depth and rng.random() < 0.2:
        return {"type": "array", "items": _schema(rng, depth + 1)}
    chosen = rng.sample(NAMES, rng.randint(2, len(NAMES)))
    members = {name: _schema(rng, depth + 1) for name in chosen}
    made: dict[str, Any] = {"type": "object", "properties": members}
    if rng.random() < 0.3:
        made["required"] = rng.sample(chosen, 1)
    if depth and rng.random() < 0.4:
        made |= {"title": "b"} if rng.random() < 0.5 else {}
        return {"anyOf": rng.sample([made, {"type": "string", "enum": rng.choice(LISTS)}], 2)}
    return made


def _edited(rng: random.Random, schema: dict[str, Any]) -> dict[str, Any]:
    new = copy.deepcopy(schema)
    for _ in range(rng.randint(1, 2)):
        members = rng.choice(_objects(new))["properties"]
        name = rng.choice(list(members))
        match rng.randrange(4):
            case 0:
                members[rng.choice(NAMES)] = _schema(rng, 2)
            case 1 if len(members) > 1:
                del members[name]
            case 2:
                members[name] = _schema(rng, 3)
            case _:
                members["new"] = copy.deepcopy(rng.choice(SCALARS))
    return new


def _objects(schema: Any) -> list[dict[str, Any]]:
    found = [schema] if "properties" in schema else []
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        found += _objects(inner)
    return found


def _resolved(name: str, body: dict[str, Any], kinds: list[str], media: str) -> Resolved:
    changed = {"type": "object", "properties": {"kind": {"type": "string", "enum": kinds}}}
    answers: dict[str, Any] = {"200": {"description": "", "content": {"text/event-stream": {}}}}
    answers["200"]["content"]["application/json"] = {"schema": {"type": "string"}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    operation = {
        "operationId": "makeThing",
        "parameters": [limit],
        "requestBody": {"required": True, "content": {media: {"schema": body}}},
        "responses": answers,
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {
            "schemas": {
                "Changed": changed,
                "Same": {"type": "object", "properties": {"s": {"type": "string"}}},
                "Kind": {"type": "string", "enum": LISTS[0]},
            }
        },
    }
    loaded, _ = parse_text(json.dumps(document).encode(), name)
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    return resolved


def _said(settled: Settled) -> list[str]:
    return [repr(it) for pair in changed_clients(settled) for it in compare_surfaces(*pair)]


@pytest.mark.parametrize("seed", [*range(12), 137, 138])
def test_what_is_left_out_changes_no_code(seed: int) -> None:
    """The same is found as of whole bodies, though names clash and values are the same."""
    for number in range(6):
        rng = random.Random(f"{seed}.{number}")  # noqa: S311 (documents, no secrets)
        body = _schema(rng)
        media = rng.choice(["application/json", "multipart/form-data"])
        old = _resolved("old.json", body, ["a"], media)
        new = _resolved("new.json", _edited(rng, body), rng.choice([["a"], ["a", "b"]]), media)
        assert_same_code(old, new)


def assert_same_code(old: Resolved, new: Resolved) -> None:
    """Check that what is left out changes nothing of what is said."""
    found = []
    for paring in (Paring, _Whole):
        settled = Settled(old, new)
        settled.paring = paring(settled.standing)
        found.append(_said(settled))
    assert found[0] == found[1], json.dumps(old.entry.root)


@pytest.mark.parametrize("before", [None, {"type": "null"}, False])
def test_a_variant_with_the_name_of_a_member(before: Json) -> None:
    """Variants are numbered as clients number them: without null, and what nobody can send."""
    one, other = ({"type": "object", "properties": {it: {"type": "string"}}} for it in "ab")
    branches = [it for it in (before, one, other) if it is not None]
    members = {"first": {"type": "string"}, "x": {"anyOf": branches}, "x_variant_2": one}
    body = {"type": "object", "properties": members}
    branches = [*branches[:-1], {**other, "properties": {"c": one}}]
    new = {**body, "properties": {**members, "x": {"anyOf": branches}}}
    pair = (
        _resolved(f"{at}.json", it, ["a"], "application/json") for at, it in enumerate((body, new))
    )
    assert_same_code(*pair)


def test_most_of_a_body_is_left_out() -> None:
    """A new member leaves its neighbours out, but for those with a name like its own."""
    members: dict[str, Any] = {f"member{at}": {"type": "string"} for at in range(20)}
    members["kind"] = {"type": "object", "properties": {"x": {"type": "string"}}}
    body: dict[str, Any] = {"type": "object", "properties": members}
    new = {**body, "properties": {**members, "kind_x": {"properties": {"y": {}}}}}
    old = _resolved("old.json", body, ["a"], "application/json")
    settled = Settled(old, _resolved("new.json", new, ["a"], "application/json"))
    gone = settled.paring.of(("", "paths", "/things")).gone
    kept = {it.rpartition("/")[2] for it in gone} ^ members.keys()
    assert kept == {"member0", "kind"}


OBJECT: Json = {"properties": {"c": {}}}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a_b": {}, "a-b": {}, "c": {}}, "a_b a-b"),
        ({"a": {}, "a_b": {}, "a2": {}}, ""),
        ({"a": {}, "a_param": {}}, "a a_param"),
        ({"a_b": {}, "a-b": {}, "a_b_2": {}, "a_b_query": {}}, "a_b a-b a_b_2 a_b_query"),
        ({"a": {"properties": {"b": OBJECT}}, "a_b": {}}, "a a_b"),
        ({"a": {"items": OBJECT}, "a_item": {}}, "a a_item"),
        ({"a": {"items": {"type": "string"}}, "a_item": {}}, ""),
        ({"a": {"anyOf": [OBJECT, {"type": "string"}]}, "a_variant_1": {}}, "a a_variant_1"),
        ({"a": {"anyOf": [OBJECT, {"type": "null"}]}, "a_b": {}}, "a a_b"),
        ({"a": {"allOf": [OBJECT]}, "a_b": {}}, "a a_b"),
        ({"a": {"type": ["object", "string"]}, "a_b": {}}, "a a_b"),
        ({"a": {"type": ["object", "null"]}, "a_b": {}}, ""),
    ],
)
def test_names_clash(members: Json, said: str) -> None:
    """Words count, not how they are joined; clients add words and numbers of their own."""
    found = clashing(names({"properties": members}, Name("", "")))
    assert {it.split("/")[2] for it in found} == set(said.split())
