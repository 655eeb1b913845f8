"""Rules broken where few look: behind the first item, far apart, in odd capitals, in each kind."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.askew import PAIRS
from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json


def record(needed: list[str], rules: dict[str, str], **members: Any) -> dict[str, Any]:
    """Return the schema of an object with rules."""
    return {
        "type": "object",
        "required": needed,
        "additionalProperties": False,
        "properties": members,
        "x-validations": [{"id": it, "rule": rules[it], "message": it} for it in rules],
    }


PART: dict[str, Any] = {
    "type": "object",
    "required": ["hz", "gain"],
    "properties": {"hz": {"type": "integer", "minimum": 20}, "gain": {"type": "number"}},
}
ACTOR: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string", "pattern": "^[A-Z][a-z]{0,4}$"}},
}
LINE: dict[str, Any] = {
    "type": "object",
    "required": ["who"],
    "properties": {
        "who": {"type": "string"},
        "pause": {"type": "integer", "minimum": 0, "maximum": 9},
    },
}
TAGS: dict[str, Any] = {"type": "array", "maxItems": 3, "items": {"type": "string"}}
SHEET = record(
    [],
    {
        "no-sys": "!has(self.tags) || self.tags.all(t, !t.startsWith('sys:'))",
        "parts-differ": "!has(self.parts)"
        " || self.parts.all(p, self.parts.exists_one(o, o.hz == p.hz))",
        "lines-of-subtitles": "!has(self.width)"
        " || (has(self.formats) && ('srt' in self.formats || 'vtt' in self.formats))",
        "short": "!has(self.text) || !has(self.fast) || !self.fast || size(self.text) <= 30",
        "public": "!has(self.link)"
        " || (self.link.startsWith('https://') && !self.link.contains('//localhost'))",
    },
    tags=TAGS,
    parts={"type": "array", "maxItems": 2, "items": PART},
    width={"type": "integer", "minimum": 1},
    formats={"type": "array", "minItems": 1, "items": {"enum": ["json", "srt", "vtt", "txt"]}},
    text={"type": "string", "maxLength": 60},
    fast={"type": "boolean"},
    link={"type": "string", "format": "uri"},
)
PLAY = record(
    ["actors", "lines"],
    {
        "names-differ": "self.actors.all(a, self.actors.exists_one(b, a.name == b.name))",
        "lines-of-actors": "self.lines.all(l, self.actors.exists(a, a.name == l.who))",
        "all-speak": "self.actors.all(a, self.lines.exists(l, l.who == a.name))",
        "no-last-pause": "!has(self.lines[size(self.lines) - 1].pause)",
    },
    actors={"type": "array", "minItems": 1, "maxItems": 3, "items": ACTOR},
    lines={"type": "array", "minItems": 1, "maxItems": 6, "items": LINE},
)
CUTS = record(
    ["at", "of"],
    {
        "in-time": "self.at.all(t, t <= 9)",
        "parallel": "size(self.at) == size(self.of)",
    },
    at={"type": "array", "maxItems": 4, "uniqueItems": True, "items": {"type": "integer"}},
    of={"type": "array", "maxItems": 4, "items": {"type": "string"}},
)
LINK: dict[str, Any] = {"type": "string", "format": "uri"}
RULE = {"safe-link": "!has(self.link) || self.link.startsWith('https://')"}
KINDS: dict[str, Any] = {
    "oneOf": [record(["kind"], RULE, kind={"const": kind}, link=LINK) for kind in ("a", "b", "c")]
}


@pytest.fixture(scope="module")
def broken(bodies_of: Callable[..., Bodies]) -> Callable[[Json, str], list[Any]]:
    """Return what breaks one claim alone, first the bodies of a schema that were made once."""
    known: dict[int, Bodies] = {}

    def of(schema: Json, name: str) -> list[Any]:
        made = known.setdefault(id(schema), bodies_of(schema, most=60))
        return [it.value for it in made.broken if it.alone and it.name == name]

    return of


def test_an_item_behind_one_that_breaks_nothing(broken: Callable[..., list[Any]]) -> None:
    """Who looks at the first one alone takes it."""
    odd = [it["tags"] for it in broken(SHEET, "no-sys")]
    assert any(len(it) > 1 and not it[0].startswith("sys:") for it in odd)


def test_the_first_of_plain_items_and_the_last(broken: Callable[..., list[Any]]) -> None:
    """Who looks at one of them alone takes the other, though lists are of one length."""
    ends = [(it["at"][0] > 9, it["at"][-1] > 9) for it in broken(CUTS, "in-time")]
    assert {(True, False), (False, True)} <= set(ends)


def test_items_alike_in_what_counts_only(broken: Callable[..., list[Any]]) -> None:
    """Who compares whole items takes them."""
    pairs = [it["parts"] for it in broken(SHEET, "parts-differ")]
    assert any(one["hz"] == two["hz"] and one["gain"] != two["gain"] for one, two in pairs)


def test_choices_that_a_rule_does_not_name(broken: Callable[..., list[Any]]) -> None:
    """Each stands alone in a list."""
    assert any(it.get("formats") == ["txt"] for it in broken(SHEET, "lines-of-subtitles"))


def test_texts_that_are_too_long_by_one(broken: Callable[..., list[Any]]) -> None:
    """And not by many."""
    assert 31 in {len(it["text"]) for it in broken(SHEET, "short")}


def test_addresses_in_each_wrong_way(broken: Callable[..., list[Any]]) -> None:
    """Of another scheme, and with what is not to be in them."""
    links = {it["link"] for it in broken(SHEET, "public")}
    assert any(it.startswith("ftp://") for it in links)
    assert any(it.startswith("https://") and "//localhost" in it for it in links)


def test_the_first_and_the_last_are_alike(broken: Callable[..., list[Any]]) -> None:
    """Who compares neighbours takes them."""
    casts = [[actor["name"] for actor in it["actors"]] for it in broken(PLAY, "names-differ")]
    assert any(len(it) > 2 and it[0] == it[-1] != it[1] for it in casts)


def test_names_in_other_capitals(broken: Callable[..., list[Any]]) -> None:
    """They are others."""
    for play in broken(PLAY, "lines-of-actors"):
        names = {it["name"] for it in play["actors"]}
        odd = {it["who"] for it in play["lines"]} - names
        if odd and {it.lower() for it in odd} <= {it.lower() for it in names}:
            return
    pytest.fail("no line is of an actor in other letters")


def test_a_rule_that_kinds_share_is_broken_in_each(bodies_of: Callable[..., Bodies]) -> None:
    """Each kind may be judged by a program of its own."""
    made = [it for it in bodies_of(KINDS, most=60).broken if it.name == "safe-link" and it.alone]
    found = {it.value["kind"] for it in made if isinstance(it.value, dict)}
    assert found == {"a", "b", "c"}


def test_what_names_a_wrong_text_names_it_wrong_too(broken: Callable[..., list[Any]]) -> None:
    """Nothing else is broken then."""
    assert broken(PLAY, "schema:pattern")
    assert all(
        {it["name"] for it in play["actors"]} == {it["who"] for it in play["lines"]}
        for play in broken(PLAY, "schema:pattern")
    )


def test_what_only_some_items_have_is_broken_there(broken: Callable[..., list[Any]]) -> None:
    """The last one may not have it."""
    tens = [it for play in broken(PLAY, "schema:maximum") for it in play["lines"]]
    assert any(it.get("pause") == 10 for it in tens)


def test_a_list_is_too_long_by_an_item_that_is_another_one(
    broken: Callable[..., list[Any]],
) -> None:
    """No two may be alike."""
    assert any(len(it.get("parts", ())) == 3 for it in broken(SHEET, "schema:maxItems"))


GIVEN = record(
    [],
    {
        "seal-needs-name": "!has(self.seal) || has(self.name)",
        "one-of-three": "[has(self.one), has(self.two), has(self.three)].exists_one(it, it)",
    },
    seal={"type": "string"},
    name={"type": ["string", "null"], "maxLength": 9},
    one={"type": "integer"},
    two={"type": "integer"},
    three={"type": "integer"},
)


def of_given(bodies_of: Callable[..., Bodies], name: str) -> list[Any]:
    """Return what breaks a rule alone."""
    made = bodies_of(GIVEN, most=40).broken
    return [it.value for it in made if it.alone and it.name == name]


def test_what_is_there_and_holds_nothing(bodies_of: Callable[..., Bodies]) -> None:
    """A text without a character is a text."""
    assert any(it["seal"] == "" for it in of_given(bodies_of, "seal-needs-name"))


def test_null_where_something_is_needed(bodies_of: Callable[..., Bodies]) -> None:
    """Null is not there, though it is said."""
    sent = of_given(bodies_of, "seal-needs-name")
    assert any("name" in it and it["name"] is None for it in sent)


def test_all_ways_to_break_a_rule_at_once(bodies_of: Callable[..., Bodies]) -> None:
    """Three of what one only is to be given."""
    assert any({"one", "two", "three"} <= it.keys() for it in of_given(bodies_of, "one-of-three"))


def test_a_third_way_that_needs_more(bodies_of: Callable[..., Bodies]) -> None:
    """What another body has beside one way comes with it."""
    text: dict[str, Any] = {"type": ["string", "null"], "maxLength": 9}
    ways = dict.fromkeys(("link", "data", "past", "kind"), text)
    rules = {
        "one-way": "[has(self.link), has(self.data), has(self.past)].exists_one(it, it)",
        "kind-of-data": "!has(self.data) || has(self.kind)",
        "kind-of-link": "!has(self.link) || !has(self.past) || has(self.kind)",
    }
    host = record([], {}, part=record([], rules, **ways), name=text)
    made = bodies_of(host, most=40).broken
    sent: list[Any] = [it.value for it in made if it.alone and it.name == "one-way"]
    given = [{name for name, part in it["part"].items() if part is not None} for it in sent]
    assert {"link", "data", "past", "kind"} in given


PICTURE = record(
    [],
    {
        "one-source": "[has(self.address), has(self.bytes), has(self.job), has(self.text)]"
        ".exists_one(it, it)",
        "bytes-have-kind": "!has(self.bytes) || has(self.kind)",
    },
    address={"type": "string", "format": "uri"},
    bytes={"type": "string", "contentEncoding": "base64"},
    job={"type": "string", "format": "uuid"},
    kind={"enum": ["image", "film"]},
    text={"type": "string"},
)


def test_several_ways_to_break_a_rule(bodies_of: Callable[..., Bodies]) -> None:
    """A server may know of one pair of members that do not go together, and not of another."""
    names = {"address", "bytes", "job", "text"}
    made = bodies_of({"type": "object", "properties": {"of": PICTURE}}, most=40).broken
    values: list[Any] = [it.value for it in made if it.alone and it.name == "one-source"]
    sent = {frozenset(names & it["of"].keys()) for it in values}
    assert len([it for it in sent if len(it) > 1]) > 2 * PAIRS - 2


def test_the_first_and_the_last_of_a_list_that_a_rule_stands_on(
    bodies_of: Callable[..., Bodies],
) -> None:
    """It names no list, and another place has one of that name, which is longer more often."""
    said: list[Any] = [
        {"id": "no-sys", "rule": "self.all(t, !t.key.startsWith('sys:'))", "message": "no"}
    ]
    tag: dict[str, Any] = {
        "type": "object",
        "required": ["key"],
        "properties": {"key": {"type": "string"}},
    }
    tags: dict[str, Any] = {"type": ["array", "null"], "maxItems": 64, "items": tag}
    times: dict[str, Any] = {"type": ["array", "null"], "maxItems": 64, "uniqueItems": True}
    times["items"] = {"type": "integer", "minimum": 0}
    inner = record(
        [],
        {
            "parallel": "has(self.tags) == has(self.times) && (!has(self.tags) || "
            "size(self.tags) == size(self.times))"
        },
        tags={**tags, "x-validations": said},
        times=times,
    )
    many = [{"key": it} for it in "abcd"]
    schema = record(["tags"], {}, tags={**tags, "examples": [many, many[1:]]}, edit=inner)
    made = [it for it in bodies_of(schema, most=60).broken if it.name == "no-sys" and it.alone]
    values: list[Any] = [it.value for it in made]
    lists = [it["edit"]["tags"] for it in values]
    odd = [[it["key"].startswith("sys:") for it in each] for each in lists]
    assert any(it[0] and not any(it[1:]) for it in odd if len(it) > 1)
    assert any(it[-1] and not any(it[:-1]) for it in odd if len(it) > 1)
