"""Requests that show each mutant different from the true server, found once and recorded."""

import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from tests.mutants.hosts import bodies
from tests.mutants.matching import matches
from tests.mutants.model import SECOND, Fault, Json, Mutant, Step, edited
from tests.mutants.pool import pool
from tests.mutants.servers import Open, api_of, document, true_api

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api, TypeId

RECORD = Path(__file__).with_name("probes.json")
UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)")
QUERY = re.compile(r"\?[^\"]*")
NOWHERE = "/v1/generations/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
PLACE, ITS = "/v1/generations", "/v1/generations/{id}"
SETTLED = 0.15
"""Seconds after which a new resource has surely reached its end."""

Sequence_ = tuple[Step, ...]


def post(body: Json, **more: Json) -> Step:
    """Return a creation."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Step(method="POST", path=PLACE, body=text, **more)


def wire(step: Step, found: str) -> Wire:
    """Return a step as it is sent."""
    headers = []
    if step.media_type and step.body is not None:
        headers.append(("Content-Type", step.media_type))
    if step.token is not None:
        scheme = "" if " " in step.token else "Bearer "
        headers.append(("Authorization", scheme + step.token))
    if step.key is not None:
        headers.append(("Idempotency-Key", step.key))
    body = None if step.body is None else step.body.encode("utf-8", "surrogateescape")
    path = step.path.replace("{id}", found or "none")
    return Wire(method=step.method, target=path, headers=tuple(headers), body=body)


def told(replies: Sequence[Reply]) -> list[str]:
    """Return answers as texts that are alike when the server did the same; ids are numbered."""
    names: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"<id {len(names)}>")

    texts = []
    for reply in replies:
        body = reply.body.decode("utf-8", "replace")
        body = QUERY.sub("", UUID.sub(named, body))
        body = TIME.sub(_year, body)
        media_type = reply.headers.get("content-type", "")
        texts.append(f"{reply.status} {media_type} {body[:1500]}")
    return texts


def _year(match: re.Match[str]) -> str:
    """Say whether a time is that of the test."""
    return f"<{match[0][:4]}>"


def walk(server: Open, steps: Sequence_) -> list[Reply]:
    """Send the steps one after the other; before the first poll of a new resource, wait."""
    replies: list[Reply] = []
    found = ""
    for number, step in enumerate(steps):
        if "{id}" in step.path and number and steps[number - 1].method == "POST":
            time.sleep(SETTLED)
        reply = server.ask([wire(step, found)])[0]
        replies.append(reply)
        value = _json(reply)
        if not found and isinstance(value, dict) and isinstance(value.get("id"), str):
            found = value["id"]
    return replies


def _json(reply: Reply) -> Json:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None


def differs(mutant: Mutant, steps: Sequence_) -> bool:
    """Whether a mutant answers a sequence otherwise than the true server does."""
    with Open() as true, Open(mutant) as wrong:
        return told(walk(true, steps)) != told(walk(wrong, steps))


PLAIN = {"prompt": "A paper boat"}
GET = Step(method="GET", path=ITS)
MADE = (post(PLAIN), GET, GET, GET)
KEY, NEAR = "5f0c1d9e-2f43-4c57-9d1b-0f3d6c0a8a11", "5f0c1d9e-2f43-4c57-9d1b-0f3d6c0a8a12"
KINDS = ("prompt", "manga", "edit", "video", "video_edit", "reframe", "max")
WRONG = "wrong-credential"


def _lived() -> Iterator[Sequence_]:
    for name in KINDS:
        yield post(bodies()[name]), GET, GET, GET


def _sent() -> Iterator[Sequence_]:
    for text in ('{"prompt":"A"', '{"prompt":"A"}]', '{"prompt":"\udcff"}', "", "nonsense"):
        yield (post(text),)
    yield (post(json.dumps(bodies()["controls"]).replace("0.5", "NaN")),)
    yield (post(PLAIN, media_type="text/plain"),)
    yield (post(PLAIN, media_type="text/plain", token=None),)


def _doors() -> Iterator[Sequence_]:
    yield (post(PLAIN, token=None),)
    yield (post(PLAIN, token=WRONG),)
    yield (Step(method="GET", path=NOWHERE, token=None),)
    yield (Step(method="GET", path=NOWHERE, token=WRONG),)
    yield post(PLAIN), Step(method="GET", path=ITS, token=SECOND)


def _keys() -> Iterator[Sequence_]:
    other = {"prompt": "Another boat"}
    yield post(PLAIN, key=KEY), post(PLAIN, key=KEY)
    yield post(PLAIN, key=KEY), post(other, key=KEY)
    yield post(PLAIN, key=KEY), post(other, key=NEAR)
    yield post(PLAIN, key=KEY), post(PLAIN, key=KEY, token=SECOND)
    yield (post(PLAIN, key="short"),)


def _answers() -> Iterator[Sequence_]:
    yield (post(PLAIN),)
    yield (post({}),)
    yield MADE
    yield (post({"prompt": 7}),)
    yield (post({"prompt": "a" * 6001}),)
    yield (post({"prompt": "a", "style": "x"}),)
    yield (post({"prompt": "a", "x_more": 1}),)
    yield (post({"prompt": "a", "image_ref": [{}]}),)
    video = {"prompt": "a", "type": "video", "model": "ray-3.2"}
    yield (post({**video, "video": {"loop": True, "hdr": True}}),)
    yield (post({**video, "video": {"keyframe_indexes": [0]}}),)
    yield (post(PLAIN, token=None),)
    yield (Step(method="GET", path=NOWHERE),)
    yield from ((Step(method=name, path=NOWHERE),) for name in ("DELETE", "PUT", "PATCH"))


def sequences(mutant: Mutant) -> Iterator[Sequence_]:
    """Yield the sequences that may tell a wrapper from the true server, likely ones first."""
    if mutant.kind in {"state machine", "lost resource", "not what was asked for"}:
        yield from _lived()
    yield from _answers()
    yield post(PLAIN), post(PLAIN), GET
    yield from _sent()
    yield from _doors()
    yield from _keys()


@lru_cache(maxsize=1)
def single() -> tuple[tuple[Json, bool], ...]:
    """Return the bodies by which documents are told apart, and whether each is valid."""
    judging = Judging(true_api())
    return tuple((body, judging.broken(body_type(), body).nothing) for body in pool())


def body_type() -> TypeId:
    """Return the type of the body that is judged."""
    return type_of_body(true_api())


def type_of_body(api: Api) -> TypeId:
    """Return the type of what the first operation takes."""
    body = api.operations[0].body
    assert body is not None
    type_id = body.contents[0].type
    assert type_id is not None
    return type_id


def probe(mutant: Mutant) -> Sequence_ | None:
    """Return a shortest known sequence that shows a mutant, None when none does."""
    if "IdempotencyKey" in mutant.id:
        wanted: Iterable[Sequence_] = ((key,) for key in KEYS)
    elif mutant.fault is None:
        wanted = _by_document(mutant)
    elif mutant.fault.name == "when":
        wanted = _by_condition(mutant.fault)
    else:
        wanted = sequences(mutant)
    return next((steps for steps in wanted if differs(mutant, steps)), None)


def _by_document(mutant: Mutant) -> Iterator[Sequence_]:
    """Yield bodies that the mutant's document judges otherwise."""
    judging = Judging(api_of(edited(document(), mutant.edits)))
    type_id = type_of_body(judging.api)
    for body, valid in single():
        if judging.broken(type_id, body).nothing is not valid:
            yield (post(body),)


def _by_condition(wrong: Fault) -> Iterator[Sequence_]:
    """Yield valid bodies that the wrapper does not take."""
    conditions = wrong.args[1:]
    for body, valid in single():
        if valid and matches(body, conditions):
            yield (post(body),)


KEYS = tuple(
    post({"prompt": "A"}, key=key) for key in ("a" * 255, "a" * 256, "a", "", "a b", "a" * 254)
)


def record(found: dict[str, Json]) -> None:
    """Write what was found."""
    text = json.dumps(found, indent=0, ensure_ascii=True, sort_keys=True)
    RECORD.write_text(text + "\n", encoding="utf-8")


def recorded() -> dict[str, Sequence_]:
    """Return mutant id -> the sequence that shows it."""
    known = json.loads(RECORD.read_text(encoding="utf-8"))
    return {name: tuple(_step(each) for each in steps) for name, steps in known.items()}


def _step(value: Json) -> Step:
    return Step(**{**value, "until": tuple(value.get("until", ()))})


def as_json(steps: Sequence_) -> list[Json]:
    """Return a sequence as it is recorded, without what is as usual."""
    usual = asdict(Step(method="", path=""))
    return [
        {name: value for name, value in asdict(step).items() if usual[name] != value}
        for step in steps
    ]
