"""Where media come from, and what their bytes are."""

import contextlib
import http.server
import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from behaviour.accounts import Accounts
from PIL import Image

from behaviour import decoding, film

EDIT = {"type": "image_edit", "prompt": "mirror"}
DRAFT = {"resolution": "360p"}


# --- URLs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://lumalabs.ai/a.png",
        "http://192.168.0.1/a.png",
        "http://127.0.0.1.nip.io/a.png",
        "https://localhost/a.png",
        "file:///etc/passwd",
        "ftp://example.com/a.png",
        "http://[::1/a.png",
        "http://localhost:99999/a.png",
        "a.png",
        "",
        "https://example.com/missing.png",
    ],
)
def test_nothing_is_fetched_from_a_network(workshop: Any, url: str) -> None:
    """Unknown hosts, other schemes and broken URLs are all answered by nobody."""
    made = workshop.make({**EDIT, "source": {"url": url}})
    assert made.code == "invalid_request"
    assert made.reason.startswith("source.url")


def test_data_urls_and_own_assets_are_read(workshop: Any, gauge: Any) -> None:
    """With and without a declared type."""
    text = gauge.ref(gauge.plain("red"))["data"]
    source = {"url": f"data:image/png;base64,{text}"}
    assert workshop.make({**EDIT, "source": source}).code is None
    first = workshop.make({})
    own = {"url": first.output[0]["url"], "media_type": "image/png"}
    assert workshop.make({**EDIT, "source": own}).code is None


def test_reserved_names_are_painted(workshop: Any) -> None:
    """Documents speak of example.com; pictures and videos there are stand-ins."""
    refs = [{"url": f"https://example.com/{name}"} for name in ("a.png", "b.jpg", "c")]
    assert workshop.make({"image_ref": refs}).code is None
    source = {"url": "https://example.com/clip.mp4", "media_type": "video/mp4"}
    made = workshop.make({"type": "video_edit", "source": source, "video": DRAFT})
    assert film.facts(made.data, "video/mp4").frames == 72


def test_a_folder_answers_a_prefix(new_workshop: Any, gauge: Any, tmp_path: Any) -> None:
    """Files below it, and none beside it."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a b.png").write_bytes(gauge.file(gauge.plain("red")))
    (tmp_path / "secret.png").write_bytes(gauge.file(gauge.plain("blue")))
    workshop = new_workshop(Accounts(folders={"https://cdn.test/": tmp_path / "media"}))

    def code(rest: str) -> str | None:
        made = workshop.make({**EDIT, "source": {"url": "https://cdn.test/" + rest}})
        return str(made.code)

    assert code("a%20b.png?size=1") == "None"
    assert code("../secret.png") == code("%2e%2e/secret.png") == "invalid_request"
    assert code("") == code("none.png") == "invalid_request"


@contextlib.contextmanager
def listening(data: bytes, status: int = 200, **headers: str) -> Iterator[str]:
    """Serve one answer on loopback."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/a"
        finally:
            server.shutdown()
            thread.join()


def test_loopback_is_fetched(workshop: Any, gauge: Any) -> None:
    """A picture of a server on this machine; its errors and redirects are failures."""
    with listening(gauge.file(gauge.plain("red"))) as url:
        assert workshop.make({**EDIT, "source": {"url": url}}).code is None
    for status in (404, 500):
        with listening(b"", status) as url:
            made = workshop.make({**EDIT, "source": {"url": url}})
        assert (made.code, str(status) in made.reason) == ("invalid_request", True)
    with listening(b"", 302, Location="http://127.0.0.1:9/") as url:
        assert workshop.make({**EDIT, "source": {"url": url}}).code == "invalid_request"
    assert workshop.make({**EDIT, "source": {"url": url}}).code == "invalid_request"
    with listening(b"<html></html>") as url:
        assert workshop.make({**EDIT, "source": {"url": url}}).code == "unsupported_format"


def test_loopback_answers_are_bounded(workshop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without end is cut off."""
    monkeypatch.setattr("behaviour.fetching.MAX_BYTES", 10_000)
    with listening(bytes(200_000)) as url:
        assert workshop.make({**EDIT, "source": {"url": url}}).code == "image_too_large"


# --- what bytes are ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_pictures_are_known_by_their_content(gauge: Any, kind: str) -> None:
    """As Pillow writes them."""
    data = gauge.file(gauge.plain("red"), kind)
    assert decoding.sniffed(data) == f"image/{kind.lower()}"


def test_large_pictures_are_made_smaller(gauge: Any) -> None:
    """What is kept of an input is never larger than any output."""
    data = gauge.file(Image.new("RGB", (3000, 1500), "red"), "JPEG")
    assert decoding.picture(data, "image/jpeg", "source").size == (1024, 512)


def test_a_rotated_photo_is_turned_upright() -> None:
    """By its EXIF orientation."""
    photo, out = Image.new("RGB", (40, 20), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    photo.save(out, "JPEG", exif=exif)
    assert decoding.picture(out.getvalue(), "image/jpeg", "source").size == (20, 40)
