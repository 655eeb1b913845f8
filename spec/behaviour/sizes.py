"""How large everything is: the real thing, in small.

No page gives sizes in pixels, so these are ours: every size keeps its ratio exactly, has even
sides (what 4:2:0 video needs), and all ratios of one tier have about the same area.

====== =========================== =======================
tier   area (pixels)               16:9
====== =========================== =======================
uni-1  384 * 384                   512 x 288
max    576 * 576                   768 x 432
360p   160 * 90                    160 x 90
540p   240 * 135                   224 x 126
720p   320 * 180                   320 x 180
1080p  480 * 270                   480 x 270
====== =========================== =======================

The linear scale of the video tiers is a quarter of their names (540p: the nearest that is even).
"""

import math
from typing import Final

Size = tuple[int, int]
"""Width and height in pixels."""

RATIOS: Final[tuple[str, ...]] = (
    "3:1",
    "2:1",
    "21:9",
    "16:9",
    "4:3",
    "3:2",
    "1:1",
    "3:4",
    "2:3",
    "9:16",
    "1:2",
    "1:3",
)
"""The twelve ratios of the page. It gives no sets per model, so each model takes them all."""

DEFAULT_IMAGE_RATIO: Final = "1:1"
DEFAULT_VIDEO_RATIO: Final = "16:9"
DEFAULT_RESOLUTION: Final = "720p"
DEFAULT_SECONDS: Final = 5
FPS: Final = 24
"""Frames per second of every video made here (the page's "duration x 24fps grid")."""

SECONDS: Final = {"5s": 5, "10s": 10}
IMAGE_AREAS: Final = {"uni-1": 384 * 384, "uni-1-max": 576 * 576}
VIDEO_AREAS: Final = {"360p": 160 * 90, "540p": 240 * 135, "720p": 320 * 180, "1080p": 480 * 270}


def frame_count(seconds: int) -> int:
    """Return how many frames a video has: 121 for 5 s, so that the grid's position 120 exists."""
    return seconds * FPS + 1


def fitted(ratio: str, area: int) -> Size:
    """Return the even size of exactly `ratio` whose area is nearest to `area`.

    Args:
        ratio: One of `RATIOS`.
        area: Pixels.
    """
    wide, high = (int(part) for part in ratio.split(":"))
    shared = math.gcd(wide, high)
    wide, high = 2 * wide // shared, 2 * high // shared
    near = max(1, math.isqrt(area // (wide * high)))
    best = min((near, near + 1), key=lambda factor: abs(factor * factor * wide * high - area))
    return best * wide, best * high


def nearest_ratio(size: Size) -> str:
    """Return the ratio of the twelve that is nearest to the shape of `size`."""
    shape = math.log(size[0] / size[1])

    def distance(ratio: str) -> float:
        wide, high = (int(part) for part in ratio.split(":"))
        return abs(math.log(wide / high) - shape)

    return min(RATIOS, key=distance)


def image_size(ratio: str, model: str) -> Size:
    """Return the size of an image."""
    return fitted(ratio, IMAGE_AREAS.get(model, IMAGE_AREAS["uni-1"]))


def video_size(ratio: str, resolution: str) -> Size:
    """Return the size of a video."""
    return fitted(ratio, VIDEO_AREAS.get(resolution, VIDEO_AREAS[DEFAULT_RESOLUTION]))
