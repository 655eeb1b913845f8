"""The server of a studio and its faults; `make mutants` tries campaigns on all of them."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.mutants.foreign import true_api
from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.asking import answers
from tests.mutants.other.studio.faults import FAULTS, KIND, PROBES, ROWS, shown
from tests.mutants.other.till.asking import Said
from tests.mutants.other.till.steps import Step
from tests.mutants.studio import STUDIO

from tallystick.ir import Operation
from tallystick.serve.compiling import Compiler

CRASH = "error on a valid request"
BY_SERVER = {
    "preset-known",
    "voice-known",
    "speaker-voice-known",
    "source-is-done",
    "still-a-voice",
    "accent-of-english",
    "children-not-shared",
}


def statuses(*steps: Step) -> list[int]:
    """Return the statuses that the server without a fault answers with."""
    return [status for status, *_ in answers("", steps)]


def bodies(*steps: Step) -> list[Any]:
    """Return what the server without a fault answers with."""
    return [json.loads(said) if said else None for _, _, said in answers("", steps)]


@cache
def compiler() -> Compiler:
    """Return what judges by the document."""
    return Compiler(true_api(STUDIO), "all")


def operation(step: Step) -> Operation:
    """Return the operation that a request is for."""
    path = step.path.partition("?")[0]
    fitting = [
        each
        for each in true_api(STUDIO).operations
        if each.method.upper() == step.method
        and re.fullmatch(re.sub(r"\{[a-z_]+\}", "[^/]+", each.path), path)
    ]
    return min(fitting, key=lambda each: each.path.count("{"))


@cache
def truth() -> dict[str, list[Said]]:
    """Return what the server without a fault answers to the requests of each fault."""
    return {fault: answers("", steps) for fault, steps in PROBES.items()}


def tried() -> Iterator[tuple[Step, Said]]:
    """Yield all requests of all faults with what the server without a fault answers."""
    for fault, steps in PROBES.items():
        yield from zip(steps, truth()[fault], strict=True)


def test_every_fault_has_requests_that_show_it() -> None:
    """Answers are otherwise than without it, and errors of the server only where that is meant."""
    assert len(FAULTS) == len(ROWS)
    wrong = {fault: answers(fault, PROBES[fault]) for fault in FAULTS}
    assert [fault for fault in FAULTS if wrong[fault] == truth()[fault]] == []
    assert max(status for _, (status, *_) in tried()) < 500
    fallen = {fault for fault in FAULTS if max(status for status, *_ in wrong[fault]) >= 500}
    assert fallen == {fault for fault in FAULTS if KIND[fault] == CRASH} | {"no-json-500"}
    assert shown("create-201")


def test_answers_are_as_the_document_says() -> None:
    """Status, media type, members and rules."""
    for step, (status, heads, said) in tried():
        declared = {each.status: each for each in operation(step).responses}
        assert str(status) in declared, (step, status)
        contents = {each.media_type: each for each in declared[str(status)].contents}
        if not contents:
            assert said == b""
            continue
        content = contents[dict(heads)["content-type"].partition(";")[0]]
        if content.type is not None and content.media_type.endswith("json"):
            shown_ = json.loads(said)
            errors = compiler().validator(content.type, "response").iter_errors(shown_)
            assert [error.message for error in errors] == [], (step, shown_)
            assert list(compiler().ruled(content.type).faults(shown_, "")) == []


def test_bodies_are_judged_as_the_document_says() -> None:
    """By its schemas and its rules; what only a server can judge is known by name."""
    judged = 0
    for step, (status, _, said) in tried():
        asked = operation(step).body
        if not isinstance(step.body, dict) or status not in {200, 201, 202, 402, 422}:
            continue
        assert asked is not None
        assert asked.contents[0].type is not None
        checker = compiler().checker(asked.contents[0].type, "The body")
        found = checker.choose([step.body])[1] or checker.broken(step.body)
        if found:
            assert status == 422, (step, found)
        elif status == 422:
            assert json.loads(said)["rule"] in BY_SERVER, step
        judged += 1
    assert judged > 500


def test_jobs_run_and_end() -> None:
    """And stay as they ended."""
    seen = [job["state"] for job in bodies(*s.DONE, s.LOOK)]
    assert seen == ["queued", "running", "done", "done"]
    assert statuses(*s.DONE, s.CANCEL, s.RETRY, s.DROP, s.LOOK)[3:] == [409, 409, 204, 404]
    assert statuses(*s.CANCELLED, s.CANCEL, s.LINKS, s.RETRY)[2:] == [409, 409, 202]
    assert [each["state"] for each in bodies(*s.DONE, s.EVENTS)[-1]["data"]] == seen[:3]


def test_credits_are_taken_and_given_back() -> None:
    """Those of cancelled and failed jobs."""
    assert bodies(s.effect(duration_s=9), s.ACCOUNT)[-1]["credits_used"] == 9
    assert bodies(s.effect(), s.CANCEL, s.ACCOUNT)[-1]["credits_used"] == 0
    assert bodies(*s.SEVENTH)[-1]["state"] == "failed"
    assert bodies(*s.SEVENTH, s.ACCOUNT)[-1]["credits_used"] == 6
    assert statuses(s.effect(max_credits=2), s.effect(max_credits=3)) == [402, 202]


def test_estimates_are_what_jobs_cost() -> None:
    """Of every kind, with as many outputs as there will be."""
    for body in (
        s.speech_body(variants=3, priority="high"),
        s.dialogue_body(),
        s.music_body(stems=["bass"], format="wav"),
        s.effect_body(duration_s=2.5),
        s.transcript_body(formats=["srt", "txt"]),
    ):
        told, made, _, done = bodies(s.estimate(body), s.job(body), s.LOOK, s.LOOK)
        assert told["credits"] == made["credits"]
        assert told["outputs"] == len(done["outputs"])


def test_links_lead_to_what_was_made() -> None:
    """For those who have the signature."""
    said = answers("", [*s.DONE, s.link("take-1"), s.link("take-1", good=False), s.link("mix")])
    assert [status for status, *_ in said[3:]] == [200, 403, 404]
    output = json.loads(said[2][2])["outputs"][0]
    assert len(said[3][2]) == output["bytes"]
    assert dict(said[3][1])["content-type"] == output["media_type"]
