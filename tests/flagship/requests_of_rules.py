"""One request for every rule of the contract, breaking exactly that rule.

``REQUESTS`` maps rule id -> position -> body of the video-extended API; ``IMAGE`` likewise for the
image-only API. Rules of status ``server`` are judged by the behaviour; where they are shown is said
in ``SERVER``.
"""

from typing import Any

Body = dict[str, Any]

PICTURE = {"url": "https://example.com/a.png"}
CLIP = {"url": "https://example.com/a.mp4", "media_type": "video/mp4"}
CHAINED = {"generation_id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"}
BOTH = {"url": "https://example.com/a.png", "data": "QQ==", "media_type": "image/png"}
NO_TYPE = {"data": "QQ=="}


def image(**members: Any) -> Body:
    """Return a request for an image."""
    return {"prompt": "a", **members}


def edit(**members: Any) -> Body:
    """Return a request to edit an image."""
    return {"prompt": "a", "type": "image_edit", "source": PICTURE, **members}


def video(**options: Any) -> Body:
    """Return a request for a video."""
    return {"prompt": "a", "type": "video", "model": "ray-3.2", "video": options}


def video_edit(source: Body = CLIP, **options: Any) -> Body:
    """Return a request to edit a video."""
    return {**video(**options), "type": "video_edit", "source": source}


def reframe(source: Body = CLIP, **options: Any) -> Body:
    """Return a request to reframe a video."""
    return {**video(**options), "type": "video_reframe", "source": source}


KEYFRAMES: dict[str, Any] = {"keyframes": [PICTURE], "keyframe_indexes": [0]}
POSITION = {"x_norm": 0, "y_norm": 0, "w_norm": 1, "h_norm": 1}

IMAGE: dict[str, dict[str, Body]] = {
    "ref-exactly-one": {
        "source, both": image(source=BOTH),
        "source, neither": image(source={"media_type": "image/png"}),
        "image_ref": image(image_ref=[PICTURE, BOTH]),
    },
    "ref-data-needs-media-type": {
        "source": image(source=NO_TYPE),
        "image_ref": image(image_ref=[NO_TYPE]),
    },
    "source-media-kind": {"source": image(source={**PICTURE, "media_type": "video/mp4"})},
    "image-ref-limit": {"image_edit": edit(image_ref=[PICTURE] * 9)},
    "source-required": {"image_edit": {"prompt": "a", "type": "image_edit"}},
}

REQUESTS: dict[str, dict[str, Body]] = {
    **IMAGE,
    "ref-exactly-one": {
        **IMAGE["ref-exactly-one"],
        "three": image(image_ref=[{**PICTURE, "url": None}]),
        "source, chained and url": edit(source={**PICTURE, **CHAINED}),
        "start_frame": video(start_frame=BOTH),
        "end_frame": video(end_frame={}),
        "keyframes": video(keyframes=[{}], keyframe_indexes=[0]),
        "edit.keyframes": video_edit(edit={"keyframes": [{}], "keyframe_indexes": [0]}),
    },
    "ref-data-needs-media-type": {
        **IMAGE["ref-data-needs-media-type"],
        "start_frame": video(start_frame=NO_TYPE),
        "end_frame": video(end_frame=NO_TYPE),
    },
    "source-url-needs-media-type": {
        "video_edit": video_edit(PICTURE),
        "video_reframe": reframe(PICTURE),
    },
    "source-media-kind": {
        "source of an image": image(source=CLIP),
        "source of an image_edit": edit(source=CLIP),
        "source, neither": video_edit({**CLIP, "media_type": "audio/mpeg"}),
        "image_ref": image(image_ref=[CLIP]),
        "start_frame": video(start_frame=CLIP),
        "end_frame": video(end_frame=CLIP),
        "keyframes": video(keyframes=[CLIP], keyframe_indexes=[0]),
        "edit.keyframes": video_edit(edit={"keyframes": [CLIP], "keyframe_indexes": [0]}),
    },
    "ref-generation-id-position": {
        "source of an image": image(source=CHAINED),
        "image_ref": image(image_ref=[CHAINED]),
        "keyframes": video(keyframes=[CHAINED], keyframe_indexes=[0]),
        "edit.keyframes": video_edit(edit={"keyframes": [CHAINED], "keyframe_indexes": [0]}),
    },
    "source-required": {
        "image_edit": {"prompt": "a", "type": "image_edit"},
        "video_edit": {"prompt": "a", "type": "video_edit", "model": "ray-3.2"},
        "video_reframe, null": {
            "prompt": "a",
            "type": "video_reframe",
            "model": "ray-3.2",
            "source": None,
        },
    },
    "model-matches-type": {
        "ray-3.2 for an image": image(model="ray-3.2"),
        "no model for a video": {"prompt": "a", "type": "video"},
        "uni-1 for a video": {"prompt": "a", "type": "video", "model": "uni-1"},
    },
    "video-only-for-video": {"image": image(video={}), "image_edit": edit(video={})},
    "edit-only-for-video-edit": {"video": video(edit={}), "video_reframe": reframe(edit={})},
    "exr-needs-hdr": {
        "absent": video(exr_export=True),
        "false": video(exr_export=True, hdr=False),
    },
    "hdr-not-for-reframe": {"video_reframe": reframe(hdr=True)},
    "loop-only-for-video": {"video_edit": video_edit(loop=True), "reframe": reframe(loop=True)},
    "loop-not-10s": {"video": video(loop=True, duration="10s")},
    "loop-not-hdr": {"video": video(loop=True, hdr=True)},
    "draft-is-sdr": {"video": video(resolution="360p", hdr=True)},
    "position-only-for-reframe": {"video": video(source_position=POSITION)},
    "keyframes-only-for-video": {"video_edit": video_edit(**KEYFRAMES)},
    "keyframes-parallel": {
        "keyframes alone": video(keyframes=[PICTURE]),
        "indexes alone": video(keyframe_indexes=[0]),
        "longer": video(keyframes=[PICTURE], keyframe_indexes=[0, 1]),
    },
    "keyframe-indexes-grid": {
        "5s": video(duration="5s", keyframes=[PICTURE], keyframe_indexes=[121]),
        "no duration": video(keyframes=[PICTURE], keyframe_indexes=[121]),
        "10s": video(duration="10s", keyframes=[PICTURE], keyframe_indexes=[241]),
    },
    "keyframes-exclusive": {
        "start_frame": video(**KEYFRAMES, start_frame=PICTURE),
        "end_frame": video(**KEYFRAMES, end_frame=PICTURE),
        "loop": video(**KEYFRAMES, loop=True),
    },
    "frames-legacy-limits": {
        "start_frame, 10s": video(start_frame=PICTURE, duration="10s"),
        "end_frame, hdr": video(end_frame=PICTURE, hdr=True),
    },
    "edit-keyframes-parallel": {
        "keyframes alone": video_edit(edit={"keyframes": [PICTURE]}),
        "longer": video_edit(edit={"keyframes": [PICTURE], "keyframe_indexes": [0, 1]}),
    },
    "edit-keyframes-exclusive": {
        "video_edit": video_edit(start_frame=PICTURE, edit=KEYFRAMES),
    },
}

SERVER = {
    "edit-source-18s": "tests/behaviour/test_behaviour_rules.py",
    "hdr-access": "tests/behaviour/test_behaviour_rules.py",
    "reframe-1080p-rollout": "tests/behaviour/test_behaviour_rules.py",
    "chain-kind": "tests/behaviour/test_behaviour_rules.py",
    "model-aspect-set": "tests/flagship/test_rule_list.py",
}
"""Rules of status ``server`` -> the file in which the behaviour is shown to judge them."""
