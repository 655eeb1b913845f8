"""What the pages say of members together."""

from dataclasses import dataclass
from typing import Any

from tests.mutants.other.generations.members import EDIT, FILMED, IMAGE, REFRAME, VIDEO, VIDEO_EDIT
from tests.mutants.other.generations.refusal import RefusalError


def given(value: Any) -> dict[str, Any]:
    """Return the members that are not null."""
    return {name: inner for name, inner in (value or {}).items() if inner is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """What is asked for of a video.

    Attributes:
        members: Those of ``video``, null left out.
        kind: ``type``.
        model: ``model``.
    """

    members: dict[str, Any]
    kind: str
    model: str | None

    @property
    def hdr(self) -> bool:
        """Whether the range is high."""
        return self.members.get("hdr") is True

    @property
    def loop(self) -> bool:
        """Whether the end meets the beginning."""
        return self.members.get("loop") is True

    @property
    def long(self) -> bool:
        """Whether it has ten seconds."""
        return self.members.get("duration") == "10s"


class Rules:
    """Judges requests whose form is fine."""

    def __init__(self, fault: str) -> None:
        """Judge with one fault, or none."""
        self.fault = fault

    def off(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return self.fault in names

    def breaks(self, rule: str, at: str, *, hole: bool = False) -> None:
        """Refuse by a rule, unless it is not judged or has a hole here."""
        if self.fault != f"no {rule}" and not hole:
            raise RefusalError(at, rule, "these do not go together")

    def judge(self, body: dict[str, Any]) -> None:
        """Judge a request.

        Raises:
            RefusalError: It breaks a rule.
        """
        members = given(body)
        kind, model = members.get("type", IMAGE), members.get("model")
        self.made_by(kind, model)
        self.pictures(members.get("image_ref", []), kind)
        self.source(members, kind)
        if "video" in members:
            if kind not in FILMED:
                hole = self.off("video-for-edit") and kind == EDIT
                self.breaks("video-only-for-video", "/video", hole=hole)
            self.filmed(Film(members=given(members["video"]), kind=kind, model=model))

    def made_by(self, kind: str, model: str | None) -> None:
        """Judge type and model."""
        hole = (
            (self.off("ray-for-image") and kind not in FILMED)
            or (self.off("max-for-video") and model == "uni-1-max")
            or (self.off("no-model-for-video") and model is None)
        )
        if (model == "ray-3.2") != (kind in FILMED):
            self.breaks("model-matches-type", "/model", hole=hole)

    def pictures(self, images: list[Any], kind: str) -> None:
        """Judge image_ref."""
        if kind == EDIT and len(images) > 8:
            self.breaks("image-ref-limit", "/image_ref", hole=self.off("nine-for-edit"))
        if self.off("eight-for-image") and len(images) > 8:
            self.breaks("image-ref-limit", "/image_ref")
        for index, ref in enumerate(images):
            at = f"/image_ref/{index}"
            self.reference(ref, at)
            self.still(ref, at, hole=self.off("kind-at-list"))
            self.unchained(ref, at, hole=self.off("id-in-list"))

    def reference(self, ref: dict[str, Any], at: str) -> None:
        """Judge a reference's members."""
        members = given(ref)
        ways = [name for name in ("url", "data", "generation_id") if name in members]
        if len(ways) != 1:
            both = self.off("exactly-one-both") and ways == ["url", "data"]
            none = self.off("exactly-one-none") and not ways
            self.breaks("ref-exactly-one", at, hole=both or none)
        if "data" in members and "media_type" not in members:
            self.breaks("ref-data-needs-media-type", f"{at}/media_type")

    def still(self, ref: dict[str, Any], at: str, *, hole: bool = False) -> None:
        """Refuse a video where a picture is wanted."""
        media = given(ref).get("media_type")
        if media is not None and not media.startswith("image/"):
            empty = self.off("media-type-empty") and not media
            self.breaks("source-media-kind", f"{at}/media_type", hole=hole or empty)

    def unchained(self, ref: dict[str, Any], at: str, *, hole: bool = False) -> None:
        """Refuse an earlier generation where none is taken."""
        if "generation_id" in given(ref):
            self.breaks("ref-generation-id-position", f"{at}/generation_id", hole=hole)

    def source(self, members: dict[str, Any], kind: str) -> None:
        """Judge the source."""
        if "source" not in members:
            hole = self.off("source-for-reframe") and kind == REFRAME
            if kind in (EDIT, VIDEO_EDIT, REFRAME):
                self.breaks("source-required", "/source", hole=hole)
            return
        source = given(members["source"])
        self.reference(source, "/source")
        if kind in (VIDEO_EDIT, REFRAME):
            self.moving(source)
        else:
            self.still(source, "/source")
        if kind in (IMAGE, VIDEO):
            hole = self.off("id-on-image") and kind == IMAGE
            self.unchained(source, "/source", hole=hole)

    def moving(self, source: dict[str, Any]) -> None:
        """Judge a source that may be a video."""
        media, at = source.get("media_type"), "/source/media_type"
        if "url" in source and media is None:
            self.breaks("source-url-needs-media-type", at)
        if media is not None and not media.startswith(("image/", "video/")):
            self.breaks("source-media-kind", at)

    def filmed(self, film: Film) -> None:
        """Judge video's members."""
        self.ranged(film)
        self.looped(film)
        video = film.members
        if "source_position" in video and film.kind != REFRAME:
            hole = self.off("position-for-edit") and film.kind == VIDEO_EDIT
            self.breaks("position-only-for-reframe", "/video/source_position", hole=hole)
        self.ends(film)
        self.anchored(film)
        self.placed(film)
        if "edit" in video:
            if film.kind != VIDEO_EDIT:
                hole = self.off("edit-for-reframe") and film.kind == REFRAME
                self.breaks("edit-only-for-video-edit", "/video/edit", hole=hole)
            self.edited(given(video["edit"]), video)

    def ranged(self, film: Film) -> None:
        """Judge what goes with a high range."""
        video = film.members
        if video.get("exr_export") and not film.hdr:
            hole = self.off("exr-hdr-false") and "hdr" in video
            self.breaks("exr-needs-hdr", "/video", hole=hole)
        if film.hdr and film.kind == REFRAME:
            self.breaks("hdr-not-for-reframe", "/video/hdr")
        draft = (VIDEO, VIDEO_EDIT) if self.off("draft-no-type") else (VIDEO,)
        if film.hdr and film.kind in draft and video.get("resolution") == "360p":
            self.breaks("draft-is-sdr", "/video/resolution")

    def looped(self, film: Film) -> None:
        """Judge what goes with a loop."""
        if film.loop and film.kind != VIDEO:
            hole = self.off("loop-for-reframe") and film.kind == REFRAME
            self.breaks("loop-only-for-video", "/video/loop", hole=hole)
        if film.loop and film.long:
            self.breaks("loop-not-10s", "/video")
        if film.loop and film.hdr:
            self.breaks("loop-not-hdr", "/video")

    def ends(self, film: Film) -> None:
        """Judge the first and the last frame."""
        video = film.members
        for name in ("start_frame", "end_frame"):
            hole = self.off("kind-at-frame") and name == "start_frame"
            if name in video:
                self.reference(video[name], f"/video/{name}")
                self.still(video[name], f"/video/{name}", hole=hole)
        start, end = "start_frame" in video, "end_frame" in video
        bound = (VIDEO, VIDEO_EDIT) if self.off("edit-start-frame-fine") else (VIDEO,)
        if film.kind in bound and (start or end) and (film.hdr or film.long):
            late = self.off("frames-10s") and start and not film.hdr
            bright = self.off("end-frame-hdr") and not start and film.hdr
            self.breaks("frames-legacy-limits", "/video", hole=late or bright)

    def anchored(self, film: Film) -> None:
        """Judge keyframes."""
        at, video = "/video/keyframes", film.members
        frames = video.get("keyframes")
        if frames is None:
            return
        if not (film.kind == VIDEO and film.model == "ray-3.2"):
            hole = self.off("keyframes-for-edit") and film.kind == VIDEO_EDIT
            self.breaks("keyframes-only-for-video", at, hole=hole)
        clash: list[str] = [name for name in ("start_frame", "end_frame") if name in video]
        clash += ["loop"] if film.loop else []
        if clash:
            end = self.off("keyframes-with-end") and clash == ["end_frame"]
            loop = self.off("keyframes-with-loop") and clash == ["loop"]
            self.breaks("keyframes-exclusive", at, hole=end or loop)
        for index, ref in enumerate(frames):
            self.reference(ref, f"{at}/{index}")
            self.still(ref, f"{at}/{index}", hole=self.off("kind-at-keyframes"))
            self.unchained(ref, f"{at}/{index}", hole=self.off("id-in-keyframes"))

    def placed(self, film: Film) -> None:
        """Judge where keyframes stand."""
        video = film.members
        frames, indexes = video.get("keyframes"), video.get("keyframe_indexes")
        if (frames is None) != (indexes is None):
            alone = self.off("indexes-alone" if frames is None else "keyframes-alone")
            self.breaks("keyframes-parallel", "/video/keyframes", hole=alone)
        elif frames is not None and indexes is not None and len(frames) != len(indexes):
            hole = self.off("indexes-longer") and len(indexes) == len(frames) + 1
            self.breaks("keyframes-parallel", "/video/keyframes", hole=hole)
        if any(index > self.last(film) for index in indexes or []):
            self.breaks("keyframe-indexes-grid", "/video/keyframe_indexes")

    def last(self, film: Film) -> int:
        """Return the last frame's index."""
        long = film.long or (self.off("grid-default-10") and "duration" not in film.members)
        last = 240 if long else 120
        return last + self.off(f"grid-{last + 1}") - self.off(f"grid-{last}-refused")

    def edited(self, edit: dict[str, Any], video: dict[str, Any]) -> None:
        """Judge the keyframes of an edit."""
        at = "/video/edit/keyframes"
        frames, indexes = edit.get("keyframes"), edit.get("keyframe_indexes")
        if (frames is None) != (indexes is None) or len(frames or []) != len(indexes or []):
            self.breaks("edit-keyframes-parallel", at)
        if frames is not None and "start_frame" in video:
            self.breaks("edit-keyframes-exclusive", at)
        for index, ref in enumerate(frames or []):
            self.reference(ref, f"{at}/{index}")
            self.still(ref, f"{at}/{index}")
            self.unchained(ref, f"{at}/{index}")
