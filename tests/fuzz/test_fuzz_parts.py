"""A body in another body: what is known of it alone is not asked for again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, Growing
from tallystick.fuzz.bodies.parts import places
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api
from tallystick.solve import Answer, Question, Solver
from tallystick.text import Json

JOB: dict[str, Any] = {
    "type": "object",
    "required": ["kind", "size"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["draw", "print"]},
        "size": {"type": "integer", "minimum": 1, "maximum": 90},
        "title": {"type": "string", "maxLength": 12},
        "bold": {"type": "boolean"},
    },
    "x-validations": [
        {
            "id": "bold-prints",
            "rule": "!has(self.bold) || !self.bold || self.kind == 'print'",
            "message": "Only prints are bold.",
        },
        {
            "id": "no-giants",
            "rule": "self.size < 100",
            "message": "It has to fit.",
        },
        {
            "id": "titles-of-prints",
            "rule": "!has(self.title) || self.kind == 'print'",
            "message": "Drawings have no titles.",
        },
    ],
}
RULES = {"bold-prints", "titles-of-prints"}
FEW: dict[str, Json] = {
    "id": "small-first",
    "rule": "self.jobs[0].size < 50",
    "message": "Begin with little.",
}


def operation(name: str, schema: Json) -> Json:
    """Return an operation with a body."""
    return {
        "operationId": name,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"204": {"description": "Done."}},
    }


def batch(*rules: Json) -> dict[str, Any]:
    """Return the schema of several jobs."""
    job = {"$ref": "#/components/schemas/Job"}
    return {
        "type": "object",
        "required": ["jobs"],
        "properties": {"jobs": {"type": "array", "minItems": 1, "maxItems": 4, "items": job}},
        "x-validations": list(rules),
    }


@pytest.fixture
def api(api_of: Callable[[Json], Api], request: pytest.FixtureRequest) -> Api:
    """Return an API that makes one job, or several; which way comes first is not the same."""
    several, first = getattr(request, "param", (batch(), False))
    paths: dict[str, Json] = {
        "/job": {"post": operation("one", {"$ref": "#/components/schemas/Job"})},
        "/jobs": {"post": operation("several", several)},
    }
    ordered = dict(reversed(paths.items())) if first else paths
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": "Jobs", "version": "1"},
        "paths": ordered,
        "components": {"schemas": {"Job": JOB}},
    }
    return api_of(document)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where the solver was asked for something in one of several jobs."""
    found: list[str] = []
    ask = Solver.ask

    def noting(self: Solver, question: Question, **options: Any) -> Answer:
        pointers = [question.at or "", *(need.pointer for need in question.needs)]
        rules = any(it.keyword == "rule" for it in question.broken)
        inside = "/jobs/0" if rules else "/jobs/0/"
        found.extend(it for it in pointers if it.startswith(inside))
        return ask(self, question, **options)

    monkeypatch.setattr(Solver, "ask", noting)
    return found


def last(bodies: Iterator[Bodies]) -> Bodies:
    """Return all bodies of one content."""
    *_, made = bodies
    return made


def made_of(api: Api) -> dict[str, Bodies]:
    """Return operation -> its bodies, all made in the order of the document."""
    growing = Growing(Judging(api), seed=1, most=60, statuses=("stated",))
    found: dict[str, Bodies] = {}
    for each in api.operations:
        content = json_content(each)
        assert content is not None
        found[each.id] = last(growing.bodies(content))
    return found


def broken(made: Bodies, at: str = "") -> set[tuple[str, str, str]]:
    """Return (name, place, variant) of what is broken alone."""
    return {(it.name, at + it.at, it.variant) for it in made.broken if it.alone and at + it.at}


@pytest.mark.parametrize("api", [(batch(), False), (batch(), True)], indirect=True)
def test_several_jobs_break_what_one_does(api: Api, asked: list[str]) -> None:
    """Every rule and keyword, in whichever order; the list that they stand in is broken, too."""
    made = made_of(api)
    several = broken(made["several"])
    assert broken(made["one"], "/jobs/*") <= several
    assert {name for name, at, _ in several if at == "/jobs/*"} >= RULES
    assert ("schema:maxItems", "/jobs", "") in several
    assert ("schema:minItems", "/jobs", "") in several
    assert not asked


def test_several_jobs_are_as_valid_as_one(api: Api, asked: list[str]) -> None:
    """Each choice of a job is made in a list of them, each bound is met."""
    made = made_of(api)
    judging = Judging(api)
    content = json_content(api.operations[1])
    assert content is not None
    assert content.type is not None
    for found in made["several"].valid:
        assert judging.broken(content.type, found.value).nothing
    goals = {goal for found in made["one"].valid for goal in found.goals}
    several = {goal for found in made["several"].valid for goal in found.goals}
    assert {f"/jobs/*{goal}" for goal in goals if goal.startswith("/")} <= several
    assert not asked


def test_what_one_job_cannot_break_several_cannot(api: Api, asked: list[str]) -> None:
    """The proof is the same, said of its place."""
    made = made_of(api)
    reasons = {(name, at): why for name, at, why in made["several"].never}
    assert reasons["no-giants", "/jobs/*"].startswith("proved impossible")
    alone = {(name, at): why for name, at, why in made["one"].never}
    assert reasons["no-giants", "/jobs/*"] == alone["no-giants", ""]
    assert not asked


@pytest.mark.parametrize("api", [(batch(FEW), False)], indirect=True)
def test_what_does_not_go_in_its_new_place_is_made_anew(api: Api) -> None:
    """Around a part there may be rules of its own: a job that is too large breaks them as well."""
    made = made_of(api)
    several = made["several"]
    names = {(bad.name, bad.at) for bad in several.broken}
    assert {(name, "/jobs/*") for name in RULES} <= names
    assert ("small-first", "") in names
    assert ("schema:maximum", "/jobs/*/size") in names
    told = {(name, at): why for name, at, why in several.never}
    alone = {(bad.name, bad.at) for bad in several.broken if bad.alone}
    maximum = ("schema:maximum", "/jobs/*/size")
    assert maximum in alone or maximum in told
    judging = Judging(api)
    content = json_content(api.operations[1])
    assert content is not None
    assert content.type is not None
    for bad in several.broken:
        found = judging.broken(content.type, bad.value)
        assert bad.alone == (len(found.rules) + len({at for _, at in found.keywords}) == 1)


def test_a_variant_of_a_union_is_no_part(api_of: Callable[[Json], Api]) -> None:
    """What it cannot be, another variant may be. Neither is what the whole lies in a part."""
    schemas: dict[str, Json] = {
        "Job": JOB,
        "Tree": {
            "type": "object",
            "properties": {
                "either": {"anyOf": [{"$ref": "#/components/schemas/Job"}, {"type": "string"}]},
                "job": {"$ref": "#/components/schemas/Job"},
                "leaf": {"$ref": "#/components/schemas/Leaf"},
            },
        },
        "Leaf": {"type": "object", "properties": {"of": {"$ref": "#/components/schemas/Tree"}}},
    }
    refs: list[Json] = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    paths: dict[str, Json] = {
        f"/{number}": {"post": operation(f"make{number}", ref)} for number, ref in enumerate(refs)
    }
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": "Trees", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    api = api_of(document)
    contents = [json_content(each) for each in api.operations]
    types = [each.type for each in contents if each is not None and each.type is not None]
    job, tree, leaf = types
    known = dict.fromkeys(types)
    assert places(api.types, tree, known) == {"/job": job}
    assert places(api.types, leaf, known) == {"/of/job": job}
    assert places(api.types, job, known) == {}
