"""Containment of types with rules, of two versions of a document."""

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.ir import Api, open_api
from tallystick.ir.types import TypeId
from tallystick.solve import (
    Answer,
    Containment,
    Contract,
    Contracts,
    Proof,
    Witness,
    types_contained,
)
from tallystick.text import Json

SPEC = Path(__file__).parents[2] / "spec"
MEMBERS: dict[str, Any] = {
    "kind": {"type": "string", "enum": ["image", "video"]},
    "loop": {"type": "boolean"},
    "length": {"type": "integer", "minimum": 1},
    "tags": {"type": "array", "items": {"type": "string"}},
}


def contract(folder: Path, name: str, schema: Json, **others: Json) -> Contract:
    """Return the contract of a body."""
    body = {"content": {"application/json": {"schema": schema}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/m": {
                "post": {
                    "operationId": "make",
                    "requestBody": body,
                    "responses": {"204": {"description": "Made."}},
                }
            }
        },
        "components": {"schemas": others},
    }
    path = folder / name
    path.write_text(json.dumps(document))
    api, found = open_api(str(path))
    assert api is not None, found
    read = api.operations[0].body
    assert read is not None
    type_ = read.contents[0].type
    assert type_ is not None
    return Contracts(api).contract(type_, "request")


def record(*rules: str, **members: Json) -> dict[str, Json]:
    """Return an object with rules."""
    said: list[Json] = [
        {"id": f"r{number}", "rule": rule, "message": "No."} for number, rule in enumerate(rules)
    ]
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {**MEMBERS, **members},
        "x-validations": said,
    }


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Compare two bodies."""

    def compared(left: Json, right: Json) -> Answer:
        return Containment(
            contract(tmp_path, "old.json", left), contract(tmp_path, "new.json", right)
        ).contained()

    return compared


LOOPS = "!has(self.loop) || self.kind == 'video'"
SHORT = "!has(self.length) || self.length <= 10 || self.kind == 'video'"


def test_the_same_rule_of_a_grown_type_is_contained(ask: Any) -> None:
    """A member more on the right, of any value on the left, is told from the rule."""
    closed = {**record(LOOPS), "additionalProperties": False}
    answer = ask(closed, record(LOOPS, extra={"type": "string"}))
    assert isinstance(answer, Proof)
    assert answer.whole


@pytest.mark.parametrize(
    "text",
    [
        "has(self.loop) ? self.kind == 'video' : true",
        "!(has(self.loop) && self.kind != 'video')",
        "self.kind == 'video' || !has(self.loop)",
        "!has(self.loop) || !(self.kind in ['image'])",
    ],
)
def test_a_rewritten_rule_is_no_difference(ask: Any, text: str) -> None:
    """Another text of the same meaning."""
    for left, right in ((LOOPS, text), (text, LOOPS)):
        answer = ask(record(left), record(right))
        assert isinstance(answer, Proof), answer
        assert answer.whole


def test_a_new_rule_is_shown(ask: Any) -> None:
    """The message breaks the new rule and nothing else; the way back is free."""
    answer = ask(record(LOOPS), record(LOOPS, SHORT))
    assert isinstance(answer, Witness)
    assert [claim.detail for claim in answer.because] == ["r1"]
    shown: Any = answer.value
    assert shown["kind"] == "image"
    assert shown["length"] > 10
    back = ask(record(LOOPS, SHORT), record(LOOPS))
    assert isinstance(back, Proof)
    assert back.whole


def test_a_clause_more_is_shown(ask: Any) -> None:
    """A rule that was tightened refuses a message that it took."""
    answer = ask(record(SHORT), record(SHORT.replace("10", "9")))
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, dict)
    assert answer.value["length"] == 10


def test_a_rule_that_the_schema_says_already(ask: Any) -> None:
    """It refuses nothing that was allowed before."""
    answer = ask(record(), record("!has(self.length) || self.length > 0"))
    assert isinstance(answer, Proof)
    assert answer.whole


def test_rules_of_items_hold_for_lists_of_every_length(ask: Any) -> None:
    """The same rule of items is whole, a new one is shown."""

    def listed(*rules: str) -> Json:
        return {"type": "array", "items": record(*rules)}

    answer = ask(listed(LOOPS, SHORT), listed(SHORT))
    assert isinstance(answer, Proof)
    assert answer.whole
    assert isinstance(ask(listed(SHORT), listed(LOOPS)), Witness)


def test_a_rule_over_a_list_is_bounded_where_it_must_be(ask: Any) -> None:
    """Nobody looks at every length of a list: what is no proof says so."""
    answer = ask(
        record("!has(self.tags) || self.tags.all(t, size(t) < 5)"),
        record("!has(self.tags) || !self.tags.exists(t, size(t) >= 5)"),
    )
    assert isinstance(answer, Proof)
    assert {bound.kind for bound in answer.bounds} <= {"items"}


def test_claims_of_two_versions_are_told_apart(tmp_path: Path) -> None:
    """Only what changed excludes something."""
    left = contract(tmp_path, "old.json", record(LOOPS))
    right = contract(tmp_path, "new.json", record(LOOPS, SHORT))
    answers = Containment(left, right).excluded()
    shown = [claim.detail for claim, answer in answers.items() if isinstance(answer, Witness)]
    assert shown == ["r1"]
    assert all(isinstance(it, Witness | Proof) for it in answers.values())


def test_the_flagship_contains_itself_and_its_images(api: Api, body: TypeId) -> None:
    """Read twice it is the same; what only the video contract takes is shown by a message."""
    again, _ = open_api(str(SPEC / "video.overlay.yaml"))
    images, _ = open_api(str(SPEC / "luma-agents.yaml"))
    assert again is not None
    assert images is not None
    same = types_contained((api, body), (again, body), "request")
    assert isinstance(same, Proof)
    assert same.whole
    grown = types_contained((images, body), (api, body), "request")
    assert isinstance(grown, Proof)
    assert {bound.kind for bound in grown.bounds} <= {"items", "copies"}
    shrunk = types_contained((api, body), (images, body), "request")
    assert isinstance(shrunk, Witness)
    assert shrunk.because


PICTURES: dict[str, Any] = {
    "type": "array",
    "maxItems": 9,
    "items": {
        "type": "object",
        "properties": {"url": {"type": "string"}, "media": {"type": "string"}},
    },
}


def pictures(rule: str, *, of_items: bool = False) -> dict[str, Json]:
    """Return a list with a rule, of the list or of each item."""
    said = [{"id": "r", "rule": rule, "message": "No."}]
    owner = PICTURES["items"] if of_items else PICTURES
    ruled = {**owner, "x-validations": said}
    listed = {**PICTURES, "items": ruled} if of_items else ruled
    return {"type": "object", "properties": {"pictures": listed, "size": {"type": "integer"}}}


@pytest.mark.parametrize("most", [9, None])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("self.all(it, has(it.url))", "!self.exists(it, !has(it.url))"),
        ("self.all(it, has(it.url) && has(it.media))", "self.all(it, has(it.url))"),
        ("self.exists_one(it, has(it.url))", "self.exists(it, has(it.url))"),
        ("self.exists_one(it, has(it.url))", "self.filter(it, has(it.url)).size() == 1"),
        ("self.filter(it, has(it.url)).size() < 3", "self.filter(it, has(it.url)).size() < 5"),
        ("self.filter(it, has(it.url)).size() == self.size()", "self.all(it, has(it.url))"),
        ("self.map(it, it.url).all(it, it == 'a')", "self.all(it, it.url == 'a')"),
        ("!('a' in self.map(it, it.url))", "self.all(it, it.url != 'a')"),
        (
            "self.all(it, self.exists_one(other, other.url == it.url)) && self.size() < 4",
            "self.all(it, self.exists_one(other, other.url == it.url))",
        ),
        ("self[0].url == 'a' && self.all(it, has(it.url))", "self[0].url == 'a'"),
    ],
)
def test_what_is_said_of_items_holds_for_lists_of_every_length(
    ask: Any, left: str, right: str, most: int | None
) -> None:
    """Some items stand for those that nobody spells out, and the proof is whole."""
    versions = [pictures(left), pictures(right)]
    for version in versions:
        listed: Any = version["properties"]
        if most is None:
            del listed["pictures"]["maxItems"]
    answer = ask(*versions)
    assert isinstance(answer, Proof), answer
    assert answer.whole


def test_rules_of_items_and_rules_of_their_list_are_the_same(ask: Any) -> None:
    """What each item says by itself a quantifier may say, and the other way round."""
    rule = "!has({0}media) || {0}media.startsWith('image/')"
    alone, together = rule.format("self."), f"self.all(it, {rule.format('it.')})"
    for pair in ((alone, True), (together, False)), ((together, False), (alone, True)):
        answer = ask(*(pictures(text, of_items=of_items) for text, of_items in pair))
        assert isinstance(answer, Proof), answer
        assert answer.whole


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("self.exists(it, has(it.url))", "self.exists_one(it, has(it.url))"),
        ("self.filter(it, has(it.url)).size() < 5", "self.filter(it, has(it.url)).size() < 4"),
        ("self.all(it, has(it.url))", "self.all(it, has(it.url) && it.url != 'a')"),
        ("self.exists(it, has(it.url))", "self[3].url != ''"),
        ("true", "self.all(it, self.exists_one(other, other.url == it.url))"),
    ],
)
def test_lists_that_tell_two_rules_apart_are_found(ask: Any, left: str, right: str) -> None:
    """However near the rules are."""
    answer = ask(pictures(left), pictures(right))
    assert isinstance(answer, Witness), answer
