"""Bodies of several parts and of forms: what may be given, and what is sent."""

import asyncio
import importlib
import io
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import httpx2
import pytest

from tallystick.emit import generate
from tallystick.ir import open_api

FILE = {"type": "string", "format": "binary"}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}}}
ENCODING = {
    "page": {"contentType": "text/html; charset=utf-8"},
    "points": {"contentType": "application/json"},
    "title": {"contentType": "application/json"},
    "any": {"contentType": "image/png, image/jpeg"},
    "spread": {"explode": True},
    "joined": {"style": "pipeDelimited"},
    "deep": {"style": "deepObject", "headers": {"X-Deep": {"schema": {"const": "yes"}}}},
    "images": {
        "contentType": "image/png",
        "headers": {
            "X-Kind": {"schema": {"const": "raster"}},
            "X-Depth": {"schema": {"type": "integer", "default": 8}},
            "X-Free": {"schema": {"type": "string"}},
            "Content-Type": {"schema": {"const": "ignored/by-specification"}},
        },
    },
}
SEVERAL = {"anyOf": [FILE, {"type": "array", "items": FILE}]}
MEMBERS = {
    "file": FILE,
    "several": SEVERAL,
    "images": {"type": "array", "items": FILE},
    "meta": POINT,
    "points": {"type": "array", "items": POINT},
    "page": {"type": "object"},
    "title": {"type": "string"},
    "any": FILE,
    "count": {"type": ["integer", "null"]},
    "tags": {"type": "array", "items": {"type": "string"}},
    "spread": POINT,
    "joined": {"type": "array", "items": {"type": "string"}},
    "deep": {"type": "object"},
}


def body(required: list[str], *, needed: bool = True) -> dict[str, Any]:
    """Make an operation that takes several parts."""
    schema = {"type": "object", "properties": MEMBERS, "required": required}
    content = {"multipart/form-data": {"schema": schema, "encoding": ENCODING}}
    responses = {"204": {"description": ""}}
    return {"requestBody": {"required": needed, "content": content}, "responses": responses}


FORM = {
    "schema": {
        "type": "object",
        "properties": {
            "plain": {"type": "array", "items": {"type": "string"}},
            "joined": {"type": "array", "items": {"type": "string"}},
            "deep": POINT,
            "json": POINT,
            "path": {"type": "string"},
            "usual": POINT,
            "points": {"type": "array", "items": POINT},
        },
    },
    "encoding": {
        "joined": {"style": "pipeDelimited"},
        "deep": {"style": "deepObject", "explode": True},
        "json": {"contentType": "application/json"},
        "path": {"allowReserved": True},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Parts", "version": "1"},
    "servers": [{"url": "https://parts.example"}],
    "paths": {
        "/form": {
            "post": {
                "tags": ["files"],
                "operationId": "form",
                "requestBody": {
                    "required": True,
                    "content": {"application/x-www-form-urlencoded": FORM},
                },
                "responses": {"204": {"description": ""}},
            }
        },
        "/raw": {
            "post": {
                "tags": ["files"],
                "operationId": "raw",
                "requestBody": {"required": True, "content": {"*/*": {"schema": FILE}}},
                "responses": {"204": {"description": ""}},
            }
        },
        "/files": {"put": {"tags": ["files"], "operationId": "putFiles", **body([])}},
        "/other": {
            "put": {"tags": ["files"], "operationId": "other", **body(["file"], needed=False)}
        },
    },
}


@pytest.fixture(scope="module", name="package")
def _package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package."""
    folder = tmp_path_factory.mktemp("parts")
    path = folder / "api.json"
    path.write_text(json.dumps(DOCUMENT))
    api, problems = open_api(str(path))
    assert api is not None, problems
    files, said = generate(api, "python", {"package": "parts_client", "client": "Parts"})
    assert said == ()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("parts_client")
    sys.path.remove(str(folder))


def send(package: ModuleType, method: str = "put", **given: Any) -> list[Message]:
    """Send a body, with both kinds of client; return its parts."""
    found: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        found.append(request)
        return httpx2.Response(204)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        getattr(package.Parts(http_client=http).files, method)(**given)
    head = f"content-type: {found[0].headers.get('content-type', '')}\r\n\r\n".encode()
    payload: Any = BytesParser().parsebytes(head + found[0].read()).get_payload()
    return payload if isinstance(payload, list) else []


def told(part: Message) -> tuple[Any, ...]:
    """Return (name, file name, media type, content) of a part."""
    name = part.get_param("name", header="content-disposition")
    return name, part.get_filename(), part.get("content-type"), part.get_payload(decode=True)


def test_a_list_of_files_is_a_part_for_each(package: ModuleType) -> None:
    """However they are listed, also in a tuple; each has the headers that the document tells."""
    for files in ([b"1", io.BytesIO(b"2")], (b"1", b"2"), iter([b"1", b"2"])):
        first, second = send(package, images=files)
        assert told(first) == ("images", "images", "image/png", b"1")
        assert told(second) == ("images", "images", "image/png", b"2")
        assert (first["x-kind"], first["x-depth"], first["x-free"]) == ("raster", "8", None)


def test_a_file_may_say_its_name_its_type_and_headers(package: ModuleType, tmp_path: Path) -> None:
    """What it says wins over the document."""
    (tmp_path / "a.png").write_bytes(b"3")
    files = [
        ("x.gif", b"1", "image/gif", {"X-Kind": "moving", "X-Free": "y"}),
        ("y.png", b"2"),
        tmp_path / "a.png",
    ]
    first, second, third = send(package, images=files)
    assert told(first) == ("images", "x.gif", "image/gif", b"1")
    assert (first["x-kind"], first["x-depth"], first["x-free"]) == ("moving", "8", "y")
    assert told(second) == ("images", "y.png", "image/png", b"2")
    assert told(third) == ("images", "a.png", "image/png", b"3")


def test_members_are_written_by_their_media_types(package: ModuleType) -> None:
    """Objects as JSON, text as it is, and what the document says otherwise."""
    parts = send(
        package, meta={"x": 1}, points=[{"x": 1}, {"x": 2}], page="<p>", title="é", tags=["a", "b"]
    )
    assert [told(part) for part in parts] == [
        ("meta", None, "application/json", b'{"x":1}'),
        ("points", None, "application/json", b'{"x":1}'),
        ("points", None, "application/json", b'{"x":2}'),
        ("page", None, "text/html; charset=utf-8", b"<p>"),
        ("title", None, "application/json", '"é"'.encode()),
        ("tags", None, None, b"a"),
        ("tags", None, None, b"b"),
    ]


def test_one_file_or_several_may_be_given(package: ModuleType) -> None:
    """A choice between a file and a list of files takes both."""
    assert [told(part)[3] for part in send(package, several=("a", b"1"))] == [b"1"]
    assert [told(part)[3] for part in send(package, several=[b"1", ("a", b"2")])] == [b"1", b"2"]


def test_members_of_a_form_have_the_style_of_the_document(package: ModuleType) -> None:
    """Where it says none, a list is repeated; members that are added come last."""
    found: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        found.append(request)
        return httpx2.Response(204)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        package.Parts(http_client=http).files.form(
            plain=["a", "b"],
            joined=["a", "b|"],
            deep={"x": 1},
            json={"x": 1},
            path="a/b c",
            usual={"x": 2},
            points=[{"x": 3}],
            extra_body={"more": 1},
        )
    assert found[0].read().decode().split("&") == [
        *("plain=a", "plain=b", "joined=a%7Cb%7C", "deep%5Bx%5D=1", "json=%7B%22x%22%3A1%7D"),
        *("path=a/b%20c", "usual=%7B%22x%22%3A2%7D", "points=%7B%22x%22%3A3%7D", "more=1"),
    ]


def test_members_of_several_parts_have_the_style_of_the_document(package: ModuleType) -> None:
    """As in a query, without escapes: nested names, one part for a list, one for each member."""
    deep = {"a": {"b": 1}, "c": ["é", "&"], "d": [{"e": None, "f": True}]}
    parts = send(package, spread={"x": 1}, joined=["a", "b c"], deep=deep)
    assert [(told(part)[0], told(part)[3].decode()) for part in parts] == [
        *(("x", "1"), ("joined", "a|b c"), ("deep[a][b]", "1")),
        *(("deep[c][]", "é"), ("deep[c][]", "&"), ("deep[d][0][f]", "true")),
    ]
    assert [part["x-deep"] for part in parts] == [None, None, *["yes"] * 4]


class Slow:
    """Gives bytes to whoever awaits them."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give two pieces."""
        yield b"1"
        yield b"23"


@pytest.mark.parametrize("kind", ["bytes", "text", "path", "file", "memory", "pieces", "awaited"])
def test_a_body_of_bytes_may_be_anything_that_has_bytes(
    package: ModuleType, tmp_path: Path, kind: str
) -> None:
    """With either client; its length is said where it is known."""
    path = tmp_path / "a"
    path.write_bytes(b"123")
    found: list[tuple[bytes, str | None]] = []

    def given() -> Any:
        made: dict[str, Any] = {"bytes": b"123", "text": "123", "path": path, "awaited": Slow()}
        made |= {"memory": io.BytesIO(b"123"), "pieces": iter([b"1", b"23"])}
        return made[kind] if kind in made else stack.enter_context(path.open("rb"))

    def answer(request: httpx2.Request) -> httpx2.Response:
        found.append((request.read(), request.headers.get("content-length")))
        return httpx2.Response(204)

    async def answer_later(request: httpx2.Request) -> httpx2.Response:
        found.append((await request.aread(), request.headers.get("content-length")))
        return httpx2.Response(204)

    async def main() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer_later))
        async with http:
            await package.AsyncParts(http_client=http).files.raw(body=given())

    with ExitStack() as stack:
        if kind != "awaited":
            with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
                package.Parts(http_client=http).files.raw(body=given())
        asyncio.run(main())
    length = None if kind in {"memory", "pieces", "awaited"} else "3"
    assert set(found) == {(b"123", length)}


def test_what_cannot_be_written_is_refused(package: ModuleType) -> None:
    """There is no way to write an object as a page."""
    with pytest.raises(package.InvalidRequestError, match="text/html"):
        send(package, page={"a": 1})


def test_what_is_not_given_is_no_part(package: ModuleType) -> None:
    """Nor is null, which no part can say; an optional body without members is none."""
    assert [told(part)[0] for part in send(package, count=None, title="x")] == ["title"]
    assert send(package, "other") == []
    assert [told(part)[0] for part in send(package, "other", body={"file": b"1"})] == ["file"]
    more: dict[str, Any] = {"extra_body": {"title": "y", "other": 1}}
    assert [told(part)[0] for part in send(package, title="x", **more)] == ["title", "other"]


def test_lists_of_files_are_typed_as_such(package: ModuleType) -> None:
    """What a checker sees is what is taken."""
    files = importlib.import_module(f"{package.__name__}.resources.files")
    hints = get_type_hints(files.Files.put)
    single = {kind for kind in get_args(hints["file"]) if kind is not package.Omit}
    [many] = [kind for kind in get_args(hints["images"]) if kind is not package.Omit]
    assert many.__origin__ is Iterable
    assert set(get_args(many.__args__[0])) == single
    assert Mapping[str, str] in {args[-1] for kind in single if (args := get_args(kind))}


def test_the_awaited_client_sends_the_same(package: ModuleType) -> None:
    """Parts are written once for both."""
    found: list[bytes] = []

    async def answer(request: httpx2.Request) -> httpx2.Response:
        found.append(await request.aread())
        return httpx2.Response(204)

    async def main() -> None:
        async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as http:
            await package.AsyncParts(http_client=http).files.put(images=[b"1", b"2"])

    asyncio.run(main())
    assert found[0].count(b"image/png") == 2
