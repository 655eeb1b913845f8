"""A writer of OpenEXR files: one picture, scene-linear, half floats, ZIP-compressed."""

import struct
import zlib
from functools import cache
from itertools import pairwise
from typing import Final

from PIL import Image

from .light import scene

MEDIA_TYPE: Final = "image/x-exr"
MAGIC: Final = 20000630
VERSION: Final = 2
ZIP: Final = 3
ZIP_ROWS: Final = 16
HALF: Final = 1
BT709: Final = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
"""Chromaticities of red, green, blue and white. Source: ITU-R BT.709."""


def encoded(picture: Image.Image) -> bytes:
    """Return `picture` (mode RGB) as an EXR file. Source: openexr.com, "OpenEXR File Layout"."""
    width, height = picture.size
    header = _header(width, height)
    rows = _rows(picture)
    chunks = [_chunk(first, rows[first : first + ZIP_ROWS]) for first in range(0, height, ZIP_ROWS)]
    place = len(header) + 8 * len(chunks)
    offsets = []
    for chunk in chunks:
        offsets.append(struct.pack("<Q", place))
        place += len(chunk)
    return header + b"".join(offsets) + b"".join(chunks)


def _header(width: int, height: int) -> bytes:
    channels = b"".join(
        name + b"\0" + struct.pack("<iB3xii", HALF, 0, 1, 1) for name in (b"B", b"G", b"R")
    )
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    attributes = (
        ("channels", "chlist", channels + b"\0"),
        ("chromaticities", "chromaticities", struct.pack("<8f", *BT709)),
        ("compression", "compression", bytes([ZIP])),
        ("dataWindow", "box2i", window),
        ("displayWindow", "box2i", window),
        ("lineOrder", "lineOrder", b"\0"),
        ("pixelAspectRatio", "float", struct.pack("<f", 1.0)),
        ("screenWindowCenter", "v2f", struct.pack("<2f", 0.0, 0.0)),
        ("screenWindowWidth", "float", struct.pack("<f", 1.0)),
    )
    entries = b"".join(
        f"{name}\0{kind}\0".encode() + struct.pack("<i", len(value)) + value
        for name, kind, value in attributes
    )
    return struct.pack("<ii", MAGIC, VERSION) + entries + b"\0"


def _rows(picture: Image.Image) -> list[bytes]:
    """Return each row as its blue, green and red halves, one channel after the other."""
    low, high = _half_tables()
    planes = []
    for band in ("B", "G", "R"):
        flat = picture.getchannel(band).tobytes()
        plane = bytearray(2 * len(flat))
        plane[0::2], plane[1::2] = flat.translate(low), flat.translate(high)
        planes.append(bytes(plane))
    step = 2 * picture.width
    return [
        b"".join(plane[at : at + step] for plane in planes)
        for at in range(0, step * picture.height, step)
    ]


def _chunk(first: int, rows: list[bytes]) -> bytes:
    raw = b"".join(rows)
    packed = zlib.compress(_differences(raw[0::2] + raw[1::2]), 4)
    body = packed if len(packed) < len(raw) else raw
    return struct.pack("<ii", first, len(body)) + body


def _differences(data: bytes) -> bytes:
    """Return each byte minus the one before it, plus 128: the predictor of EXR's ZIP."""
    return data[:1] + bytes((new - old + 128) & 255 for old, new in pairwise(data))


@cache
def _half_tables() -> tuple[bytes, bytes]:
    """Return 8-bit sRGB levels as half floats of light: the low and the high bytes."""
    halves = [struct.pack("<e", scene(level / 255)) for level in range(256)]
    return bytes(half[0] for half in halves), bytes(half[1] for half in halves)
