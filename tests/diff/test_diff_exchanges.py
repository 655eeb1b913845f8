"""Whole messages: operations, parameters, media types, answers, headers, webhooks, forms."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tallystick.diff.model import Comparison, Tier, Unproven, Witness
from tallystick.diff.whole.documented import Documented
from tallystick.resolve import bundle

from .conftest import api

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "exchanges.yaml").read_text(encoding="utf-8")
)
Compare = Callable[..., Comparison]
_SCHEMAS = {
    "A": {"type": "object", "properties": {"k": {"type": "string"}}},
    "B": {"type": "object", "required": ["k"], "properties": {"k": {"enum": ["b"]}}},
}


def _document(case: dict[str, Any], version: str) -> dict[str, Any]:
    given = copy.deepcopy(case[version])
    operation = {"responses": {"204": {"description": "done"}}, **given["op"]}
    more = given.get("doc", {})
    paths = more.pop("paths", {})
    item = paths.setdefault("/t/{id}", {})
    item[case.get("method", "get")] = operation
    schemes = {
        "k": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "o": {"type": "oauth2", "flows": {}},
    }
    return {
        "openapi": case.get("version", "3.1.0"),
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"schemas": copy.deepcopy(_SCHEMAS), "securitySchemes": schemes},
        **more,
    }


@pytest.mark.parametrize("way", ["there", "back"])
@pytest.mark.parametrize("case", CASES, ids=lambda it: str(it["name"]))
def test_an_exchange(case: dict[str, Any], way: str, of_documents: Compare) -> None:
    """The verdict is the expected one, of the expected checks, with the expected message."""
    versions = [_document(case, it) for it in ("old", "new")]
    if way == "back":
        versions.reverse()
    comparison = of_documents(*versions)
    breaking = sorted({it.check.id for it in comparison.findings if it.breaking})
    expected = case[way]
    if isinstance(expected, list):
        assert breaking == expected
    else:
        assert (comparison.verdict, breaking) == (expected, [])
    if way == "there" and "shows" in case:
        assert any(_shows(it.change.verdict, case["shows"]) for it in comparison.findings)
    open_ = [it for it in comparison.findings if isinstance(it.change.verdict, Unproven)]
    assert bool(open_) == (case.get("unproven") in {way, "both"})


def _shows(verdict: object, wanted: dict[str, Any]) -> bool:
    if not isinstance(verdict, Witness) or not isinstance(verdict.value, dict):
        return False
    return verdict.value | wanted == verdict.value


@pytest.mark.parametrize("case", CASES, ids=lambda it: str(it["name"]))
def test_a_message_is_what_the_documents_say(case: dict[str, Any], of_documents: Compare) -> None:
    """Witnesses outside of schemas: the one document speaks of them, the other does not."""
    versions = {it: _document(case, it) for it in ("old", "new")}
    judges = {it: Documented(bundle(api(versions[it], it).resolved)) for it in versions}
    for finding in of_documents(versions["old"], versions["new"]).findings:
        shown = finding.change.verdict
        if not isinstance(shown, Witness) or not isinstance(shown.value, dict):
            continue
        if "method" not in shown.value or finding.check.tier is not Tier.PAYLOAD:
            continue
        assert not judges[shown.accepted_by].refuses(shown.value)
        assert "written" in shown.value or judges[shown.refused_by].refuses(shown.value)
