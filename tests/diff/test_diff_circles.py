"""Schemas that are made of themselves, for the same value: no end of looking, no false proof."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.model import Comparison, Unproven
from tallystick.diff.options import Options

Compare = Callable[..., Comparison]
_KINDS = ("Cat", "Dog")


def _pets() -> dict[str, Any]:
    """Return a document whose base schema is to be one of those that are made of it."""
    schemas: dict[str, Any] = {
        "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    }
    for name in _KINDS:
        own = {"properties": {name.lower(): {"type": "string"}}}
        schemas[name] = {"allOf": [{"$ref": "#/components/schemas/Pet"}, own]}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"post": {"requestBody": body, "responses": {}}}},
        "components": {"schemas": schemas},
    }


def _circular() -> dict[str, Any]:
    document = _pets()
    branches = [{"$ref": f"#/components/schemas/{name}"} for name in _KINDS]
    document["components"]["schemas"]["Pet"]["oneOf"] = branches
    return document


def test_nothing_is_proved_of_what_decides_about_itself(of_documents: Compare) -> None:
    """Whether a value is a Pet depends on whether it is a Pet: nobody can say."""
    comparison = of_documents(_pets(), _circular())
    assert not comparison.proved
    (finding,) = comparison.findings
    assert isinstance(finding.change.verdict, Unproven)
    assert "itself" in finding.change.verdict.reason


@pytest.mark.parametrize("sending", ["closed", "open"])
def test_a_circle_in_both_versions_hides_no_change(of_documents: Compare, sending: Any) -> None:
    """What stands beside the circle is compared as ever, and soon."""
    old, new = _circular(), _circular()
    new["components"]["schemas"]["Pet"]["properties"]["kind"]["maxLength"] = 3
    options = Options(sending=sending)
    assert of_documents(new, old, options).verdict == "compatible"
    assert any(it.check.id == "length-changed" for it in of_documents(old, new, options).findings)


def test_words_in_a_circle_are_no_change(of_documents: Compare) -> None:
    """A circle that is the same in both versions means the same in both."""
    old, new = _circular(), _circular()
    new["components"]["schemas"]["Pet"]["description"] = "an animal"
    assert of_documents(old, new).verdict == "identical"
    new["components"]["schemas"]["Pet"]["discriminator"] = {"propertyName": "kind"}
    comparison = of_documents(old, new)
    assert [it.check.id for it in comparison.findings] == ["discriminator-changed"]
    assert comparison.proved


@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
def test_a_schema_that_is_its_own_part(of_documents: Compare, keyword: str) -> None:
    """However it refers to itself, comparing comes to an end."""
    old = _pets()
    schemas = old["components"]["schemas"]
    schemas["Value"] = {"allOf": [{"$ref": "#/components/schemas/Value"}, {"type": "string"}]}
    schemas["Pet"]["properties"]["value"] = {"$ref": "#/components/schemas/Value"}
    new = copy.deepcopy(old)
    other = {keyword: [{"$ref": "#/components/schemas/Value"}, {"type": "integer"}]}
    new["components"]["schemas"]["Value"] = other
    for pair in ((old, new), (new, old)):
        assert of_documents(*pair).verdict in {"breaking", "compatible"}
