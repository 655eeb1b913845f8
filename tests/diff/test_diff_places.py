"""Every keyword, tightened and loosened, in every place of an operation that holds a schema."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tallystick.diff.model import Comparison, Tier, Witness

Compare = Callable[..., Comparison]
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "schemas.yaml").read_text("utf-8"))
PARAMETERS = ("path", "query", "header", "cookie")
REQUESTS = (*PARAMETERS, "form", "callback answer")
ANSWERS = ("response", "response header", "callback", "webhook")
SAME_TEXT = {"type", "items"}
"""Cases of which both versions are the same where values travel as text."""


def document(schema: Any, place: str) -> dict[str, Any]:
    """Return a document that has a schema in one place."""
    operation: dict[str, Any] = {"responses": {"200": {"description": "done"}}}
    answer = operation["responses"]["200"]
    content = {"application/json": {"schema": schema}}
    whole: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}}
    inner: dict[str, Any] = {"responses": {"200": {"description": "thanks"}}}
    match place:
        case "form":
            form = {"application/x-www-form-urlencoded": {"schema": schema}}
            operation["requestBody"] = {"content": form}
        case "response":
            answer["content"] = content
        case "response header":
            answer["headers"] = {"X-P": {"schema": schema}}
        case "callback" | "webhook":
            inner["requestBody"] = {"content": content}
        case "callback answer":
            inner["responses"]["200"]["content"] = content
        case _:
            needed = {"required": True} if place == "path" else {}
            operation["parameters"] = [{"name": "p", "in": place, "schema": schema, **needed}]
    if place.startswith("callback"):
        operation["callbacks"] = {"done": {"{$request.query.q}": {"post": inner}}}
    if place == "webhook":
        whole["webhooks"] = {"moved": {"post": inner}}
    path = "/things/{p}" if place == "path" else "/things"
    return {**whole, "paths": {path: {"post": operation}}}


def _expected(case: dict[str, Any], place: str, *, turned: bool) -> str:
    if case["effect"] == "moves":
        return "breaking"
    narrows = turned if place in ANSWERS else not turned
    text = place in PARAMETERS or place == "response header"
    return "breaking" if narrows and not (text and case["name"] in SAME_TEXT) else "compatible"


@pytest.mark.parametrize("place", [*REQUESTS, *ANSWERS])
@pytest.mark.parametrize("case", CASES, ids=lambda it: it["name"])
def test_a_keyword(case: dict[str, Any], place: str, of_documents: Compare) -> None:
    """What the receiver refuses breaks, whoever that is; the rest is proved not to."""
    for turned in (False, True):
        pair = [document(case["new" if new else "old"], place) for new in (turned, not turned)]
        comparison = of_documents(*pair)
        assert comparison.verdict == _expected(case, place, turned=turned), turned
        assert comparison.proved or case["forward"] == "rule-changed"
        for finding in comparison.findings:
            if finding.breaking:
                assert finding.check.tier is Tier.PAYLOAD
                assert isinstance(finding.change.verdict, Witness)
