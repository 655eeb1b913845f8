"""What links of resources lead to, on the server that is tried: fetched, and judged."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.oracles.fetched import target
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

MEDIA = ["image/png", "image/webp"]
SHEET: dict[str, Any] = {
    "type": "object",
    "required": ["page", "content_type", "size_bytes", "href"],
    "properties": {
        "page": {"type": "integer"},
        "content_type": {"enum": MEDIA},
        "size_bytes": {"type": "integer"},
        "href": {"type": "string", "format": "uri", "description": "A pre-signed link."},
    },
}
BASE = "https://prints.example/v1"


def document() -> dict[str, Any]:
    """Return a document of prints that have sheets."""
    sheets: dict[str, Any] = {"type": "array", "items": SHEET}
    shown: dict[str, Any] = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "sheets": sheets},
    }
    asked: dict[str, Any] = {
        "type": "object",
        "properties": {"pages": {"type": "integer", "enum": [2, 3]}},
    }
    no = {status: {"description": "No."} for status in ("400", "403", "404")}

    def content(schema: Json) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    def answers(status: str, schema: Json, said: str = "It.") -> dict[str, Any]:
        return {"responses": {status: {"description": said, **content(schema)}, **no}}

    def needs(name: str, place: str) -> dict[str, Any]:
        return {"name": name, "in": place, "required": True, "schema": {"type": "string"}}

    files = {"200": {"description": "It.", "content": {it: {} for it in MEDIA}}}
    again: dict[str, Any] = {"type": "object", "properties": {"fresh": sheets}}
    named = [needs("id", "path")]
    signed = [needs("name", "path"), needs("sig", "query")]
    body = {"requestBody": {"required": True, **content({**asked, "required": ["pages"]})}}
    anew = answers("200", again, "Links, in the order of the print's sheets.")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prints", "version": "1"},
        "servers": [{"url": BASE}],
        "paths": {
            "/prints": {"post": {"operationId": "make", **body, **answers("201", shown)}},
            "/prints/{id}": {
                "get": {"operationId": "look", "parameters": named, **answers("200", shown)}
            },
            "/prints/{id}/renewal": {"post": {"operationId": "renew", "parameters": named, **anew}},
            "/files/{name}": {
                "get": {
                    "operationId": "fetch",
                    "parameters": signed,
                    "responses": {**files, **no},
                }
            },
        },
    }


class Press(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without prints."""
        self.wrong = wrong
        self.prints: list[int] = []
        self.strange: list[str] = []

    def _one(self, request: Wire) -> Reply:
        parts = urlsplit(request.target)
        _, kind, *rest = parts.path.split("/")
        if (request.method, kind, rest) == ("POST", "prints", []):
            return self._made(asked_in(request.body))
        if kind == "files":
            return self._file(rest[0], parse_qs(parts.query).get("sig", [""])[0])
        known = rest and rest[0].isdecimal() and int(rest[0]) < len(self.prints)
        if not known:
            self.strange.append(request.target)
            return Reply(status=404)
        sheets = self._sheets(int(rest[0]))
        if rest[1:]:
            sheets = sheets[::-1] if self.wrong == "turned" else sheets
            return reply(200, {"fresh": sheets[:1] if self.wrong == "first" else sheets})
        return reply(200, {"id": rest[0], "sheets": sheets})

    def _made(self, asked: Any) -> Reply:
        pages = asked.get("pages") if isinstance(asked, dict) else None
        if isinstance(pages, bool) or pages not in [2, 3]:
            return Reply(status=400)
        self.prints.append(pages)
        name = len(self.prints) - 1
        return reply(201, {"id": str(name), "sheets": self._sheets(name)})

    def _sheets(self, number: int) -> list[dict[str, Any]]:
        base = "https://cdn.example/v1" if self.wrong == "elsewhere" else BASE
        return [
            {
                "page": page,
                "content_type": MEDIA[page % 2],
                "size_bytes": 10 + page + (self.wrong == "size"),
                "href": f"{base}/files/{number}-{page}?sig=seal-of-{number:06d}-{page}",
            }
            for page in range(self.prints[number])
        ]

    def _file(self, name: str, signature: str) -> Reply:
        print_, _, page = name.partition("-")
        if not (print_.isdecimal() and page.isdecimal()):
            return Reply(status=404)
        true = f"seal-of-{int(print_):06d}-{page}"
        near = signature[-5:] == true[-5:] if self.wrong == "end" else self.wrong == "signature"
        if signature != true and not near:
            return Reply(status=403)
        media = MEDIA[0] if self.wrong == "media" else MEDIA[int(page) % 2]
        return Reply(status=200, headers={"content-type": media}, body=b"x" * (10 + int(page)))


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[[str], dict[str, str]]:
    """Return a function that runs a campaign against a press: the weight of each finding."""
    return lambda wrong: lived(document(), Press(wrong))


@pytest.mark.parametrize("wrong", ["", "elsewhere"])
def test_a_true_press(wrong: str, found: Callable[[str], dict[str, str]]) -> None:
    """Nothing is found, wherever files are."""
    assert found(wrong) == {}


@pytest.mark.parametrize(
    ("wrong", "key", "weight"),
    [
        ("media", "link look link:media /href", "warning"),
        ("size", "link look link:bytes /href", "warning"),
        ("signature", "link look link:signature /href", "error"),
        ("end", "link look link:signature /href", "error"),
        ("turned", "link renew link:order /fresh", "warning"),
        ("first", "link renew link:all /fresh", "warning"),
    ],
)
def test_what_is_not_as_said(
    wrong: str, key: str, weight: str, found: Callable[[str], dict[str, str]]
) -> None:
    """It is told, and nothing else is."""
    assert found(wrong) == {key: weight}


def test_only_own_links_are_followed(api_of: Callable[[Json], Api]) -> None:
    """They are below a server of the document, or on this machine, at a documented path."""
    api = api_of(document())

    def led(url: str) -> tuple[str, str, str] | None:
        found = target(api, url)
        return (found.operation.id, found.path, found.query) if found is not None else None

    assert led(f"{BASE}/files/a?sig=b") == ("fetch", "/files/a", "sig=b")
    assert led("http://127.0.0.1:8000/api/files/a") == ("fetch", "/files/a", "")
    assert led("https://cdn.example/v1/files/a") is None
    assert led(f"{BASE}/other/files/a") is None
    assert led(f"{BASE}/pictures/a") is None
    assert led("/files/a") is None
