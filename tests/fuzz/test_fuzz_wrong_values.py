"""What is sent past a claim: what lenient servers take, and what breaks the least beside it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tallystick.fuzz.bodies.making import Bodies
from tallystick.fuzz.bodies.plausible import odd, siblings

FILM: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "maxLength": 40},
        "colour": {"type": "boolean"},
        "length": {"enum": ["5s", "10s"]},
        "reel": {"type": "integer", "minimum": 0},
        "frames": {"type": "array", "maxItems": 6, "items": {"type": "string", "minLength": 1}},
        "at": {
            "type": "array",
            "maxItems": 6,
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 0, "maximum": 500},
        },
        "subtitle": {"type": "string"},
        "trailer": {"type": "string"},
    },
    "additionalProperties": False,
    "x-validations": [
        {
            "id": "frames-have-times",
            "rule": "has(self.frames) == has(self.at) && (!has(self.frames)"
            " || (size(self.frames) == size(self.at) && size(self.frames) <= 6))",
            "message": "each frame has its time",
        },
        {
            "id": "subtitled-in-english",
            "rule": "!has(self.subtitle) || self.subtitle.startsWith('en')",
            "message": "subtitles are English",
        },
        {
            "id": "trailers-stand-alone",
            "rule": "!has(self.trailer) || !(has(self.length) || has(self.reel)"
            " || (has(self.colour) && self.colour))",
            "message": "a trailer has no length, reel or colour",
        },
    ],
}


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes films."""
    return bodies_of(FILM, most=200)


def wrong(made: Bodies, name: str, at: str) -> list[Any]:
    """Return the bodies that break a claim at a place."""
    values: list[Any] = [bad.value for bad in made.broken if (bad.name, bad.at) == (name, at)]
    return values


def test_what_is_taken_for_a_boolean(made: Bodies) -> None:
    """By readers that convert: a number and a word."""
    values = [value["colour"] for value in wrong(made, "schema:type", "/colour")]
    assert {str(value) for value in values} >= {"1", "true"}
    assert not any(isinstance(value, bool) for value in values)


def test_a_number_as_text(made: Bodies) -> None:
    """That of one which may stand there; and a boolean, which some languages count with."""
    values = [value["reel"] for value in wrong(made, "schema:type", "/reel")]
    assert any(isinstance(value, str) and value.isdecimal() for value in values)
    assert True in values


def test_a_value_in_a_list_and_out_of_it(made: Bodies) -> None:
    """What is right but for the list around it, or the one that is missing."""
    valid = [found.value for found in made.valid]
    whole = [it for it in wrong(made, "schema:type", "") if isinstance(it, list) and it]
    assert whole
    assert all(len(it) == 1 and it[0] in valid for it in whole)
    titles = [value["title"] for value in wrong(made, "schema:type", "/title")]
    assert any(isinstance(it, list) and it and isinstance(it[0], str) for it in titles)
    frames = [value["frames"] for value in wrong(made, "schema:type", "/frames")]
    assert any(isinstance(it, str) for it in frames)


def test_bodies_that_are_no_objects(made: Bodies) -> None:
    """A list, a text, a number, a boolean and null: a server may fail over each."""
    kinds = {type(value) for value in wrong(made, "schema:type", "")}
    kinds |= {type(value) for value in wrong(made, "schema:null", "")}
    assert kinds >= {list, str, int, bool, type(None)}


def test_values_that_others_of_the_kind_have(made: Bodies) -> None:
    """A server that takes one value more takes a likely one."""
    values = [value["length"] for value in wrong(made, "schema:enum", "/length")]
    assert {"8s", "15s"} <= set(values)
    assert not {"5s", "10s"} & set(values)


def test_siblings_are_strangers() -> None:
    """Nothing that the enumeration has; where no value is of a known kind, what many know."""
    assert list(siblings(["auto", "16:9", "21:9"])) == ["4:5", "5:4", "9:21", "16:10", "1:4", "4:1"]
    assert list(siblings(["auto", "manga"])) == ["none", "medium", "default"]


def test_siblings_count_on() -> None:
    """A level more than there are, of each kind of levels, and parts put together anew."""
    levels = [f"{name}_{number}" for name in ("soft", "hard") for number in (1, 2, 3)]
    assert list(siblings(levels))[:2] == ["hard_4", "soft_4"]
    assert list(siblings(["film-2.5", "film-3"]))[:2] == ["film-4", "film-2.6"]
    found = list(siblings(["film", "film_cut", "photo", "photo_crop"]))
    assert found[:2] == ["photo_cut", "film_crop"]


def test_siblings_of_times_and_of_parts() -> None:
    """A second beside the longest; versions and levels without their last part."""
    assert list(siblings(["4m", "12m"]))[:2] == ["11m", "13m"]
    assert "11s" not in list(siblings(["10s", "auto"]))
    assert "film-2" in list(siblings(["film-2.5", "photo"]))
    assert {"hard", "soft"} <= set(siblings(["soft_1", "soft_2", "hard_1"]))


def test_values_with_a_blank_behind_them(made: Bodies) -> None:
    """A server that cuts blanks off takes them."""
    values = [value["length"] for value in wrong(made, "schema:enum", "/length")]
    assert any(it != it.strip() for it in values if isinstance(it, str))


def test_numbers_for_texts_with_units(bodies_of: Callable[..., Bodies]) -> None:
    """Who reads ``5`` as ``5s`` takes a number for a text."""
    made = bodies_of({"type": "object", "properties": {"long": {"enum": ["5s", "10s"]}}}, most=40)
    wrong = [it.value for it in made.broken if it.at == "/long"]
    assert {"long": 5} in wrong


def test_a_value_twice_leaves_a_list_as_long_as_it_was(made: Bodies) -> None:
    """So nothing that counts its items is broken too."""
    twice = wrong(made, "schema:uniqueItems", "/at")
    assert any(len(value["at"]) == len(value["frames"]) for value in twice)


def test_a_value_twice_that_is_no_neighbour(made: Bodies) -> None:
    """Who compares neighbours takes it."""
    lists = [value["at"] for value in wrong(made, "schema:uniqueItems", "/at")]
    assert any(one != two for it in lists for one, two in pairwise(it))
    assert any(all(one != two for one, two in pairwise(it)) for it in lists)


def test_texts_of_blanks_and_of_two_lines() -> None:
    """Both are texts, where a text has one character at least."""
    texts = [text for _, text in odd(2, 40)]
    assert "  " in texts
    assert any("\n" in it and "\t" in it for it in texts)
    assert " " not in {text for _, text in odd(0, 40)}  # no text at all is tried there


def test_what_cannot_be_broken_alone_is_broken_in_each_way(made: Bodies) -> None:
    """A list that is longer than its neighbour, and both too long."""
    long = wrong(made, "schema:maxItems", "/frames")
    sizes = {(len(value["frames"]), len(value.get("at", ()))) for value in long}
    assert (7, 7) in sizes
    assert any(frames == 7 and at < 7 for frames, at in sizes)
    assert ("schema:maxItems", "/frames") in {gap[:2] for gap in made.never}


def test_a_rule_is_broken_by_nothing_at_all(made: Bodies) -> None:
    """Programs that take an empty text for none forget the rule there."""
    texts = {value["subtitle"] for value in wrong(made, "subtitled-in-english", "")}
    assert "" in texts


def test_a_rule_is_broken_by_each_choice_alone(made: Bodies) -> None:
    """A server that forgot one of three is found by a body that has none of the others."""
    values = wrong(made, "trailers-stand-alone", "")
    alone = [sorted({"length", "reel", "colour"} & value.keys()) for value in values]
    assert ["length"] in alone
    assert ["reel"] in alone
    assert ["colour"] in alone


def test_the_longest_text_is_tried_in_wide_characters(made: Bodies) -> None:
    """Servers that count bytes refuse it."""
    titles = {str(it.value["title"]) for it in made.valid if isinstance(it.value, dict)}
    assert {len(title.encode()) for title in titles if len(title) == 40} == {40, 160}


@pytest.mark.parametrize(
    ("said", "far"),
    [
        ({"minimum": 0}, 1),
        ({"multipleOf": 24}, 1),
        ({"maximum": 90}, 0),
        ({"exclusiveMaximum": 90}, 0),
        ({"description": "Pages, 90 at the most."}, 0),
        ({"description": "Pages."}, 1),
    ],
)
def test_a_great_number_where_nothing_bounds_it(
    said: dict[str, Any], far: int, bodies_of: Callable[..., Bodies]
) -> None:
    """Neither keyword nor figure does: a server that does is found."""
    pages = {"type": "integer", **said}
    made = bodies_of({"type": "object", "properties": {"pages": pages}}, most=40)
    values: list[Any] = [it.value for it in made.valid]
    assert any(it.get("pages", 0) >= 1000 for it in values) == far


def test_several_members_wrong_at_once(made: Bodies) -> None:
    """A server that fails to tell of many things is found."""
    bodies = [it for it in wrong(made, "schema:type", "") if isinstance(it, dict) and it]
    known: list[Any] = [it.value for it in made.valid]
    valid = {name: [it[name] for it in known if name in it] for name in bodies[0]}
    assert sum(value not in valid[name] for name, value in bodies[0].items()) > 2
