"""Hand-made bodies of the flagship, one for each thing that can be asked for."""

from functools import lru_cache
from typing import Any

from tests.mutants.model import Json

PICTURE = {"url": "https://example.com/a.png"}
DATA = {"data": "AAAA", "media_type": "image/png"}
EARLIER = {"generation_id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"}
CLIP = {"url": "https://example.com/a.mp4", "media_type": "video/mp4"}


def video(kind: str = "video", **more: Json) -> Json:
    """Return a request for a video."""
    body = {"prompt": "A paper boat", "type": kind, "model": "ray-3.2", "video": more}
    return body if kind == "video" else {**body, "source": CLIP}


@lru_cache(maxsize=1)
def bodies() -> dict[str, Json]:
    """Return name -> valid body."""
    image: Json = {"prompt": "A paper boat"}
    position = {"x_norm": 0, "y_norm": 0.25, "w_norm": 1, "h_norm": 0.5}
    controls = {
        "depth": {"enabled": True, "blur": 0.5},
        "face": {"enabled": True},
        "normals": {"enabled": False, "augmentation": 0.5},
        "pose": {"enabled": True, "strength": "precise"},
        "trajectory": {"enabled": True, "sparsity": 0.5},
    }
    guided: dict[str, Any] = {"keyframes": [PICTURE, DATA], "keyframe_indexes": [0, 120]}
    edit = {"auto_controls": False, "strength": "flex_1", "controls": controls}
    return {
        "prompt": image,
        "all": {
            **image,
            "type": "image",
            "model": "uni-1",
            "aspect_ratio": "1:1",
            "style": "auto",
            "output_format": "png",
            "user_id": "u",
            "web_search": True,
            "image_ref": [PICTURE],
        },
        "manga": {**image, "style": "manga", "web_search": False},
        "max": {**image, "model": "uni-1-max", "output_format": "jpeg"},
        "refs": {**image, "image_ref": [DATA, PICTURE]},
        "edit": {**image, "type": "image_edit", "source": DATA, "image_ref": [PICTURE]},
        "edit-earlier": {**image, "type": "image_edit", "source": EARLIER},
        "video": video(duration="5s", resolution="720p", loop=True),
        "hdr": video(duration="10s", resolution="1080p", hdr=True, exr_export=True),
        "frames": video(start_frame=PICTURE, end_frame=DATA),
        "extend": video(start_frame=EARLIER),
        "extend-back": video(end_frame=EARLIER),
        "guided": video(**guided),
        "guided-long": video(duration="10s", keyframes=[PICTURE], keyframe_indexes=[240]),
        "video_edit": video("video_edit", edit={**edit, **guided}),
        "controls": video("video_edit", edit=edit),
        "auto": video("video_edit", edit={"auto_controls": True, "strength": "flex_2"}),
        "tall": {**video(resolution="540p"), "aspect_ratio": "9:16"},
        "edit-hdr": video("video_edit", hdr=True, exr_export=True, loop=False),
        "reframe": video("video_reframe", source_position=position, resolution="720p"),
        "reframe-earlier": {**video("video_reframe"), "source": EARLIER, "aspect_ratio": "9:16"},
    }
