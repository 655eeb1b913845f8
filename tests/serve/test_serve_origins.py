"""Pages of other origins: a browser asks before a script may send, and reads what comes back."""

from typing import Any

import pytest

ASKING = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,idempotency-key",
}


def preflight(kitchen: Any, origin: str) -> Any:
    """Ask as a browser does before a script sends a body."""
    return kitchen.call("OPTIONS", "/toasts", token=None, headers={"origin": origin, **ASKING})


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://localhost:5173",
        "http://127.0.0.1:8001",
        "http://[::1]:1",
        "https://a.localhost",
    ],
)
def test_pages_of_this_machine_may_call(serve: Any, origin: str) -> None:
    """Also one that was opened as a file."""
    kitchen = serve()
    asked = preflight(kitchen, origin)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, origin)
    assert "idempotency-key" in asked.headers["access-control-allow-headers"]
    answer = kitchen.get("/menu", headers={"origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-expose-headers"] == "*"


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://x",
    ],
)
def test_pages_of_others_may_not(serve: Any, origin: str) -> None:
    """Unless they are named: a browser keeps what has no such header from the script."""
    kitchen = serve()
    assert preflight(kitchen, origin).status_code == 400
    assert (
        "access-control-allow-origin"
        not in kitchen.get("/menu", headers={"origin": origin}).headers
    )
    named = serve(origins=(origin,))
    assert preflight(named, origin).headers["access-control-allow-origin"] == origin
    assert preflight(named, "null").status_code == 400


def test_refusals_can_be_read_too(serve: Any) -> None:
    """A script shows what is wrong beside the member."""
    answer = serve(origins="*").call("POST", "/toasts", json={}, headers={"origin": "https://a.b"})
    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] == "*"


def test_nothing_is_told_where_nobody_may(serve: Any) -> None:
    """What asks without an origin is answered as ever."""
    kitchen = serve(origins=())
    assert (
        "access-control-allow-origin"
        not in kitchen.get("/menu", headers={"origin": "null"}).headers
    )
    assert preflight(kitchen, "null").status_code == 204
