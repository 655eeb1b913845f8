"""Every rule stands where it should, and its own examples prove it with independent oracles."""

from typing import Any

import pytest

from .contract import Contract

Facts = dict[str, Any]

VALUES = {"stated", "inferred", "server"}


def test_every_rule_of_the_table_has_its_status(contract: Contract, rule_facts: Facts) -> None:
    """And there is no rule that the table does not have."""
    statuses: dict[str, set[str]] = {}
    for _, rule in contract.placed_rules():
        statuses.setdefault(rule["id"], set()).add(rule["status"])
    said = {
        name: {fact[contract.version]}
        for name, fact in rule_facts.items()
        if fact[contract.version]
    }
    assert statuses == said


def test_video_rules_stand_on_their_schemas(video: Contract, rule_facts: Facts) -> None:
    """One place each, save those about positions."""
    places: dict[str, list[str]] = {}
    for place, rule in video.placed_rules():
        places.setdefault(rule["id"], []).append(place)
    assert places == {name: fact["on"] for name, fact in rule_facts.items()}


def test_ids_are_unique_on_a_schema(contract: Contract) -> None:
    """A schema and an id name one rule."""
    named = [(place, rule["id"]) for place, rule in contract.placed_rules()]
    assert len(named) == len(set(named))


def test_video_rules_quote_their_page(video: Contract, rule_facts: Facts) -> None:
    """The source is a page and words of it."""
    for place, rule in video.placed_rules():
        page, _, quoted = rule["source"].partition(": ")
        assert page in {"001", "003"}
        assert rule["id"] != "source-media-kind" or page == "001"
        assert rule_facts[rule["id"]]["quote"] in quoted, (place, rule["id"])


def test_quotes_are_words_of_the_pages(rule_facts: Facts, video_facts: Facts) -> None:
    """Each quote stands in the words of some member."""
    members = [said for fact in video_facts.values() for said in fact.get("members", {}).values()]
    for name, fact in rule_facts.items():
        assert any(fact["quote"] in said["words"] for said in members), name


def test_only_the_server_may_lack_an_expression(contract: Contract) -> None:
    """A rule that clients could check must let them."""
    for _, rule in contract.placed_rules():
        assert ("rule" in rule) == (rule["status"] != "server"), rule["id"]
        assert ("examples" in rule) == ("rule" in rule), rule["id"]


def test_messages_are_sentences(contract: Contract) -> None:
    """They are for the person who sent the request."""
    for _, rule in contract.placed_rules():
        assert rule["message"].endswith("."), rule["id"]
        assert "\n" not in rule["message"]


def test_field_paths_exist(contract: Contract) -> None:
    """The member that a message is about is a member of the schema."""
    for place, rule in contract.placed_rules():
        schema = contract.schema(place)
        for name in rule.get("fieldPath", "").split(".")[1:]:
            schema = _object(contract, schema)["properties"][name]


def test_valid_examples_are_taken(contract: Contract) -> None:
    """By the schema and by every rule, not only by their own."""
    for place, rule in contract.placed_rules():
        for instance in rule.get("examples", {}).get("valid", ()):
            assert contract.errors(place, instance) == [], (place, rule["id"], instance)
            assert contract.broken(place, instance) == [], (place, rule["id"], instance)


def test_invalid_examples_break_their_rule_alone(contract: Contract) -> None:
    """The schema takes them, and so does every other rule: dropping a rule lets them through."""
    for place, rule in contract.placed_rules():
        for instance in rule.get("examples", {}).get("invalid", ()):
            assert contract.errors(place, instance) == [], (place, rule["id"], instance)
            assert contract.broken(place, instance) == [f"{rule['id']} at "], (place, instance)


def test_every_rule_has_both_kinds_of_example(contract: Contract) -> None:
    """At least one each."""
    for place, rule in contract.placed_rules():
        if "rule" in rule:
            assert rule["examples"]["valid"], (place, rule["id"])
            assert rule["examples"]["invalid"], (place, rule["id"])


PICTURE = {"url": "https://example.com/a.png"}
EARLIER = {"generation_id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"}
CLIP = {"url": "https://example.com/a.mp4", "media_type": "video/mp4"}
VIDEO = {"prompt": "a", "type": "video", "model": "ray-3.2"}
EDIT = {"prompt": "a", "type": "video_edit", "model": "ray-3.2", "source": CLIP}


@pytest.mark.parametrize(
    ("request_body", "broken"),
    [
        ({**VIDEO, "video": {"keyframes": [EARLIER], "keyframe_indexes": [0]}}, "/video/keyframes"),
        ({**VIDEO, "video": {"keyframes": [PICTURE, CLIP], "keyframe_indexes": [0, 1]}}, None),
        (
            {**EDIT, "video": {"edit": {"keyframes": [EARLIER], "keyframe_indexes": [0]}}},
            "/video/edit/keyframes",
        ),
        ({**VIDEO, "image_ref": [PICTURE, EARLIER]}, "/image_ref"),
    ],
)
def test_positions_are_told_apart(
    video: Contract, request_body: dict[str, Any], broken: str | None
) -> None:
    """A reference in the wrong place is reported at its list."""
    expected = (
        f"ref-generation-id-position at {broken}"
        if broken
        else "source-media-kind at /video/keyframes"
    )
    assert video.errors("GenerationCreateParams", request_body) == []
    assert video.broken("GenerationCreateParams", request_body) == [expected]


@pytest.mark.parametrize(
    ("indexes", "duration", "accepted"),
    [
        ([0, 120], None, True),
        ([0, 121], None, False),
        ([0, 120], "5s", True),
        ([0, 121], "5s", False),
        ([0, 240], "10s", True),
        ([0, 241], "10s", False),
        ([5, 5], "10s", False),
        ([-1, 5], "10s", False),
    ],
)
def test_grid_says_the_whole_sentence(
    video: Contract, indexes: list[int], duration: str | None, *, accepted: bool
) -> None:
    """Repeated and negative indexes too, though the schema already refuses them."""
    options = {
        "keyframes": [PICTURE, PICTURE],
        "keyframe_indexes": indexes,
        "duration": duration,
    }
    broken = video.broken("VideoOptions", options)
    assert broken == ([] if accepted else ["keyframe-indexes-grid at "])


@pytest.mark.parametrize("count", [0, 1, 64, 65])
def test_keyframes_are_one_to_sixty_four(video: Contract, count: int) -> None:
    """Under type video; an edit may have none."""
    frames = {"keyframes": [PICTURE] * count, "keyframe_indexes": list(range(count))}
    assert bool(video.errors("VideoOptions", frames)) == (count in {0, 65})
    assert bool(video.broken("VideoOptions", frames)) == (count in {0, 65})
    assert bool(video.errors("VideoEditOptions", frames)) == (count == 65)
    assert bool(video.broken("VideoEditOptions", frames)) == (count == 65)


@pytest.mark.parametrize(
    ("kind", "model", "accepted"),
    [
        (kind, model, (model == "ray-3.2") == (kind in {"video", "video_edit", "video_reframe"}))
        for kind in (None, "image", "image_edit", "video", "video_edit", "video_reframe")
        for model in (None, "uni-1", "uni-1-max", "ray-3.2")
    ],
)
def test_model_and_type_matrix(
    video: Contract, kind: str | None, model: str | None, *, accepted: bool
) -> None:
    """An absent type is image, an absent model uni-1."""
    body = {"prompt": "a", "source": PICTURE | {"media_type": "image/png"}}
    body |= {"type": kind} if kind else {}
    body |= {"model": model} if model else {}
    assert video.errors("GenerationCreateParams", body) == []
    expected = [] if accepted else ["model-matches-type at "]
    assert video.broken("GenerationCreateParams", body) == expected


def test_every_status_is_known(contract: Contract) -> None:
    """One of the three."""
    assert {rule["status"] for _, rule in contract.placed_rules()} <= VALUES


def _object(contract: Contract, schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, nullable or not, to the object schema behind it."""
    for branch in (schema, *schema.get("anyOf", ())):
        if "$ref" in branch:
            return contract.schema(branch["$ref"].removeprefix("#/components/schemas/"))
    return schema
