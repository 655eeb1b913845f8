"""Every rule of the contract: refused by the client, by the server, and taken without rules."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tallystick.ir import Api, Enumeration
from tallystick.serve import Server, app

from .requests_of_rules import IMAGE, REQUESTS, SERVER, Body

ROOT = Path(__file__).parents[2]
URL = "http://server.test"


def listed(version: str) -> Iterator[tuple[str, str, Body]]:
    """Yield (rule, position, body) of a version."""
    for rule, positions in (IMAGE if version == "image" else REQUESTS).items():
        for position, body in positions.items():
            yield rule, position, body


@pytest.fixture(scope="session")
def strict(api: Api) -> Iterator[Server]:
    """A server that judges all rules."""
    with app(api, workers=0) as server:
        yield server


@pytest.fixture(scope="session")
def lenient(api: Api) -> Iterator[Server]:
    """A server that judges by schema alone."""
    with app(api, rules="off", workers=0) as server:
        yield server


def post(server: Server, body: Body) -> httpx2.Response:
    """Send a body to the server, without any client of ours between."""

    async def send() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=server)
        async with httpx2.AsyncClient(transport=transport, base_url=URL) as client:
            return await client.post(
                "/v1/generations", json=body, headers={"Authorization": "Bearer any"}
            )

    return asyncio.run(send())


async def unreachable(*_: Any) -> None:
    """Be a server that nobody may call."""
    pytest.fail("the request was sent")


def create(luma: ModuleType, server: Any, body: Body, **options: Any) -> Any:
    """Send a body through the generated client; what it raises comes out."""

    async def send() -> Any:
        transport = httpx2.ASGITransport(app=server)
        async with httpx2.AsyncClient(transport=transport) as http:
            client = luma.AsyncLuma(auth_token="any", base_url=URL, http_client=http, **options)
            return await client.generations.create(**body)

    return asyncio.run(send())


def test_every_rule_is_listed(api: Api, version: str) -> None:
    """The list has the document's rules, no more and no fewer."""
    rules = {rule.id: rule.status for item in api.types.values() for rule in item.rules}
    judged = {name for name, status in rules.items() if status != "server"}
    assert judged == {rule for rule, _, _ in listed(version)}
    duties = {name for name, status in rules.items() if status == "server"}
    assert duties == (set(SERVER) if version == "video" else set())


def test_rules_of_the_server_are_shown_where_the_list_says() -> None:
    """A duty that only the server can judge is tested beside its behaviour."""
    for rule, place in SERVER.items():
        assert rule in (ROOT / place).read_text()


def test_client_refuses_before_anything_is_sent(luma: ModuleType, version: str) -> None:
    """The client names the rule, and only that one, without asking any server."""
    for rule, position, body in listed(version):
        with pytest.raises(luma.RuleViolationError) as refused:
            create(luma, unreachable, body)
        said = {item.rule for item in refused.value.violations}
        assert said == {rule}, (position, refused.value)


def test_server_refuses_with_the_same_words(luma: ModuleType, version: str, strict: Server) -> None:
    """Without the client's check the server says rule, message and pointer, all the same."""
    for rule, position, body in listed(version):
        with pytest.raises(luma.RuleViolationError) as here:
            create(luma, strict, body)
        with pytest.raises(luma.UnprocessableEntityError) as there:
            create(luma, strict, body, check_rules=False)
        assert sorted(here.value.violations) == sorted(there.value.problem.errors), position
        answer = post(strict, body)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert {item["rule"] for item in answer.json()["errors"]} == {rule}, position


def test_every_ratio_is_taken(api: Api, strict: Server) -> None:
    """No page gives a model's own set of ratios (model-aspect-set), so the union is taken."""
    request = next(item for item in api.types.values() if item.id.endswith("/aspect_ratio"))
    assert isinstance(request, Enumeration)
    for member in request.members:
        assert post(strict, {"prompt": "a", "aspect_ratio": member.value}).status_code == 201


def test_server_without_rules_takes_it(version: str, lenient: Server) -> None:
    """Each request is valid by schema: the rule is the only thing wrong with it."""
    for _, position, body in listed(version):
        assert post(lenient, body).status_code == 201, position
