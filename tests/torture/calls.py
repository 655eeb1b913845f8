"""Calls of every operation of the torture document, for a client that blocks and one that waits.

A program for the tests: its argument is where the server is.
"""

import asyncio
import io
import sys
from collections.abc import Callable
from typing import Any

from torture_api import AsyncClient, AsyncEventStream, Client, EventStream, RuleViolationError

POINT = {"x": 1, "y": 2.5}
LARGE = 9223372036854775807
SHAPES = {
    "sibling": {"extra": 1},
    "beside": {"a": "x", "n": 3},
    "loop": [[], [[]]],
    "maps": {"a": {"b": {}}},
    "any": {"x": 1},
    "null_enum": None,
    "null_type": None,
    "mixed_enum": "",
    "number_enum": 0.5,
    "int_enum": 3,
    "mangled": "__proto__",
    "const": {"a": [1]},
    "const_text": "fixed",
    "const_null": None,
    "const_number": 42,
    "when": "2024-01-01T00:00:00Z",
    "day": "2024-02-29",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "byte": "aGk=",
    "binary": "x",
    "decimal": "1.10",
    "int64": LARGE,
    "uint64": 2 * LARGE + 1,
    "longs": [LARGE],
    "long_map": {"a": -LARGE - 1},
    "maybe_long": None,
    "long_or_text": LARGE,
    "big_enum": 9007199254740993,
    "regex": "a.b",
    "uri": "https://x/y",
    "none": None,
    "list": ["a"],  # an argument may be called like a type that models use
    "object": {"b": None},
    "choice": "x",
    "only": "w",
    "inner": {"secret": "s"},
}
OWN = {
    "direct": "x",
    "alias": True,
    "short": "abc",
    "nest": [True, [], [[False]]],
    "branch": {"branches": [{"leaf": "a"}, {"branches": []}]},
}
SKU = {"sku": "AB-1/x"}
PLACES = {
    "x_flat": POINT,
    "x_json": POINT,
    "x_on": True,
    "filter": {"name": "n", "range": {"from": 1, "to": 2}, "tags": ["a", "b"]},
    "open": ["a/b", "c?d"],
    "flag": False,
    "since": "2024-01-01T00:00:00Z",
    "free": {"k": "v w"},
    "closed": POINT,
    "session": "a b",
    "prefs": [1, 2],
    "level": -1,
    "ids": [LARGE],
}
STYLES = {
    "form": ["a", "b"],
    "comma": ["a", "b"],
    "space": ["a", "b"],
    "pipe": ["a", "b"],
    "deep": POINT,
    "reserved": "a/b?c",
    "json": POINT,
    "x_list": [1, 2],
    "x_object": POINT,
    "crumbs": ["a", "b"],
}
FORM = {"tags": ["a", "b"], "piped": ["a", "b"], "deep": POINT}
CALLS: tuple[Callable[[Any], Any], ...] = (
    lambda c: c.class_.delete("a/b", 1, *[True]),
    lambda c: c.class_.get("a", 1, *[False]),
    lambda c: c.constructor.constructor(),
    lambda c: c.same.get(id="q", id_header="h", id_cookie="c d", id_query="Q", n1st="1"),
    lambda c: c.same.get(emoji="&="),
    lambda c: c.same.get_same(one="1"),
    lambda c: c.styles.every(["a", "b,c"], [1, 2], "m", POINT, **STYLES),
    lambda c: c.places.every(["a", "b,c", "."], POINT, POINT, **PLACES),
    lambda c: c.files.upload(file=("a.txt", b"x"), meta={"x": 1}, more=[b"1", b"2"], count=3),
    lambda c: c.files.download(),
    lambda c: c.files.raw(body=b"123"),
    lambda c: c.files.submit(a="\u00e9 &", b=[1, 2]),
    lambda c: c.files.merge(body={"x": 1}),
    lambda c: c.files.mixed(),
    lambda c: c.async_files.send_bytes("a b", body=io.BytesIO(b"x" * 99999)),
    lambda c: c.async_files.send_bytes("a b", body=iter([b"a", b"b"])),
    lambda c: c.async_files.send_parts("n", picture=b"", **FORM, point=POINT, list=[1], meta=POINT),
    lambda c: c.async_files.send_form(
        "n", **FORM, exploded=POINT, json=POINT, url="a/b", plain=POINT
    ),
    lambda c: c.answers.several(),
    lambda c: c.answers.only_default(body="x"),
    lambda c: c.answers.range(body=b"x"),
    lambda c: c.answers.nothing_at_all(),
    lambda c: c.answers.texts(body="\u00e9"),
    lambda c: c.answers.look(),
    lambda c: c.answers.ask(),
    lambda c: c.answers.xml(body="<a/>"),
    lambda c: c.answers.newlines(body=[{"a": "x"}]),
    lambda c: c.answers.shadow("a", "b", "c", "d", a="x"),
    lambda c: c.shapes.shape(**SHAPES),
    lambda c: c.shapes.one_of_body(body={"a": "x"}),
    lambda c: c.shapes.own("o", 7, **OWN),
    lambda c: c.shapes.map_body(body={"a": {"b": {}}}),
    lambda c: c.with_options_.base_url(),
    lambda c: c.then.then(
        proto="a", constructor="b", empty="c", see_no_evil_monkey="d", self_body="e"
    ),
    lambda c: c.self.cls(self_query="a", none="b", options_query="c", timeout_query=1, proto="d"),
    lambda c: c.see_no_evil_monkey.see_no_evil_monkey("a/b", "b", "c", "d", "\u00e9"),
    lambda c: c.secure.by_query(),
    lambda c: c.secure.by_cookie(),
    lambda c: c.secure.by_header(),
    lambda c: c.secure.by_basic(),
    lambda c: c.secure.by_oauth(),
    lambda c: c.secure.by_connect(),
    lambda c: c.secure.by_all(),
    lambda c: c.secure.optional(),
    lambda c: c.events.watch(),
    lambda c: c.events.lines(),
    lambda c: c.no_id.get_by_x("1"),
    lambda c: c.no_id.post_by_x("1", body={"deep": {}, "secret": "s", "pair": ["a", 1]}),
    lambda c: c.orders.place(kind="gift", wrap=True, note="n" * 10, lines=[SKU]),
)
KEYS = ("auth_token", "username", "password", "api_key", "second_key_api_key", "cookie_api_key")
OPTIONS: Any = {
    "base_url": sys.argv[1],
    "max_retries": 0,
    **dict.fromkeys((*KEYS, "oauth_auth_token", "connect_auth_token"), "secret"),
}


def block() -> None:
    """Make all calls, and one that breaks rules wherever there are any."""
    with Client(**OPTIONS) as client:
        for call in CALLS:
            answer = call(client)
            assert not isinstance(answer, EventStream) or list(answer)
        labels = {"a/~": {"sku": ""}}
        bad = {"lines": [SKU, {"sku": "x"}], "labels": labels, "note": "a"}
        for payment in ({"by": "card", "number": "x"}, {"by": "card"}):
            try:
                client.orders.place(kind="plain", payment=payment, **bad)
            except RuleViolationError as error:
                for violation in error.violations:
                    sys.stdout.write(f"{violation.pointer} {violation.rule}\n")


async def wait() -> None:
    """Make all calls."""
    async with AsyncClient(**OPTIONS) as client:
        for call in CALLS:
            answer = await call(client)
            assert not isinstance(answer, AsyncEventStream) or [it async for it in answer]


block()
asyncio.run(wait())
