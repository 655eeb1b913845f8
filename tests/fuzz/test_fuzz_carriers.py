"""A secret over a scheme that is for other operations; a kind of JSON that is for none."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import SECRET, Case, Message, Reply
from tallystick.fuzz.reproduction.client_calls import ClientCall, GeneratedClient, python
from tallystick.fuzz.reproduction.commands import Common, curl, plain_python
from tallystick.fuzz.reproduction.secrets import always, secrets_of
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer, carriers, halves
from tallystick.fuzz.sending.sender import line
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

MERGE = "application/merge-patch+json"
SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "same": {"type": "apiKey", "in": "header", "name": "Authorization"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "basic": {"type": "http", "scheme": "basic"},
    "both": {"type": "apiKey", "in": "header", "name": "X-Both"},
}
ANY: list[Json] = [{"key": []}, {"bearer": []}, {"same": []}, {"query": []}, {"basic": []}]


def document(*, told: bool = True) -> dict[str, Any]:
    """Return a document with an operation for bearers alone, of merge patches alone."""
    statuses = ("400", "401", *(("415",) if told else ()))
    refused = {status: {"description": "Refused."} for status in statuses}
    answers = {"204": {"description": "Done."}, **refused}
    door = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"open": {"const": "yes"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Doors", "version": "1"},
        "security": [*ANY, {"key": [], "both": []}],
        "paths": {
            "/door": {
                "get": {"operationId": "seeDoor", "responses": answers},
                "patch": {
                    "operationId": "moveDoor",
                    "security": [{"bearer": []}],
                    "requestBody": {"required": True, "content": {MERGE: {"schema": door}}},
                    "responses": answers,
                },
            }
        },
        "components": {"securitySchemes": SCHEMES},
    }


class Door(Handmade):
    """A server of the document; `lax` takes what is for other operations, and any kind of JSON."""

    def __init__(self, *, lax: bool) -> None:
        """Be lax, or not."""
        self.lax = lax

    def _one(self, request: Wire) -> Reply:
        headers = dict(request.headers)
        bears = headers.get("Authorization") == "Bearer mine"
        if not bears and (headers.get("X-Key") != "mine" or not (self.lax or request.body is None)):
            return Reply(status=401)
        if request.method == "GET":
            return Reply(status=204)
        kinds = {MERGE, "application/json"} if self.lax else {MERGE}
        if headers.get("Content-Type") not in kinds:
            return Reply(status=415)
        try:
            asked = json.loads(request.body or b"")
        except ValueError:
            return Reply(status=400)
        return Reply(status=204 if asked in ({}, {"open": "yes"}) else 400)


@pytest.mark.parametrize("lax", [False, True])
def test_what_is_for_others_is_refused(api_of: Callable[[Json], Api], *, lax: bool) -> None:
    """A strict server is silent, a lax one is found twice; how to see it is told."""
    wish = Wish(phases=("rules", "protocol"), most=300)
    options = Options(wish=wish, credentials=Credentials(auth=("mine",)))
    outcome = run(api_of(document()), Door(lax=lax), options)
    found = {item.key: item for item in outcome.findings}
    by_key = "invalid-accepted moveDoor request:credentials by key"
    assert set(found) == (
        {by_key, "invalid-accepted moveDoor request:content-type application/json"}
        if lax
        else set()
    )
    if lax:
        case = found[by_key].case
        told = curl(case, "http://h", secrets=always(f"Authorization: Bearer {SECRET}"))
        assert """-H 'X-Key: '"$TOKEN" """ in told
        client = GeneratedClient(
            package="doors", name="Doors", calls={"moveDoor": ClientCall(method="move")}
        )
        assert "os.environ" in python(case, "http://h", client, secrets=always("X: $TOKEN"))
        assert f"X-Key={SECRET}" in line(case)


def test_a_kind_of_json_is_tried_where_415_is_documented(api_of: Callable[[Json], Api]) -> None:
    """Else a server that reads it breaks no promise."""
    wish = Wish(phases=("rules", "protocol"), most=300)
    options = Options(wish=wish, credentials=Credentials(auth=("mine",)))
    outcome = run(api_of(document(told=False)), Door(lax=True), options)
    assert not any("content-type" in item.key for item in outcome.findings)


def test_which_schemes_are_for_others(api_of: Callable[[Json], Api]) -> None:
    """Those in a header of their own, that are enough elsewhere."""
    api = api_of(document())
    see, move = api.operations
    assert [*carriers(api, move)] == [("key", f"X-Key: {SECRET}")]
    assert [*carriers(api, see)] == []


def test_a_secret_travels_as_its_carrier_says(api_of: Callable[[Json], Api]) -> None:
    """Instead of what the operation asks for, and of headers that are sent with all."""
    api = api_of(document())
    headers = (("Authorization", "Bearer other"), ("X-Trace", "1"))
    signer = Signer(api, Credentials(auth=("mine",), headers=headers))
    message = Message(method="PATCH", path="/door", carrier=f"X-Key: {SECRET}")
    assert signer.signed("moveDoor", message)[1] == (("X-Trace", "1"), ("X-Key", "mine"))
    own = replace(message, carrier="")
    assert ("Authorization", "Bearer mine") in signer.signed("moveDoor", own)[1]


def needing(api_of: Callable[[Json], Api], *needs: Any, **schemes: Any) -> Api:
    """Return an API whose operation `seeDoor` needs one of some alternatives."""
    whole = document()
    whole["security"] = list(needs)
    whole["components"]["securitySchemes"] = {**SCHEMES, **schemes}
    return api_of(whole)


def test_one_of_two_that_are_needed_together_is_too_little(api_of: Callable[[Json], Api]) -> None:
    """Alone, or beside a wrong one; not where one is enough, or both travel in one header."""
    api = needing(api_of, {"bearer": [], "key": []})
    see = api.operations[0]
    wrong = "wrong-credential-0000"
    assert [*halves(api, see)] == [
        ("only bearer", f"Authorization: Bearer {SECRET}", None),
        ("a wrong key", f"Authorization: Bearer {SECRET}", ("X-Key", wrong)),
        ("only key", f"X-Key: {SECRET}", None),
        ("a wrong bearer", f"X-Key: {SECRET}", ("Authorization", f"Bearer {wrong}")),
    ]
    for other in ((), ("same",), ("query",)):
        api = needing(api_of, {name: [] for name in ("bearer", *other)})
        assert [*halves(api, api.operations[0])] == []
    api = needing(api_of, {"bearer": [], "key": []}, {"key": []})
    assert [odd for odd, _, _ in halves(api, api.operations[0])] == ["only bearer", "a wrong key"]


class Both(Handmade):
    """Needs a bearer's secret and a key; `lax` looks at the first alone."""

    def __init__(self, *, lax: bool) -> None:
        """Be lax, or not."""
        self.lax = lax

    def _one(self, request: Wire) -> Reply:
        headers = dict(request.headers)
        fits = headers.get("Authorization") == "Bearer mine"
        return Reply(status=204 if fits and (self.lax or headers.get("X-Key") == "k") else 401)


@pytest.mark.parametrize("lax", [False, True])
def test_a_key_beside_is_the_one_that_was_given(
    api_of: Callable[[Json], Api], *, lax: bool
) -> None:
    """As a header of every request: it is not sent where it is to be lacking or wrong."""
    whole = document()
    whole["security"] = [{"bearer": [], "key": []}]
    whole["paths"]["/door"].pop("patch")
    wish = Wish(phases=("rules", "protocol"), most=300)
    known = Credentials(auth=("mine",), headers=(("X-Key", "k"),))
    outcome = run(api_of(whole), Both(lax=lax), Options(wish=wish, credentials=known))
    wrong = "invalid-accepted seeDoor request:credentials "
    found = {item.key for item in outcome.findings}
    assert found == ({f"{wrong}only bearer", f"{wrong}a wrong key"} if lax else set())


def coded(text: str) -> str:
    """Return a secret as Basic has it."""
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("caller", ["own", "second", "wrong", "longer", "shorter", "cased", "none"])
@pytest.mark.parametrize(
    ("need", "query", "told"),
    [
        ({"query": []}, "", lambda it: ("http://h/door?key=" + it, {})),
        ({"query": []}, "a=1", lambda it: ("http://h/door?a=1&key=" + it, {})),
        ({"crumb": []}, "", lambda it: ("http://h/door", {"Cookie": "sid=" + it})),
        ({"basic": []}, "", lambda it: ("http://h/door", {"Authorization": "Basic " + coded(it)})),
        (
            {"key": [], "bearer": []},
            "a=1",
            lambda it: ("http://h/door?a=1", {"X-Key": it, "Authorization": "Bearer " + it}),
        ),
        ({}, "", lambda _: ("http://h/door", {})),
    ],
)
def test_a_secret_is_put_where_the_operation_takes_it(
    api_of: Callable[[Json], Api],
    need: Any,
    query: str,
    told: Callable[[str], tuple[str, dict[str, str]]],
    caller: Any,
) -> None:
    """In the query, in a cookie, in Base64 for Basic; nowhere where none is needed."""
    crumb = {"type": "apiKey", "in": "cookie", "name": "sid"}
    secrets = secrets_of(needing(api_of, need, crumb=crumb))
    message = Message(method="GET", path="/door", query=query, caller=caller)
    case = Case(operation="seeDoor", kind="protocol", expect="accepted", message=message)
    said = 'curl() { printf "%s\\n" "$@"; }; ' + curl(case, "http://h", secrets=secrets)
    known = {"PATH": os.environ["PATH"], "TOKEN": "aB:b", "OTHER_TOKEN": "c:d"}
    words = subprocess.run(
        ["bash", "-c", said], env=known, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    sent = [words[at + 1] for at, word in enumerate(words) if word == "-H"]
    secret = {"second": "c:d", "longer": "aB:b0", "shorter": "aB:", "cased": "Ab:B"}
    secret["wrong"] = "wrong-credential-0000"
    url, headers = told(secret.get(caller, "aB:b"))
    if caller == "none":
        url, headers = "http://h/door" + "?" * bool(query) + query, {}
    assert (words[-2], sent) == (url, [f"{name}: {value}" for name, value in headers.items()])
    line = plain_python(case, Common(url="http://h", secrets=secrets))[-2]
    request = eval(  # noqa: S307 - what we print
        line.partition(" = ")[2], {"Request": dict_of, "os": SimpleNamespace(environ=known)}
    )
    assert request == (url, headers)


def dict_of(url: str, _body: object, headers: dict[str, str], **_method: str) -> object:
    """Return what a request is made of."""
    return url, headers
