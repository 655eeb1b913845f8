"""Faults that refuse what is valid, or fall over it."""

import re
from typing import Final, TypeAlias

from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.asks import Ask, Json, More, has
from tests.mutants.other.renders.kinds import Cases

PICTURE: Final = s.PICTURE
PLAIN: Final = re.compile("(image|video)/[a-z0-9]+")
ASTRAL: Final = "\U0001f6a4"
Mores: TypeAlias = dict[str, tuple[str, str, More, s.Steps]]
"""Name -> what is wrong, JSON Pointer, what is refused, and requests that show it."""


def sourced(ask: Ask, kind: str) -> bool:
    """Whether there is a source of something of this type."""
    return ask.type == kind and ask.source is not None


def pictured(source: Json) -> bool:
    """Whether a source is said to be a picture."""
    return (source.get("media_type") or "").startswith("image/")


def odd(ask: Ask) -> bool:
    """Whether a media type has other signs than letters and digits."""
    said = (ref.media for ref in ask.refs if ref.has("media_type"))
    return any(PLAIN.fullmatch(each) is None for each in said)


def high(ask: Ask, last: int, most: int) -> bool:
    """Whether an index is more than most, where more may be last."""
    return ask.last == last and max(ask.indexes or [0]) > most


def framed(ask: Ask) -> bool:
    """Whether an edit has keyframes."""
    return has(ask.edit, "keyframes")


OF_IMAGES: Final[Mores] = {
    "image-ref-video-refused": (
        "films take no image_ref",
        "/image_ref",
        lambda ask: ask.images and ask.film,
        [s.within(s.FILM, image_ref=[PICTURE])],
    ),
    "edit-image-source-refused": (
        "video_edit takes no picture as source",
        "/source/media_type",
        lambda ask: sourced(ask, "video_edit") and pictured(ask.source),
        [s.change(s.DATA)],
    ),
    "reframe-data-refused": (
        "video_reframe takes no data as source",
        "/source/media_type",
        lambda ask: sourced(ask, "video_reframe") and has(ask.source, "data"),
        [s.reframe(s.DATA)],
    ),
    "media-plus-refused": (
        "media types have letters and digits only",
        "/source/media_type",
        odd,
        [s.image(source=PICTURE | {"media_type": "image/svg+xml"})],
    ),
    "gid-end-refused": (
        "end_frame takes no earlier job",
        "/video/end_frame/generation_id",
        lambda ask: has(ask.inner.get("end_frame"), "generation_id"),
        [*s.ON, s.film(end_frame=s.LAST)],
    ),
    "source-video-refused": (
        "a video takes no source",
        "/source",
        lambda ask: sourced(ask, "video"),
        [s.film(source=PICTURE)],
    ),
    "default-type-refused": (
        "image and uni-1 must not be said",
        "/model",
        lambda ask: (ask.body.get("type"), ask.body.get("model")) == ("image", "uni-1"),
        [s.image(type="image", model="uni-1")],
    ),
    "web-search-false-refused": (
        "web_search must not be false",
        "/web_search",
        lambda ask: ask.body.get("web_search") is False,
        [s.image(web_search=False)],
    ),
    "manga-edit-refused": (
        "image_edit makes no manga",
        "/style",
        lambda ask: ask.type == "image_edit" and ask.body.get("style") == "manga",
        [s.edited(style="manga")],
    ),
    "jpeg-edit-refused": (
        "image_edit makes no jpeg",
        "/output_format",
        lambda ask: ask.type == "image_edit" and ask.body.get("output_format") == "jpeg",
        [s.edited(output_format="jpeg")],
    ),
    "max-refused-with-style": (
        "uni-1-max takes no style",
        "/style",
        lambda ask: ask.model == "uni-1-max" and "style" in ask.body,
        [s.image(model="uni-1-max", style="auto")],
    ),
    "emoji-refused": (
        "prompts have no letters beyond the first 65536",
        "/prompt",
        lambda ask: max(ask.body.get("prompt", ""), default="") > "\uffff",
        [s.image(prompt=ASTRAL)],
    ),
    "newline-refused": (
        "prompts have one line",
        "/prompt",
        lambda ask: "\n" in ask.body.get("prompt", ""),
        [s.image(prompt="A paper\nboat")],
    ),
}
OF_FILMS: Final[Mores] = {
    "hdr-false-reframe-refused": (
        "video_reframe takes no hdr of false",
        "/video/hdr",
        lambda ask: ask.type == "video_reframe" and ask.inner.get("hdr") is False,
        [s.reframe(hdr=False)],
    ),
    "loop-false-10s-refused": (
        "ten seconds go with no loop of false",
        "/video/loop",
        lambda ask: ask.long and ask.inner.get("loop") is False,
        [s.film(loop=False, duration="10s")],
    ),
    "draft-edit-refused": (
        "drafts of video_edit have no high range",
        "/video/resolution",
        lambda ask: (
            ask.type == "video_edit" and ask.on("hdr") and ask.inner.get("resolution") == "360p"
        ),
        [s.change(hdr=True, resolution="360p")],
    ),
    "legacy-edit-refused": (
        "frames of video_edit go with neither hdr nor ten seconds",
        "/video/start_frame",
        lambda ask: (
            ask.type == "video_edit"
            and (has(ask.video, "start_frame") or has(ask.video, "end_frame"))
            and (ask.on("hdr") or ask.long)
        ),
        [s.change(start_frame=PICTURE, hdr=True)],
    ),
    "end-alone-refused": (
        "end_frame goes with start_frame only",
        "/video/start_frame",
        lambda ask: has(ask.video, "end_frame") and not has(ask.video, "start_frame"),
        [s.film(end_frame=PICTURE)],
    ),
    "keyframes-hdr-refused": (
        "keyframes do not go with hdr",
        "/video/keyframes",
        lambda ask: ask.frames is not None and ask.on("hdr"),
        [s.film(**s.keyed(0), hdr=True)],
    ),
    "video-empty-refused": (
        "video must not be empty",
        "/video",
        lambda ask: ask.video == {},
        [s.FILM],
    ),
    "edit-end-refused": (
        "keyframes of an edit do not go with end_frame",
        "/video/end_frame",
        lambda ask: framed(ask) and has(ask.video, "end_frame"),
        [s.change(edit=s.keyed(0), end_frame=PICTURE)],
    ),
    "edit-empty-refused": (
        "an edit must not be empty",
        "/video/edit",
        lambda ask: ask.edit == {},
        [s.change(edit={})],
    ),
    "auto-strength-refused": (
        "strength does not go with auto_controls",
        "/video/edit/strength",
        lambda ask: (
            has(ask.edit, "strength") and ask.edit is not None and ask.edit.get("auto_controls")
        ),
        [s.change(edit={"auto_controls": True, "strength": "flex_1"})],
    ),
}
BOUNDS: Final[Mores] = {
    "image-ref-8-refused": (
        "image_edit takes seven pictures",
        "/image_ref",
        lambda ask: ask.type == "image_edit" and len(ask.images) > 7,
        [s.edited(image_ref=[PICTURE] * 8)],
    ),
    "image-ref-9-refused": (
        "nine pictures are too many",
        "/image_ref",
        lambda ask: len(ask.images) == 9,
        [s.image(image_ref=[PICTURE] * 9)],
    ),
    "grid-10s-120": (
        "indexes are those of five seconds in ten, too",
        "/video/keyframe_indexes",
        lambda ask: high(ask, 240, 120),
        [s.film(**s.keyed(200), duration="10s")],
    ),
    "grid-120-refused": (
        "index 120 is refused in five seconds",
        "/video/keyframe_indexes",
        lambda ask: high(ask, 120, 119),
        [s.film(**s.keyed(120))],
    ),
    "grid-240-refused": (
        "index 240 is refused in ten seconds",
        "/video/keyframe_indexes",
        lambda ask: high(ask, 240, 239),
        [s.film(**s.keyed(240), duration="10s")],
    ),
}
REFUSED: Final = {
    name: (at, more) for name, (_, at, more, _) in (OF_IMAGES | OF_FILMS | BOUNDS).items()
}
"""Name of a fault -> JSON Pointer to what it refuses, and when."""
FALLS: Final[dict[str, tuple[str, More, s.Steps]]] = {
    "crash-surrogate": (
        "letters beyond the first 65536 make the server fail",
        lambda ask: max(ask.body.get("prompt", ""), default="") > "\uffff",
        [s.image(prompt=ASTRAL)],
    ),
    "crash-null-video": (
        "a video of null makes the server fail",
        lambda ask: "video" in ask.body and ask.video is None,
        [s.image(video=None)],
    ),
    "crash-position-negative": (
        "a source left of the frame makes the server fail",
        lambda ask: (
            has(ask.video, "source_position") and ask.inner["source_position"]["x_norm"] < 0
        ),
        [s.placed(x_norm=-1)],
    ),
    "crash-controls-null": (
        "a control of null makes the server fail",
        lambda ask: None in ((ask.edit or {}).get("controls") or {}).values(),
        [s.change(edit={"controls": {"face": None}})],
    ),
    "crash-long-prompt": (
        "a prompt of more than 5000 letters makes the server fail",
        lambda ask: len(ask.body["prompt"]) > 5000,
        [s.image(prompt="a" * 5001)],
    ),
    "crash-user-empty": (
        "an empty user_id makes the server fail",
        lambda ask: ask.body.get("user_id") == "",
        [s.image(user_id="")],
    ),
    "crash-nul": (
        "the letter NUL makes the server fail",
        lambda ask: "\0" in ask.body["prompt"],
        [s.image(prompt="A\0")],
    ),
    "crash-empty-refs": (
        "an empty image_ref makes the server fail",
        lambda ask: ask.body.get("image_ref") == [],
        [s.image(image_ref=[])],
    ),
    "crash-index-zero": (
        "index 0 makes the server fail",
        lambda ask: 0 in (ask.indexes or []),
        [s.film(**s.keyed(0))],
    ),
}
CRASHES: Final = {name: more for name, (_, more, _) in FALLS.items()}


def bare(mores: Mores) -> Cases:
    """Return faults without what they do."""
    return {name: (what, steps) for name, (what, _, _, steps) in mores.items()}


CASES: Final = {
    kinds.BOUND: bare(BOUNDS),
    kinds.REFUSED: bare(OF_IMAGES | OF_FILMS),
    kinds.CRASH: {name: (what, steps) for name, (what, _, steps) in FALLS.items()},
}
