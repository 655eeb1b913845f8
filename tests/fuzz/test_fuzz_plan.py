"""Plans: the same for a seed, divided by shards, each broken body broken in one thing."""

import json
from collections import Counter
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.plan import Planning, Wish, plan
from tallystick.fuzz.sending.sender import line
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.solve.smt.engine import Engine


def test_a_seed_gives_the_same_requests(box: Api) -> None:
    """Byte for byte; another seed gives others."""
    first, again, other = (
        [line(case) for case in plan(box, Judging(box), Wish(seed=seed)).cases]
        for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_shards_are_disjoint_and_together_the_whole(box: Api) -> None:
    """Every case is in exactly one shard."""
    whole = Counter(line(case) for case in plan(box, Judging(box), Wish()).cases)
    parts = Counter(
        line(case)
        for number in (1, 2, 3)
        for case in plan(box, Judging(box), Wish(shard=(number, 3))).cases
    )
    assert whole == parts


def test_what_nobody_shares_is_not_spelt(box: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes as long as to judge a body; who has a part only spells each request to tell it."""
    told: list[Case] = []

    def noted(case: Case) -> str:
        told.append(case)
        return line(case)

    monkeypatch.setattr(f"{Planning.__module__}.line", noted)
    plan(box, Judging(box), Wish())
    assert not told
    plan(box, Judging(box), Wish(shard=(1, 2)))
    assert told


def test_bodies_are_what_they_claim(box: Api) -> None:
    """Valid ones break nothing, those of a rule break that rule alone."""
    judging = Judging(box)
    type_id = box.operations[0].body.contents[0].type if box.operations[0].body else None
    assert type_id is not None
    rules = 0
    for case in plan(box, judging, Wish()).cases:
        if not case.has_value or case.kind not in {"valid", "edge", "rule", "keyword"}:
            continue
        found = judging.broken(type_id, case.value)
        if case.expect == "accepted":
            assert found.nothing, case.value
        elif case.kind == "rule":
            rules += 1
            assert case.claim is not None
            assert found.rules == {(case.claim.name, case.claim.at)}
            assert not found.keywords
        else:
            assert found.keywords, case.value
    assert rules >= 3


def test_at_most_as_many_as_wished(box: Api) -> None:
    """A small number still tries the claims, not one of them many times."""
    made = plan(box, Judging(box), Wish(most=24))
    assert 18 <= len(made.cases) <= 24
    assert len({case.claim.key for case in made.cases if case.claim}) >= 8


def test_a_schema_that_no_validator_takes(document: dict[str, Any]) -> None:
    """The operation is left out and said; the rest goes on."""
    order = document["components"]["schemas"]["Order"]
    order["properties"]["name"] = {"type": "string", "pattern": "(["}
    api = lower_of(document)
    made = plan(api, Judging(api), Wish())
    assert [gap.claim.key for gap in made.gaps] == ["makeBox request:schema"]
    assert {case.operation for case in made.cases} == {"getBox"}


@pytest.mark.parametrize("wish", [Wish(), Wish(most=3)])
def test_a_body_that_nothing_satisfies(document: dict[str, Any], wish: Wish) -> None:
    """It is said, however few requests are wished for; the rest goes on."""
    order = document["components"]["schemas"]["Order"]
    order["properties"]["kind"] = {"type": "string", "minLength": 5, "maxLength": 2}
    api = lower_of(document)
    made = plan(api, Judging(api), wish)
    (gap,) = [gap for gap in made.gaps if gap.claim.key == "makeBox request:body"]
    assert gap.reason.startswith("proved impossible by ")
    assert "minLength" in gap.reason
    assert "maxLength" in gap.reason
    assert {case.operation for case in made.cases} == {"getBox"}


def saying(document: dict[str, Any], body: dict[str, Any]) -> Api:
    """Return an API with another operation after the others."""
    document["paths"]["/words"] = {
        "post": {
            "operationId": "say",
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"204": {"description": "Said."}},
        }
    }
    return lower_of(document)


def test_nothing_waits_for_a_large_body(document: dict[str, Any]) -> None:
    """Large bodies take long to make: the requests of those with small ones come before."""
    api = saying(document, {"type": "object", "properties": {"word": {"type": "string"}}})
    first = next(Planning(api, Judging(api), Wish()).cases())
    assert first.operation == "say"


def test_all_bodies_are_begun_before_the_solver_is_asked(
    document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long its questions take, each operation has had some requests."""
    api = saying(document, {"$ref": "#/components/schemas/Order"})
    met: set[str] = set()

    def check(*_: Any) -> int:
        raise LookupError

    monkeypatch.setattr(Engine, "check", check)
    cases = Planning(api, Judging(api), Wish()).cases()
    with pytest.raises(LookupError):
        met.update(case.operation for case in cases)
    assert met >= {"makeBox", "say"}


def lower_of(document: dict[str, Any]) -> Api:
    """Return the API of a document."""
    parsed, _ = parse_text(json.dumps(document).encode(), "box.json")
    assert parsed is not None
    resolved, _ = resolve(parsed)
    assert resolved is not None
    api, _ = lower(resolved)
    assert api is not None
    return api
