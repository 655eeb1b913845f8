"""Faults of rules: one is not judged, or has a hole."""

from typing import Final, TypeAlias

from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.asks import FRAMES, LISTS, Ask, Hole, Spot

CLIP, DATA, LAST, PICTURE = s.CLIP, s.DATA, s.LAST, s.PICTURE
UNTYPED: Final = {"data": "AAAA"}
PLACE: Final = {"x_norm": 0, "y_norm": 0, "w_norm": 1, "h_norm": 1}
TWO: Final = s.keyed(0, keyframes=[PICTURE] * 2)
MORE: Final = s.keyed(0, 1, keyframes=[PICTURE])


def index(ask: Ask, spot: Spot) -> float:
    """Return the index that is out of range."""
    found: float = ask.indexes[spot.index]
    return found


Holes: TypeAlias = dict[str, tuple[str, str, Hole, s.Steps]]
"""Name -> what is wrong, the rule that has a hole, where, and requests that show it."""
DROPPED: Final[dict[str, s.Steps]] = {
    "one-of": [s.image(source=s.BOTH)],
    "data-media": [s.image(source=UNTYPED)],
    "source-url-media": [s.change(PICTURE)],
    "image-ref-limit": [s.edited(image_ref=[PICTURE] * 9)],
    "source-required": s.BROKEN,
    "model": [s.image(type="video")],
    "video-only": [s.image(video={})],
    "edit-only": [s.film(edit={})],
    "hdr-reframe": [s.reframe(hdr=True)],
    "loop-video": [s.change(loop=True)],
    "loop-10s": [s.film(loop=True, duration="10s")],
    "loop-hdr": [s.film(loop=True, hdr=True)],
    "draft": [s.film(resolution="360p", hdr=True)],
    "position": [s.film(source_position=PLACE)],
    "keyframes-video": [s.reframe(**s.keyed(0))],
    "legacy": [s.film(start_frame=PICTURE, hdr=True)],
    "exr": [s.film(exr_export=True)],
    "parallel": [s.film(**TWO)],
    "grid": [s.film(**s.keyed(500))],
    "exclusive": [s.film(**s.keyed(0), start_frame=PICTURE)],
    "edit-exclusive": [s.change(edit=s.keyed(0), start_frame=PICTURE)],
    "edit-parallel": [s.change(edit={"keyframes": [PICTURE]})],
}
WHOLE: Final[Holes] = {
    f"drop:{rule}": (f"the rule {rule} is not judged", rule, lambda *_: True, steps)
    for rule, steps in DROPPED.items()
}
PLACES: Final[Holes] = {
    "drop:media-source": (
        "any media type is taken as source",
        "media",
        lambda _, spot: spot.which.place == "source",
        [s.image(source=CLIP)],
    ),
    "drop:media-image-ref": (
        "any media type is taken in image_ref",
        "media",
        lambda _, spot: spot.which.place == "image_ref",
        [s.image(image_ref=[CLIP])],
    ),
    "drop:media-keyframes": (
        "any media type is taken in keyframes",
        "media",
        lambda _, spot: spot.which.place == "keyframes",
        [s.film(**s.keyed(0, keyframes=[CLIP]))],
    ),
    "drop:media-edit-keyframes": (
        "any media type is taken in the keyframes of an edit",
        "media",
        lambda _, spot: spot.which.place == "edit.keyframes",
        [s.change(edit=s.keyed(0, keyframes=[CLIP]))],
    ),
    "drop:media-frames": (
        "any media type is taken as a frame",
        "media",
        lambda _, spot: spot.which.place in FRAMES,
        [s.film(start_frame=CLIP)],
    ),
    "drop:gid-source": (
        "an earlier job is taken as any source",
        "earlier",
        lambda _, spot: spot.which.place == "source",
        [*s.FILMED, s.image(source=LAST)],
    ),
    "drop:gid-image-ref": (
        "an earlier job is taken in image_ref",
        "earlier",
        lambda _, spot: spot.which.place == "image_ref",
        [*s.ON, s.image(image_ref=[LAST])],
    ),
    "drop:gid-keyframes": (
        "an earlier job is taken in keyframes",
        "earlier",
        lambda _, spot: spot.which.place == "keyframes",
        [*s.FILMED, s.film(**s.keyed(0, keyframes=[LAST]))],
    ),
    "drop:gid-edit-keyframes": (
        "an earlier job is taken in the keyframes of an edit",
        "earlier",
        lambda _, spot: spot.which.place == "edit.keyframes",
        [*s.FILMED, s.change(edit=s.keyed(0, keyframes=[LAST]))],
    ),
}
REFS: Final[Holes] = {
    "one-of-lists": (
        "references in lists say in several ways what they are",
        "one-of",
        lambda _, spot: spot.which.place in LISTS,
        [s.image(image_ref=[s.BOTH])],
    ),
    "one-of-first": (
        "only the first reference of a list says in one way what it is",
        "one-of",
        lambda _, spot: spot.which.index,
        [s.image(image_ref=[PICTURE, s.BOTH])],
    ),
    "one-of-gid": (
        "url and generation_id together are taken",
        "one-of",
        lambda _, spot: spot.which.ways == ("url", "generation_id"),
        [*s.ON, s.edited(source=PICTURE | LAST)],
    ),
    "one-of-media": (
        "references without media_type say in several ways what they are",
        "one-of",
        lambda _, spot: not spot.which.has("media_type"),
        [*s.ON, s.edited(source=PICTURE | LAST)],
    ),
    "one-of-none": (
        "references say nothing of what they are",
        "one-of",
        lambda _, spot: not spot.which.ways,
        [s.image(source={})],
    ),
    "one-of-three": (
        "references say in all three ways at once what they are",
        "one-of",
        lambda _, spot: len(spot.which.ways) == 3,
        [*s.ON, s.edited(source=s.BOTH | LAST)],
    ),
    "one-of-end": (
        "end_frame says in several ways what it is",
        "one-of",
        lambda _, spot: spot.which.place == "end_frame",
        [s.film(end_frame=s.BOTH)],
    ),
    "one-of-source-video": (
        "the source of a film says in several ways what it is",
        "one-of",
        lambda ask, spot: spot.which.place == "source" and ask.film,
        [s.change(s.BOTH)],
    ),
    "data-media-image": (
        "only images say what their data are",
        "data-media",
        lambda ask, _: ask.type != "image",
        [s.edited(source=UNTYPED)],
    ),
    "data-media-end": (
        "end_frame need not say what its data are",
        "data-media",
        lambda _, spot: spot.which.place == "end_frame",
        [s.film(end_frame=UNTYPED)],
    ),
    "data-media-edit-keyframes": (
        "keyframes of an edit need not say what their data are",
        "data-media",
        lambda _, spot: spot.which.place == "edit.keyframes",
        [s.change(edit=s.keyed(0, keyframes=[UNTYPED]))],
    ),
    "data-media-last": (
        "from the third of a list on, references need not say what their data are",
        "data-media",
        lambda _, spot: spot.which.index > 1,
        [s.image(image_ref=[PICTURE, PICTURE, UNTYPED])],
    ),
    "data-media-empty": (
        "empty data need not say what they are",
        "data-media",
        lambda _, spot: spot.which.said["data"] == "",
        [s.image(source={"data": ""})],
    ),
    "media-prefix": (
        "a media type need only begin with image",
        "media",
        lambda _, spot: spot.which.media.startswith("image"),
        [s.image(source=PICTURE | {"media_type": "images"})],
    ),
    "media-contains": (
        "image/ may stand anywhere in a media type",
        "media",
        lambda _, spot: "image/" in spot.which.media,
        [s.image(source=PICTURE | {"media_type": "x-image/png"})],
    ),
    "media-caseless": (
        "media types are taken in capitals",
        "media",
        lambda _, spot: spot.which.media.lower().startswith("image/"),
        [s.image(source=PICTURE | {"media_type": "IMAGE/PNG"})],
    ),
    "media-end-frame": (
        "any media type is taken as end_frame",
        "media",
        lambda _, spot: spot.which.place == "end_frame",
        [s.film(end_frame=CLIP)],
    ),
    "media-source-video": (
        "a film is taken as source of a video",
        "media",
        lambda ask, spot: (
            spot.which.place == "source"
            and ask.type == "video"
            and spot.which.media.startswith("video/")
        ),
        [s.film(source=CLIP)],
    ),
    "media-source-edit-any": (
        "any media type is taken as source of video_edit",
        "media",
        lambda ask, spot: spot.which.place == "source" and ask.type == "video_edit",
        [s.change(PICTURE | {"media_type": "text/plain"})],
    ),
    "media-keyframes-first": (
        "only the first keyframe has the right media type",
        "media",
        lambda _, spot: spot.which.place == "keyframes" and spot.which.index,
        [s.film(**s.keyed(0, 1, keyframes=[PICTURE, CLIP]))],
    ),
    "media-url-only": (
        "only data have the right media type",
        "media",
        lambda _, spot: not spot.which.has("data"),
        [s.image(source=CLIP)],
    ),
    "gid-source-video": (
        "an earlier job is taken as source of a video",
        "earlier",
        lambda ask, spot: spot.which.place == "source" and ask.type == "video",
        [*s.FILMED, s.film(source=LAST)],
    ),
    "gid-first": (
        "only the first of a list is no earlier job",
        "earlier",
        lambda _, spot: spot.which.place in LISTS and spot.which.index,
        [*s.ON, s.image(image_ref=[PICTURE, LAST])],
    ),
    "source-url-media-edit": (
        "the source of video_reframe need not say what it is",
        "source-url-media",
        lambda ask, _: ask.type == "video_reframe",
        [s.reframe(PICTURE)],
    ),
}
