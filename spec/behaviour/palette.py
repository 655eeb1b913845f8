"""Colours: a palette from a prompt's words, from chance, or from pictures."""

import math
import re
from typing import Final

from PIL import Image

from .dice import Dice

Colour = tuple[int, int, int]
Palette = tuple[Colour, ...]
"""Five colours from dark to light."""

STEPS: Final = (0.17, 0.36, 0.56, 0.76, 0.93)
"""Lightness (OKLCH) of a palette's colours."""

HUES: Final = {
    "red": 27.0,
    "rose": 5.0,
    "pink": 355.0,
    "orange": 55.0,
    "sunset": 45.0,
    "coffee": 60.0,
    "autumn": 65.0,
    "desert": 75.0,
    "gold": 88.0,
    "yellow": 100.0,
    "morning": 80.0,
    "green": 145.0,
    "forest": 150.0,
    "sea": 215.0,
    "ocean": 230.0,
    "ice": 220.0,
    "blue": 255.0,
    "night": 275.0,
    "purple": 305.0,
    "violet": 300.0,
}
"""Words of a prompt that set the hue (OKLCH degrees); the first one wins."""


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """Return the sRGB colour of an OKLCH one, clipped. Source: Bjorn Ottosson, "Oklab"."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (_gamma(part) for part in linear)
    return red, green, blue


def _gamma(linear: float) -> int:
    bounded = min(1.0, max(0.0, linear))
    curved = 1.055 * math.pow(bounded, 1 / 2.4) - 0.055
    return round(255 * (curved if bounded > 0.0031308 else 12.92 * bounded))  # noqa: PLR2004 - IEC 61966-2-1


def from_prompt(prompt: str, dice: Dice) -> Palette:
    """Return the palette of a prompt: its colour words choose the hue, chance the rest."""
    words = re.findall(r"[a-z]+", prompt.lower())
    named = [HUES[word] for word in words if word in HUES]
    hue = named[0] if named else dice.between(0, 360)
    drift = dice.pick((-110.0, -70.0, -35.0, 35.0, 70.0, 110.0))
    strength = dice.between(0.09, 0.15)
    return tuple(
        oklch(light, strength * (1.25 - abs(light - 0.6)), hue + drift * (place - 2) / 4)
        for place, light in enumerate(STEPS)
    )


def from_pictures(pictures: tuple[Image.Image, ...]) -> Palette:
    """Return the five main colours of `pictures` together, dark to light."""
    sheet = Image.new("RGB", (32 * len(pictures), 32))
    for place, picture in enumerate(pictures):
        sheet.paste(picture.convert("RGB").resize((32, 32), Image.Resampling.BOX), (32 * place, 0))
    reduced = sheet.quantize(len(STEPS), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat = reduced.getpalette("RGB") or [0, 0, 0]
    colours = [(flat[at], flat[at + 1], flat[at + 2]) for at in range(0, len(flat), 3)]
    colours = (colours * len(STEPS))[: len(STEPS)]
    return tuple(sorted(colours, key=luminance))


def luminance(colour: Colour) -> float:
    """Return how light a colour looks, 0 to 255. Source: ITU-R BT.601 luma."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour `share` (0 to 1) of the way from `first` to `second`."""
    red, green, blue = (
        round(one + (other - one) * share) for one, other in zip(first, second, strict=True)
    )
    return red, green, blue


def at(palette: Palette, place: float) -> Colour:
    """Return the colour at `place` (0 dark, 1 light) of the smooth ramp through `palette`."""
    scaled = min(1.0, max(0.0, place)) * (len(palette) - 1)
    below = min(int(scaled), len(palette) - 2)
    return mixed(palette[below], palette[below + 1], scaled - below)


def tinted(grey: Image.Image, palette: Palette) -> Image.Image:
    """Return a grey picture (mode L) in the colours of `palette`, black to white."""
    ramp = [at(palette, level / 255) for level in range(256)]
    return Image.merge("RGB", [grey.point([colour[band] for colour in ramp]) for band in range(3)])
