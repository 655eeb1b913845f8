"""What bytes are, by their content, and pictures out of bytes that nobody vouches for."""

import io
import struct
from collections.abc import Callable, Mapping
from typing import Final

from PIL import GifImagePlugin, Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
from PIL.ImageFile import ImageFile

from .failures import failed
from .sizes import Size

MAX_BYTES: Final = 50 * 2**20
MAX_SIDE: Final = 12_000
MAX_PIXELS: Final = 40_000_000
"""Limits of an input picture, judged by its header before anything is decoded."""

KEPT_SIDE: Final = 1024
"""A decoded picture is made smaller than this at once; no output is larger."""

Opener = Callable[[io.BytesIO], ImageFile]

OPENERS: Final[Mapping[str, Opener]] = {
    "image/png": PngImagePlugin.PngImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
    "image/gif": GifImagePlugin.GifImageFile,
}
"""Formats of pictures that are read, and who reads them."""

SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypqt  ", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"<svg", "image/svg+xml"),
    (0, b"<?xml", "image/svg+xml"),
    (0, b"v/1\x01", "image/x-exr"),
    (0, b"#EXTM3U", "application/vnd.apple.mpegurl"),
)
"""Offset, bytes there, media type: the first one that fits. Source: the formats' specifications."""


def sniffed(data: bytes) -> str | None:
    """Return the media type of `data` by its first bytes, or None when they say nothing."""
    for offset, mark, media_type in SIGNATURES:
        if data[offset : offset + len(mark)] == mark:
            return media_type
    return None


def picture(data: bytes, media_type: str, where: str) -> Image.Image:
    """Decode a picture whole, upright, and not larger than `KEPT_SIDE`.

    Args:
        data: The file.
        media_type: What it is, by `sniffed`: a key of `OPENERS`.
        where: The request's member, for the failure's sentence.

    Raises:
        Failure: ``image_too_large`` or ``corrupt_input``.
    """
    if media_type == "image/webp":  # its reader takes memory for the whole canvas at once
        _within_limits(_webp_size(data, where), where)
    try:
        opened = OPENERS[media_type](io.BytesIO(data))
        size = opened.size
    except Exception as error:  # whatever a decoder says of hostile bytes, they are corrupt
        raise failed("corrupt_input", f"{where} cannot be decoded: {error}.") from error
    _within_limits(size, where)
    try:
        with opened:
            opened.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.BOX)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Exception as error:  # as above
        raise failed("corrupt_input", f"{where} cannot be decoded: {error}.") from error


def _within_limits(size: Size, where: str) -> None:
    width, height = size
    if max(size) > MAX_SIDE or width * height > MAX_PIXELS:
        reason = (
            f"{where} is {width} x {height} pixels; at most {MAX_SIDE} a side and "
            f"{MAX_PIXELS} in all are taken."
        )
        raise failed("image_too_large", reason)


def _webp_size(data: bytes, where: str) -> Size:
    """Return the canvas of a WebP file. Source: RFC 9649, sections 2.5 to 2.7."""
    kind = data[12:16]
    try:
        if kind == b"VP8X":
            wide, high = data[24:27], data[27:30]
            return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
        if kind == b"VP8L":
            bits = struct.unpack_from("<I", data, 21)[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        width, height = struct.unpack_from("<HH", data, 26)
    except struct.error as error:
        raise failed("corrupt_input", f"{where} ends within its header.") from error
    return width & 0x3FFF, height & 0x3FFF
