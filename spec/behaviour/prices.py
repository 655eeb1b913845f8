"""What generations cost, in credits. The numbers are ours: enough to see a balance run out."""

from collections.abc import Mapping
from typing import Any, Final

from .sizes import DEFAULT_RESOLUTION

IMAGES: Final = {"uni-1": 4.0, "uni-1-max": 10.0}
VIDEOS: Final = {"360p": 5.0, "540p": 10.0, "720p": 20.0, "1080p": 40.0}
"""For 5 s; twice that for 10 s, and twice again in HDR."""


def price(body: Mapping[str, Any]) -> float:
    """Return what the request of a generation costs."""
    kind = body.get("type") or "image"
    if not str(kind).startswith("video"):
        return IMAGES.get(str(body.get("model") or "uni-1"), IMAGES["uni-1"])
    video = body.get("video") or {}
    credits_needed = VIDEOS.get(video.get("resolution") or DEFAULT_RESOLUTION, 20.0)
    if video.get("duration") == "10s":
        credits_needed *= 2
    return credits_needed * 2 if video.get("hdr") else credits_needed
