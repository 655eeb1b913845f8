"""Any schema: itself is identical, other spellings are no change, tightening is shown."""

from collections.abc import Callable
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.diff.model import Comparison, Witness
from tallystick.diff.options import Options

Compare = Callable[..., Comparison]
NAMES = st.sampled_from(["a", "b", "c"])
QUICK = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

SCALARS = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("string")},
        optional={"minLength": st.integers(0, 2), "maxLength": st.integers(2, 5)},
    ),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": st.integers(-3, 0), "exclusiveMaximum": st.integers(2, 9)},
    ),
    st.just({"type": "boolean"}),
    st.lists(st.sampled_from(["x", "y", 1, 2.5, True]), min_size=1, unique_by=repr).map(
        lambda values: {"enum": values}
    ),
)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)},
            optional={
                "required": st.lists(NAMES, unique=True, max_size=2),
                "additionalProperties": st.one_of(st.booleans(), inner),
            },
        ),
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner}, optional={"maxItems": st.integers(1, 3)}
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches}),
    )


SCHEMAS = st.recursive(SCALARS, _grown, max_leaves=6)


def _merged_by_all_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Say each keyword in a branch of its own; `additionalProperties` needs its neighbours."""
    kept = ("properties", "additionalProperties", "items")
    together = {key: schema[key] for key in kept if key in schema}
    apart = [{key: value} for key, value in schema.items() if key not in kept]
    return {"allOf": [*apart, together], "description": "said in parts"}


def _turned(schema: Any) -> Any:
    """Return it with everything in another order."""
    if isinstance(schema, dict):
        return {key: _turned(schema[key]) for key in reversed(schema)}
    return schema


def _nested(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"allOf": [schema]}]}


REWRITES = st.sampled_from([_merged_by_all_of, _turned, _nested])


@QUICK
@given(SCHEMAS, REWRITES, st.sampled_from(["request", "response"]))
def test_another_spelling_is_no_change(
    of_schemas: Compare, schema: dict[str, Any], rewrite: Callable[..., Any], place: str
) -> None:
    """Neither way."""
    other = rewrite(schema)
    for old, new in ((schema, schema), (schema, other), (other, schema)):
        comparison = of_schemas(old, new, place)
        assert (comparison.verdict, comparison.proved) == ("identical", True)


@QUICK
@given(SCHEMAS, SCHEMAS)
def test_what_is_said_is_so(of_schemas: Compare, old: Any, new: Any) -> None:
    """Witnesses are witnesses, and one direction's break is the other's, seen from there."""
    there = of_schemas(old, new, "request", options=Options(sending="open"))
    back = of_schemas(new, old, "response", options=Options(sending="open"))
    assert there.proved or there.verdict == "breaking"
    assert there.verdict == back.verdict
    sides = {"old": _judge(old), "new": _judge(new)}
    for finding in there.findings:
        if finding.breaking:
            witness = finding.change.verdict
            assert isinstance(witness, Witness)
            assert sides[witness.accepted_by].is_valid(witness.value)
            assert not sides[witness.refused_by].is_valid(witness.value)


@QUICK
@given(SCHEMAS, st.sampled_from([{"enum": []}, {"type": "null"}, {"not": {}}]))
def test_what_refuses_everything_breaks(of_schemas: Compare, schema: Any, hole: Any) -> None:
    """Whatever was accepted is refused, unless nothing was."""
    tightened = {"allOf": [schema, hole]}
    comparison = of_schemas(schema, tightened)
    nothing = of_schemas(schema, False)  # noqa: FBT003 (a schema)
    assert comparison.verdict == nothing.verdict
    assert of_schemas(tightened, schema).verdict in {"compatible", "identical"}


def _judge(schema: Any) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema)
