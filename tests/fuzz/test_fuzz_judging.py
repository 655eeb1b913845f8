"""What is judged of a body, wherever it stands in it, and how bodies are spelt."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.fuzz.bodies.judging import Broken, Judging, compact, spelling
from tallystick.ir import Api
from tallystick.text import Json

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None, exclude_categories=()))
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)
PLAIN: dict[str, Any] = {"type": "object", "properties": {"size": {"type": "integer"}}}
RULED: dict[str, Any] = {
    "type": "object",
    "properties": {"size": {"type": "integer"}},
    "x-validations": [
        {"id": "small", "rule": "!has(self.size) || self.size < 5", "message": "Too big."}
    ],
}


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_a_value_is_spelt_as_the_library_spells_it(value: Json) -> None:
    """Numbers, lone surrogates and what is empty included, with its fast half and without."""
    expected = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert compact(value) == expected.encode("utf-8", "surrogatepass")


def test_a_library_without_a_fast_half_spells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As other interpreters have it."""
    monkeypatch.setattr("json.encoder.c_make_encoder", None)
    value: Json = {"é": [1, 1.0, None, True, 'a"b'], "": {}}
    assert spelling()(value).encode() == compact(value)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (True, {"/own"}),
        ({"$ref": "#/components/schemas/Plain"}, {"/own"}),
        ({"$ref": "#/components/schemas/Ruled"}, {"/own", "/some~1other"}),
    ],
)
def test_rules_are_met_under_names_that_nobody_lists(
    api_of: Callable[[Json], Api], others: Json, expected: set[str]
) -> None:
    """A rule of members under any name holds beside those of the members that are declared."""
    whole: dict[str, Any] = {
        "type": "object",
        "properties": {
            "own": {"$ref": "#/components/schemas/Ruled"},
            "plain": {"$ref": "#/components/schemas/Plain"},
        },
        "additionalProperties": others,
    }
    api = api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Boxes", "version": "1"},
            "paths": {
                "/boxes": {
                    "post": {
                        "operationId": "makeBox",
                        "requestBody": {"content": {"application/json": {"schema": whole}}},
                        "responses": {"200": {"description": "Made."}},
                    }
                }
            },
            "components": {"schemas": {"Plain": PLAIN, "Ruled": RULED}},
        }
    )
    body = api.operations[0].body
    assert body is not None
    type_id = body.contents[0].type
    assert type_id is not None
    judging = Judging(api)
    value: Json = {
        "own": {"size": 7},
        "plain": {"size": 7},
        "some/other": {"size": 7},
        "none": None,
    }
    rules = frozenset(("small", at) for at in expected)
    assert judging.broken(type_id, value).rules == rules
    alone = judging.single(type_id, {"own": {"size": 7}})
    assert alone == Broken(frozenset(), frozenset({("small", "/own")}))


def test_what_is_broken_alone_is_told_as_claims_name_it() -> None:
    """A rule by its id, a keyword by ``schema:``, and neither when another thing is broken too."""
    rule, keyword = frozenset({("small", "/box")}), frozenset({("type", "/box")})
    assert Broken(frozenset(), rule).is_just("small", "/box")
    assert Broken(keyword, frozenset()).is_just("schema:type", "/box")
    assert not Broken(keyword, rule).is_just("small", "/box")
    assert not Broken(keyword, rule).is_just("schema:type", "/box")
    assert not Broken(keyword, frozenset()).is_just("type", "/box")
    assert not Broken(frozenset(), rule).is_just("small", "")
