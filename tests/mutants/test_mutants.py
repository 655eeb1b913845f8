"""A few mutants, in every run of the tests; `make mutants` tries all."""

import pickle

import pytest
from tests.mutants import foreign, ours, table
from tests.mutants.catalogue import catalogue, made
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.model import Mutant
from tests.mutants.ours import Result
from tests.mutants.probing import differs, recorded
from tests.mutants.shop import SHOP

pytestmark = pytest.mark.xdist_group("mutants")  # what is planned once is planned once a process
SAMPLE = (
    "rule-dropped VideoOptions:loop-not-hdr",
    "rule-inverted GenerationCreateParams:source-required",
    "rule-constant GenerationCreateParams:image-ref-limit 0 8->9",
    "rule-constant VideoOptions:keyframe-indexes-grid 1 240->241",
    "bound GenerationCreateParams.user_id maxLength 257",
    "bound SourcePosition.h_norm exclusiveMinimum as minimum",
    "enum VideoEditStrength without flex_3",
    "null VideoOptions.hdr refused",
    "unknown members DepthControl",
    "answer-without get /created_at",
    "answer-status create 202",
    "end {} ('output',) ('/type', 'is', 'image_edit')",
    "door other-caller",
    "key other-body",
    "when 500 ('/prompt', 'longer', 4000)",
)
SEED = 1


@pytest.fixture(scope="module")
def known() -> dict[str, Mutant]:
    """Return the catalogue by id."""
    return {mutant.id: mutant for mutant in catalogue()}


def test_the_catalogue_is_whole() -> None:
    """Every mutant is shown by a recorded request, or equivalent with a reason; all pickle."""
    mutants = made()
    ids = [mutant.id for mutant in mutants]
    assert len(ids) == len(set(ids)) > 600
    assert set(ids) == recorded().keys() | EQUIVALENT.keys()
    assert pickle.loads(pickle.dumps(mutants)) == mutants  # noqa: S301 - our own


@pytest.mark.parametrize("name", SAMPLE)
def test_a_mutant_is_another_server_and_found(known: dict[str, Mutant], name: str) -> None:
    """Its request is answered otherwise, and a campaign says so."""
    assert differs(known[name], recorded()[name])
    result = ours.judge(known[name], SEED)
    assert table.killed(result), result
    assert result.requests <= ours.MOST


def test_no_false_alarm() -> None:
    """On the true servers nothing is found, and every valid request is accepted."""
    for true in (ours.true_server(SEED), foreign.true_server(SEED, SHOP)):
        assert true["findings"] == []
        assert true["accepted"] == true["valid"] > 50
        assert true["requests"] <= ours.MOST


@pytest.mark.parametrize("fault", ["swiss", "tracking-never", "limit-101", "quantity-99-refused"])
def test_faults_of_another_server_are_found(fault: str) -> None:
    """A few of them; each is shown by requests of its own."""
    assert SHOP.shown(fault)
    assert table.killed(foreign.judge(fault, SEED, SHOP))


def test_notes_are_no_findings() -> None:
    """A mutant counts as found by what a person must look at."""
    result = Result(
        id="x", tool="ours", seed=1, keys=(), loudest="note", requests=1, seconds=0, cpu=0
    )
    assert not table.killed(result)
    page = table.markdown(table.facts([Mutant(id="x", kind="k")], [result], []))
    assert "| k | 0/1 |" in page
    assert "- survived: `x`" in page
