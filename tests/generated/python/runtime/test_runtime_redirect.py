"""Redirects: a read goes after them, and its credentials stay at home."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Reply = Callable[..., httpx2.Response]


def moved(target: str, status: int = 302) -> httpx2.Response:
    """Make a redirect."""
    return httpx2.Response(status, headers={"location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_get_follows_within_its_origin_with_credentials(
    caller: Any, reply: Reply, status: int
) -> None:
    """Relative targets too."""
    caller.mocked([moved("/v2/jobs/j1", status), reply()]).call("get", "j1")
    assert str(caller.requests[1].url) == "https://api.acme.example/v2/jobs/j1"
    assert caller.requests[1].headers["authorization"] == "Bearer sk-secret"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "https://api.acme.example:8443/", "//evil.example/x"],
)
def test_credentials_never_cross_an_origin(caller: Any, reply: Reply, target: str) -> None:
    """Nor do cookies or extra headers, not even after coming back."""
    caller.mocked([moved(target), moved("https://api.acme.example/v1/jobs/j1"), reply()]).call(
        "get", "j1", extra_headers={"x-api-key": "secret", "cookie": "a=b"}
    )
    for request in caller.requests[1:]:
        assert "secret" not in repr(request.headers.raw)
        assert "cookie" not in request.headers
        assert "authorization" not in request.headers


def test_credentials_of_a_handed_in_client_stay_too(acme: Any, reply: Reply) -> None:
    """Its own authentication is not asked across the border."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return moved("https://evil.example/") if len(seen) == 1 else reply()

    http = httpx2.Client(
        transport=httpx2.MockTransport(handle), auth=("me", "hush"), cookies={"a": "hush"}
    )
    acme.Acme(auth_token="k", http_client=http).jobs.get("j1")
    assert seen[0].headers["cookie"] == "a=hush"
    assert "authorization" not in seen[1].headers
    assert "cookie" not in seen[1].headers


def test_no_redirect_leads_to_plain_http(caller: Any) -> None:
    """A downgrade ends the call."""
    with pytest.raises(caller.acme.APIResponseValidationError) as caught:
        caller.mocked([moved("http://api.acme.example/v1/jobs/j1")]).call("get", "j1")
    assert caught.value.status_code == 302


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "http://["])
def test_nonsense_targets_end_the_call(caller: Any, target: str) -> None:
    """With an error of ours."""
    with pytest.raises(caller.acme.AcmeError):
        caller.mocked([moved(target)]).call("get", "j1")
    assert len(caller.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_post_is_never_redirected(caller: Any, status: int) -> None:
    """Paid work is not sent to where a response points."""
    with pytest.raises(caller.acme.APIResponseValidationError):
        caller.mocked([moved("/elsewhere", status)]).call("create", prompt="a")
    assert len(caller.requests) == 1


def test_a_circle_ends(caller: Any) -> None:
    """After five hops."""
    with pytest.raises(caller.acme.APIResponseValidationError):
        caller.mocked(lambda _: moved("/again")).call("get", "j1")
    assert len(caller.requests) == 6
