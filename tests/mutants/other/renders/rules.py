"""What the pages say of members together; a fault is a hole in one of these rules."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

from tests.mutants.other.renders.asks import (
    FRAMES,
    FROM_FILM,
    FROM_SOURCE,
    Ask,
    Json,
    Ref,
    Spot,
    has,
)

TYPE: Final = "does not go with type"
LENGTH: Final = "has another length than keyframes"
MOST_EDITED: Final = 8
"""Pictures beside one that is edited."""


def one_of(_ask: Ask, ref: Ref) -> Spot | None:
    """Judge how a reference says what it is."""
    if len(ref.ways) == 1:
        return None
    return Spot(at=ref.at, says="give one of url, data and generation_id", ref=ref)


def data_media(_ask: Ask, ref: Ref) -> Spot | None:
    """Judge whether data say what they are."""
    if not ref.has("data") or ref.has("media_type"):
        return None
    return Spot(at=f"{ref.at}/media_type", says="is missing", ref=ref)


def media(ask: Ask, ref: Ref) -> Spot | None:
    """Judge whether pictures, or films, are taken here."""
    filmed = ref.place == "source" and ask.type in FROM_FILM
    taken = ("image/", "video/") if filmed else ("image/",)
    if not ref.has("media_type") or ref.media.startswith(taken):
        return None
    return Spot(at=f"{ref.at}/media_type", says="is not taken here", ref=ref)


def earlier(ask: Ask, ref: Ref) -> Spot | None:
    """Judge whether an earlier job is taken here."""
    taken = ref.place in FRAMES or (ref.place == "source" and ask.type in FROM_SOURCE)
    if taken or not ref.has("generation_id"):
        return None
    return Spot(at=f"{ref.at}/generation_id", says="is not taken here", ref=ref)


def source_url_media(ask: Ask) -> Iterator[Spot]:
    """Judge whether a source says what it is."""
    typed = has(ask.source, "media_type")
    if has(ask.source, "url") and ask.type in FROM_FILM and not typed:
        yield Spot(at="/source/media_type", says="is missing")


def image_ref_limit(ask: Ask) -> Iterator[Spot]:
    """Judge how many pictures stand beside one that is edited."""
    if ask.type == "image_edit" and len(ask.images) > MOST_EDITED:
        yield Spot(at="/image_ref", says="has too many entries")


def source_required(ask: Ask) -> Iterator[Spot]:
    """Judge whether there is what is edited."""
    if ask.type in FROM_SOURCE and ask.source is None:
        yield Spot(at="/source", says="is missing")


def model(ask: Ask) -> Iterator[Spot]:
    """Judge the model by the type."""
    if (ask.model == "ray-3.2") != ask.film:
        yield Spot(at="/model", says=TYPE)


def video_only(ask: Ask) -> Iterator[Spot]:
    """Judge whether there are settings of a video."""
    if ask.video is not None and not ask.film:
        yield Spot(at="/video", says=TYPE)


def edit_only(ask: Ask) -> Iterator[Spot]:
    """Judge whether there are settings of an edit."""
    if ask.edit is not None and ask.type != "video_edit":
        yield Spot(at="/video/edit", says=TYPE)


def hdr_reframe(ask: Ask) -> Iterator[Spot]:
    """Judge the range of what is reframed."""
    if ask.type == "video_reframe" and ask.on("hdr"):
        yield Spot(at="/video/hdr", says=TYPE)


def loop_video(ask: Ask) -> Iterator[Spot]:
    """Judge loops by the type."""
    if ask.on("loop") and ask.type != "video":
        yield Spot(at="/video/loop", says=TYPE)


def loop_10s(ask: Ask) -> Iterator[Spot]:
    """Judge loops by their length."""
    if ask.on("loop") and ask.long:
        yield Spot(at="/video/duration", says="does not go with loop")


def loop_hdr(ask: Ask) -> Iterator[Spot]:
    """Judge loops by their range."""
    if ask.on("loop") and ask.on("hdr"):
        yield Spot(at="/video/loop", says="does not go with hdr")


def draft(ask: Ask) -> Iterator[Spot]:
    """Judge the range of drafts."""
    if ask.on("hdr") and ask.inner.get("resolution") == "360p" and ask.type == "video":
        yield Spot(at="/video/resolution", says="does not go with hdr")


def position(ask: Ask) -> Iterator[Spot]:
    """Judge whether a source has a place."""
    if has(ask.video, "source_position") and ask.type != "video_reframe":
        yield Spot(at="/video/source_position", says=TYPE)


def keyframes_video(ask: Ask) -> Iterator[Spot]:
    """Judge keyframes by the type."""
    if ask.frames is not None and ask.type != "video":
        yield Spot(at="/video/keyframes", says=TYPE)


def legacy(ask: Ask) -> Iterator[Spot]:
    """Judge what goes with a first or a last frame."""
    asked = (("10s", ask.long), ("hdr", ask.on("hdr")))
    for name, (what, on) in product(FRAMES, asked):
        if ask.type == "video" and has(ask.video, name) and on:
            said = f"does not go with {what}"
            yield Spot(at=f"/video/{name}", says=said, about=f"{name} {what}")


def exr(ask: Ask) -> Iterator[Spot]:
    """Judge what is exported."""
    if ask.on("exr_export") and not ask.on("hdr"):
        yield Spot(at="/video/hdr", says="is missing")


def parallel(ask: Ask) -> Iterator[Spot]:
    """Judge whether each keyframe has an index."""
    at = "/video/keyframe_indexes"
    if ask.frames is None and ask.indexes is not None:
        yield Spot(at="/video/keyframes", says="is missing", about="indexes alone")
    elif ask.frames is not None and ask.indexes is None:
        yield Spot(at=at, says="is missing", about="frames alone")
    elif ask.frames is not None and len(ask.frames) != len(ask.indexes):
        more = len(ask.frames) > len(ask.indexes)
        yield Spot(at=at, says=LENGTH, about="more frames" if more else "more indexes")


def grid(ask: Ask) -> Iterator[Spot]:
    """Judge where keyframes may be."""
    for index, value in enumerate(ask.indexes or []):
        if value > ask.last:
            at = f"/video/keyframe_indexes/{index}"
            yield Spot(at=at, says="is out of range", index=index)


def exclusive(ask: Ask) -> Iterator[Spot]:
    """Judge what goes with keyframes."""
    if ask.frames is None:
        return
    beside = [name for name in FRAMES if has(ask.video, name)]
    for name in [*beside, *(["loop"] if ask.on("loop") else [])]:
        yield Spot(at="/video/keyframes", says=f"does not go with {name}", about=name)


def edit_exclusive(ask: Ask) -> Iterator[Spot]:
    """Judge what goes with the keyframes of an edit."""
    if has(ask.edit, "keyframes") and has(ask.video, "start_frame"):
        yield Spot(at="/video/start_frame", says="does not go with edit.keyframes")


def edit_parallel(ask: Ask) -> Iterator[Spot]:
    """Judge whether each keyframe of an edit has an index."""
    at = "/video/edit/keyframe_indexes"
    edit: Json = ask.edit or {}
    frames, indexes = edit.get("keyframes"), edit.get("keyframe_indexes")
    if (frames is None) != (indexes is None):
        about = "indexes alone" if frames is None else "frames alone"
        yield Spot(at=at, says="goes with keyframes", about=about)
    elif frames is not None and len(frames) != len(indexes):
        yield Spot(at=at, says=LENGTH, about="length")


OF_REFS: Final[dict[str, Callable[[Ask, Ref], Spot | None]]] = {
    "one-of": one_of,
    "data-media": data_media,
    "media": media,
    "earlier": earlier,
}
OF_ALL: Final[dict[str, Callable[[Ask], Iterator[Spot]]]] = {
    "source-url-media": source_url_media,
    "image-ref-limit": image_ref_limit,
    "source-required": source_required,
    "model": model,
    "video-only": video_only,
    "edit-only": edit_only,
    "hdr-reframe": hdr_reframe,
    "loop-video": loop_video,
    "loop-10s": loop_10s,
    "loop-hdr": loop_hdr,
    "draft": draft,
    "position": position,
    "keyframes-video": keyframes_video,
    "legacy": legacy,
    "exr": exr,
    "parallel": parallel,
    "grid": grid,
    "exclusive": exclusive,
    "edit-exclusive": edit_exclusive,
    "edit-parallel": edit_parallel,
}


def broken(ask: Ask) -> Iterator[tuple[str, Spot]]:
    """Yield the name of each rule that is broken, and where."""
    for ref, (name, judge) in product(ask.refs, OF_REFS.items()):
        spot = judge(ask, ref)
        if spot is not None:
            yield name, spot
    for name, look in OF_ALL.items():
        for spot in look(ask):
            yield name, spot
