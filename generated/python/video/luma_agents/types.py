"""Data types of the Luma Agents API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Required, TypeAlias, TypedDict

from pydantic import Field

from ._model import Omissible, RequestModel, ResponseModel, Unique, Uuid

GenerationFailureCode: TypeAlias = Literal[
    "content_moderated",
    "generation_failed",
    "budget_exhausted",
    "output_not_found",
    "image_too_large",
    "unsupported_format",
    "corrupt_input",
    "invalid_request",
    "rate_limited",
]
"""Machine-readable failure code for programmatic handling."""
GenerationType: TypeAlias = Literal["image", "image_edit", "video", "video_edit", "video_reframe"]
"""The kind of generation to perform."""
Model: TypeAlias = Literal["uni-1", "uni-1-max", "ray-3.2"]
"""Model identifier. uni-1 is the default image tier; uni-1-max produces higher-quality output than
uni-1 at a higher per-image price. ray-3.2 is the public video model for text-to-video,
image-to-video, and video-to-video editing.
"""
VideoDuration: TypeAlias = Literal["5s", "10s"]
"""Video duration."""
VideoResolution: TypeAlias = Literal["360p", "540p", "720p", "1080p"]
"""Ray 3.2 video output resolution. 360p is the draft tier (fast, low-cost previews), accepted on
type=video, video_edit, and video_reframe; on type=video it is SDR-only (not valid with
hdr=true). 1080p is public for video generation; video_reframe 1080p is still rolling out and may
return a coming-soon validation error until enabled for the caller.
"""
VideoEditStrength: TypeAlias = Literal[
    "adhere_1",
    "adhere_2",
    "adhere_3",
    "flex_1",
    "flex_2",
    "flex_3",
    "reimagine_1",
    "reimagine_2",
    "reimagine_3",
]
"""How much a video edit preserves or reimagines the source."""
PoseControlStrength: TypeAlias = Literal["precise", "coarse"]
"""Pose-conditioning strength."""
GenerationCreateParamsAspectRatio: TypeAlias = Literal[
    "3:1", "2:1", "21:9", "16:9", "4:3", "3:2", "1:1", "3:4", "2:3", "9:16", "1:2", "1:3"
]
"""Output aspect ratio. Valid values depend on the selected model and generation type; the server
validates the final model-specific set.
"""
GenerationState: TypeAlias = Literal["queued", "processing", "completed", "failed"]
"""Current state of the generation."""


class GenerationCreateParams(RequestModel):
    """Generation create params.

    Its members are described where they are arguments.
    """

    prompt: Annotated[str, Field(min_length=1, max_length=6000)]
    aspect_ratio: GenerationCreateParamsAspectRatio | None = None
    image_ref: Omissible[Annotated[list[ImageRef], Field(max_length=9)]] = None
    model: Omissible[Model] = None
    output_format: Literal["png", "jpeg"] | None = None
    source: ImageRef | None = None
    style: Omissible[Literal["auto", "manga"]] = None
    type: Omissible[GenerationType] = None
    user_id: Annotated[str, Field(max_length=256)] | None = None
    web_search: Omissible[bool] = None
    video: VideoOptions | None = None


class ImageRef(RequestModel):
    """Media reference for guided generation.

    Provide exactly one of url, inline base64 data, or generation_id. URL/data references accept
    image media at image positions; video_edit and video_reframe sources also accept source.url or
    source.data when source.media_type is a video/* MIME. generation_id chains image_edit off a
    prior image output, video_edit/video_reframe off a prior video output, and
    video.start_frame/end_frame for extension.
    """

    data: str | None = None
    """Base64-encoded image or video data."""
    media_type: str | None = None
    """MIME type (for example, image/jpeg or video/mp4). Required with data. Required with
    source.url on video_edit/video_reframe so the route can dispatch video ingest before fetching
    bytes; optional for image URLs.
    """
    url: str | None = None
    """Publicly accessible image URL, or a video URL when used as source for
    video_edit/video_reframe with media_type=video/*.
    """
    generation_id: Uuid | None = None
    """UUID of a prior generation owned by the same caller. Used on source for image_edit,
    video_edit, and video_reframe chaining and on video.start_frame / video.end_frame for video
    extension.
    """


class ImageRefParam(TypedDict, total=False):
    """`ImageRef` as a dictionary."""

    data: str | None
    media_type: str | None
    url: str | None
    generation_id: str | None


class Generation(ResponseModel):
    """Generation status and output."""

    id: str
    """Generation identifier."""
    created_at: str
    """Creation timestamp."""
    model: Model | str
    state: GenerationState | str
    type: GenerationType | str
    failure_code: GenerationFailureCode | str | None = None
    failure_reason: str | None = None
    """Human-readable failure description."""
    output: list[GenerationOutput] | None = None
    """Generated outputs (populated on completion)."""


class GenerationOutput(ResponseModel):
    """A single generated output."""

    type: str
    """Media type (e.g. image, video)."""
    url: str
    """Presigned URL (1hr expiry)."""


class VideoOptions(RequestModel):
    """Ray 3.2 video request options.

    Common output settings live at the top level for type=video, type=video_edit, and
    type=video_reframe; video-to-video conditioning lives under edit.

    Only the server can check this:

    - hdr needs HDR access, which this account does not have.
    """

    duration: VideoDuration | None = None
    edit: VideoEditOptions | None = None
    end_frame: ImageRef | None = None
    exr_export: bool | None = None
    """Export EXR alongside the MP4. Requires hdr=true."""
    hdr: bool | None = None
    """Generate HDR video. Requires HDR access. Not supported for video_reframe."""
    keyframe_indexes: (
        Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1, max_length=64), Unique]
        | None
    ) = None
    """Parallel list of non-negative, unique output-frame positions where each keyframes[i] is
    anchored, in the duration x 24fps grid (5s -> 0..120, 10s -> 0..240). Must match keyframes in
    length.
    """
    keyframes: Annotated[list[ImageRef], Field(min_length=1, max_length=64)] | None = None
    """Image-to-video guide frames (type=video only), each pinned to an output-frame position via
    the parallel keyframe_indexes. 1-64 anchors: a single anchor is a valid start-pinned i2v (an
    alternate to start_frame), and any count up to 64 places guide frames at arbitrary positions.
    Unlike start_frame/end_frame (the legacy 2-frame surface), this supports arbitrary positions,
    10s durations, and HDR. Mutually exclusive with start_frame / end_frame / loop. Only
    supported on model ray-3.2. For video-to-video keyframes use video.edit.keyframes on
    type=video_edit instead.
    """
    loop: bool | None = None
    """Generate a seamlessly looping video. Only valid for type=video; not supported with
    duration=10s or hdr=true.
    """
    resolution: VideoResolution | None = None
    source_position: SourcePosition | None = None
    start_frame: ImageRef | None = None


class VideoOptionsParam(TypedDict, total=False):
    """`VideoOptions` as a dictionary."""

    duration: VideoDuration | None
    edit: VideoEditOptionsParam | VideoEditOptions | None
    end_frame: ImageRefParam | ImageRef | None
    exr_export: bool | None
    hdr: bool | None
    keyframe_indexes: Iterable[int] | None
    keyframes: Iterable[ImageRefParam | ImageRef] | None
    loop: bool | None
    resolution: VideoResolution | None
    source_position: SourcePositionParam | SourcePosition | None
    start_frame: ImageRefParam | ImageRef | None


class SourcePosition(RequestModel):
    """Normalized source rectangle inside the output canvas for video_reframe.

    Omit to let the model choose the default centered-fit crop.
    """

    h_norm: Annotated[float, Field(gt=0, le=2)]
    """Source rectangle height, as a fraction of canvas height. Up to 2.0 so the source can bleed
    off-canvas.
    """
    w_norm: Annotated[float, Field(gt=0, le=2)]
    """Source rectangle width, as a fraction of canvas width. Up to 2.0 so the source can bleed
    off-canvas.
    """
    x_norm: Annotated[float, Field(ge=-2, le=2)]
    """Left edge of the source rectangle, as a fraction of canvas width. May be negative when the
    source extends off-canvas.
    """
    y_norm: Annotated[float, Field(ge=-2, le=2)]
    """Top edge of the source rectangle, as a fraction of canvas height. May be negative when the
    source extends off-canvas.
    """


class SourcePositionParam(TypedDict, total=False):
    """`SourcePosition` as a dictionary."""

    h_norm: Required[float]
    w_norm: Required[float]
    x_norm: Required[float]
    y_norm: Required[float]


class VideoEditOptions(RequestModel):
    """Ray 3.2 video-to-video edit controls.

    Only valid under video.edit when type is video_edit. The source video must be 18 seconds or
    shorter; output duration matches the source.
    """

    auto_controls: bool | None = None
    """When true, the model derives the control schedule from the source video. When omitted,
    supplying strength or controls implies manual mode.
    """
    controls: AdvancedControls | None = None
    keyframe_indexes: (
        Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=64), Unique] | None
    ) = None
    """Parallel list of non-negative, unique frame positions in the source video's frame grid where
    each keyframes[i] is anchored. Must match keyframes in length.
    """
    keyframes: Annotated[list[ImageRef], Field(max_length=64)] | None = None
    """Multi-anchor guide-frame images at arbitrary source-frame positions (parallel with
    keyframe_indexes). Up to 64 anchors. Mutually exclusive with video.start_frame (the
    single-anchor case). Each entry takes the same ImageRef shape as source / image_ref[].
    """
    strength: VideoEditStrength | None = None


class VideoEditOptionsParam(TypedDict, total=False):
    """`VideoEditOptions` as a dictionary."""

    auto_controls: bool | None
    controls: AdvancedControlsParam | AdvancedControls | None
    keyframe_indexes: Iterable[int] | None
    keyframes: Iterable[ImageRefParam | ImageRef] | None
    strength: VideoEditStrength | None


class AdvancedControls(RequestModel):
    """Per-signal manual conditioning controls for video edits."""

    depth: DepthControl | None = None
    face: FaceControl | None = None
    normals: NormalsControl | None = None
    pose: PoseControl | None = None
    trajectory: TrajectoryControl | None = None


class AdvancedControlsParam(TypedDict, total=False):
    """`AdvancedControls` as a dictionary."""

    depth: DepthControlParam | DepthControl | None
    face: FaceControlParam | FaceControl | None
    normals: NormalsControlParam | NormalsControl | None
    pose: PoseControlParam | PoseControl | None
    trajectory: TrajectoryControlParam | TrajectoryControl | None


class DepthControl(RequestModel):
    """Depth / scene-geometry conditioning control."""

    blur: Annotated[float, Field(ge=0, le=1)] | None = None
    """Depth-map blur amount from 0 to 1. Higher values allow more geometric freedom."""
    enabled: bool | None = None
    """Enable or disable depth conditioning. Omit to use the model default."""


class DepthControlParam(TypedDict, total=False):
    """`DepthControl` as a dictionary."""

    blur: float | None
    enabled: bool | None


class FaceControl(RequestModel):
    """Face-identity conditioning control."""

    enabled: bool | None = None
    """Enable or disable face conditioning. Omit to use the model default."""


class FaceControlParam(TypedDict, total=False):
    """`FaceControl` as a dictionary."""

    enabled: bool | None


class NormalsControl(RequestModel):
    """Surface-normals conditioning control."""

    augmentation: Annotated[float, Field(ge=0, le=1)] | None = None
    """Surface-normals augmentation from 0 to 1. Higher values allow more reinterpretation of
    surface geometry.
    """
    enabled: bool | None = None
    """Enable or disable normals conditioning. Omit to use the model default."""


class NormalsControlParam(TypedDict, total=False):
    """`NormalsControl` as a dictionary."""

    augmentation: float | None
    enabled: bool | None


class PoseControl(RequestModel):
    """Pose / skeleton conditioning control."""

    enabled: bool | None = None
    """Enable or disable pose conditioning. Omit to use the model default."""
    strength: PoseControlStrength | None = None


class PoseControlParam(TypedDict, total=False):
    """`PoseControl` as a dictionary."""

    enabled: bool | None
    strength: PoseControlStrength | None


class TrajectoryControl(RequestModel):
    """Motion-trajectory conditioning control."""

    enabled: bool | None = None
    """Enable or disable trajectory conditioning. Omit to use the model default."""
    sparsity: Annotated[float, Field(ge=0, le=1)] | None = None
    """Point-trajectory sparsity from 0 to 1. Higher values use fewer motion anchors."""


class TrajectoryControlParam(TypedDict, total=False):
    """`TrajectoryControl` as a dictionary."""

    enabled: bool | None
    sparsity: float | None
