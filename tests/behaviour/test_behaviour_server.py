"""The behaviour behind its documents: create, poll, download, for every type, over ASGI."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image

from behaviour import film
from tallystick.ir import open_api
from tallystick.serve import Server, app

SPEC = Path(__file__).parents[2] / "spec"
BEHAVIOUR = f"{SPEC / 'behaviour' / '__init__.py'}:behaviour"
DRAFT = {"resolution": "360p"}
RAY = {"model": "ray-3.2", "prompt": "a lamp"}


class Client:
    """Calls a server in process; jobs are done between the calls."""

    def __init__(self, server: Server, runner: asyncio.Runner) -> None:
        """Talk to `server`."""
        self.server = server
        self._runner = runner

    def call(self, method: str, url: str, token: str | None = "t", **more: Any) -> httpx2.Response:  # noqa: S107 - any is taken
        """Send one request."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}

        async def send() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.server)
            async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
                return await client.request(method, url, headers=headers, **more)

        return self._runner.run(send())

    def create(self, body: dict[str, Any], token: str = "t") -> httpx2.Response:  # noqa: S107 - as above
        """Create a generation."""
        return self.call("POST", "/v1/generations", token, json={"prompt": "a lamp", **body})

    def done(self, body: dict[str, Any], token: str = "t") -> dict[str, Any]:  # noqa: S107 - as above
        """Create a generation, do its job, poll it; return it in its last state."""
        created = self.create(body, token)
        assert created.status_code == 201, created.text
        first: dict[str, Any] = created.json()
        assert first["state"] == "queued"
        self.server.run_pending()
        polled = self.call("GET", f"/v1/generations/{first['id']}", token)
        last: dict[str, Any] = polled.json()
        assert (last["id"], last["created_at"]) == (first["id"], first["created_at"])
        return last

    def files(self, generation: dict[str, Any]) -> list[httpx2.Response]:
        """Download all outputs, as anybody who has the URLs."""
        assert generation["state"] == "completed", generation
        return [self.call("GET", output["url"], None) for output in generation["output"]]

    def broken(self, body: dict[str, Any], token: str = "t") -> list[tuple[str, str]]:  # noqa: S107 - as above
        """Return rule and pointer of a refusal."""
        refused = self.create(body, token)
        assert refused.status_code == 422, refused.text
        return [(error["rule"], error["pointer"]) for error in refused.json()["errors"]]


@pytest.fixture(scope="module")
def video_api() -> Any:
    """Return the video-extended API."""
    overlays = (str(SPEC / "video.overlay.yaml"),)
    api, _ = open_api(str(SPEC / "luma-agents.yaml"), overlays=overlays)
    assert api is not None
    return api


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """Return one event loop for the module."""
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def client(video_api: Any, runner: asyncio.Runner) -> Iterator[Client]:
    """Return a client of a server with the example accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUMA_AGENTS_ACCOUNTS", str(SPEC / "behaviour" / "accounts.toml"))
        server = app(video_api, behaviour=BEHAVIOUR, workers=0)
    with server:
        yield Client(server, runner)


@pytest.fixture(scope="module")
def lamp(client: Client) -> dict[str, Any]:
    """Return a completed image."""
    return client.done({"aspect_ratio": "16:9", "output_format": "jpeg"})


@pytest.fixture(scope="module")
def waves(client: Client) -> dict[str, Any]:
    """Return a completed video."""
    return client.done({**RAY, "type": "video", "video": DRAFT})


def test_an_image_is_created_polled_and_downloaded(client: Client, lamp: dict[str, Any]) -> None:
    """The page's whole way, in the format and shape that were asked for."""
    assert (lamp["model"], lamp["type"]) == ("uni-1", "image")
    assert [output["type"] for output in lamp["output"]] == ["image"]
    [file] = client.files(lamp)
    assert file.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(file.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (512, 288))


def test_an_image_edit_chains_it(client: Client, lamp: dict[str, Any]) -> None:
    """The new image has the shape of the old one."""
    body = {"type": "image_edit", "prompt": "mirror", "source": {"generation_id": lamp["id"]}}
    [file] = client.files(client.done(body))
    with Image.open(io.BytesIO(file.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (512, 288))


def test_a_video_is_created_polled_and_downloaded(client: Client, waves: dict[str, Any]) -> None:
    """An MP4 of 5 s."""
    assert (waves["model"], waves["type"]) == ("ray-3.2", "video")
    [file] = client.files(waves)
    assert file.headers["content-type"] == "video/mp4"
    facts = film.facts(file.content, "video/mp4")
    assert (facts.size, facts.frames) == ((160, 90), 121)


@pytest.mark.parametrize(
    ("kind", "size"), [("video_edit", (160, 90)), ("video_reframe", (120, 120))]
)
def test_videos_are_edited_and_reframed(
    client: Client, waves: dict[str, Any], kind: str, size: tuple[int, int]
) -> None:
    """Chained, with the source's duration."""
    body: dict[str, Any] = {**RAY, "type": kind, "video": DRAFT}
    body["source"] = {"generation_id": waves["id"]}
    if kind == "video_reframe":
        body["aspect_ratio"] = "1:1"
    [file] = client.files(client.done(body))
    facts = film.facts(file.content, "video/mp4")
    assert (facts.size, facts.frames) == (size, 121)


def test_hdr_comes_with_an_exr(client: Client, lamp: dict[str, Any]) -> None:
    """Two outputs; a picture of this server is a guide frame by its URL."""
    guide = {"keyframes": [{"url": lamp["output"][0]["url"]}], "keyframe_indexes": [0]}
    video = {"resolution": "540p", "hdr": True, "exr_export": True, **guide}
    done = client.done({**RAY, "type": "video", "video": video})
    assert [output["type"] for output in done["output"]] == ["video", "exr"]
    moving, still = client.files(done)
    assert moving.headers["content-type"] == "video/mp4"
    assert still.content[:4] == b"v/1\x01"


def test_a_failure_has_code_and_reason(client: Client) -> None:
    """And no output."""
    failed = client.done({"prompt": "[[fail:rate_limited]]"})
    assert (failed["state"], failed["failure_code"]) == ("failed", "rate_limited")
    assert "rate_limited" in failed["failure_reason"]
    assert not failed.get("output")


def test_broken_media_fail_the_job(client: Client) -> None:
    """Create takes them, the job finds out."""
    failed = client.done({"image_ref": [{"data": "bm90aGluZw==", "media_type": "image/png"}]})
    assert (failed["state"], failed["failure_code"]) == ("failed", "corrupt_input")


def test_whatever_breaks_is_told_as_generation_failed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception of the renderer ends the generation, not the server; nothing of it is shown."""

    def broken(*_: object) -> None:
        message = "secret"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(Image.Image, "resize", broken)
    failed = client.done({"prompt": "another lamp"})
    assert failed["failure_code"] == "generation_failed"
    assert "secret" not in str(failed)


def test_the_rules_of_the_server_refuse(
    client: Client, lamp: dict[str, Any], waves: dict[str, Any], gauge: Any
) -> None:
    """Every rule that the document leaves to the server, with its id and the place to change."""
    standard = "luma-api-standard"
    hdr = {**RAY, "type": "video", "video": {"hdr": True}}
    assert client.broken(hdr, standard) == [("hdr-access", "/video/hdr")]
    edit = {**RAY, "type": "video_edit", "source": {"generation_id": lamp["id"]}}
    assert client.broken(edit) == [("chain-kind", "/source/generation_id")]
    assert client.broken({"type": "image_edit", "source": {"generation_id": waves["id"]}}) == [
        ("chain-kind", "/source/generation_id")
    ]
    somebody = {"type": "image_edit", "source": {"generation_id": lamp["id"]}}
    assert client.broken(somebody, standard) == [("chain-kind", "/source/generation_id")]
    long = gauge.inline(gauge.clip(("red",), 18.5, (32, 32)), "video/mp4")
    assert client.broken({**edit, "source": long}) == [("edit-source-18s", "/source")]
    reframe = {**edit, "type": "video_reframe", "video": {"resolution": "1080p"}}
    reframe["source"] = gauge.inline(gauge.clip(("red",), 1), "video/mp4")
    assert client.broken(reframe, standard) == [("reframe-1080p-rollout", "/video/resolution")]


def test_the_messages_are_the_documents(client: Client) -> None:
    """A refusal says what the document says of that rule."""
    body = {**RAY, "type": "video", "video": {"hdr": True}}
    [error] = client.create(body, "luma-api-standard").json()["errors"]
    assert error["message"] == "hdr needs HDR access, which this account does not have."


def test_accounts_have_their_limits(client: Client) -> None:
    """403, 402 and 429, and the two failures that only a started job can have."""
    assert client.create({}, "luma-api-suspended").status_code == 403
    assert client.create({"type": "video", "model": "ray-3.2"}, "luma-api-poor").status_code == 402
    numbers = [client.create({}, "luma-api-poor").json()["id"] for _ in range(3)]
    client.server.run_pending()
    ended = [
        client.call("GET", f"/v1/generations/{number}", "luma-api-poor").json()
        for number in numbers
    ]
    assert [one.get("failure_code") for one in ended] == [None, None, "budget_exhausted"]
    for _ in range(2):
        assert client.create({}, "luma-api-slow").status_code == 201
    refused = client.create({}, "luma-api-slow")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
    assert client.done({}, "luma-api-throttled")["state"] == "completed"
    assert client.done({}, "luma-api-throttled")["failure_code"] == "rate_limited"


def test_the_image_only_document_is_served_too(runner: asyncio.Runner) -> None:
    """The same behaviour, the smaller document."""
    server = app(SPEC / "luma-agents.yaml", behaviour=BEHAVIOUR, workers=0)
    with server:
        client = Client(server, runner)
        generation = client.done({"style": "manga", "web_search": True, "aspect_ratio": "2:3"})
        [file] = client.files(generation)
        with Image.open(io.BytesIO(file.content)) as picture:
            assert (picture.format, picture.size) == ("PNG", (312, 468))


def test_without_rules_everything_ends(runner: asyncio.Runner, video_api: Any) -> None:
    """Rules off, as for clients that send every member at once: accepted, and told the truth."""
    server = app(video_api, behaviour=BEHAVIOUR, workers=0, rules="off")
    unknown = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
    everything = {"data": "data", "generation_id": unknown, "media_type": "x", "url": "url"}
    with server:
        client = Client(server, runner)
        body = {"type": "image_edit", "model": "ray-3.2", "source": everything}
        assert client.done(body)["failure_code"] == "output_not_found"
        refs = [{**everything, "generation_id": None}]
        assert client.done({"image_ref": refs, "video": {"loop": True}})["failure_code"] == (
            "unsupported_format"
        )
