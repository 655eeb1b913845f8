"""What is sent first when not all can be: what tells most."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Caller, Case, Claim, Expectation, Message
from tallystick.fuzz.requests.ordering import ordered, ranked
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.requests.repeating import Repeating
from tallystick.ir import Api, Operation


def case(expect: Expectation, *touches: str, name: str = "", kind: str = "valid") -> Case:
    """Return a case that shows something, or breaks something."""
    claim = Claim(operation="take", name=name) if name else None
    message = Message(method="POST", path="/things")
    return Case(
        operation="take", kind=kind, expect=expect, message=message, claim=claim, touches=touches
    )


@pytest.fixture(scope="module")
def taking(api_of: Callable[[Any], Api]) -> Callable[[str], Operation]:
    """Return what returns an operation of some method that answers with 201."""

    def found(method: str) -> Operation:
        operation = {"operationId": "take", "responses": {"201": {"description": "Taken."}}}
        info = {"title": "Things", "version": "1"}
        paths = {"/things": {method: operation}}
        return api_of({"openapi": "3.1.0", "info": info, "paths": paths}).operations[0]

    return found


@pytest.fixture(scope="module")
def take(taking: Callable[[str], Operation]) -> Operation:
    """Return an operation that takes things."""
    return taking("post")


def test_valid_requests_that_show_most_come_first(take: Operation) -> None:
    """One that shows many bounds stands before those that show one of them each."""
    single = [case("accepted", f"/a {number}") for number in range(40)]
    packed = case("accepted", *(f"/a {number}" for number in range(30)))
    turns = ranked(take, [*single, packed], (), ())
    assert turns[id(packed)] == 0
    assert sum(turns[id(it)] > 0 for it in single[:30]) >= 29
    assert ordered([*single, packed], turns).index(packed) < 14


def test_the_size_of_an_outer_list_comes_soon(take: Operation) -> None:
    """It counts for more than some of what stands in the items, which others may send alone."""
    inner = [
        case("accepted", f"/a/* {number}", f"/a/*/b {number}", "/a 1 items") for number in range(40)
    ]
    size, within = case("accepted", "/a 3 items"), case("accepted", "/a/*/b 3 items")
    turns = ranked(take, [*inner, within, size], (), ())
    assert turns[id(size)] == 0
    assert turns[id(within)] > 0


def test_pairs_count_after_what_was_never_shown(take: Operation) -> None:
    """A new choice comes before a new pair of known ones, and that before nothing new."""
    first = [case("accepted", "/a 1", "/b 1"), case("accepted", "/a 2", "/b 2")]
    nothing = [case("accepted", "/a 1", "/b 1") for _ in range(30)]
    pair, choice = case("accepted", "/a 1", "/b 2"), case("accepted", "/a 3")
    cases = [*first, *nothing, pair, choice]
    turns = ranked(take, cases, (), ())
    assert turns[id(choice)] <= turns[id(pair)] < max(turns[id(it)] for it in nothing)


def test_what_was_broken_elsewhere_comes_later(take: Operation) -> None:
    """The same keyword of the same schema, not the first case of a rule."""
    keyword = case("refused", name="schema:maximum", kind="keyword")
    rule = case("refused", name="needs-size", kind="rule")
    turns = ranked(take, [keyword, rule], (), {id(keyword), id(rule)})
    assert turns[id(rule)] == 0 < turns[id(keyword)]


def test_what_has_many_claims_has_many_values_to_show(take: Operation) -> None:
    """Else what is wrong would be sent long before what is right was shown once."""
    valid = [case("accepted", f"/a {number}") for number in range(30)]
    wrong = [case("refused", name=f"schema:{number}", kind="keyword") for number in range(240)]
    assert max(ranked(take, [*valid, *wrong], (), ()).values()) == 0
    assert max(ranked(take, [*valid, *wrong[:12]], (), ()).values()) > 1


def test_what_is_put_at_a_path_is_shown_like_what_is_made(
    taking: Callable[[str], Operation],
) -> None:
    """It is there then: nobody has to have made it."""
    valid = [case("documented", f"/a {number}") for number in range(10)]
    assert max(ranked(taking("put"), valid, (), ()).values()) == 0
    assert max(ranked(taking("patch"), valid, (), ()).values()) == 9


@pytest.fixture(scope="module")
def numbered(api_of: Callable[[Any], Api]) -> Api:
    """Return an API that takes things with numbers of their own, and changes them."""
    thing = {
        "type": "object",
        "required": ["size"],
        "additionalProperties": False,
        "properties": {
            "number": {
                "type": "string",
                "pattern": "^N-[0-9]{4,6}$",
                "description": "No two things have the same (409).",
            },
            "size": {"enum": ["small", "large", "huge"]},
            "lid": {"type": "boolean"},
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    one = {"requestBody": {"required": True, "content": content}}
    said = {"responses": {"204": {"description": "Taken."}, "409": {"description": "No."}}}
    return api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Things", "version": "1"},
            "paths": {"/things": {"post": {"operationId": "make", **one, **said}}},
            "components": {"schemas": {"Thing": thing}},
        }
    )


def test_what_no_two_have_alike_is_another_one_in_each(numbered: Api) -> None:
    """Else a valid request would be refused as the document says."""
    cases = plan(numbered, Judging(numbered), Wish()).cases
    values = [it.value for it in cases if it.expect == "accepted" and it.kind != "variant"]
    numbers = [it["number"] for it in values if isinstance(it, dict) and "number" in it]
    assert len(numbers) > 3
    assert len(set(map(str, numbers))) == len(numbers)


def odd(operation: str, at: str, caller: Caller = "none") -> Case:
    """Return a request with credentials that are wrong."""
    claim = Claim(operation=operation, name="request:credentials", at=at)
    message = Message(method="GET", path="/things", caller=caller)
    return Case(
        operation=operation, kind="credentials", expect="refused", message=message, claim=claim
    )


def test_who_looks_at_odd_credentials_does_it_in_one_place(numbered: Api) -> None:
    """One operation that reads and one that writes stand for all; each asks for some."""
    make = numbered.operations[0]
    show = replace(make, id="show", method="get")
    known = Repeating(numbered)
    told = []
    for each in (make, show, replace(show, id="list")):
        cases = [odd(each.id, "none"), odd(each.id, "wrong", "wrong"), odd(each.id, "empty")]
        stood_for = set(known.stood_for(each, cases))
        told.append([number for number, it in enumerate(cases) if id(it) in stood_for])
    assert told == [[], [], [2]]
