"""Streams of events as documents describe them: generated, and read from the server in process."""

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_type_hints

import httpx2
import pytest

from tallystick.emit import generate
from tallystick.ir import open_api
from tallystick.serve import app

CHUNK = {"$ref": "#/components/schemas/Chunk"}
ASKING = {
    "type": "object",
    "required": ["prompt"],
    "properties": {"prompt": {"type": "string"}, "stream": {"type": "boolean"}},
}
TOCK = {
    "title": "Tock",
    "type": "object",
    "required": ["event", "data"],
    "properties": {"event": {"const": "tock"}, "id": {"type": "string"}, "data": CHUNK},
}


def stream(media: str, **content: Any) -> dict[str, Any]:
    """Make an operation that answers with a stream."""
    return {"responses": {"200": {"description": "", "content": {media: content}}}}


def named(identifier: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Name an operation."""
    return {"operationId": identifier, "tags": ["chat"], **operation}


BOTH = stream("text/event-stream", schema=CHUNK)
BOTH["responses"]["200"]["content"]["application/json"] = {
    "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
}
BOTH["requestBody"] = {"required": True, "content": {"application/json": {"schema": ASKING}}}
DOCUMENT = {
    "openapi": "3.2.0",
    "info": {"title": "Streamy", "version": "1"},
    "servers": [{"url": "https://streamy.example"}],
    "paths": {
        "/chat": {"post": named("createChat", BOTH)},
        "/ticks": {"get": named("ticks", stream("text/event-stream", itemSchema=TOCK))},
        "/words": {"get": named("words", stream("text/event-stream", schema={"type": "string"}))},
        "/plain": {"get": named("plain", stream("text/event-stream"))},
        "/all": {
            "get": named(
                "all", stream("application/x-ndjson", schema={"type": "array", "items": CHUNK})
            )
        },
    },
    "components": {
        "schemas": {
            "Chunk": {
                "type": "object",
                "required": ["n"],
                "properties": {
                    "n": {"type": "integer"},
                    "of": {"$ref": "#/components/schemas/EventStream"},
                },
            },
            "EventStream": {"type": "object", "properties": {"x": {"type": "string"}}},
        }
    },
}


@pytest.fixture(scope="module", name="made")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, Any]]:
    """The generated package, and the server of the same document."""
    folder = tmp_path_factory.mktemp("streams")
    path = folder / "api.json"
    path.write_text(json.dumps(DOCUMENT))
    api, problems = open_api(str(path))
    assert api is not None, problems
    files, said = generate(api, "python", {"package": "streamy"})
    assert said == ()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    sys.path.insert(0, str(folder))
    with app(api) as server:
        yield importlib.import_module("streamy"), server
    sys.path.remove(str(folder))


def test_streams_of_a_document_are_read_from_its_server(made: tuple[ModuleType, Any]) -> None:
    """Data, texts, whole events and lines of JSON come as what the document says."""
    package, server = made

    async def main() -> dict[str, Any]:
        http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=server))
        async with package.AsyncStreamy(http_client=http) as client:
            found: dict[str, Any] = {}
            for name in ("ticks", "words", "plain", "all"):
                found[name] = [item async for item in await getattr(client.chat, name)()]
            async with await client.chat.create_stream(prompt="x") as chat:
                found["chat"] = [event async for event in chat.events()]
            found["answer"] = await client.chat.create(prompt="x")
            await http.aclose()
            return found

    found = asyncio.run(main())
    assert [(item.event, type(item.data).__name__) for item in found["ticks"]] == [
        ("tock", "Chunk")
    ]
    assert [type(item) for item in found["words"] + found["plain"]] == [str, str]
    assert [type(item).__name__ for item in found["all"]] == ["Chunk"]
    assert [(event.event, type(event.data).__name__) for event in found["chat"]] == [
        ("message", "Chunk")
    ]
    assert found["answer"].text


def test_an_answer_of_two_kinds_has_a_method_for_each(made: tuple[ModuleType, Any]) -> None:
    """The one for events takes no `stream`: it is what sends it."""
    package, _ = made
    module = importlib.import_module(f"{package.__name__}.resources.chat")
    kinds = {}
    for owner in (module.Chat, module.AsyncChat):
        plain, streamed = get_type_hints(owner.create), get_type_hints(owner.create_stream)
        assert ("stream" in plain, "stream" in streamed) == (True, False)
        kinds[owner.__name__] = streamed["return"]
    types = importlib.import_module(f"{package.__name__}.types")
    assert kinds == {
        "Chat": package.EventStream[types.Chunk],
        "AsyncChat": package.AsyncEventStream[types.Chunk],
    }
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, content=b'data: {"n": 1}\n\n', headers=headers)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with http, package.Streamy(http_client=http) as client:
        assert [item.n for item in client.chat.create_stream(prompt="x")] == [1]
    assert json.loads(sent[0].content) == {"prompt": "x", "stream": True}
    assert sent[0].headers["accept"] == "text/event-stream"


def test_names_of_the_runtime_are_left_to_it(made: tuple[ModuleType, Any]) -> None:
    """A schema that is called as the client's own class gets another name."""
    types = importlib.import_module(f"{made[0].__name__}.types")
    assert "of" in types.Chunk.model_fields
    assert not hasattr(types, "EventStream")
