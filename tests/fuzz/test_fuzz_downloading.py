"""What links lead to that is no operation, on the origin that is tried: fetched, and judged."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.oracles import media
from tallystick.fuzz.oracles.promised import promise
from tallystick.fuzz.sending.transport import Wire, origin_of
from tallystick.ir import Api, Record

pytestmark = pytest.mark.usefixtures("hurried")

HOST = "http://127.0.0.1:8123"
PLAIN = "Where it is."
SIGNED = "A pre-signed URL, valid for one hour."
DOWNLOAD = "It can be downloaded from here."
BYTES = {
    "png": b"\x89PNG\r\n\x1a\n more",
    "jpeg": b"\xff\xd8\xff more",
    "mp4": b"\x00\x00\x00\x18ftypisom more",
}
SEAL = "s3al-0f%2Fpr1nts"
SEALED = re.compile("(sig|token|X-Amz-Signature)=")
TYPES = {"png": "image/png", "jpeg": "image/jpeg", "mp4": "video/mp4"}


def document(said: str = SIGNED, **link: Any) -> dict[str, Any]:
    """Return a document of prints; `said` and `link` describe the links of their files."""
    href: dict[str, Any] = {"type": "string", "format": "uri", "description": said, **link}
    item: dict[str, Any] = {
        "type": "object",
        "required": ["type", "url"],
        "properties": {"type": {"type": "string"}, "url": href, "notes_url": {"type": "string"}},
    }
    shown: dict[str, Any] = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "files": {"type": "array", "items": item}},
    }
    asked: dict[str, Any] = {
        "type": "object",
        "required": ["what"],
        "properties": {
            "what": {"type": "string", "enum": ["still", "clip"]},
            "format": {"type": "string", "enum": ["png", "jpeg"]},
        },
    }
    no = {status: {"description": "No."} for status in ("400", "401", "404")}

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    def answers(status: str) -> dict[str, Any]:
        return {"responses": {status: {"description": "It.", **content(shown)}, **no}}

    body = {"required": True, **content(asked)}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    look = {"operationId": "look", "parameters": [named], **answers("200")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prints", "version": "1"},
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/prints": {"post": {"operationId": "make", "requestBody": body, **answers("201")}},
            "/prints/{id}": {"get": look},
        },
    }


class Press(Guarded):
    """A server of the document; `wrong` is what it does wrong, or otherwise."""

    origin = origin_of(HOST)

    def __init__(self, wrong: str = "") -> None:
        """Begin without prints."""
        self.wrong = wrong
        self.prints: list[dict[str, Any]] = []
        self.fetched: list[Wire] = []

    def _one(self, request: Wire) -> Reply:
        if not request.rooted:
            return super()._one(request)
        self.fetched.append(request)
        parts = urlsplit(request.target)
        if parts.path.startswith("/files/") and not self._sealed(parts.query):
            return Reply(status=403)
        return self._file(parts.path, dict(request.headers))

    def _sealed(self, query: str) -> bool:
        """Whether a link has its signature, as far as anybody looks."""
        seal = next((it.partition("=")[2] for it in query.split("&") if SEALED.match(it)), "")
        near = {
            "unsealed": True,
            "optional": not seal,
            "beginning": seal[:9] == SEAL[:9],
            "end": seal[-3:] == SEAL[-3:],
            "token unsealed": True,
        }
        return seal == SEAL or near.get(self.wrong, False)

    def _for(self, who: str, request: Wire) -> Reply:
        _, _, *rest = request.target.split("/")
        if request.method == "POST" and not rest:
            return self._made(asked_in(request.body))
        known = rest and rest[0].isdecimal() and int(rest[0]) < len(self.prints)
        return self._shown(200, int(rest[0])) if known and who == "Bearer a" else Reply(status=404)

    def _made(self, asked: Any) -> Reply:
        known = isinstance(asked, dict) and asked.get("what") in ["still", "clip"]
        if not known or asked.get("format", "png") not in ["png", "jpeg"]:
            return Reply(status=400)
        self.prints.append(asked)
        return self._shown(201, len(self.prints) - 1)

    def _ending(self, number: int) -> str:
        asked = self.prints[number]
        return "mp4" if asked["what"] == "clip" else asked.get("format", "png")

    def _shown(self, status: int, number: int) -> Reply:
        name, kind = self._ending(number), "video" if self._ending(number) == "mp4" else "image"
        if self.wrong.startswith("kind"):
            kind = {"video": "image", "image": "video"}[kind]
        host = {
            "port": "http://127.0.0.1:8124",
            "scheme": "https://127.0.0.1:8123",
            "host": "http://press.example:8123",
            "kind elsewhere": "http://press.example:8123",
            "user": "http://me@127.0.0.1:8123",
            "longer": "http://127.0.0.1:81234",
        }.get(self.wrong, HOST)
        until = int(time.time()) + {"soon": 60, "long": 86400}.get(self.wrong, 3600)
        url = f"{host}/files/{number}.{name}?until=x&expires={until}&sig={SEAL}&part=1"
        if self.wrong == "amz":
            url = f"{host}/files/{number}.{name}?X-Amz-Expires=60&X-Amz-Signature={SEAL}"
        if self.wrong.startswith("token"):
            url = f"{host}/files/{number}.{name}?token={SEAL}"
        notes = f"{HOST}/notes/{number}"
        file = {"type": kind, "url": url, "notes_url": notes}
        return reply(status, {"id": str(number), "files": [file]})

    def _file(self, path: str, headers: dict[str, str]) -> Reply:
        if path.startswith("/notes/"):
            return Reply(status=500 if self.wrong == "notes" else 404)
        name = path.rpartition(".")[2]
        if self.wrong == "locked" and "Authorization" not in headers:
            return Reply(status=401)
        if self.wrong == "turns":
            return Reply(status=404 if len(self.fetched) % 2 else 302)
        statuses = {"lost": 404, "moved": 302, "busy": 503, "broken": 500}
        if self.wrong in statuses or (self.wrong == "clips" and name == "mp4"):
            return Reply(status=statuses.get(self.wrong, 404))
        media_type, body = self._content(name)
        return Reply(status=200, headers={"content-type": media_type}, body=body)

    def _content(self, name: str) -> tuple[str, bytes]:
        """Return the media type and the bytes of a file."""
        told = "png" if self.wrong == "always" and name == "jpeg" else name
        bytes_ = BYTES["png" if self.wrong == "disguised" and name == "jpeg" else told]
        others = {
            "empty": (TYPES[name], b""),
            "page": ("text/html", b"<!DOCTYPE html><p>no"),
            "mute": ("application/octet-stream", b"anything"),
        }
        return others.get(self.wrong, (TYPES[told], bytes_))


def key(claim: str, at: str = "/url") -> str:
    """Return the key of a finding."""
    return f"link look link:{claim} {at}"


@pytest.mark.parametrize(
    ("said", "wrong", "found"),
    [
        (SIGNED, "", {}),
        (SIGNED, "lost", {key("served"): "warning"}),
        (SIGNED, "clips", {key("served"): "warning"}),
        (SIGNED, "broken", {key("served"): "warning"}),
        (SIGNED, "locked", {key("signed"): "warning"}),
        (SIGNED, "empty", {key("empty"): "warning"}),
        (SIGNED, "page", {key("type"): "warning"}),
        (SIGNED, "kind", {key("type"): "warning"}),
        (SIGNED, "always", {key("format"): "warning"}),
        (SIGNED, "disguised", {key("format"): "warning"}),
        (SIGNED, "soon", {key("expires"): "warning"}),
        (SIGNED, "amz", {key("expires"): "warning"}),
        (SIGNED, "notes", {key("fails", "/notes_url"): "error"}),
        *((SIGNED, it, {key("signature"): "warning"}) for it in ("unsealed", "optional")),
        *((SIGNED, it, {key("signature"): "warning"}) for it in ("beginning", "end")),
        (SIGNED, "token", {}),
        (SIGNED, "token unsealed", {key("signature"): "warning"}),
        (DOWNLOAD, "unsealed", {key("signature"): "warning"}),
        (DOWNLOAD, "token unsealed", {}),
        (DOWNLOAD, "optional", {}),
        (PLAIN, "unsealed", {}),
        (DOWNLOAD, "lost", {key("served"): "warning"}),
        (DOWNLOAD, "locked", {}),
        (PLAIN, "lost", {}),
        (PLAIN, "page", {}),
        (PLAIN, "kind", {}),
        (PLAIN, "soon", {}),
        (PLAIN, "broken", {key("fails"): "error"}),
        ("A pre-signed URL to upload it with PUT.", "lost", {}),
        ("A download, if it was paid for.", "lost", {}),
        ("A download that works without an account.", "lost", {}),
        ("A presigned link; no credentials are needed.", "locked", {key("signed"): "warning"}),
        *((SIGNED, it, {}) for it in ("moved", "busy", "mute", "turns", "long")),
    ],
)
def test_what_is_promised_is_there(
    said: str, wrong: str, found: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """What is not is told; nothing is where nothing is promised, or it may be chance."""
    server = Press(wrong)
    assert lived(document(said), server, "a") == found
    assert server.fetched


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("", {}),
        ("lost", {key("served"): "error"}),
        ("locked", {key("signed"): "error"}),
        ("soon", {key("expires"): "warning"}),
        ("long", {key("expires"): "warning"}),
    ],
)
def test_a_keyword_weighs_more_than_words(
    wrong: str, found: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """What `x-presigned` says is a promise."""
    told = lived(document(PLAIN, **{"x-presigned": {"expires": 3600}}), Press(wrong), "a")
    assert told == found


@pytest.mark.parametrize("wrong", ["port", "scheme", "host", "user", "longer"])
def test_nothing_else_is_ever_asked_for(wrong: str, lived: Callable[..., dict[str, str]]) -> None:
    """Links with another scheme, host, port or a user are left alone."""
    server = Press(wrong)
    lived(document(), server, "a")
    assert {urlsplit(it.target).path.split("/")[1] for it in server.fetched} == {"notes"}


def test_links_to_elsewhere_are_called_as_what_they_lead_to(
    lived: Callable[..., dict[str, str]],
) -> None:
    """What is said to be a picture is not called ``0.mp4``; nobody fetches it to see."""
    assert lived(document(), Press("kind elsewhere"), "a") == {key("type"): "warning"}
    assert lived(document(PLAIN), Press("kind elsewhere"), "a") == {}
    assert lived(document(), Press("host"), "a") == {}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/b/c.mp4?d=e.png", "mp4"),
        ("https://a.example/b.png/c", None),
        ("/b/c.JPG#d", "jpeg"),
        ("https://a.example/b/c.png.zip", None),
        ("https://a.example/png", None),
        ("https://a.example/b/c.", None),
    ],
)
def test_formats_by_the_names_of_files(url: str, name: str | None) -> None:
    """The last part of the path tells, and nothing else."""
    assert media.of_name(url) == name


def test_signed_links_carry_no_credentials(lived: Callable[..., dict[str, str]]) -> None:
    """Others do, on the same origin; few are fetched of either."""
    for said, sent in ((SIGNED, False), (DOWNLOAD, True)):
        server = Press()
        lived(document(said), server, "a")
        files = [dict(it.headers) for it in server.fetched if f"={SEAL}&" in it.target]
        assert [("Authorization" in it) for it in files] == [sent] * len(files)
        assert 3 <= len(files) <= 12


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://a.example", "http://a.example:80"),
        ("HTTPS://A.example/x?y", "https://a.example:443"),
        ("http://a.example:8080/x", "http://a.example:8080"),
        ("http://me@a.example/x", ""),
        ("http://a.example:99999/x", ""),
        ("ftp://a.example/x", ""),
        ("/x", ""),
    ],
)
def test_origins(url: str, origin: str) -> None:
    """They are scheme, host and port."""
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Presigned URL (1hr expiry)", 3600.0),
        ("A signed link that expires in 15 minutes.", 900.0),
        ("Temporary link. Good for an hour.", 3600.0),
        ("A presigned URL. Renewed after 10 minutes, valid for 15 minutes.", None),
        ("A presigned URL of a clip of 10 seconds.", None),
        ("Expires in 10 minutes.", None),
    ],
)
def test_how_long_links_are_good(
    said: str, seconds: float | None, api_of: Callable[..., Api]
) -> None:
    """One time is told, where something is promised at all."""
    api = api_of(document(said))
    records = (it for it in api.types.values() if isinstance(it, Record))
    field = next(field for it in records for field in it.fields if field.wire == "url")
    told = promise(api, field, None)
    assert told is not None
    assert told.seconds == seconds


@pytest.mark.parametrize(
    ("header", "body", "kind", "fits"),
    [
        ("image/png", BYTES["png"], "image", True),
        ("image/png", BYTES["png"], "video", False),
        ("image/heic", b"..", "video", False),
        ("video/mp4", BYTES["jpeg"], "video", False),
        ("application/octet-stream", BYTES["mp4"], "image", False),
        ("application/octet-stream", b"..", "image", True),
        ("text/plain", b"..", "image", True),
        ("text/html", BYTES["png"], "image", False),
        ("application/json", b"{}", "image", False),
        ("image/gif", b"GIF89a", "video", True),
        ("video/quicktime", BYTES["mp4"], "video", True),
    ],
)
def test_kinds_of_files(header: str, body: bytes, kind: str, *, fits: bool) -> None:
    """They are told by header and bytes; what tells nothing may be anything."""
    assert (
        media.is_kind(Reply(status=200, headers={"content-type": header}, body=body), kind) is fits
    )
