"""What logs and errors show: enough to work with, and no secret."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

Reply = Callable[..., httpx2.Response]


def test_debug_logs_hold_no_secrets(
    caller: Any, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither ours nor the HTTP library's; headers, query and user information."""
    caplog.set_level(logging.DEBUG)
    caller.mocked([reply(set_cookie="id=hush"), reply()]).call(
        "get",
        "j1",
        extra_headers={"x-api-key": "hush", "X-Trace": "shown"},
        extra_query={"api_key": "hush", "X-Amz-Signature": "hush", "sig": "hush", "page": "7"},
    )
    assert "hush" not in caplog.text
    assert "sk-secret" not in caplog.text
    assert "shown" in caplog.text
    assert "page=7" in caplog.text
    assert any(record.name == "acme_client" for record in caplog.records)
    assert any(record.name == "httpx2" for record in caplog.records)


def test_errors_hold_no_secrets(caller: Any, reply: Reply) -> None:
    """The URL of an error may stand in a report."""
    with pytest.raises(caller.acme.NotFoundError) as caught:
        caller.mocked([reply(status=404)], base_url="https://me:hush@api.example").call(
            "get", "j1", extra_query={"token": "hush", "page": "7"}
        )
    assert caught.value.url == "https://api.example/jobs/j1?token=[secret]&page=7"
    assert "hush" not in repr(vars(caught.value))


def test_presigned_urls_are_not_logged(
    caller: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has one can fetch the file."""
    caplog.set_level(logging.DEBUG)
    job = {"id": "j1", "state": "completed", "output": [{"url": "https://f.example/a?zz=hush"}]}

    def handle(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=job) if request.url.host != "f.example" else gone

    gone = httpx2.Response(404)
    with pytest.raises(caller.acme.NotFoundError) as caught:
        caller.mocked(handle).call("download", "j1", tmp_path / "a")
    assert caught.value.url == "https://f.example/a?[secret]"
    ours = "".join(r.getMessage() for r in caplog.records if r.name == "acme_client")
    assert "f.example" in ours
    assert "hush" not in ours


def test_the_environment_sets_the_level(
    package: Path, monkeypatch: pytest.MonkeyPatch, run_python: Callable[..., str]
) -> None:
    """`ACME_LOG=debug` writes to standard error without further ado."""
    monkeypatch.setenv("ACME_LOG", "debug")
    code = (
        "import httpx2, acme_client as a\n"
        "t = httpx2.MockTransport(lambda _: httpx2.Response(404))\n"
        "c = a.Acme(auth_token='hush', http_client=httpx2.Client(transport=t))\n"
        "try: c.jobs.get('j1')\n"
        "except a.NotFoundError: pass\n"
    )
    shown = run_python(code, package.parent)
    assert "request: GET https://api.acme.example/v1/jobs/j1" in shown
    assert "hush" not in shown
