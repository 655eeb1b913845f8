"""A finding about the pages of a long list is shown by small pages of a short one."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import LIST, Case, Finding, Message, Named, Reply, Sent
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.reproduction.client_calls import python, shown
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.courses import course
from tallystick.fuzz.reproduction.secrets import always
from tallystick.fuzz.reproduction.tracing import Tracing
from tallystick.ir import Api
from tallystick.text import Json

TEXT: Any = {"type": "string"}
BOX: Any = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}


def content(schema: Json) -> dict[str, Any]:
    """Return a body."""
    return {"content": {"application/json": {"schema": schema}}}


def told(status: str, schema: Json) -> dict[str, Any]:
    """Return responses."""
    return {"responses": {status: {"description": ".", **content(schema)}}}


def query(name: str, schema: Json) -> Json:
    """Return a parameter."""
    return {"name": name, "in": "query", "schema": schema}


@pytest.fixture
def scene(api_of: Callable[[Json], Api]) -> Scene:
    """Boxes on pages."""
    page: Any = {"type": "object", "properties": {"boxes": {"type": "array", "items": BOX}}}
    page["properties"]["next"] = TEXT
    size: Any = {"type": "integer", "minimum": 1, "maximum": 50}
    offset: Any = {"type": "integer", "minimum": 0}
    asked = [query("limit", size), query("cursor", TEXT), query("offset", offset)]
    at: Any = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    make: Any = {"operationId": "make", "requestBody": content({"type": "object"})}
    paths: Any = {
        "/boxes": {
            "post": make | told("201", BOX),
            "get": {"operationId": "list", "parameters": asked, **told("200", page)},
        },
        "/boxes/{id}": {"get": {"operationId": "get", "parameters": [at], **told("200", BOX)}},
    }
    info: Any = {"title": "Boxes", "version": "1"}
    api = api_of({"openapi": "3.1.0", "info": info, "paths": paths})
    return Scene(api, Judging(api))


def reply(value: Json, **headers: str) -> Reply:
    """Return an answer."""
    body = json.dumps(value).encode()
    return Reply(status=200, headers={"content-type": "application/json", **headers}, body=body)


def made(box: str) -> Sent:
    """Return what made a box."""
    message = Message(method="POST", path="/boxes", body=json.dumps({"name": box}).encode())
    case = Case(operation="make", kind="valid", expect="accepted", message=message)
    return Sent(case=case, reply=replace(reply({"id": box}), status=201), given={})


MANY = [made(f"b{number}") for number in range(9)]


def page(told: str, after: Case | None = None, led: str = "") -> Case:
    """Return the request for a page."""
    message = Message(method="GET", path="/boxes", query=told)
    case = Case(operation="list", kind=LIST, expect="accepted", message=message, after=after)
    return replace(case, led=("cursor", led) if led else None)


def about_pages(case: Case, boxes: int, name: str = "list:whole", **headers: str) -> Finding:
    """Return a finding about a page that shows some boxes."""
    value: Json = {"boxes": [{"id": f"b{number}"} for number in range(boxes)]}
    answered = reply(value, **headers)
    return finding("list-gap", "One is left out.", case, answered, claim=about(case, name))


def pages(item: Finding) -> list[str]:
    """Return what asks for the pages that show a finding."""
    return [it.message.query for it in course(item.case) if it.operation == "list"]


def test_a_full_page_gets_small_and_one_more_is_made_than_it_holds(scene: Scene) -> None:
    """What should lead to the next page is missing only where there is one."""
    traced = Tracing(scene, MANY).traced(about_pages(page("limit=5"), 5))
    assert pages(traced) == ["limit=2"]
    assert len(course(traced.case)) == 3 + 1
    other = Tracing(scene, MANY).traced(about_pages(page("limit=5"), 4))
    assert pages(other) == ["limit=5"]


def test_the_last_of_some_pages_stands_where_it_stood(scene: Scene) -> None:
    """Offsets are counted in pages of the new size."""
    first = page("limit=5&offset=0")
    case = page("limit=5&offset=10", page("limit=5&offset=5", first))
    traced = Tracing(scene, MANY).traced(about_pages(case, 1))
    assert pages(traced) == [f"limit=2&offset={number}" for number in (0, 2, 4)]
    assert len(course(traced.case)) == 5 + 3


def test_a_page_that_is_wrong_by_itself_comes_first(scene: Scene) -> None:
    """Who sorts needs no second page."""
    case = page("limit=5&cursor=x", page("limit=5"), "/next")
    traced = Tracing(scene, MANY).traced(about_pages(case, 3, "list:sort"))
    assert pages(traced) == ["limit=5"]


def test_positions_are_taken_of_the_page_before(scene: Scene) -> None:
    """Also of the second one, and as a query writes them."""
    second = page("limit=2&cursor=old%3D", page("limit=2"), "/next")
    case = page("limit=2&cursor=older", second, "/boxes/-1/id")
    traced = Tracing(scene, MANY).traced(about_pages(case, 1))
    commands, code = curl(traced.case, "http://h"), shown(traced, "http://h")
    assert "old" not in commands + code
    compile(code, "reproduction", "exec")
    assert code.count("made = json.load(urlopen(request))") == 2
    answers = ['{"next": "a=&b", "boxes": []}', '{"boxes": [{"id": "c"}, {"id": "d/"}]}']
    asked = f"""
    function curl() {{
      echo "${{@: -1}}" >&2
      case "${{@: -1}}" in
        *cursor=a*) echo '{answers[1]}' ;;
        *limit*) echo '{answers[0]}' ;;
      esac
    }}
    {commands}
    """
    done = subprocess.run(
        ["/bin/bash", "-c", asked], capture_output=True, check=True, env={**os.environ}
    )
    sent = done.stderr.decode().splitlines()[-3:]
    assert [it.partition("limit=2")[2] for it in sent] == ["", "&cursor=a%3D%26b", "&cursor=d%2F"]


def test_what_headers_say_of_pages_is_printed() -> None:
    """A total in a header stands in no body."""
    for headers, whole in (({"x-total-count": "9"}, True), ({}, False)):
        item = about_pages(page("limit=5"), 4, "list:total", **headers)
        assert ("answer.headers" in shown(item, "http://h")) is whole


def test_what_is_named_is_made_with_a_secret_also_for_a_request_without_one() -> None:
    """The secret is taken of the environment, which is imported."""
    maker = made("b1").case
    named = Named(member="box", planned="p", given="g", maker=maker, pointer="/id")
    message = Message(method="POST", path="/lids", body=b'{"box":"g"}', caller="none")
    case = Case(operation="lid", kind="valid", expect="refused", message=message, names=(named,))
    code = python(case, "http://h", secrets=always("Authorization: Bearer $TOKEN"))
    assert "os.environ" in code
    assert code.startswith("import os\n")
