"""What pages say of themselves, and what lists are by default: rooms of a gallery."""

from typing import Any

import pytest
from tests.fuzz.conftest import api_of
from tests.fuzz.gallery import HERE, Gallery, document, told

from tallystick.fuzz.journeys import items
from tallystick.fuzz.model import Case, Finding, Message, Reply, Weight
from tallystick.fuzz.oracles import defaulted, listed
from tallystick.fuzz.oracles.defaulted import Answers, differences
from tallystick.fuzz.oracles.listed import Shown
from tallystick.ir import Api
from tallystick.text import Json

PAGE = Shown(
    Case(
        operation="listRooms",
        kind="list",
        expect="accepted",
        message=Message(method="GET", path="/rooms"),
    ),
    Reply(status=200),
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again at once."""
    monkeypatch.setattr(items, "LATER", (0.0,))


@pytest.fixture(scope="module")
def rooms() -> Api:
    """Return the API."""
    return api_of(document())


def keys(found: tuple[Finding, ...]) -> set[str]:
    """Return what was found: claims of the list, and their places."""
    return {each.claim.key.removeprefix("listRooms ") for each in found}


@pytest.mark.parametrize(
    ("fault", "claim"),
    [
        ("limit-default", "parameter:default query.limit"),
        ("sort-default", "parameter:default query.sort"),
        ("offset-0", "list:echo query.offset"),
        ("units", "list:echo cookie.units"),
        ("total-of-page", "list:total"),
        ("offset-ignored", "list:once"),
        ("unsorted", "list:sort sort=code"),
    ],
)
def test_a_list_that_does_one_thing_wrong_is_found(rooms: Api, fault: str, claim: str) -> None:
    """Nobody can make a room, so all is seen on those that are there."""
    assert claim in keys(told(rooms, Gallery(fault)))


def test_a_short_list_is_cut_off_too(rooms: Api) -> None:
    """Where two items are all there are, one of them is asked for."""
    assert "list:limit query.limit" not in keys(told(rooms, Gallery(rooms=HERE[:2])))
    ignored = Gallery("limit-ignored", rooms=HERE[:2])
    assert "list:limit query.limit" in keys(told(rooms, ignored))


def test_what_one_item_shows_is_judged(rooms: Api) -> None:
    """The last room has walls that nobody documented, where it is asked for by its id."""
    found = told(rooms, Gallery("walls"))
    assert "getRoom" in {each.claim.operation for each in found}


def test_a_page_behind_the_last_one_leads_nowhere() -> None:
    """An empty page that leads on makes the list endless, though no page comes twice."""
    whole: Any = document()
    page = whole["components"]["schemas"]["Rooms"]
    page["properties"]["next"] = {"type": "string"}
    api = api_of(whole)
    assert "list:ends" not in keys(told(api, Gallery("next-at-end")))
    assert "list:ends" in keys(told(api, Gallery("next-always")))


@pytest.mark.parametrize(
    ("values", "down", "wrong"),
    [
        (["A-02", "A-10", "B-01"], False, False),
        (["A-02", "B-01", "A-10"], False, True),
        (["B-01", "A-10"], True, False),
        (["a", "B", "c"], False, False),
        (["2", "10"], False, False),
    ],
)
def test_texts_of_one_shape_have_one_order(values: list[Json], *, down: bool, wrong: bool) -> None:
    """Others are sorted in as many ways as there are languages."""
    found = list(listed.sorted_by(PAGE, "sort=code", values, down=down))
    assert bool(found) is wrong
    assert all(each.weight is Weight.WARNING for each in found)


@pytest.mark.parametrize(
    ("first", "spelled", "again", "where"),
    [
        ({"a": [1]}, {"a": [1]}, {"a": [1]}, None),
        ({"a": [1, 2]}, {"a": [1, 3]}, {"a": [1, 2]}, "/a/1"),
        ([1, 2], [1], [1, 2], ""),
        ({"at": 1, "b": 1}, {"at": 2, "b": 1}, {"at": 3, "b": 1}, None),
        ({"n": None}, {"n": 20}, {"n": None}, None),
        ({}, {"n": 20}, {}, None),
        ({"n": None}, {"n": 21}, {"n": None}, "/n"),
        ({"next": "abc"}, {"next": "abd"}, {"next": "abc"}, None),
        ({"self": "/a?b=1"}, {"self": "/a?b=1&c=20"}, {"self": "/a?b=1"}, None),
        ({"on": True}, {"on": 1}, {"on": True}, "/on"),
    ],
)
def test_differences_are_those_of_the_default(
    first: Json, spelled: Json, again: Json, where: str | None
) -> None:
    """What changes by itself, leads on, or says what was asked is none."""
    assert next(differences(Answers(first, spelled, again), [20]), None) == where


def test_a_default_that_does_not_hold_is_an_error() -> None:
    """The document promises it."""
    case, reply = PAGE
    answers = Answers([1], [1, 2], [1])
    (found,) = defaulted.judge(case, reply, ("limit", "query.limit"), 20, answers)
    assert (found.weight, found.claim.name, found.claim.at) == (
        Weight.ERROR,
        "parameter:default",
        "query.limit",
    )
