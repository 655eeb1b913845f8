"""From the levels of an 8-bit picture to light, and to the signal of an HDR video and back.

Pictures here are sRGB. In HDR a diffuse white stands at 203 nits and what is brighter than the
middle is lifted, up to four times that white, so that highlights really are high.
"""

import math
from functools import cache
from typing import Final

from PIL import Image, ImageFilter

WHITE_NITS: Final = 203.0
"""Source: ITU-R BT.2408, table 1."""

PEAK: Final = 4.0
"""Light of the highest level; 1.0 is a diffuse white."""

Matrix = tuple[tuple[float, float, float], ...]

TO_BT2020: Final[Matrix] = (
    (0.6274, 0.3293, 0.0433),
    (0.0691, 0.9195, 0.0114),
    (0.0164, 0.0880, 0.8956),
)
FROM_BT2020: Final[Matrix] = (
    (1.6605, -0.5876, -0.0728),
    (-0.1246, 1.1329, -0.0083),
    (-0.0182, -0.1006, 1.1187),
)
"""Linear light of BT.709 primaries to BT.2020 and back. Source: ITU-R BT.2087."""


def linear(signal: float) -> float:
    """Return the light (0 to 1) of an sRGB signal (0 to 1). Source: IEC 61966-2-1."""
    curved = math.pow((signal + 0.055) / 1.055, 2.4)
    return curved if signal > 0.04045 else signal / 12.92  # noqa: PLR2004 - as the source has it


def curved(light: float) -> float:
    """Return the sRGB signal (0 to 1) of a light, bounded. Source: IEC 61966-2-1."""
    bounded = min(1.0, max(0.0, light))
    signal = 1.055 * math.pow(bounded, 1 / 2.4) - 0.055
    return signal if bounded > 0.0031308 else 12.92 * bounded  # noqa: PLR2004 - as the source has it


def scene(signal: float) -> float:
    """Return the light (0 to `PEAK`) of an sRGB signal, highlights lifted."""
    light = linear(signal)
    return light * (1 + (PEAK - 1) * light**4)


def pq(nits: float) -> float:
    """Return the PQ signal (0 to 1) of a luminance. Source: SMPTE ST 2084."""
    share = math.pow(nits / 10000, 2610 / 16384)
    return math.pow((3424 / 4096 + 2413 / 128 * share) / (1 + 2392 / 128 * share), 2523 / 32)


def widened(picture: Image.Image) -> Image.Image:
    """Return the levels of `picture` (mode RGB) for BT.2020 primaries."""
    return picture.filter(_gamut(TO_BT2020))


def to_sdr(picture: Image.Image) -> Image.Image:
    """Return a frame of PQ levels and BT.2020 primaries (mode RGB) as an sRGB picture."""
    codes = [pq(scene(level / 255) * WHITE_NITS) for level in range(256)]
    levels = [_nearest(codes, code / 255) for code in range(256)]
    return picture.point(levels * 3).filter(_gamut(FROM_BT2020))


def _nearest(codes: list[float], wanted: float) -> int:
    return min(range(256), key=lambda level: abs(codes[level] - wanted))


@cache
def _gamut(matrix: Matrix) -> ImageFilter.Color3DLUT:
    def convert(red: float, green: float, blue: float) -> tuple[float, float, float]:
        light = (linear(red), linear(green), linear(blue))
        mixed = [sum(a * b for a, b in zip(row, light, strict=True)) for row in matrix]
        return curved(mixed[0]), curved(mixed[1]), curved(mixed[2])

    return ImageFilter.Color3DLUT.generate(17, convert)


@cache
def pq_tables() -> tuple[bytes, bytes]:
    """Return 8-bit levels as 16-bit PQ codes: the low bytes and the high bytes."""
    codes = [round(65535 * pq(scene(level / 255) * WHITE_NITS)) for level in range(256)]
    return bytes(code & 255 for code in codes), bytes(code >> 8 for code in codes)
