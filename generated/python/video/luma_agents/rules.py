"""What the Luma Agents API asks of requests beyond the schema of each member."""

from __future__ import annotations

from collections.abc import Iterator

from ._errors import FieldError
from .types import GenerationCreateParams, ImageRef, VideoEditOptions, VideoOptions


def generation_create_params(self: GenerationCreateParams, at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `GenerationCreateParams` that stands at the JSON Pointer `at`."""
    if self.type == "image_edit" and self.image_ref is not None and len(self.image_ref) > 8:
        yield FieldError(
            at + "/image_ref", "image-ref-limit", "image_ref takes at most 8 with type=image_edit."
        )
    if self.type in ("image_edit", "video_edit", "video_reframe") and self.source is None:
        yield FieldError(
            at + "/source",
            "source-required",
            "type=image_edit, video_edit or video_reframe needs source.",
        )
    if (self.model == "ray-3.2") != (self.type in ("video", "video_edit", "video_reframe")):
        yield FieldError(
            at + "/model",
            "model-matches-type",
            "model=ray-3.2 needs type=video, video_edit or video_reframe, and these need it.",
        )
    if (
        self.type in ("video_edit", "video_reframe")
        and self.source is not None
        and self.source.url is not None
        and self.source.media_type is None
    ):
        yield FieldError(
            at + "/source/media_type",
            "source-url-needs-media-type",
            "source.url needs source.media_type with type=video_edit or video_reframe.",
        )
    if (
        self.source is not None
        and self.source.media_type is not None
        and not self.source.media_type.startswith("image/")
        and (
            not self.source.media_type.startswith("video/")
            or self.type not in ("video_edit", "video_reframe")
        )
    ):
        yield FieldError(
            at + "/source/media_type",
            "source-media-kind",
            "source.media_type must be image/*, or video/* with type=video_edit or video_reframe.",
        )
    if (
        self.source is not None
        and self.source.generation_id is not None
        and self.type not in ("image_edit", "video_edit", "video_reframe")
    ):
        yield FieldError(
            at + "/source/generation_id",
            "ref-generation-id-position",
            "source.generation_id needs type=image_edit, video_edit or video_reframe.",
        )
    if self.video is not None and self.type not in ("video", "video_edit", "video_reframe"):
        yield FieldError(
            at + "/video",
            "video-only-for-video",
            "video needs type=video, video_edit or video_reframe.",
        )
    if self.video is not None and self.video.edit is not None and self.type != "video_edit":
        yield FieldError(
            at + "/video/edit", "edit-only-for-video-edit", "video.edit needs type=video_edit."
        )
    if self.type == "video_reframe" and self.video is not None and self.video.hdr is True:
        yield FieldError(
            at + "/video/hdr",
            "hdr-not-for-reframe",
            "video.hdr=true does not go with type=video_reframe.",
        )
    if self.video is not None and self.video.loop and self.type != "video":
        yield FieldError(at + "/video/loop", "loop-only-for-video", "video.loop needs type=video.")
    if (
        self.type == "video"
        and self.video is not None
        and self.video.resolution == "360p"
        and self.video.hdr is True
    ):
        yield FieldError(
            at + "/video/resolution",
            "draft-is-sdr",
            "video.hdr=true does not go with resolution=360p with type=video.",
        )
    if (
        self.video is not None
        and self.video.source_position is not None
        and self.type != "video_reframe"
    ):
        yield FieldError(
            at + "/video/source_position",
            "position-only-for-reframe",
            "video.source_position needs type=video_reframe.",
        )
    if (
        self.video is not None
        and self.video.keyframes is not None
        and (self.type != "video" or self.model != "ray-3.2")
    ):
        yield FieldError(
            at + "/video/keyframes",
            "keyframes-only-for-video",
            "video.keyframes needs type=video and model=ray-3.2.",
        )
    if (
        self.type == "video"
        and self.video is not None
        and (self.video.start_frame is not None or self.video.end_frame is not None)
        and (self.video.duration == "10s" or self.video.hdr is True)
    ):
        yield FieldError(
            at + "/video",
            "frames-legacy-limits",
            "video.start_frame or end_frame does not go with duration=10s or hdr=true with "
            "type=video.",
        )
    if self.image_ref is not None:
        yield from generation_create_params_image_ref(self.image_ref, at + "/image_ref")
    if self.source is not None:
        yield from image_ref(self.source, at + "/source")
    if self.video is not None:
        yield from video_options(self.video, at + "/video")


def image_ref(self: ImageRef, at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `ImageRef` that stands at the JSON Pointer `at`."""
    if sum([self.url is not None, self.data is not None, self.generation_id is not None]) != 1:
        yield FieldError(at, "ref-exactly-one", "Give exactly one of url, data and generation_id.")
    if self.data is not None and self.media_type is None:
        yield FieldError(at + "/media_type", "ref-data-needs-media-type", "data needs media_type.")


def video_options(self: VideoOptions, at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `VideoOptions` that stands at the JSON Pointer `at`."""
    if (
        self.start_frame is not None
        and self.start_frame.media_type is not None
        and not self.start_frame.media_type.startswith("image/")
    ) or (
        self.end_frame is not None
        and self.end_frame.media_type is not None
        and not self.end_frame.media_type.startswith("image/")
    ):
        yield FieldError(
            at, "source-media-kind", "media_type must be image/* in start_frame and end_frame."
        )
    if self.exr_export and self.hdr is not True:
        yield FieldError(at + "/exr_export", "exr-needs-hdr", "exr_export needs hdr=true.")
    if self.loop is True and self.duration == "10s":
        yield FieldError(at + "/loop", "loop-not-10s", "loop does not go with duration=10s.")
    if self.loop is True and self.hdr is True:
        yield FieldError(at + "/loop", "loop-not-hdr", "loop does not go with hdr=true.")
    if (self.keyframes is not None or self.keyframe_indexes is not None) and (
        self.keyframes is None
        or self.keyframe_indexes is None
        or len(self.keyframes) != len(self.keyframe_indexes)
        or len(self.keyframes) < 1
        or len(self.keyframes) > 64
    ):
        yield FieldError(
            at + "/keyframe_indexes",
            "keyframes-parallel",
            "keyframes needs as many keyframe_indexes, 1 to 64.",
        )
    if self.keyframe_indexes is not None and not all(
        frame >= 0
        and frame <= (240 if self.duration == "10s" else 120)
        and sum(other == frame for other in self.keyframe_indexes) == 1
        for frame in self.keyframe_indexes
    ):
        yield FieldError(
            at + "/keyframe_indexes",
            "keyframe-indexes-grid",
            "keyframe_indexes are 0 to 120, or 240 with duration=10s, none twice.",
        )
    if self.keyframes is not None and (
        self.start_frame is not None or self.end_frame is not None or self.loop is True
    ):
        yield FieldError(
            at + "/keyframes",
            "keyframes-exclusive",
            "keyframes does not go with start_frame, end_frame or loop.",
        )
    if self.start_frame is not None and self.edit is not None and self.edit.keyframes is not None:
        yield FieldError(
            at + "/edit/keyframes",
            "edit-keyframes-exclusive",
            "edit.keyframes does not go with start_frame.",
        )
    if self.edit is not None:
        yield from video_edit_options(self.edit, at + "/edit")
    if self.end_frame is not None:
        yield from image_ref(self.end_frame, at + "/end_frame")
    if self.keyframes is not None:
        yield from generation_create_params_image_ref(self.keyframes, at + "/keyframes")
    if self.start_frame is not None:
        yield from image_ref(self.start_frame, at + "/start_frame")


def video_edit_options(self: VideoEditOptions, at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `VideoEditOptions` that stands at the JSON Pointer `at`."""
    if (self.keyframes is not None or self.keyframe_indexes is not None) and (
        self.keyframes is None
        or self.keyframe_indexes is None
        or len(self.keyframes) != len(self.keyframe_indexes)
        or len(self.keyframes) > 64
        or not all(
            frame >= 0 and sum(other == frame for other in self.keyframe_indexes) == 1
            for frame in self.keyframe_indexes
        )
    ):
        yield FieldError(
            at + "/keyframe_indexes",
            "edit-keyframes-parallel",
            "keyframes needs as many keyframe_indexes, at most 64, none twice or below 0.",
        )
    if self.keyframes is not None:
        yield from generation_create_params_image_ref(self.keyframes, at + "/keyframes")


def generation_create_params_image_ref(self: list[ImageRef], at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `list[ImageRef]` that stands at the JSON Pointer `at`."""
    if not all(ref.media_type is None or ref.media_type.startswith("image/") for ref in self):
        yield FieldError(at, "source-media-kind", "media_type must be image/* here.")
    if not all(ref.generation_id is None for ref in self):
        yield FieldError(at, "ref-generation-id-position", "generation_id does not go here.")
    for index, item in enumerate(self):
        yield from image_ref(item, f"{at}/{index}")
