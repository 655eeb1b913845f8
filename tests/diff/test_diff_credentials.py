"""Credentials: what of them is in a request, and which requests show too little from now on."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.model import Comparison, Tier, Witness
from tallystick.text import Json

Compare = Callable[..., Comparison]
SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "basic": {"type": "http", "scheme": "Basic"},
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "digest": {"type": "http", "scheme": "digest"},
    "oauth": {"type": "oauth2", "flows": {}},
    "open": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example"},
    "tls": {"type": "mutualTLS"},
}
KEY: dict[str, Json] = {"key": []}
OAUTH: dict[str, Json] = {"oauth": ["read"]}
BASIC: dict[str, Json] = {"basic": []}
NO: dict[str, Json] = {}


def document(needs: object, schemes: dict[str, Any] = SCHEMES, *, shared: bool = False) -> Any:
    """Return a document of two operations, of which one or both have needs."""
    said = {} if needs is None else {"security": needs}
    paths: dict[str, Any] = {
        "/a": {"get": {"responses": {"204": {"description": "done"}}}},
        "/b": {"get": {"responses": {"204": {"description": "done"}}}},
    }
    if not shared:
        paths["/a"]["get"] |= said
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": schemes},
        **(said if shared else {}),
    }


SHOWN: list[tuple[Any, Any, dict[str, Any]]] = [
    (None, [KEY], {"credentials": []}),
    ([], [KEY], {"credentials": []}),
    ([NO], [OAUTH], {"credentials": []}),
    ([KEY, NO], [KEY], {"credentials": []}),
    ([KEY], [OAUTH], {"credentials": ["x-key"], "headers": {"x-key": "{x-key}"}}),
    ([KEY, BASIC], [KEY], {"headers": {"authorization": "Basic {credentials}"}}),
    ([OAUTH], [BASIC], {"headers": {"authorization": "Bearer {token}"}}),
    ([{"query": []}], [KEY], {"query": {"key": "{key}"}}),
    ([{"cookie": []}], [KEY], {"cookies": {"sid": "{sid}"}}),
    ([{"digest": []}], [BASIC], {"headers": {"authorization": "Digest {credentials}"}}),
    ([KEY], [{"key": [], "cookie": []}], {"headers": {"x-key": "{x-key}"}}),
    ([{"tls": []}], [{"tls": [], "key": []}], {"credentials": ["tls"]}),
]
SAID = [
    ([OAUTH], [{"oauth": ["read", "write"]}]),
    ([{"bearer": []}], [OAUTH]),
    (None, [{"tls": []}]),
    ([KEY], [{"key": [], "tls": []}]),
]
NOTHING = [
    ([{"bearer": []}], [{"open": []}]),
    ([KEY, OAUTH], [OAUTH, KEY]),
    ([], None),
    ([NO], []),
]


def _findings(found: Comparison) -> list[Any]:
    return [it for it in found.findings if it.check.id.startswith("security-")]


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(("old", "new", "shown"), SHOWN)
def test_a_request_that_shows_too_little(
    of_documents: Compare, old: Any, new: Any, shown: dict[str, Any], *, shared: bool
) -> None:
    """It is shown with what stands for secrets; it is a matter of policy, and one finding."""
    found = of_documents(document(old, shared=shared), document(new, shared=shared))
    (finding,) = (it for it in _findings(found) if it.check.id == "security-tightened")
    assert finding.check.tier is Tier.POLICY
    assert found.proved
    assert finding.change.operations == (("GET /a", "GET /b") if shared else ("GET /a",))
    verdict = finding.change.verdict
    assert isinstance(verdict, Witness)
    assert (verdict.accepted_by, verdict.refused_by) == ("old", "new")
    assert isinstance(verdict.value, dict)
    assert verdict.value | shown == verdict.value
    assert verdict.value["path"] == "/a"


@pytest.mark.parametrize(("old", "new"), SAID)
def test_what_is_in_no_request_is_said(of_documents: Compare, old: Any, new: Any) -> None:
    """Scopes, and certificates of a connection."""
    found = of_documents(document(old), document(new))
    (finding,) = (it for it in _findings(found) if it.check.id == "security-tightened")
    assert finding.change.verdict is None
    assert found.proved


@pytest.mark.parametrize(("old", "new"), NOTHING)
def test_the_same_credentials_are_no_change(of_documents: Compare, old: Any, new: Any) -> None:
    """In whatever order, of whatever scheme that sends the same."""
    for one, other in ((old, new), (new, old)):
        assert _findings(of_documents(document(one), document(other))) == []


@pytest.mark.parametrize(("old", "new"), [([KEY], [KEY, NO]), ([KEY], None), ([KEY], [KEY, BASIC])])
def test_fewer_credentials_are_no_loss(of_documents: Compare, old: Any, new: Any) -> None:
    """The way back is shown."""
    (finding,) = _findings(of_documents(document(old), document(new)))
    assert finding.check.id == "security-loosened"
    assert finding.change.verdict is None
    back = _findings(of_documents(document(new), document(old)))
    assert [isinstance(it.change.verdict, Witness) for it in back] == [True]


def test_the_name_of_a_scheme_is_sent_by_nobody(of_documents: Compare) -> None:
    """Nothing changed; another header is another credential."""
    old = {"key": {**SCHEMES["key"], "description": "Ask for it."}}
    renamed = {"token": {**SCHEMES["key"], "name": "X-Key"}}
    found = of_documents(document([KEY], old), document([{"token": []}], renamed))
    assert found.verdict == "identical"
    moved = {"key": {**SCHEMES["key"], "name": "X-Other"}}
    found = of_documents(document([KEY], old), document([KEY], moved))
    said = {it.check.id: it.change.verdict for it in _findings(found)}
    assert said.keys() == {"security-tightened", "security-loosened", "security-scheme-changed"}
    assert isinstance(said["security-tightened"], Witness)
