"""The terse server of the flagship and its faults; `make mutants` tries all of them."""

import json
import re
from typing import Any

import pytest
from tests.mutants import foreign, table
from tests.mutants.hosts import bodies
from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.asking import Said, answers
from tests.mutants.other.renders.faults import FAULTS, KIND, PROBES, ROWS, shown
from tests.mutants.other.renders.jobs import Ticks
from tests.mutants.other.renders.kinds import CRASH, KINDS
from tests.mutants.renders import RENDERS

from tallystick.serve.compiling import Compiler

pytestmark = pytest.mark.xdist_group("mutants")  # what is planned once is planned once a process
SEED = 1
FALLEN = {"bad-json-500", "unknown-500", "get-500-failed", "refused-500"}
FOUND = (
    "drop:loop-10s",
    "one-of-source-video",
    "grid-241",
    "480p-accepted",
    "y-not-required",
    "null-loop-refused",
    "crash-index-zero",
    "created-number",
    "create-202",
    "backwards",
    "foreign-get",
    "key-ignored",
    "open-face",
)


def statuses(*steps: s.Step) -> list[int]:
    """Return the statuses that the server without a fault answers with."""
    return [status for status, *_ in answers("", steps)]


def told(*steps: s.Step) -> list[Any]:
    """Return what the server without a fault answers with."""
    return [json.loads(said) for *_, said in answers("", steps)]


def test_every_fault_has_requests_that_show_it() -> None:
    """Answers are otherwise than without it; no answer without one is an error of the server."""
    assert len(FAULTS) == len(ROWS) == 308
    assert set(KIND.values()) == set(KINDS)
    assert [fault for fault in FAULTS if not shown(fault)] == []
    assert max(status for steps in PROBES.values() for status in statuses(*steps)) < 500


def test_only_crashes_are_errors_of_the_server() -> None:
    """A fault that is meant as another one does not just fall over."""
    fallen = {
        fault
        for fault in FAULTS
        if max(status for status, *_ in answers(fault, PROBES[fault])) >= 500
    }
    assert fallen == {fault for fault in FAULTS if KIND[fault] == CRASH} | FALLEN


def test_holes_and_looser_members_take_what_is_refused() -> None:
    """And what is refused by a fault is taken without it."""
    loose = {kinds.DROPPED, kinds.HOLE, kinds.REQUIRED}
    for fault in FAULTS:
        right, wrong = statuses(*PROBES[fault])[-1], answers(fault, PROBES[fault])[-1][0]
        if KIND[fault] in loose:
            assert (right, wrong) == (422 if fault not in REQUIRED else 400, 201), fault
        if KIND[fault] == kinds.REFUSED:
            assert right == 201, fault
            assert wrong in {400, 401, 415, 422}, fault


REQUIRED = {fault for fault, kind in KIND.items() if kind == kinds.REQUIRED}


def conforms(compiler: Compiler, said: Said, path: str, method: str) -> bool:
    """Whether an answer is one that the document knows."""
    (operation,) = (
        each
        for each in foreign.true_api(RENDERS).operations
        if each.method.upper() == method
        and re.fullmatch(re.sub(r"\{[a-z_]+\}", "[^/]+", each.path), path)
    )
    status, heads, text = said
    (declared,) = (each for each in operation.responses if each.status == str(status))
    (content,) = declared.contents
    assert dict(heads)["content-type"] == content.media_type
    assert content.type is not None
    errors = compiler.validator(content.type, "response").iter_errors(json.loads(text))
    return not list(errors)


def test_answers_are_as_the_document_says() -> None:
    """Status, media type and members; files are not in the document."""
    compiler = Compiler(foreign.true_api(RENDERS), "all")
    for fault, steps in PROBES.items():
        for step, said in zip(steps, answers("", steps), strict=True):
            if step.path != "{link}":
                assert conforms(compiler, said, step.path, step.method), (fault, step)


def test_it_takes_valid_bodies() -> None:
    """Those that go on from an earlier job go on from one that is there."""
    for name, body in bodies().items():
        moving = name == "reframe-earlier"
        text = json.dumps(body).replace(s.NOBODY, "{id}")
        steps = [s.FILM if moving else s.IMAGE, s.END, s.make(json.loads(text))]
        assert statuses(*steps) == [201, 200, 201], name


def test_jobs_run_and_end() -> None:
    """By the clock that is given; those that cannot be made fail."""
    states = [each["state"] for each in told(s.IMAGE, s.look(0.01), s.look(0.02), s.look(0.04))]
    assert states == ["queued", "queued", "processing", "completed"]
    assert told(*s.FAILED)[-1]["failure_code"] == "corrupt_input"
    assert told(s.image(prompt="\r"), s.END)[-1]["failure_code"] == "content_moderated"
    clock = Ticks(5)
    assert (clock(), clock()) == (5.005, 5.01)


def test_links_lead_to_files() -> None:
    """For an hour."""
    assert statuses(*s.ON, s.fetch()) == [201, 200, 200]
    late = s.Step(method="GET", path="{link}", later=3601)
    assert statuses(*s.ON, late) == [201, 200, 403]
    assert statuses(*s.ON, s.Step(method="GET", path="{link}0")) == [201, 200, 403]


def test_others_methods_and_paths_are_refused() -> None:
    """As HTTP has it."""
    asked = [("PUT", "/generations"), ("HEAD", "/generations/1"), ("GET", "/"), ("GET", "/files/a")]
    steps = [s.Step(method=method, path=path) for method, path in asked]
    said = answers("", steps)
    assert [status for status, *_ in said] == [405, 405, 404, 403]
    assert [dict(heads).get("allow") for _, heads, _ in said] == ["POST", "GET", None, None]
    assert said[1][2] == b""


@pytest.mark.parametrize("fault", FOUND)
def test_faults_of_each_kind_are_found(fault: str) -> None:
    """By one campaign, within its requests."""
    assert table.killed(foreign.judge(fault, SEED, RENDERS))


def test_it_gives_no_false_alarm() -> None:
    """Without a fault nothing is found but that no rule is named; what is valid is accepted."""
    true = foreign.true_server(SEED, RENDERS)
    assert true["findings"] == []
    assert true["accepted"] == true["valid"] > 500
    assert true["requests"] <= 2_500
    kinds_told = {item.kind for item in foreign.against(RENDERS, "", SEED, whole=True).findings}
    assert kinds_told == {"rule-not-named"}
