"""What goes out: addresses, headers, bodies, credentials, options."""

import asyncio
import datetime as dt
import enum
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

Reply = Callable[..., httpx2.Response]


class Colour(enum.Enum):
    """An enumeration of a caller."""

    RED = "red"


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("a b", b"/v1/jobs/a%20b"),
        ("a/../b", b"/v1/jobs/a%2F..%2Fb"),
        ("%2e%2e", b"/v1/jobs/%252e%252e"),
        ("?x=1#y", b"/v1/jobs/%3Fx%3D1%23y"),
        ("é\r\n", b"/v1/jobs/%C3%A9%0D%0A"),
        ("...", b"/v1/jobs/..."),
        (7, b"/v1/jobs/7"),
        (Colour.RED, b"/v1/jobs/red"),
    ],
)
def test_path_values_stay_in_their_segment(
    caller: Any, reply: Reply, value: object, path: bytes
) -> None:
    """Whatever they hold."""
    caller.mocked([reply()]).call("get", value)
    assert caller.requests[0].url.raw_path == path


@pytest.mark.parametrize("value", ["", ".", "..", None, "\ud800"])
def test_path_values_that_lead_elsewhere_are_refused(caller: Any, value: object) -> None:
    """Before anything is sent."""
    with pytest.raises(caller.acme.InvalidRequestError):
        caller.mocked([]).call("get", value)
    assert not caller.requests


def test_what_is_not_given_is_not_sent_and_none_is_null(caller: Any, reply: Reply) -> None:
    """OMIT and None are different things."""
    caller.mocked(lambda _: reply())
    caller.call("create", prompt="a")
    caller.call("create", prompt="a", size=None)
    caller.call("create", prompt="a", size=caller.acme.OMIT)
    bodies = [request.content for request in caller.requests]
    assert bodies == [b'{"prompt":"a"}', b'{"prompt":"a","size":null}', b'{"prompt":"a"}']


def test_values_of_many_kinds_become_json(caller: Any, reply: Reply) -> None:
    """Text is UTF-8, not escapes."""
    moment = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    name = uuid.UUID(int=1)
    prompt = {"a": moment, "b": name, "c": Colour.RED, "d": (1, 2), "e": "é", "f": b"x"}
    caller.mocked([reply()]).call("create", prompt=prompt)
    assert caller.requests[0].content.decode() == (
        '{"prompt":{"a":"2026-01-02T00:00:00Z","b":"00000000-0000-0000-0000-000000000001",'
        '"c":"red","d":[1,2],"e":"é","f":"eA=="}}'
    )


@pytest.mark.parametrize("value", [float("nan"), object(), "\ud800", {1j: 2}])
def test_values_without_json_form_are_refused(caller: Any, value: object) -> None:
    """With an error of ours, before anything is sent."""
    with pytest.raises(caller.acme.InvalidRequestError):
        caller.mocked([]).call("create", prompt=value)


def test_a_circle_is_refused(caller: Any) -> None:
    """A list that holds itself has no JSON form."""
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(caller.acme.InvalidRequestError):
        caller.mocked([]).call("create", prompt=circle)


def test_extras_are_merged(caller: Any, reply: Reply) -> None:
    """Headers, query and body of the request win over those of the client and the method."""
    caller.mocked(
        [reply()],
        default_headers={"X-One": "client", "X-Two": "client"},
        default_query={"a": "client", "b": True},
    ).call(
        "create",
        prompt="a",
        extra_headers={"x-one": "request", "X-Two": None},
        extra_query={"a": ["x", "y&z"]},
        extra_body={"size": 3, "more": None},
    )
    request = caller.requests[0]
    assert request.headers["x-one"] == "request"
    assert "x-two" not in request.headers
    assert request.url.query == b"a=x&a=y%26z&b=true"
    assert request.content == b'{"prompt":"a","size":3,"more":null}'


@pytest.mark.parametrize("value", ["a\r\nx-evil: 1", "a\x00", "é", "\x7f"])
def test_headers_cannot_be_split(caller: Any, value: str) -> None:
    """The name is in the message, the value is not."""
    with pytest.raises(caller.acme.InvalidRequestError, match="'x-mine'") as caught:
        caller.mocked([]).call("get", "j1", extra_headers={"x-mine": value})
    assert value not in str(caught.value)


def test_a_header_name_is_judged_by_http(caller: Any, peer: Callable[..., Any]) -> None:
    """The protocol's own error does not leak, and nor does the secret it quotes."""
    server = peer(lambda *_: None)
    with pytest.raises(caller.acme.InvalidRequestError):
        caller.real(server.url).call("get", "j1", extra_headers={"x mine": "1"})


def test_credentials_come_from_argument_or_environment(
    caller: Any, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The argument wins; empty ones count as absent."""
    monkeypatch.setenv("ACME_API_KEY", "from-environment\n")
    caller.mocked(lambda _: reply())
    for token in ("argument", None, ""):
        caller.options["auth_token"] = token
        caller.call("get", "j1")
    sent = [request.headers["authorization"] for request in caller.requests]
    assert sent == ["Bearer argument", "Bearer from-environment", "Bearer from-environment"]


def test_missing_credentials_are_told_with_their_names(
    caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keyword and variable."""
    monkeypatch.delenv("ACME_API_KEY", raising=False)
    with pytest.raises(caller.acme.ConfigurationError, match=r"auth_token=.*ACME_API_KEY"):
        caller.mocked([], auth_token=None).call("get", "j1")


def test_a_token_with_a_line_break_is_refused_unseen(caller: Any) -> None:
    """The message does not quote it."""
    with pytest.raises(caller.acme.ConfigurationError) as caught:
        caller.mocked([], auth_token="sk\nx").call("get", "j1")
    assert "sk" not in str(caught.value)


def test_an_operation_without_security_gets_no_credentials(acme: Any) -> None:
    """They go only where they are asked for."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, text="hello")

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    assert acme.Acme(auth_token="k", http_client=http).jobs.note() == "hello"
    assert "authorization" not in seen[0].headers


def test_the_base_url_comes_from_argument_environment_or_document(
    caller: Any, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this order; a slash at its end does not matter."""
    caller.mocked(lambda _: reply())
    caller.call("get", "j1")
    monkeypatch.setenv("ACME_BASE_URL", "http://localhost:1/x/")
    caller.call("get", "j1")
    caller.options["base_url"] = "https://other.example"
    caller.call("get", "j1")
    assert [str(request.url) for request in caller.requests] == [
        "https://api.acme.example/v1/jobs/j1",
        "http://localhost:1/x/jobs/j1",
        "https://other.example/jobs/j1",
    ]


@pytest.mark.parametrize("url", ["ftp://a", "example.com", "https://a/?b=c", "https://a/#b"])
def test_a_base_url_that_is_none_is_refused(caller: Any, url: str) -> None:
    """When the client is made."""
    with pytest.raises(caller.acme.ConfigurationError, match="ACME_BASE_URL"):
        caller.mocked([], base_url=url).call("get", "j1")


def test_with_options_changes_a_copy_that_shares_connections(acme: Any, reply: Reply) -> None:
    """Credentials too; closing the copy closes nothing."""
    seen: list[str] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers["authorization"] + request.headers.get("x-a", ""))
        return reply()

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = acme.Acme(auth_token="one", http_client=http, default_headers={"x-a": "!"})
    with client.with_options(auth_token="two") as copy:
        copy.jobs.get("a")
        copy.with_options(default_headers={}).jobs.get("a")
    client.jobs.get("a")
    assert seen == ["Bearer two!", "Bearer two", "Bearer one!"]
    assert client.jobs is client.jobs
    assert copy.jobs is not client.jobs


def test_a_handed_in_client_is_used_as_it_is_and_stays_open(caller: Any, reply: Reply) -> None:
    """Its headers, parameters, cookies and hooks hold; closing it is its owner's business."""
    hooks: list[str] = []
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return reply()

    parts: dict[str, Any] = {
        "transport": httpx2.MockTransport(handle),
        "headers": {"x-own": "1", "user-agent": "mine"},
        "params": {"own": "1"},
        "cookies": {"a": "b"},
    }
    if caller.kind == "sync":
        http = httpx2.Client(
            **parts, event_hooks={"request": [lambda request: hooks.append(request.method)]}
        )
        with caller.acme.Acme(auth_token="k", http_client=http) as client:
            client.jobs.get("j1")
        assert not http.is_closed
    else:

        async def note(request: httpx2.Request) -> None:
            hooks.append(request.method)

        async def main() -> None:
            http = httpx2.AsyncClient(**parts, event_hooks={"request": [note]})
            async with caller.acme.AsyncAcme(auth_token="k", http_client=http) as client:
                await client.jobs.get("j1")
            assert not http.is_closed

        asyncio.run(main())
    assert hooks == ["GET"]
    assert seen[0].headers["x-own"] == "1"
    assert seen[0].headers["cookie"] == "a=b"
    assert seen[0].url.params["own"] == "1"


def test_a_closed_client_says_so(acme: Any) -> None:
    """Not with the library's RuntimeError."""
    client = acme.Acme(auth_token="k")
    client.close()
    with pytest.raises(acme.InvalidRequestError, match="closed"):
        client.jobs.get("j1")


def test_a_key_for_an_operation_that_takes_none_is_refused(caller: Any) -> None:
    """Silence would look like safety."""
    with pytest.raises(caller.acme.InvalidRequestError, match="idempotency"):
        caller.mocked([]).call("charge", idempotency_key="k")


def test_the_request_says_who_asks_and_what_for(caller: Any, reply: Reply) -> None:
    """User agent, accepted type, type of the body."""
    caller.mocked([reply()]).call("create", prompt="a")
    headers = caller.requests[0].headers
    assert headers["user-agent"] == "acme/1.2.3"
    assert headers["accept"] == "application/json"
    assert headers["content-type"] == "application/json"


def test_threads_share_a_client(acme: Any) -> None:
    """Each thread gets the answer to its own request."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        name = request.url.path.rpartition("/")[2]
        return httpx2.Response(200, json={"id": name, "state": "queued"})

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = acme.Acme(auth_token="k", http_client=http)
    names = [f"job-{number}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert [job.id for job in pool.map(client.jobs.get, names)] == names
