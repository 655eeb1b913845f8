"""Bodies by the solver: choices, pairs, bounds, rules alone, and why something cannot be."""

import base64
import copy
import json
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tallystick.fuzz.bodies import making as module
from tallystick.fuzz.bodies import solving
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, Growing, bodies
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api, Content, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.solve.smt import engine
from tallystick.text import Json

SHIP: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["raft", "boat", "liner"]},
        "name": {"type": "string", "maxLength": 30, "examples": ["Aurora"]},
        "home": {"type": "string", "format": "uri"},
        "flag": {"type": "string", "contentEncoding": "base64", "examples": ["AAAA"]},
        "masts": {"type": ["integer", "null"], "minimum": 0, "maximum": 7},
        "cabins": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/C"}},
        "numbers": {"type": "array", "maxItems": 100, "items": {"type": "integer"}},
        "motor": {"type": "boolean"},
        "mapUrl": {"type": "string"},
        "radio": {"type": "object", "properties": {"channel": {"type": "integer"}}},
    },
    "x-validations": [
        {
            "id": "rafts-are-small",
            "rule": "self.kind != 'raft' || (!has(self.masts) && !has(self.cabins))",
            "message": "a raft has neither masts nor cabins",
        },
        {
            "id": "liners-have-motors",
            "rule": "self.kind != 'liner' || (has(self.motor) && self.motor)",
            "message": "a liner has a motor",
        },
        {
            "id": "a-number-a-cabin",
            "rule": "(has(self.cabins) ? size(self.cabins) : 0) == "
            "(has(self.numbers) ? size(self.numbers) : 0)",
            "message": "each cabin has a number",
        },
        {
            "id": "nobody-can-break-this",
            "rule": "!has(self.masts) || self.masts < 9",
            "message": "seven masts at most",
        },
    ],
}
CABIN = {"type": "object", "required": ["beds"], "properties": {"beds": {"enum": [1, 2]}}}


def api_of(schema: dict[str, Any]) -> Api:
    """Return an API that takes ships."""
    operation = {
        "operationId": "launch",
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"204": {"description": "Launched."}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Ships", "version": "1"},
        "paths": {"/ships": {"post": operation}},
        "components": {"schemas": {"C": CABIN}},
    }
    parsed, found = parse_text(json.dumps(document).encode(), "ships.json")
    assert parsed is not None, found
    resolved, found = resolve(parsed)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return api


def content_of(api: Api) -> Content:
    """Return the content of the only body."""
    content = json_content(api.operations[0])
    assert content is not None
    return content


def made_of(api: Api, *, most: int = 300) -> Bodies:
    """Return its bodies."""
    content = content_of(api)
    assert content.type is not None
    return bodies(Judging(api), content, content.type, seed=1, most=most, statuses=("stated",))


@pytest.fixture(scope="module")
def api() -> Api:
    """Return the API."""
    return api_of(SHIP)


@pytest.fixture(scope="module")
def made(api: Api) -> Bodies:
    """Return its bodies, made once."""
    return made_of(api)


def test_every_pair_of_values_is_made(made: Bodies) -> None:
    """All that the rules allow, and nothing else."""
    pairs = {
        (it.value["kind"], it.value.get("motor")) for it in made.valid if isinstance(it.value, dict)
    }
    small = {(kind, motor) for kind in ("raft", "boat") for motor in (True, False, None)}
    assert pairs == {*small, ("liner", True)}


def test_every_kind_has_its_share(made: Bodies) -> None:
    """A tenth at least."""
    kinds = Counter(it.value["kind"] for it in made.valid if isinstance(it.value, dict))
    assert set(kinds) == {"raft", "boat", "liner"}
    assert min(kinds.values()) * 10 >= sum(kinds.values())


def test_long_lists_that_must_be_of_one_length(made: Bodies) -> None:
    """Both at their edge, in one body."""
    bodies: list[Any] = [it.value for it in made.valid if isinstance(it.value, dict)]
    sizes = {(len(it.get("cabins", ())), len(it.get("numbers", ()))) for it in bodies}
    assert (100, 100) in sizes
    assert all(one == other for one, other in sizes)


def test_texts_are_such_as_people_send(made: Bodies) -> None:
    """Examples for opaque strings, URLs where a URL is asked for."""
    ships = [it.value for it in made.valid if isinstance(it.value, dict)]
    homes = {str(it["home"]) for it in ships if "home" in it}
    assert homes
    assert all(home.startswith("https://") for home in homes)
    flags = {str(it["flag"]) for it in ships if "flag" in it}
    assert flags
    assert all(base64.b64decode(flag, validate=True) for flag in flags)
    assert all(str(it["mapUrl"]).startswith("https://") for it in ships if "mapUrl" in it)
    assert "Aurora" in {it["name"] for it in ships if "name" in it}


def test_rules_are_broken_alone_with_every_choice(made: Bodies, api: Api) -> None:
    """Each by several bodies; what cannot be broken has the proof."""
    judging = Judging(api)
    type_id = content_of(api).type
    assert type_id is not None
    counts = Counter(bad.name for bad in made.broken if not bad.name.startswith("schema:"))
    for bad in made.broken:
        if not bad.name.startswith("schema:"):
            found = judging.broken(type_id, bad.value)
            assert not found.keywords
            assert found.rules == {(bad.name, bad.at)}
    assert set(counts) == {"rafts-are-small", "liners-have-motors", "a-number-a-cabin"}
    assert min(counts.values()) >= 2
    (reason,) = [why for name, _, why in made.never if name == "nobody-can-break-this"]
    assert reason.startswith("proved impossible by ")
    assert "maximum of properties/masts" in reason


def test_keywords_that_are_never_broken_alone_say_what_else_is(made: Bodies) -> None:
    """A list that is too long has no equal."""
    alone = {(bad.name, bad.at) for bad in made.broken if bad.alone}
    assert ("schema:maximum", "/masts") in alone
    assert ("schema:required", "/kind") in alone
    assert ("schema:required", "/cabins/*/beds") in alone
    assert ("schema:null", "/motor") in alone
    reasons = {(name, at): why for name, at, why in made.never}
    assert "a-number-a-cabin" in reasons["schema:maxItems", "/cabins"]


def test_proofs_that_are_told_name_only_what_they_need() -> None:
    """Missing names break the rule that looks at each: no type has to be named for that."""
    names = {"type": "array", "items": {"type": "string"}, "maxItems": 3}
    kinds = {"names": names, "kind": {"enum": ["a", "b"]}, "note": {"type": "string"}}
    rule = {"id": "no-b", "rule": "self.names.all(it, it != 'b')", "message": "none today"}
    schema = {"type": "object", "required": ["names"], "properties": kinds}
    made = made_of(api_of({**schema, "x-validations": [rule]}))
    reasons = {(name, at): why for name, at, why in made.never}
    told = "what breaks it breaks no-b too; alone proved impossible by rule no-b"
    assert reasons["schema:required", "/names"] == told


def test_unreached_choices_are_proved() -> None:
    """What no body can hold is said, with what excludes it."""
    schema = copy.deepcopy(SHIP)
    rule = {"id": "no-liners", "rule": "self.kind != 'liner'", "message": "none today"}
    schema["x-validations"].append(rule)
    made = made_of(api_of(schema))
    assert "/kind 'liner': proved impossible by rule no-liners" in made.unreached
    assert all("proved impossible" in goal for goal in made.unreached)


def test_what_the_clock_ended_is_told(
    made: Bodies, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then another machine may have another plan; else all have the same."""
    assert all(name != "request:plan" for name, _, _ in made.never)
    monkeypatch.setattr(engine, "PATIENCE", -1)  # whatever z3 gives up took longer
    monkeypatch.setattr(solving, "EFFORT", 500)
    assert ("request:plan", "", module.CLOCKED) in made_of(api, most=60).never


def test_bodies_come_while_others_are_made(api: Api) -> None:
    """The first at once; each step has all that was before."""
    content = content_of(api)
    assert content.type is not None
    made = Growing(Judging(api), seed=1, most=60, statuses=("stated",))
    again, steps = made.bodies(content), list(made.bodies(content))
    assert [id(it) for it in again] == [id(it) for it in steps]  # made once
    assert steps[0].valid
    assert not steps[0].broken
    for before, after in pairwise(steps):
        assert after.valid[: len(before.valid)] == before.valid
        assert after.broken[: len(before.broken)] == before.broken


def test_without_the_solver_bodies_are_searched_for(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """z3 is optional: most is found without it, nothing is proved."""
    monkeypatch.setattr(module, "SOLVER", False)
    made = made_of(api)
    judging = Judging(api)
    type_id = content_of(api).type
    assert type_id is not None
    assert len(made.valid) > 20
    assert all(judging.broken(type_id, it.value).nothing for it in made.valid)
    names = {bad.name for bad in made.broken}
    assert {"rafts-are-small", "liners-have-motors"} <= names
    assert not any("proved" in why for _, _, why in made.never)


def test_what_only_the_server_sends_is_not_sent(bodies_of: Callable[..., Bodies]) -> None:
    """Not in valid bodies, not beside what is wrong, and not in lists; nor is it wrong itself."""
    made: Json = {"readOnly": True, "type": "string", "minLength": 3}
    part: Json = {"type": "object", "properties": {"number": made, "hue": {"maxLength": 4}}}
    shown: Json = {"id": made, "parts": {"type": "array", "items": part}, "no": False}
    found = bodies_of({"type": "object", "required": ["id"], "properties": shown}, most=60)
    sent = [json.dumps(it.value) for it in found.valid]
    sent += [json.dumps(it.value) for it in found.broken]
    assert any("hue" in text for text in sent)
    assert [text for text in sent if '"id"' in text or '"number"' in text] == []
    named = {(it.name, it.at) for it in found.broken} | {(name, at) for name, at, _ in found.never}
    assert [at for name, at in named if name == "schema:false"] == ["/no"]
    assert [at for _, at in named if at.endswith(("/id", "/number"))] == []
