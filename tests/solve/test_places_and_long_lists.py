"""Claims at one place, rules that must hold with a broken schema, and lists longer than spelled."""

import json
from typing import Any

import pytest

from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.solve import Claim, Need, Proof, Question, Solver, Undecided, Witness, bare, solver
from tallystick.solve.stretch import stretched
from tallystick.text import Json

PAGE: dict[str, Any] = {"type": "object", "properties": {"size": {"type": "integer", "maximum": 9}}}
BOOK: dict[str, Any] = {
    "type": "object",
    "required": ["pages"],
    "properties": {
        "pages": {"type": "array", "maxItems": 300, "items": {"$ref": "#/components/schemas/Page"}},
        "cover": {"$ref": "#/components/schemas/Page"},
        "marks": {
            "type": "array",
            "maxItems": 300,
            "uniqueItems": True,
            "items": {"type": "integer"},
        },
        "weight": {"type": "integer"},
    },
    "x-validations": [
        {
            "id": "a-mark-a-page",
            "rule": "!has(self.marks) || size(self.marks) == size(self.pages)",
            "message": "each page has a mark",
        },
        {
            "id": "weighs-something",
            "rule": "has(self.weight) && self.weight in [1, 2, 3]",
            "message": "a book weighs something",
        },
    ],
}


@pytest.fixture(scope="module")
def books() -> Solver:
    """A solver of books."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}
    operation = {"operationId": "bind", "requestBody": {"content": content}, "responses": {}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Books", "version": "1"},
        "paths": {"/books": {"post": operation}},
        "components": {"schemas": {"Book": BOOK, "Page": PAGE}},
    }
    parsed, _ = parse_text(json.dumps(document).encode(), "books.json")
    assert parsed is not None
    resolved, _ = resolve(parsed)
    assert resolved is not None
    api, _ = lower(resolved)
    assert api is not None
    assert api.operations[0].body is not None
    found = api.operations[0].body.contents[0].type
    assert found is not None
    return solver(api, found)


def claim_of(books: Solver, keyword: str, end: str) -> Claim:
    """Return a claim by its keyword and the end of its place."""
    return next(
        it for it in books.claims if it.keyword == keyword and it.span.pointer.endswith(end)
    )


def test_a_claim_is_broken_at_the_place_that_is_asked_for(books: Solver) -> None:
    """There, and nowhere else."""
    claim = claim_of(books, "maximum", "/size")
    places = books.first.places(claim)
    assert {"/cover/size", "/pages/0/size"} <= set(places)
    for place in ("/cover/size", "/pages/0/size"):
        answer = books.ask(Question(broken=(claim,), at=place))
        assert isinstance(answer, Witness)
        assert isinstance(answer.value, dict)
        sizes = {"/cover/size": answer.value.get("cover"), "/pages/0/size": None}
        pages = answer.value["pages"]
        assert isinstance(pages, list)
        sizes["/pages/0/size"] = pages[0] if pages else None
        large = {
            where
            for where, page in sizes.items()
            if isinstance(page, dict) and isinstance(page.get("size"), int) and page["size"] > 9  # type: ignore[operator]  # an integer
        }
        assert large == {place}


def test_no_rule_is_broken_with_a_claim_when_that_is_asked_for(books: Solver) -> None:
    """A weight of another type makes the rule fail that reads it."""
    claim = claim_of(books, "type", "/weight")
    answer = books.ask(Question(broken=(claim,)))
    assert isinstance(answer, Witness)
    assert {it.detail for it in answer.also} == {"weighs-something"}
    strict = books.ask(Question(broken=(claim,), strict=True))
    assert isinstance(strict, Proof)
    assert "weighs-something" in {it.detail for it in strict.claims}


@pytest.mark.parametrize("other", [Need("/marks", "present"), Need("/marks", "count", 300)])
def test_lists_of_one_length_grow_together(books: Solver, other: Need) -> None:
    """Two lists that a rule makes equal, far longer than they are spelled out."""
    answer = books.satisfy(Need("/pages", "count", 300), other)
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, dict)
    pages, marks = answer.value["pages"], answer.value["marks"]
    assert isinstance(pages, list)
    assert isinstance(marks, list)
    assert len(pages) == len(marks) == len(set(map(str, marks))) == 300


def test_a_list_that_is_too_long_grows_alone(books: Solver) -> None:
    """So no other list is too long with it."""
    answer = books.violate(claim_of(books, "maxItems", "/pages"))
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, dict)
    assert len(answer.value["pages"]) == 301  # type: ignore[arg-type]  # a list
    assert len(answer.value.get("marks", [])) <= 2  # type: ignore[arg-type]  # a list


def test_what_no_pattern_makes_is_not_stretched() -> None:
    """Nothing that the judge refuses is returned."""
    refused = stretched({"a": [1]}, "/a", (5,), lambda _: None, alone=False)
    assert refused is None

    def short(value: Json) -> int | None:
        return 0 if isinstance(value, dict) and value["b"] == [1] else None

    grown = stretched({"a": [1], "b": [1]}, "/a", (3,), short, alone=True)
    assert grown == {"a": [1, 2, 3], "b": [1]}


def test_a_text_of_millions_of_characters_is_given_up() -> None:
    """Nobody would send it; the question ends at once."""
    answer = Solver(bare({"type": "string", "minLength": 10_000_000})).satisfy()
    assert isinstance(answer, Undecided)
    assert "text" in answer.reason


def test_what_is_too_deep_to_be_looked_at_is_not_proved_impossible() -> None:
    """That a message has a part below the last level that is encoded, stands on that bound."""
    schema: Json = {"type": "string"}
    for _ in range(4):
        schema = {"type": "object", "properties": {"in": schema}}
    assert isinstance(schema, dict)
    deepest = Need("/in/in/in/in", "value", "x")
    shallow = Solver(bare(schema), places=3).satisfy(deepest)
    assert isinstance(shallow, Proof)
    assert [it.kind for it in shallow.bounds] == ["depth"]
    assert isinstance(Solver(bare(schema)).satisfy(deepest), Witness)
