"""Requests judged by schema and rules."""

from typing import Any

import pytest

BIG = "x" * 21


@pytest.mark.parametrize("prefix", ["", "/v2"])
def test_paths_are_served_with_and_without_the_servers_prefix(serve: Any, prefix: str) -> None:
    """Clients come with either base URL."""
    assert serve().post(prefix + "/toasts").status_code == 202


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("/bread", "schema:required")]),
        ({"bread": BIG}, [("/bread", "schema:maxLength")]),
        ({"bread": 3}, [("/bread", "schema:type")]),
        ({"bread": "a", "wings": 2}, [("/wings", "schema:additionalProperties")]),
        ({"bread": "a", "colour": "pink"}, [("/colour", "schema:enum")]),
        ({"bread": "a", "slices": 5}, [("/slices", "schema:maximum")]),
        ({"bread": "a", "toppings": [{}]}, [("/toppings/0/name", "schema:required")]),
        (
            {"bread": "", "slices": 0},
            [("/bread", "schema:minLength"), ("/slices", "schema:minimum")],
        ),
        ([], [("", "schema:type")]),
        (None, [("", "schema:type")]),
    ],
)
def test_what_breaks_the_schema_is_400_and_named(
    serve: Any, body: object, faults: list[tuple[str, str]]
) -> None:
    """Every fault with its pointer and keyword."""
    kitchen = serve()
    answer = kitchen.post("/toasts", body)
    assert answer.status_code == 400
    assert kitchen.faults(answer) == faults


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"bread": "a", "jam": "fig"}, [("/jam", "jam-needs-butter")]),
        ({"bread": "a", "jam": "fig", "butter": None}, None),
        ({"bread": "rye", "colour": "dark"}, [("", "no-burnt-rye")]),
        (
            {"bread": "a", "toppings": [{"name": "salt"}, {"name": "honey"}]},
            [("/toppings/1", "honey-is-dosed")],
        ),
        (
            {"bread": "rye", "colour": "dark", "jam": "fig"},
            [("/jam", "jam-needs-butter"), ("", "no-burnt-rye")],
        ),
    ],
)
def test_what_breaks_a_rule_is_422_and_named(
    serve: Any, body: object, faults: list[tuple[str, str]] | None
) -> None:
    """Nested rules too, each where its instance stands."""
    kitchen = serve()
    answer = kitchen.post("/toasts", body)
    if faults is None:  # butter may not be null, so the schema speaks first
        assert answer.status_code == 400
    else:
        assert answer.status_code == 422
        assert kitchen.faults(answer) == faults


def test_the_message_of_a_rule_is_the_documents(serve: Any) -> None:
    """Word for word, as clients say it."""
    answer = serve().post("/toasts", {"bread": "a", "jam": "fig"}).json()
    assert answer["errors"][0]["message"] == "Jam slides off dry toast."
    assert answer["detail"] == "Jam slides off dry toast."
    assert answer["title"] == "Unprocessable Content"


@pytest.mark.parametrize(
    ("rules", "stated", "inferred"), [("all", 422, 422), ("stated", 422, 202), ("off", 202, 202)]
)
def test_rules_judges_all_stated_or_none(
    serve: Any, rules: str, stated: int, inferred: int
) -> None:
    """The schema is judged in every mode."""
    kitchen = serve(rules=rules)
    assert kitchen.post("/toasts", {"bread": "a", "jam": "fig"}).status_code == stated
    assert kitchen.post("/toasts", {"bread": "rye", "colour": "dark"}).status_code == inferred
    assert kitchen.post("/toasts", {"bread": BIG}).status_code == 400


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"{", "body:json"),
        (b'{"bread": NaN}', "body:json"),
        (b'{"bread": 1e999}', "body:json"),
        (b'{"bread": "\xff"}', "body:charset"),
        (b'{"bread": "\\ud800"}', "body:json"),
        (b"[" * 100_000, "body:json"),
        (b'{"bread": ' + b"9" * 5000 + b"}", "body:json"),
        (b'{"bread": ' + b"[" * 250 + b"]" * 250 + b"}", "body:json"),
        (b"", "body:missing"),
    ],
)
def test_broken_bodies_are_400_never_500(serve: Any, content: bytes, rule: str) -> None:
    """Whatever is broken about them."""
    kitchen = serve()
    answer = kitchen.call("POST", "/toasts", content=content)
    assert answer.status_code == 400
    assert [name for _, name in kitchen.faults(answer)] == [rule]


def test_broken_json_says_where(serve: Any) -> None:
    """Line and column, as editors count."""
    answer = serve().call("POST", "/toasts", content=b'{"bread":\n  oops}')
    assert "line 2, column 3" in answer.json()["detail"]


def test_a_wrong_content_type_is_refused_as_documented_and_told_what_is_taken(serve: Any) -> None:
    """In the header made for it."""
    answer = serve().call("POST", "/toasts", content=b"a", headers={"content-type": "text/csv"})
    assert answer.status_code == 400  # 415 where the document lists it
    assert answer.headers["accept-post"] == "application/json"


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON", ""])
def test_json_is_taken_however_it_is_labelled(serve: Any, media_type: str) -> None:
    """With parameters, in capitals, or not at all."""
    headers = {"content-type": media_type} if media_type else {}
    answer = serve().call("POST", "/toasts", content=b'{"bread": "a"}', headers=headers)
    assert answer.status_code == 202


@pytest.mark.parametrize("announced", [True, False])
def test_an_oversized_body_is_413(serve: Any, announced: bool) -> None:  # noqa: FBT001 - a case
    """Announced, or found out on the way."""
    kitchen = serve(limit=100)

    async def chunks() -> Any:
        for _ in range(3):
            yield b"x" * 60

    content = b"x" * 101 if announced else chunks()
    answer = kitchen.call("POST", "/toasts", content=content)
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


def test_a_body_of_exactly_the_limit_is_read(serve: Any) -> None:
    """One byte more is not."""
    body = b'{"bread": "a"}'
    assert serve(limit=len(body)).call("POST", "/toasts", content=body).status_code == 202


def test_a_message_never_repeats_a_whole_body(serve: Any) -> None:
    """It would travel back, and into logs."""
    answer = serve().post("/toasts", {"bread": "y" * 1_000_000})
    assert len(answer.content) < 1000


def test_an_operation_that_documents_422_only_answers_422(serve: Any) -> None:
    """Statuses are the document's; an optional body may be missing."""
    operation = {
        "requestBody": {"content": {"application/json": {"schema": {"type": "integer"}}}},
        "responses": {"204": {"description": ""}, "422": {"description": ""}},
    }
    kitchen = serve(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"post": operation}},
        }
    )
    assert kitchen.post("/a", "no").status_code == 422
    assert kitchen.post("/a", 1).status_code == 204
    assert kitchen.call("POST", "/a").status_code == 204


def test_the_variant_that_was_meant_is_explained(serve: Any) -> None:
    """Not that none of all variants fits."""
    shape = {
        "oneOf": [
            {
                "type": "object",
                "required": ["kind", "size"],
                "properties": {"kind": {"const": kind}, "size": {"type": size}},
            }
            for kind, size in (("egg", "integer"), ("ham", "string"))
        ]
    }
    operation = {
        "requestBody": {"content": {"application/json": {"schema": shape}}},
        "responses": {"204": {"description": ""}},
    }
    kitchen = serve(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"post": operation}},
        }
    )
    answer = kitchen.post("/a", {"kind": "ham", "size": 3})
    assert kitchen.faults(answer) == [("/size", "schema:type")]
    assert answer.json()["detail"] == "size must be a string, not 3."
