"""Refusals are written as the document has them: its statuses, media types and members."""

import asyncio
import json
from typing import Any

import httpx2
import pytest

from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app

JSON = "application/json"


def opened(responses: dict[str, Any]) -> Api:
    """Return an API of one operation that takes ``{"size": 1..9}``."""
    body = {
        "type": "object",
        "required": ["size"],
        "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 9}},
        "x-validations": [{"id": "odd", "rule": "self.size % 2 == 1", "message": "Odd, please."}],
    }
    operation = {
        "operationId": "order",
        "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
        "responses": {"204": {"description": "Done."}, **responses},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "security": [{"key": []}],
        "paths": {"/orders": {"post": operation}},
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }
    parsed, _ = parse_text(json.dumps(document).encode(), "shop.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    return api


def refused(responses: dict[str, Any], **more: str) -> httpx2.Response:
    """Send a request that breaks a rule, or has other headers than it should."""
    headers = {"Content-Type": JSON, "Authorization": "Bearer k"} | {
        name.replace("_", "-"): value for name, value in more.items()
    }
    server = app(opened(responses), token="k", workers=0)

    async def send() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=server)
        async with httpx2.AsyncClient(transport=transport, base_url="http://k") as client:
            return await client.post("/orders", content='{"size": 2}', headers=headers)

    with server:
        return asyncio.run(send())


def of(schema: Any, media_type: str = JSON) -> dict[str, Any]:
    """Return a response with a body."""
    return {"description": "No.", "content": {media_type: {"schema": schema}}}


def test_members_that_the_document_lists() -> None:
    """Sentences and statuses stand where they are for; the rest is as the schema asks."""
    members = {
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "trace": {"type": "string", "pattern": "^[0-9]{4}$"},
    }
    schema = {"type": "object", "required": [*members], "properties": members}
    answer = refused({"400": of({**schema, "additionalProperties": False})})
    assert (answer.status_code, answer.headers["content-type"]) == (400, JSON)
    found = answer.json()
    assert (found["code"], found["message"]) == (400, "Odd, please. (odd)")
    assert found["trace"].isdecimal()


def test_members_inside() -> None:
    """Errors are often wrapped, or a list of one; a member of other words stays."""
    inner = {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": {"type": "string"}, "status": {"const": "refused"}},
    }
    outer = {"type": "object", "required": ["errors"], "properties": {"errors": {"items": inner}}}
    wrapped = refused({"422": of(outer), "400": of({})})
    assert wrapped.status_code == 422
    assert wrapped.json()["errors"][0] == {"detail": "Odd, please. (odd)", "status": "refused"}


@pytest.mark.parametrize("media_type", ["application/problem+json", "*/*"])
def test_problem_documents_where_the_document_takes_them(media_type: str) -> None:
    """They say most: rule, pointer and message."""
    answer = refused({"400": of({"type": "object"}, media_type)})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["rule"] == "odd"


def test_texts() -> None:
    """A refusal may be a text."""
    answer = refused({"default": of({"type": "string"}, "text/plain")})
    assert (answer.status_code, answer.text) == (422, "Odd, please.")
    assert answer.headers["content-type"].startswith("text/plain")


def test_what_cannot_be_said_as_documented() -> None:
    """No member has room for a sentence, or no body is documented: a problem document."""
    for schema in (False, {"type": "object", "required": ["a"], "properties": {"a": False}}):
        answer = refused({"400": of(schema)})
        assert answer.headers["content-type"] == "application/problem+json"
    assert refused({"400": {"description": "No."}}).json()["detail"] == "Odd, please."


@pytest.mark.parametrize(
    ("documented", "status"), [("400", 400), ("422", 422), ("4XX", 415), ("404", 415)]
)
def test_another_content_type(documented: str, status: int) -> None:
    """Has the status for it, or one that the document lists for wrong requests."""
    assert refused({documented: of({})}, Content_Type="text/csv").status_code == status


@pytest.mark.parametrize(("documented", "status"), [("415", 415), ("422", 422)])
def test_no_content_type(documented: str, status: int) -> None:
    """Who lists 415 refuses what is called nothing; others take it for what is listed first."""
    assert refused({documented: of({})}, Content_Type="").status_code == status


def test_no_credentials() -> None:
    """401 where the document says nothing; 403 where it lists that alone."""
    assert refused({}, Authorization="Bearer no").status_code == 401
    assert refused({"403": of({})}, Authorization="Bearer no").status_code == 403
