"""What was made is as large and as long as it was asked for, where its files are fetched."""

from collections.abc import Callable
from struct import pack
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.journeys.downloading import most_telling
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles.measured import Wanted, extremes, wanted
from tallystick.fuzz.sending.transport import Wire, origin_of
from tallystick.ir import Api

pytestmark = pytest.mark.usefixtures("hurried")

HOST = "http://127.0.0.1:8123"
RATIOS = ["16:9", "3:1", "1:1", "2:3", "auto"]
SPANS = ["4s", "8s", "12s"]
RATIO: dict[str, Any] = {"type": "string", "enum": RATIOS}
TIME: dict[str, Any] = {"type": "string", "enum": SPANS}
ASKED: dict[str, Any] = {
    "type": "object",
    "required": ["note"],
    "additionalProperties": False,
    "properties": {
        "note": {"type": "string", "maxLength": 9},
        "aspect_ratio": RATIO,
        "video": {"type": "object", "properties": {"duration": TIME}},
        "source_url": {"type": "string", "enum": ["https://films.example/a"]},
    },
}


def document(asked: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a document of prints that are made as a body asks."""
    item: dict[str, Any] = {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "url": {"type": "string", "format": "uri", "description": "A download."},
            "width": {"type": "integer"},
            "height": {"type": "integer"},
        },
    }
    shown: dict[str, Any] = {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "kind": {"type": "string", "enum": ["image", "video"]},
            "files": {"type": "array", "items": item},
        },
    }
    no = {status: {"description": "No."} for status in ("400", "404")}

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    def answers(status: str) -> dict[str, Any]:
        return {"responses": {status: {"description": "It.", **content(shown)}, **no}}

    body = {"required": True, **content(ASKED if asked is None else asked)}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    look = {"operationId": "look", "parameters": [named], **answers("200")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prints", "version": "1"},
        "paths": {
            "/prints": {"post": {"operationId": "make", "requestBody": body, **answers("201")}},
            "/prints/{id}": {"get": look},
        },
    }


def picture(width: int, height: int) -> bytes:
    """Return the beginning of a PNG."""
    return b"\x89PNG\r\n\x1a\n" + pack(">I4sII", 13, b"IHDR", width, height) + bytes(9)


def film(width: int, height: int, seconds: float) -> bytes:
    """Return the beginning of an MP4."""

    def box(name: bytes, *parts: bytes) -> bytes:
        inner = b"".join(parts)
        return pack(">I4s", 8 + len(inner), name) + inner

    head = box(b"mvhd", bytes(12), pack(">II", 1000, int(seconds * 1000)), bytes(80))
    track = box(b"tkhd", bytes(40), pack(">i", 1 << 16), bytes(32))
    sides = pack(">II", width << 16, height << 16)
    track = box(b"trak", pack(">I4s", 8 + 84, b"tkhd") + track[8:] + sides)
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", head, track)


class Press(Handmade):
    """A server of the document; `wrong` is what it does wrong, or otherwise."""

    origin = origin_of(HOST)

    def __init__(self, wrong: str = "") -> None:
        """Begin without prints."""
        self.wrong = wrong
        self.prints: list[dict[str, Any]] = []
        self.fetched: list[dict[str, Any]] = []

    def _one(self, request: Wire) -> Reply:
        parts = urlsplit(request.target).path.split("/")
        if request.rooted:
            return self._file(int(parts[2]), parts[1])
        if request.method == "POST":
            return self._made(asked_in(request.body))
        known = parts[2].isdecimal() and int(parts[2]) < len(self.prints)
        return self._shown(200, int(parts[2])) if known else Reply(status=404)

    def _made(self, asked: Any) -> Reply:
        known = isinstance(asked, dict) and asked.keys() <= ASKED["properties"].keys()
        if not known or not isinstance(asked.get("note"), str) or len(asked["note"]) > 9:
            return Reply(status=400)
        video = asked.get("video", {})
        if asked.get("aspect_ratio", "auto") not in RATIOS or not isinstance(video, dict):
            return Reply(status=400)
        if video.get("duration", "4s") not in SPANS:
            return Reply(status=400)
        if asked.get("source_url", "https://films.example/a") != "https://films.example/a":
            return Reply(status=400)
        self.prints.append(asked)
        return self._shown(201, len(self.prints) - 1)

    def _size(self, number: int) -> tuple[int, int]:
        """Return how large a print is made: in blocks, and as the source is where there is one."""
        asked = self.prints[number]
        ratio = asked.get("aspect_ratio", "auto")
        same = self.wrong == "square" or (self.wrong == "film" and "video" in asked)
        if same or ratio == "auto" or "source_url" in asked:
            return 512, 512
        width, height = map(int, ratio.split(":"))
        if self.wrong == "stub":
            return 4, 4
        return (512 * width // height // 16 * 16, 512) if self.wrong != "lying" else (640, 512)

    def _shown(self, status: int, number: int) -> Reply:
        kind = "video" if "video" in self.prints[number] else "image"
        width, height = self._size(number)
        if self.wrong == "other":
            width = 2 * width
        main = {"type": kind, "url": f"{HOST}/files/{number}", "width": width, "height": height}
        small = {"type": "image", "url": f"{HOST}/small/{number}"}
        files = [small, main] if self.wrong == "small" else [main]
        return reply(status, {"id": str(number), "kind": kind, "files": files})

    def _file(self, number: int, place: str) -> Reply:
        asked = self.prints[number]
        self.fetched.append(asked)
        width, height = self._size(number)
        if "video" not in asked or place == "small":
            size = (64, 64) if place == "small" else (width, height)
            return Reply(status=200, headers={"content-type": "image/png"}, body=picture(*size))
        told = asked.get("video", {}).get("duration", "4s")
        seconds = 4 if self.wrong == "short" or "source_url" in asked else int(told[:-1]) + 0.3
        body = film(width, height, seconds)
        return Reply(status=200, headers={"content-type": "video/mp4"}, body=body)


def key(claim: str) -> str:
    """Return the key of a finding."""
    return f"link look link:{claim} /url"


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("", {}),
        ("small", {}),
        ("stub", {}),
        ("square", {key("ratio"): "warning"}),
        ("film", {key("ratio"): "warning"}),
        ("lying", {key("ratio"): "warning"}),
        ("short", {key("duration"): "warning"}),
        ("other", {key("size"): "warning"}),
    ],
)
def test_what_is_made_is_as_it_was_asked(
    wrong: str, found: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """What is not is told; nothing is of what was made of something else, or stands for it."""
    assert lived(document(), Press(wrong)) == found


def test_extremes_are_fetched(lived: Callable[..., dict[str, str]]) -> None:
    """Those that are furthest from each other are among the few."""
    server = Press()
    lived(document(), server)
    free = [it for it in server.fetched if "source_url" not in it]
    spans = {it["video"].get("duration") for it in free if "video" in it}
    assert {it.get("aspect_ratio") for it in free} >= {"3:1", "2:3"}
    assert spans >= {"4s", "12s"}
    assert len(server.fetched) <= 8 + 7


def test_each_measure_comes_before_other_kinds() -> None:
    """What nobody was asked for goes before what only others of a kind were; then the most does."""
    wide, tall, long = ("ratio", "3:1"), ("ratio", "1:3"), ("duration", "10s")
    known = {(*wide, "?image")}
    every = [{(*wide, "?film"), (*wide, "?sketch")}, {(*long, "?film")}]
    assert most_telling(every, known) == 1
    every.append({(*long, "?film"), (*tall, "?film")})
    assert most_telling(every, known) == 2
    assert most_telling(every[:1], known) == 0


@pytest.mark.parametrize("said", ["About so long.", "It may be shorter.", "At most.", "A hint."])
def test_what_is_said_loosely_is_no_promise(
    said: str, lived: Callable[..., dict[str, str]]
) -> None:
    """A server may do otherwise."""
    loose = {**ASKED["properties"], "aspect_ratio": {**RATIO, "description": said}}
    assert lived(document({**ASKED, "properties": loose}), Press("square")) == {}


def asked(api: Api, body: dict[str, Any]) -> list[Wanted]:
    """Return what a body asks for."""
    create = next(it for it in api.operations if it.id == "make")
    message = Message(method="POST", path="/prints")
    kind: dict[str, Any] = {"operation": "make", "kind": "valid", "expect": "accepted"}
    case = Case(**kind, message=message, value=body, has_value=True)
    return wanted(Judging(api), create, case)


def told(api_of: Callable[..., Api], body: dict[str, Any], said: str = "") -> list[Any]:
    """Return what a body asks for; `said` describes each of its members."""

    def typed(value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return {"type": "object", "properties": {it: typed(value[it]) for it in value}}
        return {"description": said}

    every = asked(api_of(document(typed(body))), body)
    return [(it.measure, it.first, it.second) for it in every]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"aspect_ratio": "16:9"}, [("ratio", 16, 9)]),
        ({"ratio": "1280:720"}, [("ratio", 1280, 720)]),
        ({"aspectRatio": "auto"}, []),
        ({"aspect_ratio": "0:1"}, []),
        ({"size": "1024x768"}, [("size", 1024, 768)]),
        ({"image_size": "1024*768"}, [("size", 1024, 768)]),
        ({"size": "large"}, []),
        ({"width": 640, "height": 480}, [("size", 640, 480)]),
        ({"width": 640}, []),
        ({"resolution": "720p"}, [("lines", 720, 1)]),
        ({"resolution": "4k"}, []),
        ({"duration": "10s"}, [("duration", 10, 1)]),
        ({"duration": "1500 ms"}, [("duration", 1.5, 1)]),
        ({"duration": 10}, []),
        ({"duration": "10"}, []),
        ({"duration_seconds": 10}, [("duration", 10, 1)]),
        ({"durationMs": 2500}, [("duration", 2.5, 1)]),
        ({"seconds": "8"}, [("duration", 8, 1)]),
        ({"length_in_seconds": 2.5}, [("duration", 2.5, 1)]),
        ({"length": 10}, []),
        ({"video": {"duration": "5s"}}, [("duration", 5, 1)]),
        ({"intro": {"duration": "5s"}}, []),
        ({"duration": "5s", "source": {"url": "x"}}, []),
        ({"duration": "5s", "image": "https://films.example/a"}, []),
        ({"duration": "5s", "video": {"generation_id": "a"}}, []),
        ({"duration": "5s", "video_id": "a"}, []),
        ({"duration": "5s", "user_id": "a"}, [("duration", 5, 1)]),
        ({"duration": "5s", "callback_url": "https://a.example"}, [("duration", 5, 1)]),
        ({"duration": "5s", "shots": [{"duration": "2s"}]}, []),
        ({"duration": "5s", "upscale": False}, [("duration", 5, 1)]),
        ({"duration": "5s", "speed": 2}, []),
    ],
)
def test_what_bodies_ask_for(
    body: dict[str, Any], found: list[Any], api_of: Callable[..., Api]
) -> None:
    """Members say it by their names; what is made of something else may be as that is."""
    assert told(api_of, body) == found


def test_units_are_said(api_of: Callable[..., Api]) -> None:
    """A number is one of seconds where words say so, and say nothing else."""
    assert told(api_of, {"duration": 10}, "In seconds.") == [("duration", 10, 1)]
    assert told(api_of, {"duration": 10}, "In seconds, or frames.") == []


def test_extremes(api_of: Callable[..., Api]) -> None:
    """They are the least and the greatest of each member, however they are written."""
    api = api_of(document())
    bodies = ({"note": "a", "aspect_ratio": it} for it in RATIOS)
    every = [it for body in bodies for it in asked(api, body)]
    assert extremes(every) == {("aspect_ratio", "2:3"), ("aspect_ratio", "3:1")}
