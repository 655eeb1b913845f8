"""Whole requests for Hypothesis: parameters, forms and bodies, valid or with one thing wrong."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, find, given, seed, settings

from tallystick.fuzz import Example, case
from tallystick.fuzz.strategies import request_bodies, request_cases
from tallystick.ir import Api
from tallystick.text import Json

ROOT = Path(__file__).parents[2]
PLAIN = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
WINDOW: dict[str, Any] = {
    "type": "object",
    "required": ["from", "to"],
    "properties": {
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
        "nights": {"type": "integer", "minimum": 1, "maximum": 9},
    },
    "x-validations": [
        {"id": "in-order", "rule": "self.from < self.to", "message": "x"},
        {"id": "never", "rule": "self.from < self.to || self.to <= self.from", "message": "x"},
    ],
}
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "minLength": 3, "maxLength": 12},
        "ean": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
        "copies": {"type": "integer", "minimum": 1, "maximum": 9},
        "gift": {"type": "boolean"},
    },
    "x-validations": [
        {
            "id": "few-gifts",
            "rule": "!has(self.gift) || !self.gift || !has(self.copies) || self.copies <= 2",
            "message": "x",
        }
    ],
}


def parameter(name: str, place: str, schema: Json, **more: Json) -> dict[str, Json]:
    """Return a parameter."""
    return {"name": name, "in": place, "schema": schema, **more}


def operation(name: str, *parameters: Json, body: Json = None, **more: Json) -> dict[str, Json]:
    """Return an operation."""
    taken: dict[str, Json] = {} if body is None else {"requestBody": body}
    answers: Json = {"200": {"description": "Done."}, "400": {"description": "Refused."}}
    return {"operationId": name, "parameters": [*parameters], "responses": answers, **taken, **more}


def content(media_type: str, schema: Json) -> dict[str, Json]:
    """Return a body that must be there."""
    return {"required": True, "content": {media_type: {"schema": schema}}}


LIST = operation(
    "listBooks",
    parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 50}),
    parameter("sort", "query", {"type": "string", "enum": ["name", "-name"]}),
    parameter("from", "query", {"type": "string", "format": "date"}),
    parameter("to", "query", {"type": "string", "format": "date"}),
    parameter("X-Trace", "header", {"type": "string", "minLength": 4}, required=True),
    parameter("theme", "cookie", {"type": "string", "enum": ["dark", "light"]}),
)
SHELF: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Books", "version": "1"},
    "paths": {
        "/books": {
            "get": LIST,
            "post": operation(
                "orderBook",
                parameter("Idempotency-Key", "header", {"type": "string"}, required=True),
                body=content("application/x-www-form-urlencoded", FORM),
            ),
        },
        "/books/{id}": {
            "get": operation(
                "getBook", parameter("id", "path", {"type": "integer", "minimum": 1}, required=True)
            ),
            "put": operation(
                "printBook",
                parameter("id", "path", {"type": "integer", "minimum": 1}, required=True),
                body=content("multipart/form-data", FORM),
            ),
        },
        "/free": {
            "get": operation(
                "free",
                parameter("w", "query", WINDOW, required=True, style="deepObject", explode=True),
            )
        },
        "/books/{id}/cover": {
            "put": operation(
                "putCover",
                parameter("id", "path", {"type": "integer", "minimum": 1}, required=True),
                body=content(
                    "application/octet-stream",
                    {"type": "string", "format": "binary", "maxLength": 9},
                ),
            ),
            "post": operation(
                "noteCover",
                parameter("id", "path", {"type": "integer", "minimum": 1}, required=True),
                body=content("text/*", {"type": "string", "enum": ["torn", "new"]}),
            ),
        },
        "/health": {
            "get": operation("health"),
            "post": operation("restore", body=content("image/png", {})),
        },
    },
}


@pytest.fixture(scope="session", name="shelf")
def shelf_fixture(api_of: Callable[[Json], Api]) -> Api:
    """Return an API without any JSON body."""
    return api_of(SHELF)


def drawn(api: Api, name: str, violating: str | None = None) -> list[Example]:
    """Return some requests, always the same."""
    seen: list[Example] = []

    @seed(7)
    @PLAIN
    @given(request_cases(api, name, violating=violating))
    def collect(case: Example) -> None:
        seen.append(case)

    collect()
    assert seen
    return seen


def test_parameters_stand_where_they_belong(shelf: Api) -> None:
    """As plain values, and as they travel; those that need not be there come and go."""
    seen = drawn(shelf, "listBooks")
    for each in seen:
        said = {place: dict(inner) for place, inner in each.parameters.items()}
        query = {name: str(value) for name, value in said.get("query", {}).items()}
        assert dict(parse_qsl(each.query)) == query
        assert each.headers["X-Trace"] == said["header"]["X-Trace"]
        assert ("Cookie" in each.headers) is ("cookie" in said)
        assert (each.method, each.path, each.content, each.body) == ("GET", "/books", None, None)
        assert each.target == "/books" + (f"?{each.query}" if each.query else "")
        assert 1 <= int(query.get("limit", "1")) <= 50
        assert query.get("from", "") <= query.get("to", "9")
    together = [set(each.parameters.get("query", ())) for each in seen]
    assert set() in together
    assert any(len(names) > 2 for names in together)


def test_a_number_between_the_bounds_is_drawn_and_shrunk(shelf: Api) -> None:
    """To the next one that shows it, with nothing beside it."""
    found = find(
        request_cases(shelf, "listBooks"),
        lambda case: cast("int", case.parameters.get("query", {}).get("limit", 0)) > 36,
        settings=settings(PLAIN, max_examples=2000),
    )
    limit = cast("int", found.parameters["query"]["limit"])
    assert set(found.parameters["query"]) == {"limit"}
    assert limit == 37
    assert set(found.parameters) == {"query", "header"}


@pytest.mark.parametrize(
    ("name", "claim", "wrong"),
    [
        ("listBooks", "schema:maximum query.limit", r"limit=51"),
        ("listBooks", "schema:minimum", r"limit=0"),
        ("listBooks", "schema:enum query.sort", r"sort="),
        ("getBook", "schema:minimum path.id", r"/books/0$"),
        ("free", "in-order", r"w%5Bfrom%5D=|w\[from\]="),
    ],
)
def test_one_parameter_is_wrong(shelf: Api, name: str, claim: str, wrong: str) -> None:
    """In each request, whatever else is said beside it."""
    seen = drawn(shelf, name, claim)
    assert all(each.violating == claim for each in seen)
    assert all(re.search(wrong, each.target) for each in seen)
    for each in seen if name == "listBooks" else ():
        query = each.parameters["query"]
        limit, sort = query.get("limit", 1), query.get("sort", "name")
        good = 1 <= cast("int", limit) <= 50, sort in {"name", "-name"}
        assert sum(good) == 1


def test_a_header_is_left_out(shelf: Api) -> None:
    """And that alone."""
    seen = drawn(shelf, "listBooks", "schema:required header.X-Trace")
    assert not any("X-Trace" in each.headers for each in seen)
    assert any(each.query for each in seen)


def test_rules_of_a_parameter_are_kept_and_broken(shelf: Api) -> None:
    """As those of bodies."""
    for claim, kept in ((None, True), ("in-order", False)):
        for each in drawn(shelf, "free", claim):
            window = cast("dict[str, str]", each.parameters["query"]["w"])
            assert (window["from"] < window["to"]) is kept
    nights = {str(it.parameters["query"]["w"]) for it in drawn(shelf, "free")}
    assert len(nights) > 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [("orderBook", "application/x-www-form-urlencoded"), ("printBook", "multipart/form-data")],
)
def test_forms_are_written(shelf: Api, name: str, kind: str) -> None:
    """Valid ones, ones that break a keyword, and ones that break a rule."""
    for claim in (None, "schema:maximum /copies", "few-gifts"):
        seen = drawn(shelf, name, claim)
        assert {each.media_type for each in seen} == {kind}
        for each in seen:
            body = cast("dict[str, Any]", each.body)
            copies, gift = body.get("copies", 1), body.get("gift", False)
            assert (copies > 9) is (claim == "schema:maximum /copies")
            assert bool(gift and copies > 2) is (claim == "few-gifts")
            assert each.content is not None
            title, sent = cast("str", body["title"]), each.content.decode()
            if kind.startswith("multipart"):
                assert f'name="title"\r\n\r\n{title}\r\n' in sent
            else:
                assert dict(parse_qsl(sent))["title"] == title
    assert set(find(request_bodies(shelf, name), lambda _: True)) == {"title"}  # type: ignore[arg-type]  # a dict


def test_bytes_and_texts_are_bodies(shelf: Api) -> None:
    """Of media types that say nothing more; parameters beside them can be wrong."""
    for claim in (None, "schema:minimum path.id"):
        covers, notes = drawn(shelf, "putCover", claim), drawn(shelf, "noteCover", claim)
        assert {each.media_type for each in covers} == {"application/octet-stream"}
        assert all(1 <= len(each.content or b"") <= 9 for each in covers)
        assert {each.media_type for each in notes} == {"text/plain"}
        assert {each.content for each in notes} == {b"torn", b"new"}
        for each in (*covers, *notes):
            assert each.path.startswith("/books/0/") is (claim is not None)


def test_each_request_has_a_key_of_its_own(shelf: Api) -> None:
    """The same request has the same one: a draw that is replayed is sent again as it was."""
    keys: dict[tuple[str, str | None], set[bytes | None]] = {}
    for claim in (None, "few-gifts"):
        for each in drawn(shelf, "orderBook", claim):
            keys.setdefault((each.headers["Idempotency-Key"], claim), set()).add(each.content)
    assert len(keys) > 5
    assert all(len(contents) == 1 for contents in keys.values())


def test_what_a_test_does_to_a_request_is_its_own(shelf: Api) -> None:
    """The next one is as if nothing had been done."""
    for name in ("printBook", "free"):

        @PLAIN
        @given(request_cases(shelf, name))
        def spoil(case: Example) -> None:
            held = case.body if case.body is not None else case.parameters["query"]["w"]
            assert isinstance(held, dict)
            assert set(held) <= {"title", "copies", "gift", "ean", "from", "to", "nights"}
            held["spoilt"] = True

        spoil()
        spoil()  # all that there is may be drawn once only, the first time


def test_a_resource_that_is_there_is_put_into_the_path(shelf: Api) -> None:
    """Where the values of a path were made up; the command says it, too."""
    made = drawn(shelf, "printBook")[0]
    there = made.derive(path_parameters={"id": 4711})
    assert there.path == "/books/4711"
    assert there.parameters["path"] == {"id": 4711}
    assert (there.content, there.headers) == (made.content, made.headers)
    assert there.as_curl_command("http://127.0.0.1:9").endswith("http://127.0.0.1:9/books/4711")
    with pytest.raises(ValueError, match="no parameter 'name'"):
        made.derive(path_parameters={"name": 1})
    with pytest.raises(ValueError, match="cannot stand in a path"):
        made.derive(path_parameters={"id": "a/b"})


@pytest.mark.parametrize(
    ("name", "claim", "said"),
    [
        ("listBook", None, r"^box.json: there is no operation 'listBook'; there is 'listBooks'$"),
        (
            "listBooks",
            "few",
            r"listBooks \(GET /books\): there is no rule 'few' here, only schema:",
        ),
        ("listBooks", "schema:pattern", "there is no keyword 'schema:pattern' here, only"),
        ("free", "never", r"no request breaks 'never' and nothing else: proved impossible by "),
        ("free", "schema:required query.w/to", "what breaks it breaks in-order, never too"),
        ("health", None, "neither parameters nor a body: there is nothing to vary"),
        ("restore", None, "a body of image/png, of which none are made up"),
    ],
)
def test_what_there_is_not(shelf: Api, name: str, claim: str | None, said: str) -> None:
    """One sentence says so, and of which operation, and where."""
    with pytest.raises(ValueError, match=said) as caught:
        request_cases(shelf, name, violating=claim)
    assert "\n" not in str(caught.value)


DECORATED = """
import sys
from hypothesis import HealthCheck, given, seed, settings
from tallystick.fuzz import case
from tallystick.fuzz.strategies import request_cases

PLAIN = settings(
    max_examples=40, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)

@PLAIN
@case(sys.argv[1], "listBooks")
def failing(case): assert case.parameters.get("query", {}).get("limit", 1) < 9

try:
    failing()
except AssertionError as error:
    print(" ".join(" ".join(error.__notes__).split()))

@seed(3)
@PLAIN
@given(request_cases(sys.argv[1], "printBook", violating="schema:minLength /title"))
def shown(case): print(case, case.content)
shown()
"""


def test_a_failure_is_a_small_command_and_a_seed_gives_the_same(tmp_path: Path) -> None:
    """By themselves, in processes that order sets in two ways."""
    path = tmp_path / "shelf.json"
    path.write_text(json.dumps(SHELF))
    words = [sys.executable, "-c", DECORATED, str(path)]
    one, other = (
        subprocess.run(
            words, capture_output=True, text=True, check=True, env={**os.environ, **more}
        ).stdout
        for more in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
    )
    told = one.splitlines()[0]
    assert re.search(r"curl -i -X GET -H 'X-Trace: [\w ]+' 'http://localhost/books\?limit=9'", told)
    assert "case=Example(operation='listBooks', method='GET', path='/books', query='limit=" in told
    assert one.splitlines()[1:] == other.splitlines()[1:]
    assert len(one.splitlines()) > 20


def test_the_decorator_takes_what_has_no_body(shelf: Api) -> None:
    """And requests of which a parameter is wrong."""
    seen: list[Example] = []

    @PLAIN
    @case(shelf, "getBook", violating="schema:minimum path.id")
    def check(case: Example) -> None:
        seen.append(case)

    check()
    assert {each.path for each in seen} == {"/books/0"}


def test_the_page_shows_what_works(tmp_path: Path) -> None:
    """The example of the documentation, against a server that forgets the bound."""
    page = (ROOT / "docs" / "fuzzing.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (shown,) = [block for block in blocks if "query.limit" in block]
    path = tmp_path / "openapi.yaml"
    path.write_text(json.dumps(SHELF))
    asked: list[str] = []
    namespace: dict[str, Any] = {"client": Client(asked)}
    code = shown.replace('"openapi.yaml"', repr(str(path)))
    exec(code, namespace)  # noqa: S102 - our own page
    with pytest.raises(AssertionError) as caught:
        namespace["test_limit"]()
    assert any("limit=51" in note for note in caught.value.__notes__)
    assert all(re.search(r"^GET /books\?.*limit=51", line) for line in asked)


class Client:
    """Answers 200 to everything."""

    def __init__(self, asked: list[str]) -> None:
        """Note what is asked."""
        self._asked = asked
        self.status_code = 200

    def request(self, method: str, target: str, *, content: object, headers: object) -> "Client":
        """Answer."""
        assert content is None
        assert headers
        self._asked.append(f"{method} {target}")
        return self
