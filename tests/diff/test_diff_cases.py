"""Every kind of difference between schemas, in both directions and for both senders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from tallystick.diff.model import Comparison, Proof, Tier, Witness

CASES = Path(__file__).parent / "cases"
SCHEMAS = yaml.safe_load((CASES / "schemas.yaml").read_text(encoding="utf-8"))
SAME = yaml.safe_load((CASES / "same.yaml").read_text(encoding="utf-8"))
Compare = Callable[..., Comparison]


def _names(case: dict[str, Any]) -> str:
    return str(case["name"])


def _payload(comparison: Comparison) -> set[str]:
    return {it.check.id for it in comparison.findings if it.check.tier is Tier.PAYLOAD}


@pytest.mark.parametrize("place", ["request", "response"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", SCHEMAS, ids=_names)
def test_a_difference(
    case: dict[str, Any], of_schemas: Compare, place: str, *, turned: bool
) -> None:
    """It is found, and breaks exactly where a message is refused; the witness is one."""
    old, new = (case["new"], case["old"]) if turned else (case["old"], case["new"])
    forward = case["forward"]
    expected = case.get("backward", forward) if turned else forward
    comparison = of_schemas(old, new, place)
    assert expected in _payload(comparison)
    narrows = not turned if place == "request" else turned
    breaks = case["effect"] == "moves" or narrows
    assert comparison.verdict == ("breaking" if breaks else "compatible")
    if expected != "rule-changed":
        assert comparison.proved
    for finding in comparison.findings:
        if finding.breaking:
            _holds(finding.change.verdict, old, new)


def _holds(verdict: object, old: Any, new: Any) -> None:
    """A witness is accepted by one version and refused by the other, as a validator sees it."""
    assert isinstance(verdict, Witness)
    sides = {"old": old, "new": new}
    accepts, refuses = sides[verdict.accepted_by], sides[verdict.refused_by]
    assert _judge(accepts).is_valid(verdict.value)
    if "x-validations" not in refuses:
        assert not _judge(refuses).is_valid(verdict.value)


def _judge(schema: Any) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


@pytest.mark.parametrize("place", ["request", "response", "parameter"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", SAME, ids=_names)
def test_one_meaning_is_no_change(
    case: dict[str, Any], of_schemas: Compare, place: str, *, turned: bool
) -> None:
    """What is only written otherwise is nothing."""
    old, new = (case["new"], case["old"]) if turned else (case["old"], case["new"])
    comparison = of_schemas(old, new, place)
    assert not comparison.findings
    assert comparison.verdict == "identical"
    assert comparison.proved


@pytest.mark.parametrize("case", SCHEMAS, ids=_names)
def test_nothing_differs_from_itself(case: dict[str, Any], of_schemas: Compare) -> None:
    """A version compared with itself is identical, and that is proved."""
    comparison = of_schemas(case["new"], case["new"])
    assert (comparison.verdict, comparison.proved, comparison.findings) == ("identical", True, ())


def test_the_versions_of_openapi_do_not_matter(of_documents: Compare) -> None:
    """The spellings of 3.0 and 3.1 are one schema."""
    old = {"type": "string", "nullable": True}
    bound = {"type": "integer", "minimum": 1, "exclusiveMinimum": True}
    new = {"type": ["string", "null"]}
    above = {"type": "integer", "exclusiveMinimum": 1}
    documents = [
        {
            "openapi": version,
            "info": {"title": "Things", "version": "1"},
            "paths": {"/things": {"post": {"requestBody": _body(members), "responses": {}}}},
        }
        for version, members in (
            ("3.0.3", {"a": old, "b": bound}),
            ("3.1.0", {"a": new, "b": above}),
        )
    ]
    comparison = of_documents(*documents)
    assert comparison.verdict == "identical"
    assert comparison.proved


def _body(members: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": members}
    return {"content": {"application/json": {"schema": schema}}}


def test_a_proof_is_given(of_schemas: Compare) -> None:
    """What hurts nobody is proved, not assumed."""
    comparison = of_schemas({"type": "string", "maxLength": 3}, {"type": "string"})
    (finding,) = comparison.findings
    assert finding.change.verdict == Proof(method="structure")
