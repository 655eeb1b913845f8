"""A few faults of a foreign server of the flagship; `make mutants` tries all."""

import json
from typing import Any

import pytest
from tests.mutants import foreign, pages, table
from tests.mutants.generations import GENERATIONS
from tests.mutants.other.generations.faults import FAULTS, KIND
from tests.mutants.other.generations.probes import (
    FIRST,
    NOBODY,
    PROBES,
    Step,
    answers,
    film,
    image,
    make,
    poll,
    shown,
)
from tests.mutants.ours import Result
from tests.mutants.servers import document

pytestmark = pytest.mark.xdist_group("mutants")  # what is planned once is planned once a process
SEED = 1
CREATED, SHOWN, REFUSED = 201, 200, 422
FOUND = (
    "no loop-not-hdr",
    "grid-121",
    "user-257",
    "h-2-refused",
    "controls-null-crash",
    "all-see-all",
    "refused-418",
    "backwards",
    "key-shared",
)
CREATE = document()["paths"]["/generations"]["post"]
EXAMPLES: dict[str, Any] = {
    name: example["value"]
    for name, example in CREATE["requestBody"]["content"]["application/json"]["examples"].items()
}


def result(fault: str, seed: int, loudest: str) -> Result:
    """Return how a run ended."""
    return Result(
        id=fault, tool="", seed=seed, keys=(), loudest=loudest, requests=9, seconds=0, cpu=0
    )


def test_every_fault_has_requests_that_show_it() -> None:
    """Answers are otherwise than without it, and those without one are always the same."""
    assert PROBES.keys() == FAULTS.keys() == KIND.keys()
    assert [fault for fault in FAULTS if not shown(fault)] == []
    assert [
        fault for fault in FAULTS if answers("", PROBES[fault]) != answers("", PROBES[fault])
    ] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_takes_the_examples_of_the_document(name: str) -> None:
    """Those that name an earlier generation name one that is completed."""
    text = json.dumps(EXAMPLES[name])
    kind = EXAMPLES[name].get("type", "image")
    earlier = image() if kind.startswith("image") else film()
    steps = [earlier, poll(1), make(json.loads(text.replace(NOBODY, FIRST)))]
    assert [status for status, _ in answers("", steps)] == [CREATED, SHOWN, CREATED]


def test_jobs_wait_for_the_only_worker() -> None:
    """Time goes on by the clock that is given: queued, processing, completed."""
    second = [image(), Step(path="/generations", body=image(source={"generation_id": FIRST}).body)]
    assert [status for status, _ in answers("", second)] == [CREATED, REFUSED]
    said = [json.loads(text) for _, text in answers("", [image(), poll(), poll(0.5), poll(0.5)])]
    assert [each["state"] for each in said] == ["queued", "processing", "processing", "completed"]
    assert [each for each in said if "output" in each] == said[3:]


@pytest.mark.parametrize("fault", FOUND)
def test_faults_of_each_kind_are_found(fault: str) -> None:
    """By one campaign, within its requests."""
    assert table.killed(foreign.judge(fault, SEED, GENERATIONS))


def test_it_gives_no_false_alarm() -> None:
    """Without a fault nothing is found, and every valid request is accepted."""
    true = foreign.true_server(SEED, GENERATIONS)
    assert true["findings"] == []
    assert true["accepted"] == true["valid"] > 50


def test_the_page_names_survivors() -> None:
    """What is only noted is not found; a fault that every seed misses fails the run."""
    runs = [result("4k", 1, "error"), result("lost", 1, "note"), result("4k", 2, "")]
    runs += [result("lost", 2, "warning")]
    true = [{"findings": [], "valid": 3, "accepted": 3, "requests": 7, "cpu": 1.0}]
    known = pages.facts(runs, true, faults=FAULTS, kinds=KIND)
    page = GENERATIONS.page(known)
    assert "| state | 0/1 | 1/1 |" in page
    assert "| **all** | 1/2 | 1/2 |" in page
    assert "- survived seed 2: `4k`, 4k is taken" in page
    assert "0 false alarms, 3 of 3 valid" in page
    assert pages.verdict(known) == 0
    assert pages.verdict({**known, "survived": {"4k": [1, 2, 3]}}) == 1
