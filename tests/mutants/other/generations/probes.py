"""For each fault, requests that show it: answers differ from those without it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.mutants.other.generations.server import generations
from tests.mutants.other.generations.studio import TURN

from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire

Json = Any
FIRST: Final = "{first}"
"""Stands for the id of the first generation, in paths and bodies."""
NOBODY: Final = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
PICTURE: Final = {"url": "https://example.com/a.png"}
CLIP: Final = {"url": "https://example.com/a.mp4", "media_type": "video/mp4"}
EARLIER: Final = {"generation_id": FIRST}
UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT: Final = re.compile(r'"created_at":"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request.

    Attributes:
        body: JSON, or bytes as they are; None for none.
        headers: Those that differ; None leaves one out.
        turns: How many jobs the worker does before.
    """

    path: str = "/generations"
    body: Json = None
    headers: dict[str, str | None] = field(default_factory=dict)
    turns: float = 0


class Hand:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        """Begin."""
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])


def answers(fault: str, steps: Iterable[Step]) -> list[tuple[int, str]]:
    """Return status and text of each answer; ids are numbered, moments left out."""
    clock = Hand()
    transport = InProcess(generations(fault, clock))
    ids: list[str] = []
    said: list[tuple[int, str]] = []
    try:
        for step in steps:
            clock.now += step.turns * TURN
            reply = transport.send([_wire(step, ids[0] if ids else NOBODY)])[0]
            text = reply.body.decode()
            ids += [each for each in UUID.findall(text) if each not in ids]
            for number, known in enumerate(ids):
                text = text.replace(known, f"#{number}")
            said.append((reply.status, MOMENT.sub('"created_at":""', text)))
    finally:
        transport.close()
    return said


def _wire(step: Step, first: str) -> Wire:
    given: dict[str, str | None] = {"authorization": "Bearer mine"}
    if step.body is not None:
        given["content_type"] = "application/json"
    given |= step.headers
    sent = [(name.replace("_", "-"), value) for name, value in given.items() if value is not None]
    raw = step.body
    if raw is not None and not isinstance(raw, bytes):
        raw = json.dumps(raw).replace(FIRST, first).encode()
    method = "GET" if raw is None else "POST"
    return Wire(
        method=method, target=step.path.replace(FIRST, first), headers=tuple(sent), body=raw
    )


def make(body: Json, **headers: str | None) -> Step:
    """Return a request to make something."""
    return Step(body=body, headers=headers)


def image(**more: Json) -> Step:
    """Return a request for an image; None leaves a member out."""
    body = {"prompt": "A paper boat", **more}
    return make({name: value for name, value in body.items() if value is not None})


def edited(**more: Json) -> Step:
    """Return a request to edit an image."""
    return image(**({"type": "image_edit", "source": PICTURE} | more))


def film(kind: str = "video", source: Json = None, **video: Json) -> Step:
    """Return a request for a video."""
    fixed = None if kind == "video" else CLIP
    return image(type=kind, model="ray-3.2", source=source or fixed, video=video)


def change(source: Json = None, **video: Json) -> Step:
    """Return a request to edit a video."""
    return film("video_edit", source, **video)


def reframe(source: Json = None, **video: Json) -> Step:
    """Return a request to reframe a video."""
    return film("video_reframe", source, **video)


def keyed(*indexes: int, **more: Json) -> dict[str, Json]:
    """Return a keyframe for each index."""
    return {"keyframes": [PICTURE] * len(indexes), "keyframe_indexes": list(indexes)} | more


def placed(**more: float) -> Step:
    """Return a request with a place for the source."""
    fixed: dict[str, float] = {"x_norm": 0, "y_norm": 0, "w_norm": 1, "h_norm": 1}
    return reframe(source_position=fixed | more)


def steered(control: str, **more: Json) -> Step:
    """Return a request to edit a video with a control."""
    return change(edit={"controls": {control: more}})


def poll(turns: float = 0, **headers: str | None) -> Step:
    """Return a look at the first generation, after so many jobs."""
    return Step(path=f"/generations/{FIRST}", headers=headers, turns=turns)


IMAGE: Final = image()
ONCE: Final = [IMAGE]
BOTH_FORMS: Final = PICTURE | {"data": "AAAA", "media_type": "image/png"}
GONE: Final = [Step(path=f"/generations/{NOBODY}")]
FAILS: Final = [image(user_id="fail"), poll(1)]
BROKEN: Final = [image(type="image_edit")]
KEY: Final = {"idempotency_key": "k-1"}
TWICE: Final = [make(IMAGE.body, **KEY), make(IMAGE.body, **KEY)]
ON: Final = [IMAGE, poll(1)]
"""An image that one can go on from."""

RULES: Final[dict[str, list[Step]]] = {
    "ref-exactly-one": [image(source=BOTH_FORMS)],
    "ref-data-needs-media-type": [image(source={"data": "AAAA"})],
    "source-url-needs-media-type": [change(PICTURE)],
    "source-media-kind": [image(source=CLIP)],
    "ref-generation-id-position": [image(image_ref=[EARLIER])],
    "image-ref-limit": [edited(image_ref=[PICTURE] * 9)],
    "source-required": BROKEN,
    "model-matches-type": [image(type="video")],
    "video-only-for-video": [image(video={})],
    "edit-only-for-video-edit": [film(edit={})],
    "exr-needs-hdr": [film(exr_export=True)],
    "hdr-not-for-reframe": [reframe(hdr=True)],
    "loop-only-for-video": [change(loop=True)],
    "loop-not-10s": [film(loop=True, duration="10s")],
    "loop-not-hdr": [film(loop=True, hdr=True)],
    "draft-is-sdr": [film(resolution="360p", hdr=True)],
    "position-only-for-reframe": [
        film(source_position={"x_norm": 0, "y_norm": 0, "w_norm": 1, "h_norm": 1})
    ],
    "keyframes-only-for-video": [reframe(**keyed(0))],
    "keyframes-parallel": [film(**keyed(0, keyframes=[PICTURE] * 2))],
    "keyframe-indexes-grid": [film(**keyed(500))],
    "keyframes-exclusive": [film(**keyed(0), start_frame=PICTURE)],
    "frames-legacy-limits": [film(start_frame=PICTURE, hdr=True)],
    "edit-keyframes-parallel": [change(edit={"keyframes": [PICTURE]})],
    "edit-keyframes-exclusive": [change(edit=keyed(0), start_frame=PICTURE)],
}
HOLES: Final[dict[str, list[Step]]] = {
    "exactly-one-both": [image(source=BOTH_FORMS)],
    "exactly-one-none": [image(source={})],
    "media-type-empty": [image(source={"data": "AAAA", "media_type": ""})],
    "kind-at-list": [image(image_ref=[CLIP])],
    "kind-at-frame": [film(start_frame=CLIP)],
    "kind-at-keyframes": [film(**keyed(0, keyframes=[CLIP]))],
    "id-in-list": [image(image_ref=[EARLIER])],
    "id-in-keyframes": [film(**keyed(0, keyframes=[EARLIER]))],
    "id-on-image": [*ON, image(source=EARLIER)],
    "nine-for-edit": [edited(image_ref=[PICTURE] * 9)],
    "source-for-reframe": [image(type="video_reframe", model="ray-3.2")],
    "ray-for-image": [image(model="ray-3.2")],
    "max-for-video": [image(type="video", model="uni-1-max")],
    "no-model-for-video": [image(type="video")],
    "video-for-edit": [edited(video={})],
    "edit-for-reframe": [reframe(edit={})],
    "exr-hdr-false": [film(exr_export=True, hdr=False)],
    "loop-for-reframe": [reframe(loop=True)],
    "position-for-edit": [
        change(source_position={"x_norm": 0, "y_norm": 0, "w_norm": 1, "h_norm": 1})
    ],
    "keyframes-for-edit": [change(**keyed(0))],
    "indexes-alone": [film(keyframe_indexes=[0])],
    "keyframes-alone": [film(keyframes=[PICTURE])],
    "indexes-longer": [film(**keyed(0, 1, keyframes=[PICTURE]))],
    "grid-121": [film(**keyed(121))],
    "grid-241": [film(**keyed(241), duration="10s")],
    "grid-default-10": [film(**keyed(240))],
    "keyframes-with-end": [film(**keyed(0), end_frame=PICTURE)],
    "keyframes-with-loop": [film(**keyed(0), loop=True)],
    "frames-10s": [film(start_frame=PICTURE, duration="10s")],
    "end-frame-hdr": [film(end_frame=PICTURE, hdr=True)],
}
TOO_FREE: Final[dict[str, list[Step]]] = {
    "ten-images": [image(image_ref=[PICTURE] * 10)],
    "index-negative": [film(**keyed(-1))],
    "index-twice": [film(**keyed(1, 1))],
    "edit-index-negative": [change(edit=keyed(-1))],
    "edit-index-twice": [change(edit=keyed(1, 1))],
    "keyframes-65": [film(**keyed(*range(65)))],
    "edit-keyframes-65": [change(edit=keyed(*range(65)))],
    "prompt-empty": [image(prompt="")],
    "prompt-6001": [image(prompt="a" * 6001)],
    "prompt-optional": [make({})],
    "user-257": [image(user_id="a" * 257)],
    "unknown-member": [image(colour="red")],
    "unknown-ref-member": [image(source={**PICTURE, "colour": "red"})],
    "unknown-control-member": [steered("depth", colour="red")],
    "ratio-free": [image(aspect_ratio="5:4")],
    "style-null": [make({**IMAGE.body, "style": None})],
    "style-free": [image(style="noir")],
    "format-webp": [image(output_format="webp")],
    "web-search-text": [image(web_search="yes")],
    "bool-as-int": [image(web_search=1)],
    "strength-free": [change(edit={"strength": "flex_4"})],
    "duration-8s": [film(duration="8s")],
    "4k": [film(resolution="4k")],
    "blur-over": [steered("depth", blur=1.5)],
    "blur-negative": [steered("depth", blur=-0.5)],
    "sparsity-over": [steered("trajectory", sparsity=1.5)],
    "sparsity-text": [steered("trajectory", sparsity="much")],
    "pose-strength-free": [steered("pose", strength="vague")],
    "x-over": [placed(x_norm=2.5)],
    "x-under": [placed(x_norm=-2.5)],
    "w-zero": [placed(w_norm=0)],
    "h-over": [placed(h_norm=2.5)],
    "y-optional": [reframe(source_position={"x_norm": 0, "w_norm": 1, "h_norm": 1})],
}
REFUSED: Final[dict[str, list[Step]]] = {
    "eight-for-image": [image(image_ref=[PICTURE] * 9)],
    "draft-no-type": [change(resolution="360p", hdr=True)],
    "grid-120-refused": [film(**keyed(120))],
    "grid-240-refused": [film(**keyed(240), duration="10s")],
    "keyframes-64-refused": [film(**keyed(*range(64)))],
    "edit-start-frame-fine": [change(start_frame=PICTURE, duration="10s")],
    "prompt-6000-refused": [image(prompt="a" * 6000)],
    "prompt-bytes": [image(prompt="\u00e9" * 6000)],
    "user-256-refused": [image(user_id="a" * 256)],
    "user-empty-refused": [image(user_id="")],
    "user-null-refused": [make({**IMAGE.body, "user_id": None})],
    "ratio-21-9-refused": [image(aspect_ratio="21:9")],
    "manga-refused": [image(style="manga")],
    "strength-flex-3-refused": [change(edit={"strength": "flex_3"})],
    "blur-1-refused": [steered("depth", blur=1)],
    "augmentation-0-refused": [steered("normals", augmentation=0)],
    "h-2-refused": [placed(h_norm=2)],
    "edit-empty-refused": [change(edit={})],
}
CRASHES: Final[dict[str, list[Step]]] = {
    "1080p-crash": [film(resolution="1080p")],
    "controls-null-crash": [change(edit={"controls": None})],
    "data-crash": [image(source={"data": "?", "media_type": "image/png"})],
    "bad-json-500": [make(b'{"prompt":')],
    "array-crash": [make([])],
    "key-crash": TWICE,
}
CALLERS: Final[dict[str, list[Step]]] = {
    "chain-anybody": [*ON, make(edited(source=EARLIER).body, authorization="Bearer theirs")],
    "chain-unknown": [edited(source={"generation_id": NOBODY})],
    "no-auth": [make(IMAGE.body, authorization=None)],
    "get-no-auth": [IMAGE, poll(authorization=None)],
    "any-auth": [make(IMAGE.body, authorization="Bearer odd")],
    "basic-auth": [make(IMAGE.body, authorization="Basic mine")],
    "all-see-all": [IMAGE, poll(authorization="Bearer theirs")],
}
ANSWERS: Final[dict[str, list[Step]]] = {
    **dict.fromkeys(("unknown-200", "unknown-500", "unknown-400"), GONE),
    "bad-json": [make(b'{"prompt":')],
    "any-content-type": [make(IMAGE.body, content_type="text/plain")],
    **dict.fromkeys(("rule-unnamed", "refused-200", "refused-418", "error-shape"), BROKEN),
    **dict.fromkeys(("created-200", "created-html", "created-number"), ONCE),
    **dict.fromkeys(("no-model", "model-null", "id-upper"), ONCE),
    "same-id": [IMAGE, IMAGE],
    "type-default": [edited()],
    "model-default": [image(model="uni-1-max")],
}
STATES: Final[dict[str, list[Step]]] = {
    "begins-completed": [IMAGE],
    "completed-bare": ON,
    "output-early": [IMAGE, poll(0.5)],
    "output-no-url": ON,
    "failed-bare": FAILS,
    "failure-with-output": FAILS,
    "failure-code-early": [IMAGE],
    "backwards": [*ON, poll()],
    "skips-back-queued": [IMAGE, poll(0.5), poll(1), poll()],
    "done-then-failed": [*ON, poll()],
    "lost": [edited(), poll(1)],
    "stuck-queued": [film(), poll(1)],
    "state-unknown": ON,
    "key-ignored": TWICE,
    "key-shared": [make(IMAGE.body, **KEY), make(film().body, **KEY)],
}
PROBES: Final = (
    {f"no {rule}": steps for rule, steps in RULES.items()}
    | HOLES
    | TOO_FREE
    | REFUSED
    | CRASHES
    | CALLERS
    | ANSWERS
    | STATES
)
