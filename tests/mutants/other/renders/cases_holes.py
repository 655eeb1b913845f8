"""Faults of rules about a whole body: they have a hole."""

from typing import Final

from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.asks import has
from tests.mutants.other.renders.cases_rules import (
    MORE,
    PICTURE,
    PLACE,
    PLACES,
    REFS,
    TWO,
    WHOLE,
    Holes,
    index,
)
from tests.mutants.other.renders.kinds import Cases

OF_TYPE: Final[Holes] = {
    "image-ref-limit-model": (
        "uni-1-max takes nine pictures with image_edit",
        "image-ref-limit",
        lambda ask, _: ask.model == "uni-1-max",
        [s.edited(image_ref=[PICTURE] * 9, model="uni-1-max")],
    ),
    "source-required-reframe": (
        "video_reframe needs no source",
        "source-required",
        lambda ask, _: ask.type == "video_reframe",
        [s.image(type="video_reframe", model="ray-3.2")],
    ),
    "source-null-given": (
        "a source of null is a source",
        "source-required",
        lambda ask, _: "source" in ask.body,
        [s.image(type="image_edit", source=None)],
    ),
    "model-absent": (
        "a film needs no model",
        "model",
        lambda ask, _: "model" not in ask.body,
        [s.image(type="video")],
    ),
    "model-edit": (
        "any model edits images",
        "model",
        lambda ask, _: ask.type == "image_edit",
        [s.edited(model="ray-3.2")],
    ),
    "model-max": (
        "uni-1-max makes films",
        "model",
        lambda ask, _: ask.model == "uni-1-max",
        [s.image(type="video", model="uni-1-max")],
    ),
    "model-reframe": (
        "any model reframes films",
        "model",
        lambda ask, _: ask.type == "video_reframe",
        [s.within(s.reframe(), model="uni-1")],
    ),
    "model-type-absent": (
        "any model is taken without a type",
        "model",
        lambda ask, _: "type" not in ask.body,
        [s.image(model="ray-3.2")],
    ),
    "video-only-edit": (
        "video is taken with image_edit",
        "video-only",
        lambda ask, _: ask.type == "image_edit",
        [s.edited(video={})],
    ),
    "video-only-empty": (
        "an empty video is taken with images",
        "video-only",
        lambda ask, _: not ask.video,
        [s.image(video={})],
    ),
    "edit-only-reframe": (
        "video.edit is taken with video_reframe",
        "edit-only",
        lambda ask, _: ask.type == "video_reframe",
        [s.reframe(edit={})],
    ),
    "edit-only-empty": (
        "an empty edit is taken with any film",
        "edit-only",
        lambda ask, _: not ask.edit,
        [s.film(edit={})],
    ),
}
RANGES: Final[Holes] = {
    "hdr-reframe-resolution": (
        "hdr is taken with video_reframe and a resolution",
        "hdr-reframe",
        lambda ask, _: has(ask.video, "resolution"),
        [s.reframe(hdr=True, resolution="720p")],
    ),
    "loop-reframe": (
        "loop is taken with video_reframe",
        "loop-video",
        lambda ask, _: ask.type == "video_reframe",
        [s.reframe(loop=True)],
    ),
    "loop-10s-resolution": (
        "a loop with a resolution has ten seconds",
        "loop-10s",
        lambda ask, _: has(ask.video, "resolution"),
        [s.film(loop=True, duration="10s", resolution="720p")],
    ),
    "loop-hdr-5s": (
        "a loop with a duration has a high range",
        "loop-hdr",
        lambda ask, _: has(ask.video, "duration"),
        [s.film(loop=True, hdr=True, duration="5s")],
    ),
    "draft-10s": (
        "a draft of ten seconds has a high range",
        "draft",
        lambda ask, _: ask.long,
        [s.film(resolution="360p", hdr=True, duration="10s")],
    ),
    "position-edit": (
        "source_position is taken with video_edit",
        "position",
        lambda ask, _: ask.type == "video_edit",
        [s.change(source_position=PLACE)],
    ),
    "keyframes-reframe": (
        "keyframes are taken with video_reframe",
        "keyframes-video",
        lambda ask, _: ask.type == "video_reframe",
        [s.reframe(**s.keyed(0))],
    ),
    "legacy-end-hdr": (
        "end_frame goes with hdr",
        "legacy",
        lambda _, spot: spot.about == "end_frame hdr",
        [s.film(end_frame=PICTURE, hdr=True)],
    ),
    "legacy-start-only": (
        "end_frame goes with hdr and with ten seconds",
        "legacy",
        lambda _, spot: spot.about.startswith("end_frame"),
        [s.film(end_frame=PICTURE, duration="10s")],
    ),
    "legacy-10s-only": (
        "frames go with hdr",
        "legacy",
        lambda _, spot: spot.about.endswith("hdr"),
        [s.film(start_frame=PICTURE, hdr=True)],
    ),
    "exr-null": (
        "exr_export goes with hdr null",
        "exr",
        lambda ask, _: "hdr" in ask.video and ask.video["hdr"] is None,
        [s.film(exr_export=True, hdr=None)],
    ),
    "exr-false": (
        "exr_export goes with hdr false",
        "exr",
        lambda ask, _: ask.video.get("hdr") is False,
        [s.film(exr_export=True, hdr=False)],
    ),
    "exr-edit": (
        "exr_export goes without hdr in video_edit",
        "exr",
        lambda ask, _: ask.type == "video_edit",
        [s.change(exr_export=True)],
    ),
}
KEYFRAMES: Final[Holes] = {
    "parallel-indexes-alone": (
        "keyframe_indexes without keyframes are taken",
        "parallel",
        lambda _, spot: spot.about == "indexes alone",
        [s.film(keyframe_indexes=[0])],
    ),
    "parallel-frames-alone": (
        "keyframes without keyframe_indexes are taken",
        "parallel",
        lambda _, spot: spot.about == "frames alone",
        [s.film(keyframes=[PICTURE])],
    ),
    "parallel-more-indexes": (
        "more indexes than keyframes are taken",
        "parallel",
        lambda _, spot: spot.about == "more indexes",
        [s.film(**MORE)],
    ),
    "parallel-more-frames": (
        "more keyframes than indexes are taken",
        "parallel",
        lambda _, spot: spot.about == "more frames",
        [s.film(**TWO)],
    ),
    "grid-absent-240": (
        "without a duration, indexes are those of ten seconds",
        "grid",
        lambda ask, spot: not has(ask.video, "duration") and index(ask, spot) <= 240,
        [s.film(**s.keyed(240))],
    ),
    "grid-5s-open": (
        "with five seconds, indexes are any",
        "grid",
        lambda ask, _: ask.inner.get("duration") == "5s",
        [s.film(**s.keyed(500), duration="5s")],
    ),
    "grid-first": (
        "only the first index is in range",
        "grid",
        lambda _, spot: spot.index,
        [s.film(**s.keyed(0, 500))],
    ),
    "grid-last": (
        "only the last index is in range",
        "grid",
        lambda ask, spot: spot.index < len(ask.indexes) - 1,
        [s.film(**s.keyed(500, 0))],
    ),
    "exclusive-end": (
        "keyframes go with end_frame",
        "exclusive",
        lambda _, spot: spot.about == "end_frame",
        [s.film(**s.keyed(0), end_frame=PICTURE)],
    ),
    "exclusive-start-single": (
        "a single keyframe goes with frames",
        "exclusive",
        lambda ask, spot: spot.about != "loop" and len(ask.frames) == 1,
        [s.film(**s.keyed(0), start_frame=PICTURE)],
    ),
    "exclusive-loop": (
        "keyframes go with loop",
        "exclusive",
        lambda _, spot: spot.about == "loop",
        [s.film(**s.keyed(0), loop=True)],
    ),
    "edit-exclusive-url": (
        "keyframes of an edit go with a start_frame that has no url",
        "edit-exclusive",
        lambda ask, _: not has(ask.inner["start_frame"], "url"),
        [s.change(edit=s.keyed(0), start_frame=s.DATA)],
    ),
    "edit-exclusive-empty": (
        "empty keyframes of an edit go with start_frame",
        "edit-exclusive",
        lambda ask, _: not ask.edit["keyframes"],
        [s.change(edit=s.keyed(), start_frame=PICTURE)],
    ),
    "edit-indexes-alone": (
        "an edit takes keyframe_indexes without keyframes",
        "edit-parallel",
        lambda _, spot: spot.about == "indexes alone",
        [s.change(edit={"keyframe_indexes": [0]})],
    ),
    "edit-length": (
        "an edit takes more keyframes than indexes",
        "edit-parallel",
        lambda _, spot: spot.about == "length",
        [s.change(edit=TWO)],
    ),
}
BOUNDS: Final[Holes] = {
    "grid-121": (
        "index 121 is taken in five seconds",
        "grid",
        lambda ask, spot: not ask.long and index(ask, spot) <= 121,
        [s.film(**s.keyed(121))],
    ),
    "grid-241": (
        "index 241 is taken in ten seconds",
        "grid",
        lambda ask, spot: ask.long and index(ask, spot) <= 241,
        [s.film(**s.keyed(241), duration="10s")],
    ),
}
PARTS: Final[Holes] = REFS | OF_TYPE | RANGES | KEYFRAMES
HOLES: Final = {
    name: (rule, hole) for name, (_, rule, hole, _) in (WHOLE | PLACES | PARTS | BOUNDS).items()
}
"""Name of a fault -> the rule that has a hole, and where."""


def bare(holes: Holes) -> Cases:
    """Return faults without what they do."""
    return {name: (what, steps) for name, (what, _, _, steps) in holes.items()}


CASES: Final = {
    kinds.DROPPED: bare(WHOLE | PLACES),
    kinds.HOLE: bare(PARTS),
    kinds.BOUND: bare(BOUNDS),
}
