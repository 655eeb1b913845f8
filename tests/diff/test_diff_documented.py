"""The judge of whole messages, on documents of its own; and what travels of a parameter."""

from typing import Any

import pytest

from tallystick.diff.parts.statuses import concrete
from tallystick.diff.whole.documented import Documented, Refusal
from tallystick.diff.whole.written import written

ROOT: dict[str, Any] = {
    "security": [{"key": [], "user": ["read"]}, {"guest": []}],
    "paths": {
        "/v1/things/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "get": {
                "parameters": [
                    {"name": "X-A", "in": "header", "required": True},
                    {"name": "Accept", "in": "header", "required": True},
                    {"name": "n", "in": "query", "schema": {"type": "integer"}},
                ],
                "responses": {
                    "200": {"$ref": "#/components/responses/a~1b%20c"},
                    "4XX": {"content": {"text/*": {}}},
                },
            },
        },
        "/v1/things/all": {
            "put": {
                "requestBody": {"required": True, "content": {"image/*": {}, "a/b; v=1": {}}},
                "security": [{}],
                "callbacks": {"done": {"{$url}": {"post": {"responses": {"default": {}}}}}},
            }
        },
    },
    "webhooks": {"moved": {"post": {"requestBody": {"required": True, "content": {"a/b": {}}}}}},
    "components": {
        "securitySchemes": {
            "key": {"$ref": "#/components/securitySchemes/header"},
            "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "user": {"type": "apiKey", "in": "cookie", "name": "sid"},
            "guest": {"type": "oauth2"},
        },
        "parameters": {"id": {"name": "id", "in": "path", "schema": {"type": "integer"}}},
        "responses": {"a/b c": {"headers": {"X-R": {"required": True}}, "content": {"a/b": {}}}},
    },
}
GET = {"method": "GET", "path": "/things/7", "headers": {"x-a": "1"}}
KEYED: dict[str, Any] = {**GET, "headers": {"x-a": "1", "x-key": "{x-key}"}}
PUT = {"method": "PUT", "path": "/things/all"}

MESSAGES: list[tuple[dict[str, Any], set[Refusal]]] = [
    (GET, set()),
    ({**GET, "headers": {}}, {Refusal("parameter", "header x-a")}),
    ({**GET, "path": "/things/x"}, {Refusal("operation")}),
    ({**GET, "path": "/things/7/"}, {Refusal("operation")}),
    ({**GET, "path": "/v1/things/7"}, {Refusal("operation")}),
    ({**GET, "method": "DELETE"}, {Refusal("operation")}),
    ({**GET, "path": "/things/all"}, {Refusal("operation")}),
    ({**GET, "query": {"n": ""}}, {Refusal("empty", "n")}),
    ({**GET, "content_type": "a/b"}, {Refusal("body", "none")}),
    ({**GET, "credentials": []}, {Refusal("credentials")}),
    ({**KEYED, "credentials": ["X-Key"]}, {Refusal("credentials")}),
    ({**KEYED, "cookies": {"sid": "1"}, "credentials": ["X-Key", "sid"]}, set()),
    ({**KEYED, "query": {"sid": "1"}, "credentials": ["X-Key"]}, {Refusal("credentials")}),
    ({**GET, "headers": {"x-a": "1", "authorization": "bearer t"}, "credentials": []}, set()),
    (
        {**GET, "headers": {"x-a": "1", "Authorization": "Basic t"}, "credentials": []},
        {Refusal("credentials")},
    ),
    (PUT, {Refusal("body")}),
    ({**PUT, "content_type": "image/png"}, set()),
    ({**PUT, "content_type": "a/b"}, {Refusal("media", "a/b")}),
    ({**PUT, "content_type": "A/B; v=1; charset=UTF-8"}, set()),
    ({**PUT, "content_type": "image/png", "credentials": []}, set()),
    ({**GET, "status": 200, "headers": {"x-r": 1}}, set()),
    ({**GET, "status": 200, "headers": {}}, {Refusal("header", "x-r")}),
    ({**GET, "status": 200, "accept": "a/c"}, {Refusal("accept", "a/c")}),
    ({**GET, "status": 404, "accept": "text/csv"}, set()),
    ({**GET, "status": 500}, {Refusal("status", "500")}),
    ({"webhook": "moved", "method": "POST"}, {Refusal("body")}),
    ({"webhook": "gone", "method": "POST"}, {Refusal("operation")}),
    ({"callback": "done", "url": "{$url}", "method": "POST", "of": PUT, "status": 299}, set()),
    ({"callback": "done", "url": "{$url}", "method": "POST", "of": GET}, {Refusal("operation")}),
]


@pytest.mark.parametrize(("message", "refusals"), MESSAGES)
def test_a_message(message: dict[str, Any], refusals: set[Refusal]) -> None:
    """The document speaks of it, or says why not."""
    assert Documented(ROOT, "/v1/").refuses(message) == refusals


@pytest.mark.parametrize(
    "root", [None, [], {"paths": 1}, {"paths": {"/a": {"$ref": "#/paths/~1a"}}}]
)
def test_documents_that_say_nothing(root: Any) -> None:
    """What is no document speaks of nothing, and a circle of references ends."""
    message = {"method": "GET", "path": "/a"}
    assert Documented(root).refuses(message) == {Refusal("operation")}


LIST, OBJECT = ["a", 2], {"k": True, "l": "b"}
STYLES = [
    ("form", True, LIST, "n=a&n=2"),
    ("form", False, LIST, "n=a,2"),
    ("form", True, OBJECT, "k=true&l=b"),
    ("form", False, OBJECT, "n=k,true,l,b"),
    ("pipeDelimited", False, LIST, "n=a|2"),
    ("spaceDelimited", False, LIST, "n=a%202"),
    ("pipeDelimited", False, 5, "n=5"),
    ("deepObject", True, OBJECT, "n[k]=true&n[l]=b"),
    ("deepObject", True, LIST, None),
    ("simple", False, LIST, "a,2"),
    ("simple", True, OBJECT, "k=true,l=b"),
    ("label", False, LIST, ".a,2"),
    ("label", True, LIST, ".a.2"),
    ("matrix", False, LIST, ";n=a,2"),
    ("matrix", True, LIST, ";n=a;n=2"),
    ("matrix", True, 5, ";n=5"),
    ("cookie", True, LIST, "n=a; n=2"),
    ("form", True, [["a"]], None),
    ("odd", True, 5, None),
]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), STYLES)
def test_what_travels(style: str, value: Any, expected: str | None, *, explode: bool) -> None:
    """Values are written as OpenAPI's tables of styles show."""
    assert written("n", value, style, explode=explode) == expected


@pytest.mark.parametrize(
    ("statuses", "explicit", "expected"),
    [
        (("200", "200"), {"200"}, 200),
        (("default", "404"), {"404"}, 404),
        (("4XX", "default"), {"400", "401"}, 402),
        (("default", "default"), {"599", "5XX", "4XX"}, 399),
    ],
)
def test_a_status(statuses: tuple[str, str], explicit: set[str], expected: int) -> None:
    """It is one that both versions speak of by these words."""
    assert concrete(statuses, explicit) == expected
