"""What flags take, by name."""

from __future__ import annotations

from typing import Final

from ._shapes import (
    BASE64,
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Array,
    Member,
    Named,
    Shape,
    enum,
    record,
)

SHAPES: Final[dict[str, Shape]] = {
    "AdvancedControls": record(
        Member("depth", Named("DepthControl"), "Depth / scene-geometry conditioning control"),
        Member("face", Named("FaceControl"), "Face-identity conditioning control"),
        Member("normals", Named("NormalsControl"), "Surface-normals conditioning control"),
        Member("pose", Named("PoseControl"), "Pose / skeleton conditioning control"),
        Member("trajectory", Named("TrajectoryControl"), "Motion-trajectory conditioning control"),
    ),
    "DepthControl": record(
        Member(
            "blur",
            NUMBER,
            "Depth-map blur amount from 0 to 1. Higher values allow more geometric freedom.",
        ),
        Member(
            "enabled",
            BOOLEAN,
            "Enable or disable depth conditioning. Omit to use the model default.",
        ),
    ),
    "FaceControl": record(
        Member(
            "enabled",
            BOOLEAN,
            "Enable or disable face conditioning. Omit to use the model default.",
        ),
    ),
    "ImageRef": record(
        Member("data", BASE64, "Base64-encoded image or video data"),
        Member(
            "generation_id",
            STRING,
            "UUID of a prior generation owned by the same caller. Used on source for image_edit, "
            "video_edit, and video_reframe chaining and on video.start_frame / video.end_frame "
            "for video extension.",
        ),
        Member(
            "media_type",
            STRING,
            "MIME type (for example, image/jpeg or video/mp4). Required with data. Required with "
            "source.url on video_edit/video_reframe so the route can dispatch video ingest "
            "before fetching bytes; optional for image URLs.",
        ),
        Member(
            "url",
            STRING,
            "Publicly accessible image URL, or a video URL when used as source for "
            "video_edit/video_reframe with media_type=video/*.",
        ),
    ),
    "NormalsControl": record(
        Member(
            "augmentation",
            NUMBER,
            "Surface-normals augmentation from 0 to 1. Higher values allow more reinterpretation "
            "of surface geometry.",
        ),
        Member(
            "enabled",
            BOOLEAN,
            "Enable or disable normals conditioning. Omit to use the model default.",
        ),
    ),
    "PoseControl": record(
        Member(
            "enabled",
            BOOLEAN,
            "Enable or disable pose conditioning. Omit to use the model default.",
        ),
        Member("strength", enum("precise", "coarse"), "Pose-conditioning strength"),
    ),
    "SourcePosition": record(
        Member(
            "h_norm",
            NUMBER,
            "Source rectangle height, as a fraction of canvas height. Up to 2.0 so the source "
            "can bleed off-canvas.",
            required=True,
        ),
        Member(
            "w_norm",
            NUMBER,
            "Source rectangle width, as a fraction of canvas width. Up to 2.0 so the source can "
            "bleed off-canvas.",
            required=True,
        ),
        Member(
            "x_norm",
            NUMBER,
            "Left edge of the source rectangle, as a fraction of canvas width. May be negative "
            "when the source extends off-canvas.",
            required=True,
        ),
        Member(
            "y_norm",
            NUMBER,
            "Top edge of the source rectangle, as a fraction of canvas height. May be negative "
            "when the source extends off-canvas.",
            required=True,
        ),
    ),
    "TrajectoryControl": record(
        Member(
            "enabled",
            BOOLEAN,
            "Enable or disable trajectory conditioning. Omit to use the model default.",
        ),
        Member(
            "sparsity",
            NUMBER,
            "Point-trajectory sparsity from 0 to 1. Higher values use fewer motion anchors.",
        ),
    ),
    "VideoEditOptions": record(
        Member(
            "auto_controls",
            BOOLEAN,
            "When true, the model derives the control schedule from the source video. When "
            "omitted, supplying strength or controls implies manual mode.",
        ),
        Member(
            "controls",
            Named("AdvancedControls"),
            "Per-signal manual conditioning controls for video edits",
        ),
        Member(
            "keyframe_indexes",
            Array(INTEGER),
            "Parallel list of non-negative, unique frame positions in the source video's frame "
            "grid where each keyframes[i] is anchored. Must match keyframes in length.",
        ),
        Member(
            "keyframes",
            Array(Named("ImageRef")),
            "Multi-anchor guide-frame images at arbitrary source-frame positions (parallel with "
            "keyframe_indexes). Up to 64 anchors. Mutually exclusive with video.start_frame (the "
            "single-anchor case). Each entry takes the same ImageRef shape as source / "
            "image_ref[].",
        ),
        Member(
            "strength",
            enum(
                "adhere_1",
                "adhere_2",
                "adhere_3",
                "flex_1",
                "flex_2",
                "flex_3",
                "reimagine_1",
                "reimagine_2",
                "reimagine_3",
            ),
            "How much a video edit preserves or reimagines the source",
        ),
    ),
    "VideoOptions": record(
        Member("duration", enum("5s", "10s"), "Video duration"),
        Member(
            "edit",
            Named("VideoEditOptions"),
            "Ray 3.2 video-to-video edit controls. Only valid under video.edit when type is "
            "video_edit. The source video must be 18 seconds or shorter; output duration matches "
            "the source.",
        ),
        Member(
            "end_frame",
            Named("ImageRef"),
            "Media reference for guided generation. Provide exactly one of url, inline base64 "
            "data, or generation_id. URL/data references accept image media at image positions; "
            "video_edit and video_reframe sources also accept source.url or source.data when "
            "source.media_type is a video/* MIME. generation_id chains image_edit off a prior "
            "image output, video_edit/video_reframe off a prior video output, and "
            "video.start_frame/end_frame for extension.",
        ),
        Member("exr_export", BOOLEAN, "Export EXR alongside the MP4. Requires hdr=true."),
        Member(
            "hdr",
            BOOLEAN,
            "Generate HDR video. Requires HDR access. Not supported for video_reframe.",
        ),
        Member(
            "keyframe_indexes",
            Array(INTEGER),
            "Parallel list of non-negative, unique output-frame positions where each "
            "keyframes[i] is anchored, in the duration x 24fps grid (5s -> 0..120, 10s -> "
            "0..240). Must match keyframes in length.",
        ),
        Member(
            "keyframes",
            Array(Named("ImageRef")),
            "Image-to-video guide frames (type=video only), each pinned to an output-frame "
            "position via the parallel keyframe_indexes. 1-64 anchors: a single anchor is a "
            "valid start-pinned i2v (an alternate to start_frame), and any count up to 64 places "
            "guide frames at arbitrary positions. Unlike start_frame/end_frame (the legacy "
            "2-frame surface), this supports arbitrary positions, 10s durations, and HDR. "
            "Mutually exclusive with start_frame / end_frame / loop. Only supported on model "
            "ray-3.2. For video-to-video keyframes use video.edit.keyframes on type=video_edit "
            "instead.",
        ),
        Member(
            "loop",
            BOOLEAN,
            "Generate a seamlessly looping video. Only valid for type=video; not supported with "
            "duration=10s or hdr=true.",
        ),
        Member(
            "resolution",
            enum("360p", "540p", "720p", "1080p"),
            "Ray 3.2 video output resolution. 360p is the draft tier (fast, low-cost previews), "
            "accepted on type=video, video_edit, and video_reframe; on type=video it is SDR-only "
            "(not valid with hdr=true). 1080p is public for video generation; video_reframe "
            "1080p is still rolling out and may return a coming-soon validation error until "
            "enabled for the caller.",
        ),
        Member(
            "source_position",
            Named("SourcePosition"),
            "Normalized source rectangle inside the output canvas for video_reframe. Omit to let "
            "the model choose the default centered-fit crop.",
        ),
        Member(
            "start_frame",
            Named("ImageRef"),
            "Media reference for guided generation. Provide exactly one of url, inline base64 "
            "data, or generation_id. URL/data references accept image media at image positions; "
            "video_edit and video_reframe sources also accept source.url or source.data when "
            "source.media_type is a video/* MIME. generation_id chains image_edit off a prior "
            "image output, video_edit/video_reframe off a prior video output, and "
            "video.start_frame/end_frame for extension.",
        ),
    ),
}
