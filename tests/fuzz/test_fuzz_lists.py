"""Lists in the styles that documents have, on a server made by hand that does one thing wrong."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Guarded, asked_in

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import items, listing
from tallystick.fuzz.journeys.members import named
from tallystick.fuzz.journeys.sorting import reading
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.secrets import always
from tallystick.fuzz.requests.paging import query_of
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

JSON = {"content-type": "application/json"}
BOOK: dict[str, Any] = {
    "type": "object",
    "required": ["id", "title", "genre", "copies"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string", "maxLength": 20},
        "genre": {"enum": ["novel", "poetry", "essay"]},
        "copies": {"type": "integer"},
        "lent": {"type": "boolean"},
        "shelf": {"type": "string"},
        "created_at": {"type": "string", "format": "date-time"},
    },
}
REF = {"$ref": "#/components/schemas/Book"}
NEW: dict[str, Any] = {
    "type": "object",
    "required": ["title", "genre", "copies"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 20},
        "genre": {"enum": ["novel", "poetry", "essay"]},
        "copies": {"type": "integer", "minimum": 1, "maximum": 9},
    },
}
VALID: Any = jsonschema_rs.validator_for(NEW)
WHOLE = {"type": "integer", "minimum": 1, "maximum": 50}
TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}


def _page(member: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {member: {"type": "array", "items": REF}, **more}}


STYLES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "cursor": ({"limit": WHOLE, "cursor": TEXT}, _page("items", next_cursor=TEXT, total=COUNT)),
    "stripe": (
        {"limit": WHOLE, "starting_after": TEXT},
        _page("data", has_more={"type": "boolean"}),
    ),
    "github": ({"per_page": WHOLE, "page": COUNT}, {"type": "array", "items": REF}),
    "google": ({"pageSize": WHOLE, "pageToken": TEXT}, _page("books", nextPageToken=TEXT)),
    "odata": ({"$top": WHOLE, "$skip": COUNT}, _page("value", **{"@odata.nextLink": TEXT})),
    "jsonapi": (
        {"page[size]": WHOLE, "page[number]": COUNT},
        _page("data", links={"type": "object", "properties": {"next": TEXT}}),
    ),
    "kubernetes": (
        {"limit": WHOLE, "continue": TEXT},
        _page("items", metadata={"type": "object", "properties": {"continue": TEXT}}),
    ),
    "twilio": (
        {"PageSize": WHOLE, "Page": COUNT},
        _page("books", meta={"type": "object", "properties": {"next_page_url": TEXT}}),
    ),
    "unpaged": ({}, {"type": "array", "items": REF}),
}
COUNTED = {"github", "jsonapi", "twilio"}
"""Styles whose pages have numbers, from 1 on."""
FILTERS: dict[str, Any] = {
    "genre": {"enum": ["novel", "poetry", "essay"]},
    "lent": {"type": "boolean"},
    "copies": {"type": "integer", "minimum": 1, "maximum": 9},
    "sort": {"enum": ["copies", "-copies"]},
    "q": TEXT,
}


def document(style: str) -> dict[str, Any]:
    """Return a document whose list is of a style."""
    paging, page = STYLES[style]
    problem = {"description": "Refused."}
    one = {"content": {"application/json": {"schema": REF}}, "description": "It."}
    refusals = dict.fromkeys(("400", "401", "404"), problem)
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    queries = [
        {"name": name, "in": "query", "schema": schema}
        for name, schema in {**paging, **FILTERS}.items()
    ]
    many = {"content": {"application/json": {"schema": page}}, "description": "They."}
    body = {"required": True, "content": {"application/json": {"schema": NEW}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Books", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/books": {
                "get": {
                    "operationId": "listBooks",
                    "parameters": queries,
                    "responses": {"200": many, **refusals},
                },
                "post": {
                    "operationId": "addBook",
                    "requestBody": body,
                    "responses": {"201": one, **refusals},
                },
            },
            "/books/{id}": {
                "parameters": [named],
                "get": {"operationId": "getBook", "responses": {"200": one, **refusals}},
                "delete": {
                    "operationId": "deleteBook",
                    "responses": {"204": {"description": "Gone."}, **refusals},
                },
            },
        },
        "components": {
            "schemas": {"Book": BOOK},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


class Library(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, style: str) -> None:
        """Begin without books."""
        self.style = style
        self.books: dict[str, dict[str, Any]] = {}
        self.wrong = ""
        self.path = "/v1/books"
        self.shared = False
        self.shuffled = False
        self.count = 0
        self.lists = 0

    def _for(self, who: str, request: Wire) -> Reply:
        path, _, query = request.target.partition("?")
        if path != "/books":
            return self._book(request.method, path.rpartition("/")[2], who)
        if request.method == "POST":
            asked = asked_in(request.body)
            return self._add(asked, who) if VALID.is_valid(asked) else reply(400, {})
        self.lists += 1
        return self._list(dict(parse_qsl(query)), who)

    def _add(self, asked: dict[str, Any], who: str) -> Reply:
        self.count += 1
        name = f"b{self.count:04}"
        shown = {**asked, "id": name, "lent": self.count % 2 == 0, "shelf": "A"}
        shown["created_at"] = f"2026-01-01T00:{self.count // 60 % 60:02}:{self.count % 60:02}Z"
        self.books[name] = {"who": who, "gone": False, "shown": shown}
        return reply(201, shown)

    def _book(self, method: str, name: str, who: str) -> Reply:
        book = self.books.get(name)
        if book is None or book["gone"] or (book["who"] != who and not self.shared):
            return reply(404, {})
        if method == "DELETE":
            book["gone"] = True
            return Reply(status=204)
        return reply(200, book["shown"])

    def _visible(self, given: dict[str, str], who: str) -> list[dict[str, Any]]:
        found = []
        for book in self.books.values():
            mine = book["who"] == who or self.shared or self.wrong == "owner"
            if mine and (not book["gone"] or self.wrong == "deleted"):
                found.append(dict(book["shown"]))
        for name in ("genre", "lent", "copies"):
            if name in given and self.wrong != "filter":
                found = [it for it in found if _text(it[name]) == given[name]]
        if given.get("genre") == "novel" and self.wrong == "filter-keeps":
            found = found[1:]
        if "sort" in given and self.wrong != "sort":
            found.sort(key=lambda it: it["copies"], reverse=given["sort"].startswith("-"))
        if self.shuffled and "sort" not in given:
            found = found[self.lists % 7 :] + found[: self.lists % 7]
        if self.wrong == "holds" and found:
            found = [it for it in found if it["id"] != "b0001"]
        if self.wrong == "same":
            found = [{**it, "shelf": "B"} for it in found]
        return found

    def _list(self, given: dict[str, str], who: str) -> Reply:
        paging = list(STYLES[self.style][0])
        found = self._visible(given, who)
        if not paging:
            return reply(200, found)
        wide, turn = paging
        size = int(given.get(wide, "10"))
        start = self._start(given.get(turn), size, found)
        if start is None:
            return reply(400, {})
        shift = {"gap": size < 10, "once": -1}.get(self.wrong, 0) if start else 0
        shown = found[start + shift :][: size + (self.wrong == "limit")]
        after = start + size if start + size < len(found) else None
        if self.wrong == "ends" and after is not None:
            after = 0
        answer, headers = self._answer(shown, after, size, given)
        if "total" in STYLES[self.style][1].get("properties", {}):
            answer["total"] = len(found) + (self.wrong == "total")
        return reply(200, answer, headers)

    def _start(self, turn: str | None, size: int, found: list[dict[str, Any]]) -> int | None:
        if turn is None:
            return 0
        if self.style == "stripe":
            names = [it["id"] for it in found]
            return names.index(turn) + 1 if turn in names else None
        if not turn.lstrip("c").isdigit():
            return None
        number = int(turn.lstrip("c"))
        return max(number - 1, 0) * size if self.style in COUNTED else number

    def _answer(
        self, shown: list[dict[str, Any]], after: int | None, size: int, given: dict[str, str]
    ) -> tuple[Any, dict[str, str]]:
        turn = list(STYLES[self.style][0])[1]
        number = None if after is None else after // size + 1
        place = number if self.style in COUNTED else after
        asked = {**given, turn: str(place)}
        link = f"{self.path}?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in asked.items())
        if self.style == "github":
            headers = {"link": f'<http://h{link}>; rel="next"'} if after is not None else {}
            return shown, headers
        answers: dict[str, Any] = {
            "cursor": {"items": shown} | ({} if after is None else {"next_cursor": f"c{after}"}),
            "stripe": {"data": shown, "has_more": after is not None},
            "google": {"books": shown, "nextPageToken": "" if after is None else f"c{after}"},
            "odata": {"value": shown} | ({} if after is None else {"@odata.nextLink": link}),
            "jsonapi": {"data": shown, "links": {} if after is None else {"next": link}},
            "twilio": {"books": shown, "meta": {} if after is None else {"next_page_url": link}},
            "kubernetes": {
                "items": shown,
                "metadata": {"continue": "" if after is None else f"c{after}"},
            },
        }
        return answers[self.style], {}


def _text(value: Any) -> str:
    return json.dumps(value).strip('"')


def reply(status: int, value: Any, headers: dict[str, str] | None = None) -> Reply:
    """Return an answer."""
    return Reply(
        status=status, headers={**JSON, **(headers or {})}, body=json.dumps(value).encode()
    )


@pytest.fixture
def found(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[Finding]]:
    """Return a function that runs a campaign against a library, and gives what lists showed."""
    monkeypatch.setattr(items, "LATER", (0.0,))

    def start(library: Library, *, most: int = 1500) -> list[Finding]:
        options = Options(
            wish=Wish(phases=("rules", "journeys"), rules="off", most=most),
            credentials=Credentials(auth=("a", "b")),
        )
        outcome = run(api_of(document(library.style)), library, options)
        assert outcome.requests <= most * 1.2
        return [item for item in outcome.findings if item.claim.operation == "listBooks"]

    return start


@pytest.mark.parametrize("style", STYLES)
def test_a_true_list(style: str, found: Callable[..., list[Finding]]) -> None:
    """Nothing is found, and every style is understood."""
    library = Library(style)
    assert [item.key for item in found(library)] == []
    assert library.lists > (10 if STYLES[style][0] else 6)


def test_a_list_between_days_that_must_be_given(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What such days leave out is not missed where another filter is asked, too."""
    monkeypatch.setattr(items, "LATER", (0.0,))
    whole = document("cursor")
    days = [
        {"name": name, "in": "query", "required": True, "schema": {**TEXT, "format": "date-time"}}
        for name in ("created_since", "created_until")
    ]
    whole["paths"]["/books"]["get"]["parameters"] += days
    transport = InProcess(app(api_of(whole), token=("a", "b"), workers=0))
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a", "b")),
    )
    try:
        outcome = run(api_of(whole), transport, options)
    finally:
        transport.close()
    assert [item.key for item in outcome.findings if item.claim.name.startswith("list:")] == []


def test_lists_that_all_share(found: Callable[..., list[Finding]]) -> None:
    """What another caller gets by its id may be in their list, too."""
    library = Library("cursor")
    library.shared = True
    assert [item.key for item in found(library)] == []


def test_lists_without_an_order(found: Callable[..., list[Finding]]) -> None:
    """Pages of a list that is in another order each time say nothing about each other."""
    library = Library("cursor")
    library.shuffled = True
    assert [item.key for item in found(library)] == []


WRONGS = {
    "limit": "list-limit listBooks list:limit",
    "once": "list-repeats listBooks list:once",
    "gap": "list-gap listBooks list:whole",
    "ends": "list-endless listBooks list:ends",
}


@pytest.mark.parametrize("style", [style for style in STYLES if STYLES[style][0]])
@pytest.mark.parametrize("wrong", WRONGS)
def test_pages_that_are_wrong(style: str, wrong: str, found: Callable[..., list[Finding]]) -> None:
    """In every style."""
    counted = style in {"odata", "github", "jsonapi"}
    if wrong == "ends" and style == "stripe":
        return  # the caller says what comes next
    library = Library(style)
    library.wrong = wrong
    keys = [item.key for item in found(library)]
    assert any(key.startswith(WRONGS[wrong]) for key in keys), (keys, counted)


def test_pages_know_where_their_positions_come_from(
    found: Callable[..., list[Finding]],
) -> None:
    """A server that is asked anew gives others; the id of the last item is one, too."""
    for style, pointer in (("cursor", "/next_cursor"), ("stripe", "/data/-1/id")):
        library = Library(style)
        library.wrong = "once"
        item = next(it for it in found(library) if it.kind == "list-repeats")
        assert item.case.binds[-1][1] == pointer


CONTENTS = {
    "owner": ("other-caller-listed listBooks list:owner", "error"),
    "deleted": ("listed-after-delete listBooks list:deleted", "error"),
    "holds": ("not-listed listBooks list:holds", "warning"),
    "same": ("list-differs listBooks list:same /shelf", "error"),
    "filter": ("filter-ignored listBooks list:filter query.genre", "error"),
    "filter-keeps": ("filter-misses listBooks list:filter-keeps query.genre", "error"),
    "sort": ("sort-ignored listBooks list:sort sort=-copies", "error"),
    "total": ("list-total listBooks list:total", "warning"),
}


@pytest.mark.parametrize("wrong", CONTENTS)
def test_contents_that_are_wrong(wrong: str, found: Callable[..., list[Finding]]) -> None:
    """Each is found, weighs what it should, and no other one is told beside it."""
    library = Library("cursor")
    library.wrong = wrong
    items = {item.key: item.weight.value for item in found(library)}
    key, weight = CONTENTS[wrong]
    assert items.get(key) == weight
    kinds = {each.partition(" ")[0] for each in items}
    beside = {"owner": {"not-listed", "list-total"}, "deleted": {"list-total"}}
    assert kinds - beside.get(wrong, set()) == {key.partition(" ")[0]}


def test_a_finding_says_how_to_see_it(found: Callable[..., list[Finding]]) -> None:
    """The book is made first, then another caller lists."""
    library = Library("cursor")
    library.wrong = "owner"
    item = next(each for each in found(library) if each.kind == "other-caller-listed")
    shown = curl(item.case, "http://h", secrets=always("Authorization: Bearer $TOKEN"))
    made, *_, listed = shown.splitlines()
    assert made.startswith("curl -i -X POST")
    assert "$OTHER_TOKEN" in listed
    assert "/books" in listed


def test_filters_that_compare_otherwise(api_of: Callable[[Json], Api]) -> None:
    """Ranges, prefixes, searches, times and words of a description are no equality."""
    source = document("cursor")
    parameters = source["paths"]["/books"]["get"]["parameters"]
    parameters += [
        {"name": "created_at", "in": "query", "schema": {"type": "string", "format": "date-time"}},
        {"name": "title", "in": "query", "schema": TEXT, "description": "Prefix of the title."},
        {"name": "min_copies", "in": "query", "schema": {"type": "integer"}},
    ]
    api = api_of(source)
    (books,) = listing.listings(Judging(api), chains(api))
    how = {each.control.wire: each.how for each in books.filters}
    assert how == dict.fromkeys(("genre", "lent", "copies"), "equal") | {"min_copies": "least"}
    weights = {each.control.wire: each.weight.value for each in books.filters}
    assert weights == dict.fromkeys(("genre", "lent"), "error") | dict.fromkeys(
        ("copies", "min_copies"), "warning"
    )


def test_orders_are_read(api_of: Callable[[Json], Api]) -> None:
    """A sign, a word after it, or none."""
    api = api_of(document("cursor"))
    (books,) = listing.listings(Judging(api), chains(api))
    made = named(api, books.item, "createdat")
    assert made is not None
    members = {"createdat": made}
    assert reading("-created_at", members) == (made, True)
    assert reading("createdAt desc", members) == (made, True)
    assert reading("created_at:asc", members) == (made, False)
    assert reading("created_at_desc", members) == (made, True)
    assert reading("created_at", members) == (made, None)
    assert reading("other", members) is None


def test_links_of_other_hosts_and_paths() -> None:
    """Only the query of a link to the same list is used."""
    assert query_of("https://elsewhere/v1/books?page=2#x", "/books") == "page=2"
    assert query_of("?page=2", "/books") == "page=2"
    assert query_of("/v1/films?page=2", "/books") is None
    assert query_of("c20", "/books") is None
    assert query_of("https://h/v1/shops/7/books?page=2", "/shops/{shop_id}/books") == "page=2"
    assert query_of("/shops/7/films?page=2", "/shops/{shop_id}/books") is None


def test_links_that_lead_elsewhere(found: Callable[..., list[Finding]]) -> None:
    """Who cannot follow them does not know where the list ends."""
    library = Library("odata")
    library.path = "/elsewhere"
    assert [item.key for item in found(library)] == []
