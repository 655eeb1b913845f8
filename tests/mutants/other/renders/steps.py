"""Requests to Renders: what is sent, one after another."""

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from tests.mutants.other.renders.asks import Json

Heads: TypeAlias = dict[str, str | None]
NOBODY: Final = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request.

    Attributes:
        path: ``{id}`` stands for the last id of a job, here and in the body, ``{link}`` for the
            last link.
        body: JSON, or bytes as they are; None for none.
        headers: Those that differ; None leaves one out.
        later: Seconds since the request before.
    """

    method: str = "POST"
    path: str = "/generations"
    body: Json = None
    headers: Heads = field(default_factory=dict)
    later: float = 0


Steps: TypeAlias = list[Step]
PICTURE: Final = {"url": "https://example.com/a.png"}
DATA: Final = {"data": "AAAA", "media_type": "image/png"}
CLIP: Final = {"url": "https://example.com/a.mp4", "media_type": "video/mp4"}
LAST: Final = {"generation_id": "{id}"}
DONE: Final = 0.1
"""Seconds in which a job ends."""


def kept(members: dict[str, Json]) -> dict[str, Json]:
    """Return members without those that are "-"."""
    return {name: value for name, value in members.items() if value != "-"}


def make(body: Json, **headers: str | None) -> Step:
    """Return a request to make something."""
    return Step(body=body, headers=_heads(headers))


def _heads(headers: Heads) -> Heads:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def image(**more: Json) -> Step:
    """Return a request for an image; "-" leaves a member out."""
    return make(kept({"prompt": "A paper boat"} | more))


def edited(**more: Json) -> Step:
    """Return a request to edit an image."""
    return image(**({"type": "image_edit", "source": PICTURE} | more))


def film(kind: str = "video", source: Json = None, **video: Json) -> Step:
    """Return a request for a video."""
    given = source or ("-" if kind == "video" else CLIP)
    return image(type=kind, model="ray-3.2", source=given, video=video)


def change(source: Json = None, **video: Json) -> Step:
    """Return a request to edit a video."""
    return film("video_edit", source, **video)


def reframe(source: Json = None, **video: Json) -> Step:
    """Return a request to reframe a video."""
    return film("video_reframe", source, **video)


def keyed(*indexes: float, **more: Json) -> dict[str, Json]:
    """Return a keyframe for each index."""
    return {"keyframes": [PICTURE] * len(indexes), "keyframe_indexes": list(indexes)} | more


def within(step: Step, **more: Json) -> Step:
    """Return a request whose body has more members."""
    return replace(step, body=kept(step.body | more))


def placed(**more: Json) -> Step:
    """Return a request with a place for the source."""
    fixed = {"x_norm": 0, "y_norm": 0, "w_norm": 1, "h_norm": 1}
    return reframe(source_position=kept(fixed | more))


def steered(control: str, **more: Json) -> Step:
    """Return a request to edit a video with a control."""
    return change(edit={"controls": {control: more}})


def again(step: Step, **headers: str | None) -> Step:
    """Return the same request with other headers."""
    return replace(step, headers={**step.headers, **_heads(headers)})


def keyed_by(key: str, step: Step) -> Step:
    """Return the same request with a key for requests sent twice."""
    return again(step, idempotency_key=key)


def look(later: float = 0, **headers: str | None) -> Step:
    """Return a look at the last job, some seconds later."""
    return Step(method="GET", path="/generations/{id}", headers=_heads(headers), later=later)


def fetch(**headers: str | None) -> Step:
    """Return a download by the last link."""
    return Step(method="GET", path="{link}", headers={"authorization": None, **_heads(headers)})


IMAGE: Final = image()
FILM: Final = film()
ONCE: Final[Steps] = [IMAGE]
END: Final = look(DONE)
ON: Final[Steps] = [IMAGE, END]
FILMED: Final[Steps] = [FILM, END]
FAILS: Final = image(source={"data": "?", "media_type": "image/png"})
FAILED: Final[Steps] = [FAILS, END]
GONE: Final[Steps] = [replace(END, path=f"/generations/{NOBODY}", later=0)]
BROKEN: Final[Steps] = [image(type="image_edit")]
UNFIT: Final[Steps] = [image(prompt="")]
TEXT: Final[Steps] = [make(b'{"prompt":')]
BOTH: Final = PICTURE | DATA
