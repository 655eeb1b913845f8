"""Mutants made by wrapping the server: answers, states, credentials, keys, crashes."""

from collections.abc import Iterator
from typing import Final

from tests.mutants.model import Fault, Json, Mutant
from tests.mutants.wrong_states import OUTPUT, REASON

REQUIRED: Final = ("id", "created_at", "model", "state", "type")
ODD: Final[tuple[tuple[str, str, Json], ...]] = (
    ("/id", "a number", 7),
    ("/id", "no uuid", "gen-1"),
    ("/created_at", "a number", 1767225600),
    ("/model", "null", None),
    ("/model", "a list", ["uni-1"]),
    ("/state", "null", None),
    ("/state", "upper case", "QUEUED"),
    ("/type", "a number", 1),
)


def _one(kind: str, name: str, *args: Json) -> Mutant:
    said = " ".join(str(arg) for arg in args)
    return Mutant(id=f"{name} {said}".rstrip(), kind=kind, fault=Fault(name=name, args=args))


def answers() -> Iterator[Mutant]:
    """Members missing, of another type, undocumented; statuses, media types, bodies."""
    for where in ("create", "get"):
        for name in REQUIRED:
            yield _one("answer lacks a member", "answer-without", where, f"/{name}")
        for pointer, _, value in ODD:
            yield _one("answer has a wrong member", "answer-with", where, pointer, value)
        yield _one("answer has an unknown member", "answer-with", where, "/debug", "x")
        for how in ("cut", "empty", "list", "null", "html", "twice"):
            yield _one("answer has a wrong body", "answer-body", where, how)
        for media_type in ("text/html", "application/xml", ""):
            yield _one("answer has a wrong content type", "answer-type", where, media_type)
    yield _one("answer has a wrong member", "answer-with", "get", "/output", {}, "output")
    yield _one("answer has a wrong member", "answer-with", "get", "/output/0/url", 7)
    yield _one("answer has a wrong member", "answer-with", "get", "/output/0/url", "not a url")
    yield _one("answer has a wrong member", "answer-with", "get", "/failure_code", 7)
    yield _one("answer lacks a member", "answer-without", "get", "/output/0/url")
    yield _one("answer lacks a member", "answer-without", "get", "/output/0/type")
    for name in ("type", "title", "status"):
        yield _one("answer lacks a member", "answer-without", "refusal", f"/{name}")
    yield _one("answer has a wrong member", "answer-with", "refusal", "/status", 200)
    yield _one("answer has a wrong member", "answer-with", "refusal", "/errors", {})
    yield _one("answer lacks a member", "answer-without", "refusal", "/errors/0/pointer")
    for media_type in ("application/json", "text/html"):
        yield _one("answer has a wrong content type", "answer-type", "refusal", media_type)
    for how in ("cut", "empty", "html"):
        yield _one("answer has a wrong body", "answer-body", "refusal", how)
    for where, status in (("create", 200), ("create", 202), ("get", 201), ("get", 206)):
        yield _one("undocumented status", "answer-status", where, status)


def refusals() -> Iterator[Mutant]:
    """Refusals of another status, of another name, or none."""
    for of, to in ((422, 404), (422, 418), (422, 409), (422, 401), (422, 403), (400, 404)):
        yield _one("refusal has a wrong status", "refusal-status", of, to)
    for of, to in ((400, 409), (401, 404), (401, 400), (422, 500), (400, 500)):
        yield _one("refusal has a wrong status", "refusal-status", of, to)
    for of in (400, 401, 404, 415, 422):
        yield _one("refusal is no refusal", "refusal-status", of, 200)
    yield _one("refusal does not name the rule", "refusal-rule", None)
    yield _one("refusal does not name the rule", "refusal-rule", "other-rule")
    for status in (200, 400, 401, 500):
        yield _one("unknown id", "stranger-status", status)
    for rule in (
        "schema:additionalProperties",
        "schema:type",
        "schema:enum",
        "schema:required",
        "schema:maxLength",
        "body:json",
        "keyframes-parallel",
        "ref-exactly-one",
    ):
        yield _one("crash on an invalid request", "crash-on-refusal", rule)
    for rule in ("schema:additionalProperties", "schema:type", "schema:enum", "loop-not-hdr"):
        yield _one("one refusal forgotten", "no-refusal", rule)
    for method, status in (("DELETE", 204), ("PUT", 200), ("PATCH", 200)):
        yield _one("method not in the document", "method-works", method, status)


CRASHES: Final[tuple[tuple[tuple[str, str, Json], ...], ...]] = (
    (("/aspect_ratio", "is", "1:3"),),
    (("/aspect_ratio", "is", "21:9"), ("/type", "is", "video")),
    (("/style", "is", "manga"), ("/web_search", "is", True)),
    (("/output_format", "is", "jpeg"), ("/model", "is", "uni-1-max")),
    (("/prompt", "longer", 4000),),
    (("/prompt", "size", 6000),),
    (("/prompt", "size", 1),),
    (("/prompt", "foreign", None),),
    (("/prompt", "astral", None),),
    (("/user_id", "size", 256),),
    (("/user_id", "is", None),),
    (("/user_id", "is", ""),),
    (("/image_ref", "size", 0),),
    (("/image_ref", "size", 9),),
    (("/image_ref/*/data", "given", None),),
    (("/image_ref/*/url", "is", None),),
    (("/source/generation_id", "given", None),),
    (("/source/data", "given", None), ("/type", "is", "video_edit")),
    (("/video", "is", None),),
    (("/video", "is", {}),),
    (("/video/duration", "is", "10s"), ("/video/resolution", "is", "1080p")),
    (("/video/exr_export", "is", True), ("/type", "is", "video_edit")),
    (("/video/exr_export", "is", False), ("/video/hdr", "is", True)),
    (("/video/loop", "is", True), ("/aspect_ratio", "is", "1:1")),
    (("/video/loop", "is", False), ("/type", "is", "video_reframe")),
    (("/video/start_frame", "given", None), ("/video/end_frame", "given", None)),
    (("/video/end_frame", "given", None), ("/video/start_frame", "absent", None)),
    (("/video/keyframes", "size", 64),),
    (("/video/keyframe_indexes/*", "is", 120),),
    (("/video/keyframe_indexes/*", "is", 240),),
    (("/video/edit", "is", {}),),
    (("/video/edit/strength", "is", "reimagine_3"),),
    (("/video/edit/strength", "is", "flex_2"), ("/video/edit/auto_controls", "is", True)),
    (("/video/edit/controls/pose/strength", "is", "coarse"),),
    (("/video/edit/controls/depth/blur", "is", 1),),
    (("/video/edit/controls/depth/blur", "is", 0),),
    (("/video/edit/controls/depth", "is", {}),),
    (("/video/edit/controls/trajectory/enabled", "is", None),),
    (("/video/edit/keyframes", "size", 0),),
    (("/video/source_position/x_norm", "below", 0),),
    (("/video/source_position/y_norm", "is", 2),),
    (("/video/source_position/w_norm", "whole", None),),
    (("/type", "is", "image"), ("/model", "absent", None)),
    (("/type", "absent", None), ("/model", "is", "uni-1-max")),
)
REFUSED: Final[tuple[tuple[tuple[str, str, Json], ...], ...]] = (
    (("/type", "is", "video"), ("/video/resolution", "is", "360p")),
    (
        ("/type", "is", "video"),
        ("/video/resolution", "is", "540p"),
        ("/aspect_ratio", "is", "9:16"),
    ),
    (("/type", "is", "video"), ("/video/duration", "is", "5s"), ("/video/loop", "is", True)),
    (("/type", "is", "video"), ("/video/hdr", "is", True), ("/video/resolution", "is", "720p")),
    (("/type", "is", "video"), ("/video", "absent", None)),
    (("/type", "is", "video_edit"), ("/video/hdr", "is", True)),
    (("/type", "is", "video_edit"), ("/video/edit/strength", "is", "adhere_3")),
    (("/type", "is", "video_edit"), ("/video/edit/controls/face/enabled", "is", False)),
    (("/type", "is", "video_reframe"), ("/video/source_position", "given", None)),
    (("/type", "is", "video_reframe"), ("/aspect_ratio", "is", "3:4")),
    (("/type", "is", "video_reframe"), ("/source/generation_id", "given", None)),
    (("/type", "is", "image_edit"), ("/style", "is", "manga")),
    (("/type", "is", "image_edit"), ("/image_ref", "size", 8)),
    (("/type", "is", "image_edit"), ("/source/generation_id", "given", None)),
    (("/web_search", "is", False),),
    (("/web_search", "is", True), ("/output_format", "is", "png")),
    (("/style", "is", "auto"), ("/aspect_ratio", "is", "2:3")),
    (("/model", "is", "uni-1"), ("/type", "is", "image_edit")),
    (("/video/edit/auto_controls", "is", False), ("/video/edit/keyframes", "given", None)),
    (("/video/keyframes", "given", None), ("/video/hdr", "is", True)),
    (("/video/start_frame/data", "given", None),),
    (("/video/end_frame/generation_id", "given", None),),
    (("/image_ref/*/media_type", "is", None),),
    (("/prompt", "foreign", None), ("/type", "is", "video")),
)


def valid_ones() -> Iterator[Mutant]:
    """Valid requests that make the server fail, or that it refuses."""
    for conditions in CRASHES:
        yield _one("crash on a valid request", "when", 500, *conditions)
    for conditions in REFUSED:
        yield _one("valid request refused", "when", 422, *conditions)


def places(document: Json) -> Iterator[str]:
    """Yield the place of each member that a body can have; ``*`` stands for an index."""
    schemas = document["components"]["schemas"]

    def inner(node: Json, at: str) -> Iterator[str]:
        if "$ref" in node:
            node = schemas[node["$ref"].rpartition("/")[2]]
        for variant in node.get("anyOf", ()):
            yield from inner(variant, at)
        for name, member in node.get("properties", {}).items():
            yield f"{at}/{name}"
            yield from inner(member, f"{at}/{name}")
        if "items" in node:
            yield from inner(node["items"], f"{at}/*")

    yield from inner(schemas["GenerationCreateParams"], "")


def forgotten(document: Json) -> Iterator[Mutant]:
    """Each member refused at one place where it may stand."""
    for at in places(document):
        yield _one("member forgotten", "when", 400, (at, "given", None))


def states() -> Iterator[Mutant]:
    """Life cycles: what states show, their order, their end."""
    edit = ("/type", "is", "image_edit")
    tell = "state machine"
    yield _one(tell, "end", {}, ("output",))
    yield _one(tell, "end", {}, ("output",), edit)
    yield _one(tell, "end", {"state": "failed"}, ("output",))
    yield _one(tell, "end", {"state": "failed"}, ("output",), ("/type", "is", "video_reframe"))
    yield _one(tell, "end", {"state": "failed", "failure_code": "rate_limited"}, ("output",))
    yield _one(tell, "end", {"state": "failed", "failure_reason": "Busy."}, ("output",))
    yield _one(tell, "end", {"state": "failed", **REASON}, ())
    yield _one(tell, "end", REASON, ())
    yield _one(tell, "end", {"failure_code": "rate_limited"}, (), edit)
    yield _one(tell, "end", {"state": "expired"}, ("output",))
    yield _one(tell, "at-creation", {"output": OUTPUT})
    yield _one(tell, "at-creation", REASON)
    yield _one(tell, "at-creation", {"state": "completed", "output": OUTPUT})
    yield _one(tell, "at-creation", {"state": "processing"})
    yield _one(tell, "poll-states", ["processing", "queued"])
    yield _one(tell, "poll-states", ["processing", "queued"], ("/type", "is", "video"))
    yield _one(tell, "poll-states", ["completed"])
    yield _one(tell, "poll-states", ["cancelled"])
    yield _one(tell, "terminal-changes", {"state": "failed", **REASON}, ("output",))
    yield _one(tell, "terminal-changes", {"state": "processing"}, ("output",))
    yield _one(tell, "terminal-changes", {"output": []})
    yield _one(tell, "terminal-changes", {"state": "queued"}, ("output",), edit)
    yield _one(tell, "never-ends", "processing")
    yield _one(tell, "never-ends", "queued", edit)
    yield _one(tell, "never-ends", "processing", ("/type", "is", "video"))
    for first, status in ((1, 404), (2, 404), (2, 500), (1, 500)):
        yield _one("lost resource", "lost", first, status)
    yield _one("lost resource", "lost", 1, 404, ("/type", "is", "video_reframe"))
    yield _one("lost resource", "lost", 1, 404, ("/style", "is", "manga"))
    yield _one("lost resource", "lost-after-end")


def echoes() -> Iterator[Mutant]:
    """Resources that are not what was asked for, or not the same from answer to answer."""
    for where in ("create", "get", ""):
        yield _one("not what was asked for", "shows", where, "model", "uni-1")
        yield _one("not what was asked for", "shows", where, "type", "image")
    tell = "not what was asked for"
    pro = ("/model", "is", "uni-1-max")
    yield _one(tell, "shows", "", "model", "uni-1", pro)
    yield _one(tell, "shows", "get", "type", "video", ("/type", "is", "video_edit"))
    yield _one(tell, "shows", "", "model", "uni-1-max", ("/model", "absent", None))
    yield _one(tell, "shows", "get", "id", "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")
    yield _one(tell, "shows", "get", "created_at", "2020-01-01T00:00:00Z")
    yield _one("ids", "same-id", "first")
    yield _one("ids", "same-id", "before")
    yield _one("ids", "mixed-up")


def doors() -> Iterator[Mutant]:
    """Credentials, keys, and how bodies are sent."""
    tell = "credentials"
    for how in ("anybody", "missing", "any-token", "prefix"):
        yield _one(tell, "door", how)
    for how in ("missing", "any-token"):
        for method in ("GET", "POST"):
            yield _one(tell, "door", how, method)
    yield _one(tell, "door", "other-caller")
    yield _one(tell, "door", "other-caller", "GET")
    for method, status in (("GET", 404), ("POST", 400), ("POST", 500), ("GET", 500)):
        yield _one(tell, "door-status", method, status)
    for how in (
        "ignored",
        "other-body",
        "other-caller",
        "once",
        "crash",
        "needs-uuid",
        "cut-short",
    ):
        yield _one("idempotency", "key", how)
    hows = ("empty", "nan", "any", "encoding", "trailing", "cut", "media-type")
    for how in hows:
        yield _one("broken body taken", "body", how)
    for of, to in ((415, 500), (400, 500), (415, 409), (400, 401)):
        yield _one("broken body answered wrongly", "status-for-body", of, to)


def wrongs(document: Json) -> list[Mutant]:
    """Return every mutant that is made by a wrapper."""
    makers = (answers, refusals, valid_ones, states, echoes, doors)
    return [*(mutant for maker in makers for mutant in maker()), *forgotten(document)]
