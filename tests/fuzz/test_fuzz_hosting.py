"""Bodies that have what others lack, and what they are for: bounds and keywords in each kind."""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tallystick.fuzz.bodies.broken import Breaker
from tallystick.fuzz.bodies.hosting import with_members
from tallystick.fuzz.bodies.judging import Broken, Judging
from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.moves import Moves
from tallystick.fuzz.bodies.search import Search
from tallystick.fuzz.bodies.solving import Solving
from tallystick.fuzz.bodies.unknown import PLAIN
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.opening import Opening
from tallystick.ir import Api, TypeId
from tallystick.solve import Question
from tallystick.text import Json

LEAF: dict[str, Any] = {
    "type": "object",
    "properties": {"note": {"type": "string", "pattern": "^[a-z]*$", "maxLength": 40}},
}


def variant(kind: str, **more: Any) -> dict[str, Any]:
    """Return the schema of one kind of parcel."""
    shared = {"tags": {"type": "array", "items": {"type": "string"}}, "leaf": LEAF}
    return {
        "type": "object",
        "required": ["kind"],
        "additionalProperties": False,
        "properties": {"kind": {"const": kind}, **shared, **more},
    }


PARCEL: dict[str, Any] = {
    "oneOf": [variant("box", lid={"type": "boolean"}), variant("tube", width={"type": "integer"})]
}
PLATE: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {
        "text": {"type": "string"},
        "mode": {"enum": ["plain", "tagged"]},
        "number": {"type": "integer"},
    },
    "x-validations": [
        {
            "id": "tags-are-meant",
            "rule": "(has(self.mode) && self.mode == 'tagged') || !self.text.contains('<')",
            "message": "only tagged texts have tags",
        }
    ],
}


@pytest.fixture
def parts(api_of: Callable[[Any], Api]) -> Callable[[Json], tuple[Search, Moves]]:
    """Return a function that returns what judges and changes bodies of a schema."""

    def made(schema: Json) -> tuple[Search, Moves]:
        content = {"application/json": {"schema": schema}}
        operation = {
            "operationId": "take",
            "requestBody": {"required": True, "content": content},
            "responses": {"204": {"description": "Taken."}},
        }
        head: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "Parcels", "version": "1"}}
        api = api_of({**head, "paths": {"/parcels": {"post": operation}}})
        body = api.operations[0].body
        assert body is not None
        type_id = body.contents[0].type
        assert type_id is not None
        judging = Judging(api)
        moves = Moves(judging, Values(judging, {}))
        return Search(judging, moves, type_id), moves

    return made


def test_each_member_of_each_kind_has_a_body(parts: Callable[..., tuple[Search, Moves]]) -> None:
    """With nothing else that it could do without; of what is in it, too."""
    search, moves = parts(PARCEL)
    known: list[Json] = [{"kind": "tube", "tags": ["a"], "width": 3}, {"kind": "box"}]
    found = list(with_members(search, moves, known))
    assert all(search.valid(it) for it in found)
    assert not any(it in known for it in found)
    shapes = {json.dumps(it, sort_keys=True) for it in found}
    assert len(shapes) == len(found)
    held = [(it["kind"], set(it) - {"kind"}) for it in found if isinstance(it, dict)]
    for kind, own in (("box", "lid"), ("tube", "width")):
        for name in ("tags", "leaf", own):
            assert (kind, {name}) in held
    leaves = [it["leaf"] for it in found if isinstance(it, dict) and "leaf" in it]
    assert any(isinstance(it, dict) and "note" in it for it in leaves)
    lists = [it["tags"] for it in found if isinstance(it, dict) and "tags" in it]
    assert all(lists)


def test_a_keyword_is_broken_in_the_body_where_it_breaks_nothing_else(
    parts: Callable[..., tuple[Search, Moves]],
) -> None:
    """Though many smaller ones have the member, and break a rule with it."""
    search, moves = parts(PLATE)
    tagged: list[Json] = [{"text": "<>", "mode": "tagged", "number": it} for it in range(30)]
    plain: Json = {"text": "many words", "mode": "plain", "number": 100}
    bad = Breaker(search, moves, [*tagged, plain]).keywords(lambda _: False)
    alone = Counter((it.name, it.at) for it in bad if it.alone)
    assert alone["schema:type", "/mode"]


def test_a_member_of_another_kind_is_not_asked_for(
    bodies_of: Callable[..., Bodies], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known bodies of either kind have it: one of the other kind gets it."""
    asked: list[str] = []
    keyword = Solving._keyword  # noqa: SLF001 - what asks

    def noting(self: Solving, question: Question, *, explain: bool) -> Any:
        asked.append(f"{question.broken[0].keyword} {question.at}")
        return keyword(self, question, explain=explain)

    monkeypatch.setattr(Solving, "_keyword", noting)
    kinds = [
        {"type": "object", "required": ["kind"], "unevaluatedProperties": False, "properties": it}
        for it in (
            {"kind": {"const": "box"}, "lid": {"type": "boolean"}},
            {"kind": {"const": "tube"}, "width": {"type": "integer"}},
        )
    ]
    made = bodies_of({"oneOf": kinds}, most=60)
    alone: dict[tuple[str, str], Any] = {
        (bad.name, bad.at): bad.value for bad in made.broken if bad.alone
    }
    assert set(alone["schema:false", "/lid"]) == {"kind", "lid"}
    assert alone["schema:false", "/lid"]["kind"] == "tube"
    assert alone["schema:false", "/width"]["kind"] == "box"
    assert not {"false /lid", "false /width"}.intersection(asked)


def test_what_few_bodies_can_have_does_not_fill_all_of_them(
    bodies_of: Callable[..., Bodies],
) -> None:
    """Each of many values is in a share of the bodies that have the member, not of all."""
    tongues = ["de", "en", "es", "fr", "it", "ja", "ko", "nl"]
    names = ("first", "second", "third")
    rule = {
        "id": "tongues-of-songs",
        "rule": " && ".join(f"(!has(self.{it}) || self.kind == 'song')" for it in names),
        "message": "only songs have tongues",
    }
    made = bodies_of(
        {
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": {"enum": ["song", "noise", "talk"]},
                "loud": {"type": "number", "minimum": 0, "maximum": 9},
                **{name: {"enum": tongues} for name in names},
            },
            "x-validations": [rule],
        },
        most=60,
    )
    songs: list[Any] = [it.value for it in made.valid]
    for name in names:
        values = Counter(it[name] for it in songs if name in it)
        assert set(values) == set(tongues)
        assert min(values.values()) * 16 >= sum(values.values())
    assert len(made.valid) < 300


def test_nobody_looks_for_garbage_while_bodies_are_made(box: Api) -> None:
    """In between it is looked for."""
    told: list[bool] = []

    def adding(cases: list[Case]) -> Iterator[None]:
        while len(told) < 3 and not cases:
            told.append(gc.isenabled())
            yield

    opening = Opening(box.operations[0], adding, lambda _: True, 9)
    assert gc.isenabled()
    assert not [*opening.begin(), *opening.go_on()]
    assert told == [False] * 3
    assert gc.isenabled()


def test_nobody_asks_why_a_host_is_refused(
    parts: Callable[..., tuple[Search, Moves]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To tell what is valid, or breaks one rule alone, it need not be known; it takes longer."""
    rule = {"id": "narrow", "rule": "!has(self.width) || self.width < 5", "message": "It is wide."}
    width: Json = {"width": {"type": "integer"}}
    search, _ = parts({"type": "object", "properties": width, "x-validations": [rule]})
    monkeypatch.delattr(Judging, "_claims")
    where = "narrow", ""
    bodies: list[Json] = [{}, {"width": 7}, 7]
    told = [(search.valid(it), search.broken_only(it, where)) for it in bodies]
    assert told == [(True, False), (False, True), (False, False)]
    monkeypatch.undo()
    assert search.broken({"width": "7"}).keywords == {("type", "/width")}
    assert not search.valid({"width": "7"})
    assert search.rules_broken({"width": 7.5}) == {where}


def test_what_another_keyword_words_is_tried_once(
    parts: Callable[..., tuple[Search, Moves]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A member that no part of the type lists is no plainer in other bodies than in the first."""
    colour: Json = {"type": "string", "enum": ["red", "green", "blue", "white", "black"]}
    listed: Json = {"type": "object", "properties": {"colour": colour}}
    search, moves = parts({"allOf": [listed], "unevaluatedProperties": False})
    bodies: list[Json] = [{"colour": it} for it in ("red", "green", "blue", "white", "black")]
    judged: list[Json] = []
    broken = Judging.broken

    def noted(judging: Judging, type_id: TypeId, value: Json) -> Broken:
        judged.append(value)
        return broken(judging, type_id, value)

    monkeypatch.setattr(Judging, "broken", noted)
    made = [*Breaker(search, moves, bodies).keywords(lambda _: False)]
    assert ("schema:additionalProperties", "") in {(it.name, it.at) for it in made}
    odd = [it for it in judged if isinstance(it, dict) and PLAIN in it]
    assert len(odd) == 1
