"""Variants: new bodies, each judged, the same for the same seed."""

from itertools import islice

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.variants import Variants, woven
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.sending.sender import line
from tallystick.ir import Api, TypeId


def known(box: Api, judging: Judging) -> tuple[TypeId, list[Case]]:
    """Return the type of a body, and planned cases with one."""
    body = box.operations[0].body
    assert body is not None
    type_id = body.contents[0].type
    assert type_id is not None
    kinds = {"valid", "edge", "rule", "keyword"}
    return type_id, [case for case in plan(box, judging, Wish()).cases if case.kind in kinds]


def made(box: Api, seed: int, statuses: tuple[str, ...] = ("stated",)) -> list[Case]:
    """Return some variants."""
    judging = Judging(box)
    type_id, cases = known(box, judging)
    variants = Variants(judging, type_id, cases, seed=seed, statuses=statuses)
    return list(islice(woven([variants], 1_000), 300))


def test_a_variant_breaks_nothing_or_one_thing(box: Api) -> None:
    """And it says what; none was planned or given before."""
    judging = Judging(box)
    type_id, cases = known(box, judging)
    found = made(box, 1)
    assert {case.expect for case in found} == {"accepted", "refused"}
    assert {case.claim.name for case in found if case.claim} >= {"shut-needs-lid", "part-below-9"}
    for case in found:
        broken = judging.broken(type_id, case.value)
        assert len(broken.keywords) + len(broken.rules) == (case.expect == "refused")
        if case.claim is not None and case.claim.rule:
            assert broken.rules == {(case.claim.name, case.claim.at)}
    bodies = [case.message.body for case in (*found, *cases) if case.kind == "variant"]
    assert len(bodies) == len(set(bodies)) == 300
    assert not set(bodies) & {case.message.body for case in cases}


def test_a_seed_gives_the_same_variants(box: Api) -> None:
    """Byte for byte."""
    first, again, other = ([case.message for case in made(box, seed)] for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_rules_that_are_not_to_be_broken_are_kept(box: Api) -> None:
    """A rule of another status stands in no claim."""
    assert not any(case.claim and case.claim.rule for case in made(box, 1, ()))


def test_as_many_as_asked_for(box: Api) -> None:
    """And none without a valid body to begin with."""
    judging = Judging(box)
    type_id, cases = known(box, judging)
    one = Variants(judging, type_id, cases, seed=0, statuses=())
    none = Variants(judging, type_id, [], seed=0, statuses=())
    assert len(list(woven([none, one], 7))) == 7


def test_shards_divide_variants_too(box: Api) -> None:
    """Each is in exactly one."""
    phases = ("rules", "protocol", "variants")

    def lines(shard: tuple[int, int]) -> list[str]:
        wish = Wish(phases=phases, most=200, shard=shard)
        return [line(case) for case in plan(box, Judging(box), wish).cases]

    whole = lines((1, 1))
    assert len(whole) > 120
    assert sorted(whole) == sorted([*lines((1, 2)), *lines((2, 2))])
