"""New videos: a camera over a painted scene, drifting lights, and guide frames held in place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops

from .dice import Dice
from .manga import manga
from .palette import Palette, at, from_pictures, from_prompt
from .pictures import covering
from .scenes import EDGE, paint
from .sizes import Size

MARGIN: Final = 1.3
"""How much larger than a frame the painted scene is."""

DRIFT: Final = 0.14
"""How far (of its size) a guide frame is zoomed when it is farthest from its anchor."""

LIGHTS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A guide frame: at frame `index` the video is this picture, exactly."""

    index: int
    picture: Image.Image


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoOrder:
    """All that decides how a new video looks.

    Attributes:
        frames: How many; see `sizes.frame_count`.
        loop: The frame after the last one would be the first one.
        anchors: Guide frames, by rising index.
        references: Pictures whose colours the video takes.
    """

    prompt: str
    size: Size
    frames: int
    style: str = "auto"
    loop: bool = False
    anchors: tuple[Anchor, ...] = ()
    references: tuple[Image.Image, ...] = ()


@dataclass(frozen=True, slots=True)
class _Light:
    """A soft light that wanders: a sprite, its start, its way (both in parts of the frame)."""

    sprite: Image.Image
    start: tuple[float, float]
    way: tuple[float, float]
    phase: float


def frames(order: VideoOrder) -> Iterator[Image.Image]:
    """Yield the frames of a new video (mode RGB); equal orders give equal frames."""
    dice = Dice(f"video\x00{order.prompt}")
    palette = (
        from_pictures(order.references)
        if order.references
        else from_prompt(order.prompt, dice.fork("palette"))
    )
    lights = () if order.style == "manga" else wandering(dice.fork("lights"), palette, order.size)
    guides = _guides(order)
    scene = None if guides else _Camera(dice, palette, order)
    for index in range(order.frames):
        share = index / (order.frames if order.loop else order.frames - 1)
        if scene is not None:
            picture, strength = scene.shot(share), 1.0
        else:
            picture, strength = held(guides, index)
        yield lit(picture, lights, share, strength, loop=order.loop)


class _Camera:
    """A window that moves over a painted scene."""

    def __init__(self, dice: Dice, palette: Palette, order: VideoOrder) -> None:
        width, height = order.size
        large = (round(width * MARGIN), round(height * MARGIN))
        scene = paint(dice.fork("scene"), palette, large)
        self._scene = manga(scene) if order.style == "manga" else scene
        self._size, self._room = order.size, (large[0] - width, large[1] - height)
        self._loop = order.loop
        self._turn = dice.between(0, math.tau)
        self._zoom = dice.between(0.82, 0.92)

    def shot(self, share: float) -> Image.Image:
        """Return what the window shows after `share` (0 to 1) of the way."""
        angle = self._turn + (math.tau * share if self._loop else math.pi * eased(share))
        zoom = 1 - (1 - self._zoom) * (0.5 - 0.5 * math.cos(angle - self._turn))
        x = self._room[0] * (0.5 + 0.5 * math.cos(angle)) + self._size[0] * (1 - zoom) / 2
        y = self._room[1] * (0.5 + 0.5 * math.sin(angle)) + self._size[1] * (1 - zoom) / 2
        matrix = (zoom, 0.0, x, 0.0, zoom, y)
        return self._scene.transform(
            self._size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR
        )


def eased(share: float) -> float:
    """Return `share` (0 to 1) with a soft start and a soft end."""
    return share * share * (3 - 2 * share)


def _guides(order: VideoOrder) -> tuple[Anchor, ...]:
    """Return the guide frames, filling the frame; a loop has them before and after itself too."""
    own = tuple(
        Anchor(index=anchor.index, picture=covering(anchor.picture, order.size))
        for anchor in sorted(order.anchors, key=lambda anchor: anchor.index)
    )
    if not order.loop:
        return own
    return tuple(
        Anchor(index=anchor.index + turn * order.frames, picture=anchor.picture)
        for turn in (-1, 0, 1)
        for anchor in own
    )


def held(guides: tuple[Anchor, ...], index: int) -> tuple[Image.Image, float]:
    """Return the frame that guide frames make at `index`, and how free it is (0 at an anchor).

    Between two anchors one dissolves into the other; outside, the nearest one is zoomed slowly.
    """
    before = [guide for guide in guides if guide.index <= index]
    after = [guide for guide in guides if guide.index > index]
    if before and before[-1].index == index:
        return before[-1].picture, 0.0
    if before and after:
        span = after[0].index - before[-1].index
        share = (index - before[-1].index) / span
        first = zoomed(before[-1].picture, 1 + DRIFT * share)
        second = zoomed(after[0].picture, 1 + DRIFT * (1 - share))
        free = min(1.0, span / 24) * math.sin(math.pi * share)
        return Image.blend(first, second, eased(share)), free
    nearest = before[-1] if before else after[0]
    away = min(1.0, abs(index - nearest.index) / 120)
    return zoomed(nearest.picture, 1 + DRIFT * away), min(1.0, away * 4)


def zoomed(picture: Image.Image, factor: float) -> Image.Image:
    """Return the middle of `picture`, enlarged by `factor` (1 or more), at the same size."""
    width, height = picture.size
    part = 1 / factor
    matrix = (part, 0.0, width * (1 - part) / 2, 0.0, part, height * (1 - part) / 2)
    return picture.transform(
        picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR
    )


def wandering(dice: Dice, palette: Palette, size: Size) -> tuple[_Light, ...]:
    """Return lights in the brighter colours of `palette`."""
    lights = []
    for _ in range(LIGHTS):
        side = max(6, round(min(size) * dice.between(0.08, 0.3)))
        grey = Image.radial_gradient("L").resize((side, side), Image.Resampling.BILINEAR)
        fall = [round(150 * max(0.0, 1 - level / EDGE) ** 2) for level in range(256)]
        colour = Image.new("RGB", (side, side), at(palette, dice.between(0.6, 1.0)))
        black = Image.new("RGB", (side, side))
        sprite = Image.composite(colour, black, grey.point(fall))
        start = (dice.between(0, 1), dice.between(0, 1))
        way = (dice.between(-0.25, 0.25), dice.between(-0.35, 0.05))
        lights.append(_Light(sprite, start, way, dice.between(0, math.tau)))
    return tuple(lights)


def lit(
    picture: Image.Image,
    lights: tuple[_Light, ...],
    share: float,
    strength: float,
    *,
    loop: bool = False,
) -> Image.Image:
    """Return `picture` with the lights where they are after `share` (0 to 1) of the video.

    Args:
        picture: A frame.
        lights: What `wandering` made.
        share: Time.
        strength: 0 (no light at all) to 1.
        loop: Every light comes back to where it was.
    """
    if not lights or strength <= 0:
        return picture
    width, height = picture.size
    bright = picture.copy()
    dim = [round(level * min(1.0, strength)) for level in range(256)] * 3
    for light in lights:
        swing = 0.5 * math.sin(math.tau * share + light.phase) if loop else share
        x = round(width * (light.start[0] + light.way[0] * swing) - light.sprite.width / 2)
        y = round(height * (light.start[1] + light.way[1] * swing) - light.sprite.height / 2)
        under = (x, y, x + light.sprite.width, y + light.sprite.height)
        sprite = light.sprite if strength >= 1 else light.sprite.point(dim)
        bright.paste(ImageChops.screen(bright.crop(under), sprite), (x, y))
    return bright
