"""Presigned URLs: genuine, in time, or refused; whole or in part."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.serve.signing import PREFIX, Refusal, Signer

SIGNER = Signer(b"s" * 32)


@pytest.fixture
def kitchen(serve: Any) -> Any:
    """Return a server with one finished toast."""
    opened = serve()
    opened.id = opened.post("/toasts").json()["toast"]["id"]
    opened.server.run_pending()
    return opened


def photo(kitchen: Any) -> str:
    """Return the presigned URL of the toast's photo."""
    return str(kitchen.get(f"/toasts/{kitchen.id}").json()["plate"]["photo"])


def test_a_url_lives_as_long_as_the_document_says(kitchen: Any, clock: Any) -> None:
    """To the second; a fresh one is had by asking for the resource again."""
    url = photo(kitchen)
    clock.now += 599
    assert kitchen.get(url, token=None).status_code == 200
    clock.now += 1
    answer = kitchen.get(url, token=None)
    assert answer.status_code == 403
    assert "expired" in answer.json()["detail"]
    assert kitchen.get(photo(kitchen), token=None).status_code == 200


def test_forged_urls_are_refused(kitchen: Any) -> None:
    """Whatever is changed, left out or borrowed."""
    url = photo(kitchen)
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    later = str(int(query["expires"]) + 1)
    signature = query["signature"]
    forged = [
        parts.path,
        f"{parts.path}?expires={later}&signature={signature}",
        f"{parts.path}?expires={query['expires']}",
        f"{parts.path}?expires={query['expires']}&signature=",
        f"{parts.path}?expires={query['expires']}&signature={signature[:-1]}",
        f"{parts.path}?expires={query['expires']}&signature={signature[::-1]}",
        f"{parts.path}?expires=0{query['expires']}&signature={signature}x",
        f"{parts.path}?expires=x&signature={signature}",
        f"{parts.path}?expires=%D9%A1&signature={signature}",
        f"{PREFIX}{'0' * 32}?{parts.query}",
    ]
    for path in forged:
        answer = kitchen.get(path)
        assert answer.status_code == 403, path
        assert "signature" in answer.json()["detail"]


@given(st.text(), st.text(), st.integers(min_value=0, max_value=10**12))
def test_no_text_is_a_signature_but_the_genuine_one(asset: str, text: str, expires: int) -> None:
    """Nor is the signature of another asset, nor that of another secret."""
    genuine = SIGNER.path("a", "", expires)
    path, _, query = SIGNER.path(asset, "", expires).partition("?")
    if asset.partition("/")[0] != "a":
        assert SIGNER.check(path, genuine.partition("?")[2], 0) is Refusal.FORGED
    assert SIGNER.check(path, f"expires={expires}&signature={text}", 0) is Refusal.FORGED
    assert Signer(b"t" * 32).check(path, query, 0) is Refusal.FORGED


def test_urls_outlive_a_restart_and_another_database_forges_none(serve: Any, tmp_path: Any) -> None:
    """The secret is kept in the database, and each has its own."""
    first = serve(db=tmp_path / "a.db")
    first.id = first.post("/toasts").json()["toast"]["id"]
    first.server.run_pending()
    url = photo(first)
    first.server.close()
    assert serve(db=tmp_path / "a.db").get(url).status_code == 200
    assert serve(db=tmp_path / "b.db").get(url).status_code == 403


def test_a_public_url_replaces_the_host(serve: Any) -> None:
    """Behind a proxy the request's host is not the one to give out."""
    kitchen = serve(public_url="https://cdn.example/base/")
    kitchen.id = kitchen.post("/toasts").json()["toast"]["id"]
    kitchen.server.run_pending()
    assert photo(kitchen).startswith("https://cdn.example/base/_assets/")


@pytest.mark.parametrize(
    ("header", "status", "part", "content_range"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/{size}"),
        ("bytes=4-", 206, slice(4, None), "bytes 4-{last}/{size}"),
        ("bytes=-5", 206, slice(-5, None), "bytes {minus5}-{last}/{size}"),
        ("bytes=0-99999", 206, slice(0, None), "bytes 0-{last}/{size}"),
        ("bytes=99999-", 416, None, "bytes */{size}"),
        ("bytes=-0", 416, None, "bytes */{size}"),
        ("bytes=3-1", 416, None, "bytes */{size}"),
        ("bytes=0-1,3-4", 200, slice(0, None), None),
        ("bytes=-", 200, slice(0, None), None),
        ("lines=1-2", 200, slice(0, None), None),
    ],
)
def test_ranges(
    kitchen: Any, header: str, status: int, part: slice | None, content_range: str | None
) -> None:
    """One range is answered in part, none there is with 416, anything else with the whole."""
    url = photo(kitchen)
    whole = kitchen.get(url).content
    answer = kitchen.get(url, headers={"range": header})
    assert answer.status_code == status
    if part is not None:
        assert answer.content == whole[part]
    size = len(whole)
    filled = content_range and content_range.format(size=size, last=size - 1, minus5=size - 5)
    assert answer.headers.get("content-range") == filled


def test_an_asset_that_the_caller_has_is_not_sent_again(kitchen: Any) -> None:
    """An asset never changes, so its tag is its id."""
    url = photo(kitchen)
    etag = kitchen.get(url).headers["etag"]
    assert kitchen.get(url, headers={"if-none-match": etag}).status_code == 304
    stale = {"range": "bytes=0-1", "if-range": '"other"'}
    assert kitchen.get(url, headers=stale).status_code == 200


def test_head_of_an_asset_tells_its_size(kitchen: Any) -> None:
    """Nothing but GET and HEAD works there."""
    url = photo(kitchen)
    head = kitchen.call("HEAD", url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(kitchen.get(url).content))
    assert head.headers["x-content-type-options"] == "nosniff"
    assert kitchen.call("POST", url).status_code == 405
