"""From a request to its files: every member of the request is read here.

What a rule of the document forbids does not come here, unless the server runs with its rules off;
then what cannot be made fails with ``invalid_request`` and what can be ignored is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image

from . import exr, film, motion, pictures, remake, sizes
from .failures import failed
from .inputs import EDIT_SECONDS, MAX_SECONDS, Inputs, Ref
from .motion import Anchor

MAX_REFERENCES: Final = 9
GUIDE_SIDE: Final = 640
"""Pixels a side that are kept of a reference or guide frame; no video is larger."""


class Stopped(Exception):  # noqa: N818 - the server is closing; the job runs again later
    """A job was given up because its server stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file that a generation made.

    Attributes:
        kind: `type` of a GenerationOutput.
    """

    kind: str
    data: bytes
    media_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Order:
    """A request, with its inputs within reach.

    Attributes:
        body: The request's body; members that are null count as not given.
        inputs: Reads its references.
        given_up: Asked before every frame; once true, `Stopped` is raised.
    """

    body: Mapping[str, Any]
    inputs: Inputs
    given_up: Callable[[], bool] = bool

    def outputs(self) -> Iterator[Output]:
        """Make what was ordered.

        Raises:
            Failure: It cannot be made.
        """
        kind = str(self.body.get("type") or "image")
        if kind == "video":
            yield from self._filmed(self._new_video())
        elif kind == "video_edit":
            yield from self._filmed(self._edited_video())
        elif kind == "video_reframe":
            yield from self._filmed(self._reframed_video())
        else:
            yield self._image(edit=kind == "image_edit")

    # --- members --------------------------------------------------------------------------------

    @property
    def _prompt(self) -> str:
        return str(self.body.get("prompt") or "")

    @property
    def _video(self) -> Mapping[str, Any]:
        return self.body.get("video") or {}

    @property
    def _style(self) -> str:
        return str(self.body.get("style") or "auto")

    def _references(self) -> tuple[Image.Image, ...]:
        refs = list(self.body.get("image_ref") or ())[:MAX_REFERENCES]
        return tuple(self._picture(ref, f"image_ref[{at}]") for at, ref in enumerate(refs))

    def _picture(self, ref: Ref, where: str) -> Image.Image:
        """Return an input picture, no larger than needed: there may be 64 of them."""
        if self.given_up():
            raise Stopped
        picture = self.inputs.picture(ref, where)
        picture.thumbnail((GUIDE_SIDE, GUIDE_SIDE))
        return picture

    def _guides(self, holder: Mapping[str, Any], place: str) -> list[tuple[int, Image.Image]]:
        """Return the guide frames of a pair of parallel lists, by rising index."""
        refs = holder.get("keyframes") or ()
        indexes = holder.get("keyframe_indexes") or ()
        if len(refs) != len(indexes):
            reason = f"{place}.keyframes and {place}.keyframe_indexes differ in length."
            raise failed("invalid_request", reason)
        read = [
            (index, self._picture(ref, f"{place}.keyframes[{at}]"))
            for at, (index, ref) in enumerate(zip(indexes, refs, strict=True))
        ]
        return sorted(read, key=lambda guide: guide[0])

    def _size(self, ratio: str) -> sizes.Size:
        resolution = str(self._video.get("resolution") or sizes.DEFAULT_RESOLUTION)
        return sizes.video_size(str(self.body.get("aspect_ratio") or ratio), resolution)

    # --- images ---------------------------------------------------------------------------------

    def _image(self, *, edit: bool) -> Output:
        ratio = str(self.body.get("aspect_ratio") or sizes.DEFAULT_IMAGE_RATIO)
        model = str(self.body.get("model") or "uni-1")
        references, source = self._references(), None
        if self.body.get("source"):
            given = self.inputs.picture(self.body["source"], "source")
            if edit:
                source = given
                ratio = str(self.body.get("aspect_ratio") or sizes.nearest_ratio(given.size))
            else:
                references = (given, *references)
        elif edit:
            raise failed("invalid_request", "type=image_edit needs source.")
        order = pictures.ImageOrder(
            prompt=self._prompt,
            model=model,
            size=sizes.image_size(ratio, model),
            style=self._style,
            references=references,
            source=source,
        )
        wanted = str(self.body.get("output_format") or pictures.DEFAULT_FORMAT)
        return Output(
            kind="image",
            data=pictures.encoded(pictures.draw(order), wanted),
            media_type=pictures.MEDIA_TYPES[wanted],
            filename=f"image.{wanted}",
        )

    # --- videos ---------------------------------------------------------------------------------

    def _filmed(self, frames: Iterator[Image.Image]) -> Iterator[Output]:
        """Encode frames; with `exr_export`, the first one also as EXR."""
        hdr = bool(self._video.get("hdr"))
        try:
            first = next(frames)
            data = film.encoded(self._again(first, frames), first.size, hdr=hdr)
        except film.Unreadable as error:
            raise failed("corrupt_input", f"source cannot be decoded: {error}.") from error
        yield Output(kind="video", data=data, media_type=film.MEDIA_TYPE, filename="video.mp4")
        if hdr and self._video.get("exr_export"):
            still = exr.encoded(first)
            yield Output(kind="exr", data=still, media_type=exr.MEDIA_TYPE, filename="frame.exr")

    def _again(self, first: Image.Image, others: Iterator[Image.Image]) -> Iterator[Image.Image]:
        yield first
        for frame in others:
            if self.given_up():
                raise Stopped
            yield frame

    def _new_video(self) -> Iterator[Image.Image]:
        video = self._video
        seconds = sizes.SECONDS.get(str(video.get("duration")), sizes.DEFAULT_SECONDS)
        count = sizes.frame_count(seconds)
        guides = self._guides(video, "video")
        rough = self._size(sizes.DEFAULT_VIDEO_RATIO)
        for member, index in (("start_frame", 0), ("end_frame", count - 1)):
            if ref := video.get(member):
                last = member == "start_frame"
                frame = self.inputs.frame(ref, f"video.{member}", last=last, size=rough)
                guides.append((index, frame))
        if beyond := [index for index, _ in guides if not 0 <= index < count]:
            reason = f"video.keyframe_indexes has {beyond[0]}; the last frame is {count - 1}."
            raise failed("invalid_request", reason)
        ratio = sizes.nearest_ratio(guides[0][1].size) if guides else sizes.DEFAULT_VIDEO_RATIO
        order = motion.VideoOrder(
            prompt=self._prompt,
            size=self._size(ratio),
            frames=count,
            style=self._style,
            loop=bool(video.get("loop")),
            anchors=tuple(Anchor(index=index, picture=picture) for index, picture in guides),
            references=self._references(),
        )
        return motion.frames(order)

    def _source(self, longest: float) -> tuple[bytes, str, film.Facts]:
        if not self.body.get("source"):
            raise failed("invalid_request", "This type needs a source video.")
        taken = self.inputs.film(self.body["source"], "source", longest=longest)
        return taken.media.data, taken.media.media_type, taken.facts

    def _edited_video(self) -> Iterator[Image.Image]:
        data, media_type, facts = self._source(EDIT_SECONDS)
        edit: Mapping[str, Any] = self._video.get("edit") or {}
        size = self._size(sizes.nearest_ratio(facts.size))
        guides = self._guides(edit, "video.edit")
        if beyond := [index for index, _ in guides if index >= facts.frames]:
            reason = (
                f"video.edit.keyframe_indexes has {beyond[0]}; the source has "
                f"{facts.frames} frames."
            )
            raise failed("invalid_request", reason)
        anchors = [(round(index / facts.fps * sizes.FPS), picture) for index, picture in guides]
        for member, index in (
            ("start_frame", 0),
            ("end_frame", round(facts.seconds * sizes.FPS) - 1),
        ):
            if ref := self._video.get(member):
                last = member == "start_frame"
                frame = self.inputs.frame(ref, f"video.{member}", last=last, size=size)
                anchors.append((index, frame))
        order = remake.EditOrder(
            prompt=self._prompt,
            size=size,
            strength=str(edit.get("strength") or remake.DEFAULT_STRENGTH),
            controls=_controls(edit),
            anchors=tuple(Anchor(index=index, picture=picture) for index, picture in anchors),
            references=self._references(),
        )
        scaled = remake.covering_size(facts.size, size)
        return remake.edited(film.pictures(data, media_type, scaled, facts.seconds), order)

    def _reframed_video(self) -> Iterator[Image.Image]:
        data, media_type, facts = self._source(MAX_SECONDS)
        canvas = self._size(sizes.DEFAULT_VIDEO_RATIO)
        given = self._video.get("source_position")
        position = (
            remake.Position(
                x=given["x_norm"], y=given["y_norm"], width=given["w_norm"], height=given["h_norm"]
            )
            if given
            else remake.centred(facts.size, canvas)
        )
        scaled = position.pixels(canvas)[2:]
        frames = film.pictures(data, media_type, scaled, facts.seconds)
        return remake.reframed(frames, self._prompt, canvas, position)


def _controls(edit: Mapping[str, Any]) -> remake.Controls:
    """Return the controls of `video.edit`: automatic ones, or those that are enabled."""
    if edit.get("auto_controls"):
        return remake.Controls(depth=0.3, trajectory=0.5)
    controls: Mapping[str, Any] = edit.get("controls") or {}

    def control(name: str, member: str, usual: Any) -> Any:
        given = controls.get(name)
        if not given or given.get("enabled") is False:
            return None
        value = given.get(member)
        return usual if value is None else value

    return remake.Controls(
        depth=control("depth", "blur", 0.3),
        face=control("face", "enabled", True) is True,  # noqa: FBT003 - the value, not a flag
        normals=control("normals", "augmentation", 0.3),
        pose=control("pose", "strength", "precise"),
        trajectory=control("trajectory", "sparsity", 0.5),
    )
