"""Who is let in, by every scheme that a document can declare."""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from tallystick.serve.behaviour import Account, Behaviour
from tallystick.serve.security import Credentials

TOKEN = "sesame"  # noqa: S105 - of a server that lives as long as a test


def basic(text: str) -> str:
    """Return the header of HTTP Basic."""
    return "Basic " + base64.b64encode(text.encode()).decode()


GOOD: dict[str, tuple[str, dict[str, str]]] = {
    "bearer": ("/bearer", {"authorization": f"Bearer {TOKEN}"}),
    "bearer in another case": ("/bearer", {"authorization": f"bearer {TOKEN}"}),
    "basic password": ("/basic", {"authorization": basic(f"me:{TOKEN}")}),
    "basic user only": ("/basic", {"authorization": basic(f"{TOKEN}:")}),
    "header": ("/header", {"x-key": TOKEN}),
    "query": (f"/query?key={TOKEN}", {}),
    "query, escaped": ("/query?key=" + "".join(f"%{byte:02x}" for byte in TOKEN.encode()), {}),
    "cookie": ("/cookie", {"cookie": f"a=b; key={TOKEN}"}),
    "oauth": ("/oauth", {"authorization": f"Bearer {TOKEN}"}),
    "either, the first": ("/either", {"authorization": basic(f"me:{TOKEN}")}),
    "either, the second": ("/either", {"x-key": TOKEN}),
    "both": ("/both", {"x-key": TOKEN, "authorization": basic(f"me:{TOKEN}")}),
    "optional, given": ("/optional", {"authorization": f"Bearer {TOKEN}"}),
    "optional, not given": ("/optional", {}),
    "open": ("/open", {}),
}
BAD: dict[str, tuple[str, dict[str, str], str]] = {
    "none": ("/bearer", {}, 'Bearer realm="api"'),
    "wrong": ("/bearer", {"authorization": "Bearer sesamo"}, 'Bearer realm="api"'),
    "empty": ("/bearer", {"authorization": "Bearer "}, 'Bearer realm="api"'),
    "longer": ("/bearer", {"authorization": f"Bearer {TOKEN}e"}, 'Bearer realm="api"'),
    "not ASCII": ("/bearer", {"authorization": "Bearer s\u00e9same"}, 'Bearer realm="api"'),
    "other scheme": ("/bearer", {"authorization": basic(f"me:{TOKEN}")}, 'Bearer realm="api"'),
    "no scheme": ("/bearer", {"authorization": TOKEN}, 'Bearer realm="api"'),
    "basic, wrong": ("/basic", {"authorization": basic("me:you")}, 'Basic realm="api"'),
    "basic, no base64": ("/basic", {"authorization": "Basic ***"}, 'Basic realm="api"'),
    "header, wrong": ("/header", {"x-key": "no"}, "ApiKey"),
    "header, in the query": (f"/header?X-Key={TOKEN}", {}, "ApiKey"),
    "query, wrong": ("/query?key=no", {}, "ApiKey"),
    "cookie, wrong": ("/cookie", {"cookie": "key=no"}, "ApiKey"),
    "both, one missing": ("/both", {"x-key": TOKEN}, 'Basic realm="api", ApiKey'),
    "optional, wrong": ("/optional", {"authorization": "Bearer no"}, 'Bearer realm="api"'),
}


@pytest.mark.parametrize(("path", "headers"), GOOD.values(), ids=GOOD)
def test_good_credentials_are_taken(serve: Any, path: str, headers: dict[str, str]) -> None:
    """Each where its scheme puts it."""
    kitchen = serve("doors", token=TOKEN)
    assert kitchen.get(path, token=None, headers=headers).status_code == 204


@pytest.mark.parametrize(("path", "headers", "challenge"), BAD.values(), ids=BAD)
def test_bad_credentials_are_401_with_a_challenge(
    serve: Any, path: str, headers: dict[str, str], challenge: str
) -> None:
    """Wrong, missing, or in the wrong place."""
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = serve("doors", token=TOKEN).get(path, token=None, headers=encoded)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == challenge
    assert answer.headers["content-type"] == "application/problem+json"


def test_any_takes_every_token_but_none(serve: Any) -> None:
    """The document asks for one, so there must be one."""
    kitchen = serve("doors", token="any")
    assert kitchen.get("/bearer", token="whatever").status_code == 204
    assert kitchen.get("/bearer", token=None).status_code == 401


def test_credentials_are_judged_before_the_body_is_read(serve: Any) -> None:
    """Strangers learn nothing about their bodies."""
    kitchen = serve("kitchen", token=TOKEN)
    assert kitchen.call("POST", "/toasts", content=b"{", token="no").status_code == 401


class Bank(Behaviour):
    """Knows one account."""

    def tokens(self) -> Mapping[str, Account]:
        """Return it by its token."""
        return {"gold": Account(id="g", switches=frozenset({"hdr"}))}


def test_the_behaviours_accounts_are_found_by_token() -> None:
    """Others are guests, if their token is taken at all."""
    credentials = Credentials(Bank(), ["other"])
    assert credentials.account("gold") == Account(id="g", switches=frozenset({"hdr"}))
    other = credentials.account("other")
    assert other is not None
    assert other.id.startswith("guest-")
    assert credentials.account("silver") is None


def test_credentials_are_kept_and_looked_up_as_keyed_hashes() -> None:
    """Constant time: no comparison ever sees a credential, nor a hash that a caller knows."""
    credentials = Credentials(Bank(), ["other"])
    known = credentials._known  # noqa: SLF001 - the property is about what is kept
    assert {len(digest) for digest in known} == {32}
    assert known.keys().isdisjoint(Credentials(Bank(), ["other"])._known)  # noqa: SLF001 - as above
