"""How large a picture is, and how long a recording, by the first bytes of its file.

Bytes come from anybody: nothing is read that is not there, and no size that they tell is believed
further than they go. Sources: PNG (W3C), GIF89a, ITU-T T.81 (JPEG), RFC 9649 (WebP), ISO/IEC
14496-12 and 23008-12 (MP4, MOV, AVIF, HEIF), RIFF (WAV).
"""

from collections.abc import Iterator
from struct import calcsize, unpack_from
from typing import Final, NamedTuple

from tallystick.fuzz.model import Reply

_FRAMES: Final = {bytes([it]) for it in range(0xC0, 0xD0)} - {b"\xc4", b"\xc8", b"\xcc"}
"""Marks of JPEG that begin a frame."""
_BARE: Final = {bytes([it]) for it in (0x01, *range(0xD0, 0xD9))}
"""Marks of JPEG without a length."""
_SCAN, _APP1 = b"\xda", b"\xe1"
_LEAST: Final = 30
"""Bytes of a WebP, at the least."""
_EXIF: Final = 8
"""Flag of WebP: how the picture is to be turned may stand in it."""
_ENDLESS: Final = frozenset({0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF})
"""Lengths of what was not over when they were written."""
_BOXES: Final = 64
"""Boxes in a row that are looked at."""
_PIXEL: Final = 1 << 16
"""What stands for one in the sides of a film."""
_SHORT, _LONG, _WIDE = 8, 16, 1
"""Bytes of the head of a box, and of one whose size is 64 bits wide; what stands for these."""


class Shape(NamedTuple):
    """How large a picture is.

    Attributes:
        width: Pixels.
        height: Pixels.
        turned: It may be shown turned by a quarter.
    """

    width: int
    height: int
    turned: bool = False


class _Box(NamedTuple):
    """A part of a file of ISO's kind: its name, where its content begins and ends."""

    name: bytes
    start: int
    end: int


def shape(reply: Reply) -> Shape | None:
    """Return how large a picture or film is; None where its first bytes do not tell."""
    body = _plain(reply)
    found: Shape | None = None
    if body[:8] == b"\x89PNG\r\n\x1a\n" and body[12:16] == b"IHDR":
        found = _sized(_read(">II", body, 16), turned=b"eXIf" in body[:256])
    elif body[:4] == b"GIF8":
        found = _sized(_read("<HH", body, 6))
    elif body[:3] == b"\xff\xd8\xff":
        found = _jpeg(body)
    elif body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        found = _webp(body)
    elif body[4:8] == b"ftyp":
        found = _film(body) or _heif(body)
    return found


def seconds(reply: Reply) -> float | None:
    """Return how long a film or a sound is; None where its first bytes do not tell."""
    body = _plain(reply)
    if body[4:8] == b"ftyp":
        return _movie(body)
    return _wave(body) if body[:4] == b"RIFF" and body[8:12] == b"WAVE" else None


def _plain(reply: Reply) -> bytes:
    return b"" if "content-encoding" in reply.headers else reply.body


def _read(form: str, body: bytes, at: int) -> tuple[int, ...]:
    """Return the numbers that stand at a place; none where it is not there as a whole."""
    return unpack_from(form, body, at) if at + calcsize(form) <= len(body) else ()


def _sized(sides: tuple[int, ...], *, turned: bool = False) -> Shape | None:
    return Shape(sides[0], sides[1], turned) if sides and min(sides) > 0 else None


def _jpeg(body: bytes) -> Shape | None:
    """Read the first frame of a JPEG."""
    at, turned = 2, False
    while body[at : at + 1] == b"\xff":
        mark, length = body[at + 1 : at + 2], _read(">H", body, at + 2)
        if mark == b"\xff" or mark in _BARE:
            at += 1 if mark == b"\xff" else 2
            continue
        if mark in _FRAMES:
            return _sized(_read(">HH", body, at + 5)[::-1], turned=turned)
        if mark == _SCAN or not length:
            return None
        turned = turned or (mark == _APP1 and body[at + 4 : at + 8] == b"Exif")
        at += 2 + length[0]
    return None


def _webp(body: bytes) -> Shape | None:
    """Read the first part of a WebP: a frame, or what is said of all."""
    kind, bits = body[12:16], int.from_bytes(body[21:25], "little")
    if len(body) < _LEAST:
        return None
    if kind == b"VP8 " and body[23:26] == b"\x9d\x01\x2a":
        return _sized(tuple(it & 0x3FFF for it in _read("<HH", body, 26)))
    if kind == b"VP8L" and body[20:21] == b"\x2f":
        return Shape((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") for at in (24, 27))
        return Shape(width + 1, height + 1, bool(body[20] & _EXIF))
    return None


def _boxes(body: bytes, start: int = 0, end: int | None = None) -> Iterator[_Box]:
    """Yield the boxes in a row, the last one perhaps not whole."""
    last = len(body) if end is None else min(end, len(body))
    for _ in range(_BOXES):
        if start + _LONG > last:
            return
        size, head = int.from_bytes(body[start : start + 4]), _SHORT
        if size == _WIDE:
            size, head = int.from_bytes(body[start + 8 : start + 16]), _LONG
        size = size or last - start
        if size < head:
            return
        yield _Box(body[start + 4 : start + 8], start + head, min(last, start + size))
        start += size


def _inside(body: bytes, *names: bytes) -> Iterator[_Box]:
    """Yield the boxes at a path; of one with flags the content begins behind these."""
    every = _boxes(body)
    for name in names[:-1]:
        outer = next((it for it in every if it.name == name), None)
        if outer is None:
            return
        every = _boxes(body, outer.start + (4 if name == b"meta" else 0), outer.end)
    yield from (it for it in every if it.name == names[-1])


def _film(body: bytes) -> Shape | None:
    """Read the first track of a film that is seen."""
    tracks = _inside(body, b"moov", b"trak")
    heads = (box for it in tracks for box in _boxes(body, it.start, it.end) if box.name == b"tkhd")
    for box in heads:
        at = box.start + 12 * (body[box.start : box.start + 1] == b"\x01")
        matrix = _read(">5i", body, at + 40)
        sides = tuple(it // _PIXEL for it in _read(">II", body, at + 76))
        quarter = matrix and matrix[0] == matrix[4] == 0
        found = _sized(sides[::-1] if quarter else sides)
        if found is not None:
            return found
    return None


def _heif(body: bytes) -> Shape | None:
    """Read the largest of the pictures of a file: others are its tiles, or small ones of it."""
    boxes = _inside(body, b"meta", b"iprp", b"ipco", b"ispe")
    sides = [found for it in boxes if (found := _read(">II", body, it.start + 4))]
    turned = any(True for _ in _inside(body, b"meta", b"iprp", b"ipco", b"irot"))
    return _sized(max(sides, key=lambda it: it[0] * it[1]), turned=turned) if sides else None


def _movie(body: bytes) -> float | None:
    """Read how long a film is: as long as its longest track."""
    for box in _inside(body, b"moov", b"mvhd"):
        wide = body[box.start : box.start + 1] == b"\x01"
        found = _read(">IQ" if wide else ">II", body, box.start + (20 if wide else 12))
        return _span(found[1], found[0]) if found else None
    return None


def _span(length: int, rate: int) -> float | None:
    return length / rate if rate and length not in _ENDLESS else None


def _wave(body: bytes) -> float | None:
    """Read how long a sound is: its bytes by those of a second."""
    at, rate = 12, 0
    for _ in range(_BOXES):
        size = _read("<I", body, at + 4)
        if not size:
            return None
        if body[at : at + 4] == b"data":
            return _span(size[0], rate)
        if body[at : at + 4] == b"fmt ":
            rate = sum(_read("<I", body, at + 16))
        at += 8 + size[0] + size[0] % 2
    return None
