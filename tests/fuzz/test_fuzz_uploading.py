"""What was uploaded is given back as it was sent, where words say so."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

SAID = "The scan, unchanged; 404 for a typed one."
PNG = "image/png"
SHOWN: dict[str, Any] = {
    "type": "object",
    "required": ["id", "origin", "scan_bytes"],
    "properties": {
        "id": {"type": "string"},
        "origin": {"enum": ["typed", "scanned"]},
        "scan_bytes": {"type": ["integer", "null"], "description": "How long the scan is."},
    },
}
TYPED: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {"type": "string"}},
}
SCANNED: dict[str, Any] = {
    "type": "object",
    "required": ["picture"],
    "additionalProperties": False,
    "properties": {"picture": {"type": "string", "format": "binary"}},
}


def document(said: str = SAID) -> dict[str, Any]:
    """Return a document of letters that are typed or scanned."""
    named: dict[str, Any] = {"name": "id", "in": "path", "required": True}
    named["schema"] = {"type": "string"}
    no = {status: {"description": "No."} for status in ("400", "404", "415", "422")}
    one: dict[str, Any] = {"description": "It.", "content": {"application/json": {"schema": SHOWN}}}
    scan: dict[str, Any] = {"description": said, "content": {PNG: {}}}
    forms = {"application/json": {"schema": TYPED}, "multipart/form-data": {"schema": SCANNED}}

    def operation(name: str, status: str, answer: Json) -> dict[str, Any]:
        return {"operationId": name, "responses": {status: answer, **no}}

    make = {**operation("make", "201", one), "requestBody": {"required": True, "content": forms}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Letters", "version": "1"},
        "paths": {
            "/letters": {"post": make},
            "/letters/{id}": {"parameters": [named], "get": operation("look", "200", one)},
            "/letters/{id}/scan": {"parameters": [named], "get": operation("scan", "200", scan)},
        },
    }


class Archive(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without letters."""
        self.wrong = wrong
        self.letters: list[bytes | None] = []

    def _one(self, request: Wire) -> Reply:
        _, _, name, *rest = [*request.target.split("/"), ""]
        if (request.method, name) == ("POST", ""):
            return self._made(dict(request.headers).get("Content-Type", ""), request.body or b"")
        if not name.isdecimal() or int(name) >= len(self.letters):
            return Reply(status=404)
        scan = self.letters[int(name)]
        if rest[0] != "scan":
            return reply(200, self._shown(int(name)))
        if scan is None and self.wrong != "none":
            return Reply(status=404)
        return Reply(status=200, headers={"content-type": PNG}, body=self._served(scan or b"a"))

    def _served(self, scan: bytes) -> bytes:
        changed = {
            "stripped": scan.strip(),
            "text": scan.decode(errors="replace").encode(),
            "lines": scan.replace(b"\r\n", b"\n"),
            "ended": scan.partition(b"\0")[0],
        }
        return changed.get(self.wrong, scan)

    def _made(self, media: str, body: bytes) -> Reply:
        kind, _, boundary = media.partition("; boundary=")
        if kind == "multipart/form-data":
            mark = b"--" + boundary.strip('"').encode()
            inner = body.removeprefix(mark).partition(b"\r\n" + mark)[0]
            head, _, scan = inner.partition(b"\r\n\r\n")
            if b'name="picture"' not in head or body.count(mark) != 2:
                return Reply(status=422)
            if "picky" in self.wrong and b"\0" in scan:
                return Reply(status=422)
            self.letters.append(scan)
        elif kind != "application/json":
            return Reply(status=415)
        else:
            told = asked_in(body)
            if not isinstance(told, dict) or [*told] != ["text"]:
                return Reply(status=422)
            if not isinstance(told["text"], str):
                return Reply(status=422)
            self.letters.append(None)
        return reply(201, self._shown(len(self.letters) - 1))

    def _shown(self, number: int) -> dict[str, Json]:
        scan = self.letters[number]
        if scan is None:
            return {"id": str(number), "origin": "typed", "scan_bytes": None}
        many = 7 if "bytes" in self.wrong else len(scan)
        return {"id": str(number), "origin": "scanned", "scan_bytes": many}


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against an archive: the weight of each finding."""
    return lambda wrong, said=SAID: lived(document(said), Archive(wrong))


@pytest.mark.parametrize("wrong", ["", "picky"])
def test_a_true_archive(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """Nothing is found, whatever it takes."""
    assert found(wrong) == {}


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ("stripped", "upload scan upload:same"),
        ("text", "upload scan upload:same"),
        ("lines", "upload scan upload:same"),
        ("ended", "upload scan upload:same"),
        ("bytes", "upload look upload:bytes /scan_bytes"),
        ("picky bytes", "upload look upload:bytes /scan_bytes"),
        ("none", "upload scan upload:none"),
    ],
)
def test_what_is_not_given_back(wrong: str, key: str, found: Callable[..., dict[str, str]]) -> None:
    """It is told."""
    assert found(wrong) == {key: "warning"}


def test_what_nobody_promises(found: Callable[..., dict[str, str]]) -> None:
    """Where words say nothing, it may be made smaller."""
    assert found("ended", "The scan.") == {}
