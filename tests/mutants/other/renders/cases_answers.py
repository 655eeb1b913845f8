"""Faults of what is answered: members that differ."""

from typing import Final

from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.asks import Json
from tests.mutants.other.renders.jobs import moment
from tests.mutants.other.renders.kinds import Cases
from tests.mutants.other.renders.views import FAILED, GONE, Edit, Shown, Turn

MADE: Final = [s.IMAGE, s.look()]


def at(shown: Shown, when: str, **members: Json) -> dict[str, Json]:
    """Return members that differ in one state."""
    return members if shown.state == when else {}


def later(shown: Shown, **members: Json) -> dict[str, Json]:
    """Return members that differ once a job was made."""
    return {} if shown.made else members


def without_type(shown: Shown) -> dict[str, Json]:
    """Return the type as gone, where nobody said it."""
    return {} if "type" in shown.job.ask.body else {"type": GONE}


def nulls(shown: Shown) -> dict[str, Json]:
    """Return null for what is not there."""
    return {name: None for name in FAILED if name not in shown.body}


MEMBERS: Final[dict[str, tuple[str, Edit, s.Steps]]] = {
    "echo-model": (
        "a look says another model than was asked for",
        lambda w: later(w, model="uni-1" if w.job.kind == "image" else "ray-3.2"),
        [s.image(model="uni-1-max"), s.look()],
    ),
    "echo-model-create": (
        "creating says uni-1 for uni-1-max",
        lambda w: {"model": "uni-1"} if w.made and w.job.ask.model == "uni-1-max" else {},
        [s.image(model="uni-1-max")],
    ),
    "echo-default-model": (
        "the model is uni-1-max where nobody said one",
        lambda w: {} if "model" in w.job.ask.body else {"model": "uni-1-max"},
        s.ONCE,
    ),
    "echo-type": ("the type is that of the output", lambda w: {"type": w.job.kind}, [s.edited()]),
    "echo-type-get": (
        "a look says video_edit for video_reframe",
        lambda w: later(w, type="video_edit") if w.job.ask.type == "video_reframe" else {},
        [s.reframe(), s.look()],
    ),
    "echo-id": ("a look says another id", lambda w: later(w, id=w.fresh), MADE),
    "id-not-uuid": (
        "ids are no UUIDs",
        lambda w: {"id": "gen_" + w.job.id.replace("-", "")},
        s.ONCE,
    ),
    "created-missing": ("created_at is missing", lambda _: {"created_at": GONE}, s.ONCE),
    "created-missing-get": (
        "a look does not say created_at",
        lambda w: later(w, created_at=GONE),
        MADE,
    ),
    "created-number": (
        "created_at is a number",
        lambda w: {"created_at": int(w.now)},
        s.ONCE,
    ),
    "created-moves": (
        "created_at is the time of the look",
        lambda w: later(w, created_at=moment(w.now)),
        s.ON,
    ),
    "model-null": (
        "the model of films is null",
        lambda w: {"model": None} if w.job.kind == "video" else {},
        [s.FILM],
    ),
    "type-missing": ("the type is missing where nobody said it", without_type, s.ONCE),
    "output-object": (
        "the output is an object",
        lambda w: {"output": w.outputs[0]} if w.outputs else {},
        s.ON,
    ),
    "failed-code-number": (
        "failure_code is a number",
        lambda w: at(w, "failed", failure_code=7),
        s.FAILED,
    ),
}
STATES: Final[dict[str, tuple[str, Edit, s.Steps]]] = {
    "state-unknown-case": (
        "the state is Completed",
        lambda w: at(w, "completed", state="Completed"),
        s.ON,
    ),
    "processing-output": (
        "there is output while it is processed",
        lambda w: at(w, "processing", output=w.outputs),
        [s.IMAGE, s.look(0.03)],
    ),
    "completed-no-output": (
        "what is completed has no output",
        lambda w: at(w, "completed", output=GONE),
        s.ON,
    ),
    "completed-no-output-video": (
        "a film that is completed has no output",
        lambda w: at(w, "completed", output=GONE) if w.job.kind == "video" else {},
        s.FILMED,
    ),
    "completed-empty-output": (
        "what is completed has an empty output",
        lambda w: at(w, "completed", output=[]),
        s.ON,
    ),
    "completed-null-output": (
        "what is completed has an output of null",
        lambda w: at(w, "completed", output=None),
        s.ON,
    ),
    "completed-failure": (
        "what is completed has a failure",
        lambda w: at(w, "completed", failure_code="generation_failed", failure_reason="none"),
        s.ON,
    ),
    "failed-no-code": (
        "what failed has no failure_code",
        lambda w: at(w, "failed", failure_code=GONE),
        s.FAILED,
    ),
    "failed-no-reason": (
        "what failed has no failure_reason",
        lambda w: at(w, "failed", failure_reason=GONE),
        s.FAILED,
    ),
    "failed-output": (
        "what failed has output",
        lambda w: at(w, "failed", output=w.outputs),
        s.FAILED,
    ),
    "queued-failure-code": (
        "what is queued has a failure_code",
        lambda w: at(w, "queued", failure_code="invalid_request"),
        s.ONCE,
    ),
    "nulls": ("what is not there is null", nulls, s.ONCE),
}
EDITS: Final = {name: edit for name, (_, edit, _) in (MEMBERS | STATES).items()}


def first(said: dict[str, Json], **members: Json) -> dict[str, Json]:
    """Return errors whose first has members that differ."""
    errors = said.get("errors")
    if not errors:
        return {}
    one = {name: value for name, value in (errors[0] | members).items() if value is not GONE}
    return {"errors": [one, *errors[1:]]}


def dotted(said: dict[str, Json]) -> dict[str, Json]:
    """Return errors whose pointer has dots."""
    plain = (said.get("errors") or [{}])[0].get("pointer") or ""
    return first(said, pointer=plain.strip("/").replace("/", ".") or ".")


def flat(said: dict[str, Json]) -> dict[str, Json]:
    """Return an error that is no problem."""
    return dict.fromkeys(said, GONE) | {"error": "bad request"}


PROBLEMS: Final[dict[str, tuple[str, Turn, s.Steps]]] = {
    "error-flat": ("errors are no problems", flat, s.BROKEN),
    "error-no-title": ("problems have no title", lambda _: {"title": GONE}, s.BROKEN),
    "error-status-text": (
        "the status of a problem is a text",
        lambda said: {"status": str(said["status"])},
        s.BROKEN,
    ),
    "error-status-wrong": (
        "the status of a problem is another one",
        lambda said: {"status": 422 if said["status"] == 400 else 400},
        s.BROKEN,
    ),
    "error-pointer-dots": ("pointers have dots", dotted, s.BROKEN),
    "error-no-message": (
        "errors have no message",
        lambda said: first(said, message=GONE),
        s.BROKEN,
    ),
}
TURNS: Final = {name: turn for name, (_, turn, _) in PROBLEMS.items()}
OUTPUTS: Final[Cases] = {
    "output-url-relative": ("the url of an output is relative", s.ON),
    "output-url-spaces": ("the url of an output has spaces", s.ON),
    "output-url-missing": ("an output has no url", s.ON),
    "output-type-missing": ("an output has no type", s.ON),
    "output-type-wrong": ("an image's output is a video, and a film's an image", s.ON),
    "output-changes": ("each look has another url", [*s.ON, s.look()]),
    "output-grows": ("there are two outputs at the second look", [*s.ON, s.look()]),
    "no-request-id": ("no answer has an X-Request-Id", s.ONCE),
}
MEDIA: Final[Cases] = {
    "error-plain-json": ("problems are application/json", s.BROKEN),
    "error-html": ("errors are pages", s.BROKEN),
    "create-200": ("creating is answered with 200", s.ONCE),
    "create-202": ("creating is answered with 202", s.ONCE),
    "create-html": ("creating is answered with a page", s.ONCE),
    "create-octets": ("creating is answered with octets", s.ONCE),
    "get-text": ("looks are answered with text", MADE),
    "get-202": ("looks at what has not ended are answered with 202", MADE),
    "get-500-failed": ("a look at what failed makes the server fail", s.FAILED),
    "unknown-500": ("a look at nothing makes the server fail", s.GONE),
    "unknown-400": ("a look at nothing is answered with 400", s.GONE),
    "unknown-204": ("a look at nothing is answered with 204", s.GONE),
    "bad-json-500": ("broken JSON makes the server fail", s.TEXT),
    "any-content-type": (
        "any content type is read",
        [s.again(s.IMAGE, content_type="text/plain")],
    ),
}
SHAPES: Final[Cases] = {
    "create-empty": ("creating is answered with an empty object", s.ONCE),
    "create-envelope": ("creating is answered with an envelope", s.ONCE),
    "unknown-200": ("a look at nothing shows the first job", [s.IMAGE, *s.GONE]),
}


def bare(cases: dict[str, tuple[str, Edit, s.Steps]]) -> Cases:
    """Return faults without what they do."""
    return {name: (what, steps) for name, (what, _, steps) in cases.items()}


PROBLEM: Final = {name: (what, steps) for name, (what, _, steps) in PROBLEMS.items()}
CASES: Final = {
    kinds.MEMBER: bare(MEMBERS) | PROBLEM | OUTPUTS | SHAPES,
    kinds.STATE: bare(STATES),
    kinds.STATUS: MEDIA,
}
