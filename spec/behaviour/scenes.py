"""Generative pictures: five kinds of scene, every line and colour drawn by dice."""

import math
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .dice import Dice
from .palette import Colour, Palette, at, mixed, tinted
from .sizes import Size

EDGE: Final = 181
"""Level of Pillow's radial gradient in the middle of its edges (255 is in its corners)."""

Scene = Callable[[Dice, Palette, Size], Image.Image]


def noise(dice: Dice, size: Size, cells: int, octaves: int = 4) -> Image.Image:
    """Return smooth grey clouds (mode L) with `cells` cells along the shorter side."""
    width, height = size
    picture = Image.new("L", size, 128)
    for octave in range(octaves):
        step = max(2.0, min(size) / (cells * 2**octave))
        grid = (math.ceil(width / step) + 2, math.ceil(height / step) + 2)
        layer = Image.frombytes("L", grid, dice.data(grid[0] * grid[1]))
        picture = Image.blend(
            picture, layer.resize(size, Image.Resampling.BICUBIC), 0.5 / (octave + 0.7)
        )
    used = [level for level, count in enumerate(picture.histogram()) if count]
    low, high = used[0], used[-1]
    spread = 255 / max(1, high - low)
    return picture.point([min(255, max(0, round((level - low) * spread))) for level in range(256)])


def ramp(size: Size, palette: Palette, top: float, bottom: float) -> Image.Image:
    """Return a vertical gradient between two places of `palette`."""
    column = Image.new("RGB", (1, size[1]))
    for row in range(size[1]):
        share = row / max(1, size[1] - 1)
        column.putpixel((0, row), at(palette, top + (bottom - top) * share))
    return column.resize(size)


def glow(size: Size, centre: tuple[float, float], radius: float) -> Image.Image:
    """Return a round light (mode L): white at `centre`, black from `radius` pixels on."""
    fall = [round(255 * max(0.0, 1 - level / EDGE) ** 2) for level in range(256)]
    disc = Image.radial_gradient("L").point(fall)
    span = max(2, round(2 * radius))
    picture = Image.new("L", size, 0)
    corner = (round(centre[0] - radius), round(centre[1] - radius))
    picture.paste(disc.resize((span, span), Image.Resampling.BILINEAR), corner)
    return picture


def ridges(dice: Dice, palette: Palette, size: Size) -> Image.Image:
    """Draw mountain ridges in haze under a low sun."""
    width, height = size
    picture = ramp(size, palette, 0.45, 1.0)
    sun = (width * dice.between(0.2, 0.8), height * dice.between(0.2, 0.42))
    radius = min(size) * dice.between(0.07, 0.13)
    light = Image.new("RGB", size, at(palette, 1.0))
    picture.paste(light, mask=glow(size, sun, radius * 5))
    ImageDraw.Draw(picture).ellipse(
        (sun[0] - radius, sun[1] - radius, sun[0] + radius, sun[1] + radius),
        fill=mixed(at(palette, 1.0), (255, 255, 255), 0.6),
    )
    layers = dice.whole(5, 7)
    for layer in range(layers):
        depth = (layer + 1) / layers
        base = height * (0.38 + 0.5 * depth)
        line = _ridge_line(dice, width, base, height * (0.05 + 0.13 * depth))
        draw = ImageDraw.Draw(picture)
        draw.polygon([(0, height), *line, (width, height)], fill=at(palette, 0.78 * (1 - depth)))
    return picture


def _ridge_line(dice: Dice, width: int, base: float, swing: float) -> list[tuple[float, float]]:
    waves = [
        (dice.between(0.6, 1.6) * 2**octave, dice.between(0, math.tau), 0.55**octave)
        for octave in range(6)
    ]
    return [
        (
            float(x),
            base
            - swing
            * sum(
                part * math.sin(math.tau * speed * x / width + shift)
                for speed, shift, part in waves
            ),
        )
        for x in range(0, width + 4, 2)
    ]


def ribbons(dice: Dice, palette: Palette, size: Size) -> Image.Image:
    """Draw silky ribbons that cross the picture."""
    width, height = size
    picture = ramp(size, palette, 0.0, 0.25)
    for _ in range(3):
        slope, phase = dice.between(-0.5, 0.5), dice.between(0, math.tau)
        waves, lift = dice.between(0.6, 1.7), dice.between(0.25, 0.75)
        veil = Image.new("RGB", size)
        draw = ImageDraw.Draw(veil)
        for thread in range(44):
            share = thread / 43
            line = [
                (
                    float(x),
                    height * (lift + slope * (x / width - 0.5))
                    + height * 0.22 * math.sin(math.tau * waves * x / width + phase + 1.9 * share)
                    + height * 0.16 * (share - 0.5),
                )
                for x in range(0, width + 6, 6)
            ]
            draw.line(line, fill=mixed((0, 0, 0), at(palette, 0.25 + 0.75 * share), 0.62), width=2)
        soft = veil.filter(ImageFilter.GaussianBlur(min(size) / 160))
        picture = ImageChops.screen(picture, ImageChops.screen(veil, soft))
    return picture


def lanterns(dice: Dice, palette: Palette, size: Size) -> Image.Image:
    """Draw out-of-focus lights over dark clouds."""
    clouds = noise(dice, size, 2, 3)
    picture = tinted(clouds.point([level * 2 // 5 for level in range(256)]), palette)
    for place in range(26):
        radius = min(size) * dice.between(0.02, 0.14)
        centre = (dice.between(0, size[0]), dice.between(0.1, 1.0) * size[1])
        disc = _disc(dice, radius, min(size) * (0.002 + 0.006 * (place % 3)))
        _add_light(picture, disc, centre, at(palette, dice.between(0.55, 1.0)))
    return picture


def _disc(dice: Dice, radius: float, softness: float) -> Image.Image:
    """Return a pale disc with a brighter rim (mode L)."""
    room = math.ceil(3 * softness) + 1
    side = math.ceil(2 * radius) + 2 * room
    disc = Image.new("L", (side, side), 0)
    box = (room, room, side - room, side - room)
    rim = max(1, round(radius / 16))
    fill, outline = dice.whole(70, 130), dice.whole(120, 170)
    ImageDraw.Draw(disc).ellipse(box, fill=fill, outline=outline, width=rim)
    return disc.filter(ImageFilter.GaussianBlur(softness))


def _add_light(
    picture: Image.Image, disc: Image.Image, centre: tuple[float, float], colour: Colour
) -> None:
    """Let light of `colour`, shaped like `disc`, fall on `picture` around `centre`."""
    left, top = round(centre[0] - disc.width / 2), round(centre[1] - disc.height / 2)
    under = (left, top, left + disc.width, top + disc.height)
    light = Image.composite(Image.new("RGB", disc.size, colour), Image.new("RGB", disc.size), disc)
    picture.paste(ImageChops.screen(picture.crop(under), light), (left, top))


def strata(dice: Dice, palette: Palette, size: Size) -> Image.Image:
    """Draw the contour bands of an unknown land."""
    land = noise(dice, size, 3, 3)
    bands = dice.whole(9, 14)
    stepped = land.point([(level * bands // 256) * 255 // (bands - 1) for level in range(256)])
    picture = tinted(stepped, palette)
    shade = land.filter(ImageFilter.EMBOSS).point([min(255, level) for level in range(256)])
    relief = Image.merge("RGB", [shade] * 3)
    edges = stepped.filter(ImageFilter.FIND_EDGES).point([0] * 4 + [90] * 252)
    edges = edges.crop((1, 1, size[0] - 1, size[1] - 1)).resize(size)
    picture = Image.blend(picture, ImageChops.overlay(picture, relief), 0.7)
    picture.paste(palette[0], mask=edges.filter(ImageFilter.GaussianBlur(0.6)))
    return picture


def facets(dice: Dice, palette: Palette, size: Size) -> Image.Image:
    """Draw a folded sheet of paper-like triangles."""
    width, height = size
    step = min(size) / dice.whole(5, 7)
    columns, rows = math.ceil(width / step) + 2, math.ceil(height / step) + 2
    points = [
        [
            (
                (x - 0.5 + dice.between(-0.34, 0.34)) * step,
                (y - 0.5 + dice.between(-0.34, 0.34)) * step,
            )
            for x in range(columns)
        ]
        for y in range(rows)
    ]
    angle = dice.between(0, math.tau)
    picture = Image.new("RGB", size, palette[0])
    draw = ImageDraw.Draw(picture)
    for y in range(rows - 1):
        for x in range(columns - 1):
            a, b, c, d = points[y][x], points[y][x + 1], points[y + 1][x], points[y + 1][x + 1]
            for corners in ((a, b, c), (b, c, d)):
                across = (corners[0][0] / width - 0.5) * math.cos(angle)
                down = (corners[0][1] / height - 0.5) * math.sin(angle)
                place = 0.5 + 0.62 * (across + down) + dice.between(-0.13, 0.13)
                draw.polygon(corners, fill=at(palette, place))
    return picture


SCENES: Final[tuple[Scene, ...]] = (ridges, ribbons, lanterns, strata, facets)


def paint(dice: Dice, palette: Palette, size: Size) -> Image.Image:
    """Return a picture of `size`, drawn at twice the size and made smaller, with dark corners."""
    scene = dice.pick(SCENES)
    large = scene(dice.fork("scene"), palette, (size[0] * 2, size[1] * 2))
    picture = large.resize(size, Image.Resampling.LANCZOS)
    corners = Image.radial_gradient("L").resize(size).point([level // 5 for level in range(256)])
    picture.paste(palette[0], mask=corners)
    return picture
