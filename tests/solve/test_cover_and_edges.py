"""Messages at every bound, and messages that make every choice: confirmed by another walker."""

from itertools import islice

import jsonschema_rs
import pytest

from tallystick.solve import Contract, Proof, Solver, Witness, bare
from tallystick.solve.cover import Cover
from tallystick.solve.edges import edges
from tallystick.solve.places import place_of
from tallystick.solve.session import GivenUp
from tallystick.text import Json

BOX: dict[str, Json] = {
    "type": "object",
    "required": ["name", "kind"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 8},
        "kind": {"enum": ["open", "shut", "round"]},
        "lid": {"type": ["boolean", "null"]},
        "size": {"type": "number", "exclusiveMinimum": 0, "maximum": 9},
        "parts": {
            "type": "array",
            "maxItems": 200,
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 3},
        },
        "seal": {"anyOf": [{"type": "string", "const": "wax"}, {"type": "object"}]},
    },
    "if": {"properties": {"kind": {"const": "open"}}},
    "then": {"not": {"required": ["lid"]}},
}


@pytest.fixture(scope="module")
def box() -> Contract:
    """A schema with a choice of each kind; an open box has no lid."""
    return bare(BOX)


def test_every_edge_is_met(box: Contract) -> None:
    """On a bound the validator accepts, one step past it refuses; the value is the one asked."""
    validator = jsonschema_rs.Draft202012Validator(BOX)
    seen = set()
    for edging, answer in edges(Solver(box)):
        assert isinstance(answer, Witness), edging
        assert validator.is_valid(answer.value) is not edging.broken
        assert isinstance(answer.value, dict)
        name = place_of(edging.pointer).split("/")[1]
        found = answer.value[name]
        measured: Json = len(found) if isinstance(found, str) else found
        if edging.list is not None:
            assert isinstance(found, list)
            measured = len(found)
        elif isinstance(found, list):
            measured = found[0]
        assert measured == edging.value, edging
        seen.add((name, edging.point.claim.keyword, edging.value))
    assert ("parts", "maxItems", 200) in seen
    assert ("parts", "maxItems", 201) in seen
    assert ("name", "minLength", 1) in seen
    assert ("size", "maximum", 10) in seen
    assert ("parts", "minimum", 2) in seen


def test_every_choice_and_pair_is_made_or_impossible(box: Contract) -> None:
    """What no message makes is refused by brute force too."""
    cover = Cover(Solver(box))
    validator = jsonschema_rs.Draft202012Validator(BOX)
    messages = [made.value for made in cover]
    assert all(validator.is_valid(value) for value in messages)
    assert cover.gave_up is None
    assert isinstance(cover.proof, Proof)
    made = {(it["kind"], it.get("lid", "absent")) for it in messages if isinstance(it, dict)}
    others = {(kind, lid) for kind in ("shut", "round") for lid in (True, False, None, "absent")}
    assert made == {("open", "absent"), *others}
    assert not cover.missing


def test_what_is_too_much_at_once_is_asked_for_one_by_one(
    box: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every choice is made all the same."""
    monkeypatch.setattr(Cover, "_ask", lambda *_: GivenUp("it takes too much work"))
    cover = Cover(Solver(box))
    made = list(cover.singles())
    assert made
    assert not cover.missing
    assert cover.gave_up == "it takes too much work"


def test_messages_are_few_and_the_same_again(box: Contract) -> None:
    """Each makes something new, and a second search makes the same."""
    first, second = ([made.value for made in Cover(Solver(box))] for _ in range(2))
    assert first == second
    assert len(first) < 40
    assert len({str(value) for value in first}) == len(first)


def test_known_messages_are_counted(box: Contract) -> None:
    """What is known already is not looked for again."""
    cover = Cover(Solver(box))
    fresh = cover.note({"name": "ab", "kind": "shut", "lid": True})
    assert {need.pointer for need in fresh.fresh} >= {"/kind", "/lid", "/size"}
    assert all(it.value != "shut" for made in cover.singles() for it in made.fresh)


def test_choices_of_the_flagship(request_solver: Solver) -> None:
    """The first messages make most choices; what stays missing is excluded by a rule."""
    cover = Cover(request_solver)
    messages = list(islice(cover.singles(), 120))
    assert {need.pointer for need in cover.missing} == {
        "/image_ref/0/generation_id",
        "/video/keyframes/0/generation_id",
        "/video/edit/keyframes/0/generation_id",
    }
    assert cover.proof is not None
    assert "ref-generation-id-position" in {claim.detail for claim in cover.proof.claims}
    assert len(messages) < 80


def test_open_pairs_stay_open_elsewhere() -> None:
    """What one search leaves, another one of messages around it does not ask for."""
    inner: dict[str, Json] = {
        "type": "object",
        "properties": {"a": {"enum": [1, 2]}, "b": {"enum": [3, 4]}},
    }
    part = Cover(Solver(bare(inner)))
    outer = Cover(Solver(bare({"type": "object", "properties": {"in": inner}})))
    left = {(one.value, other.value) for one, other in part.open_pairs()}
    assert left == {(1, 3), (1, 4), (2, 3), (2, 4)}
    outer.adopt(part.in_vain, "/in")
    assert not [*outer.pairs(outer.finite)]
    assert {(one.value, other.value) for one, other in outer.open_pairs()} == left
