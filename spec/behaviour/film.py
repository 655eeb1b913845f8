"""Videos as files: frames to an MP4, a file's frames back, and what a file claims to be."""

import io
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

import av
from av.codec import Codec
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.stream import VideoStream
from PIL import Image

from . import light
from .sizes import FPS, Size

MEDIA_TYPE: Final = "video/mp4"
DEMUXERS: Final = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
}
"""Media types of videos that are read, and the one demuxer that may read them.

Never left to FFmpeg's own guess: a playlist format would let a file name other files.
"""

BT709: Final = 1
BT2020_PRIMARIES: Final = 9
BT2020_MATRIX: Final = 9
PQ: Final = 16
"""Code points of colour. Source: ITU-T H.273, tables 2 to 4."""


BT709_LEVELS: Final = (
    *(0.18259, 0.61423, 0.06201, 16.0),
    *(-0.10064, -0.33857, 0.43922, 128.0),
    *(0.43922, -0.39894, -0.04027, 128.0),
)
"""sRGB levels to Y, Cb and Cr of limited range. Source: ITU-R BT.709, sections 3.2 to 3.4."""

ENCODER: Final = {
    "preset": "veryfast",
    "crf": "19",
    "bf": "0",
    "x264-params": "rc-lookahead=0:mbtree=0:weightp=0:scenecut=0",
}
"""Options of x264. Without its look-ahead: with it, once in some twenty processes, the last block
of the first frame was quantised otherwise for the same input."""

MARGIN: Final = 32
"""Pixels that the scaler may read beyond a picture."""


class Unreadable(Exception):  # noqa: N818 - a fact about a file
    """The bytes are no video that can be decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a video file is, by its packets and not only by its header.

    Attributes:
        seconds: End of the last frame that is shown.
        fps: Mean frames per second.
    """

    size: Size
    seconds: float
    fps: float
    frames: int


def encoded(frames: Iterable[Image.Image], size: Size, *, hdr: bool = False) -> bytes:
    """Return an MP4 (H.264, 24 fps) of `frames`; equal frames give equal bytes.

    Args:
        frames: Pictures of mode RGB and of `size`.
        size: Even width and height.
        hdr: 10 bits, BT.2020 primaries and PQ, where the encoder can; tagged so in any case.
    """
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FPS, options=dict(ENCODER))
        stream.width, stream.height = size
        stream.pix_fmt = _pixel_format(hdr=hdr)
        stream.time_base = Fraction(1, FPS)
        context = stream.codec_context
        context.gop_size = FPS
        context.thread_count = 1  # slices of several threads would change the bytes
        context.color_range = 1
        context.color_primaries = BT2020_PRIMARIES if hdr else BT709
        context.color_trc = PQ if hdr else BT709
        context.colorspace = BT2020_MATRIX if hdr else BT709
        for index, picture in enumerate(frames):
            frame = _hdr_frame(picture) if hdr else _sdr_frame(picture)
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


@cache
def _pixel_format(*, hdr: bool) -> str:
    formats = Codec("libx264", "w").video_formats or []
    deep = any(form.name == "yuv420p10le" for form in formats)
    return "yuv420p10le" if hdr and deep else "yuv420p"


def _sdr_frame(picture: Image.Image) -> VideoFrame:
    bands = picture.convert("RGB", BT709_LEVELS).split()
    halves = (bands[0], bands[1].reduce(2), bands[2].reduce(2))
    frame = VideoFrame(picture.width, picture.height, "yuv420p")
    for plane, band in zip(frame.planes, halves, strict=True):
        _fill(plane, band.tobytes(), band.width)
    return frame


def _hdr_frame(picture: Image.Image) -> VideoFrame:
    """Return a 10-bit frame in BT.2020 and PQ.

    FFmpeg's scaler reads a little beyond a picture's end, and what it finds there shows in the
    last pixels; so it is given a picture with a margin, which is cut off again.
    """
    low, high = light.pq_tables()
    wide = _with_margin(light.widened(picture))
    flat = wide.tobytes()
    deep = bytearray(2 * len(flat))
    deep[0::2], deep[1::2] = flat.translate(low), flat.translate(high)
    packed = VideoFrame(wide.width, wide.height, "rgb48le")
    _fill(packed.planes[0], bytes(deep), 6 * wide.width)
    layout = _pixel_format(hdr=True)
    scaled = packed.reformat(format=layout, dst_colorspace=BT2020_MATRIX)
    frame = VideoFrame(picture.width, picture.height, layout)
    depth = 2 if layout.endswith("10le") else 1
    for plane, source in zip(frame.planes, scaled.planes, strict=True):
        data, row = bytes(source), plane.width * depth
        rows = (data[at * source.line_size :][:row] for at in range(plane.height))
        _fill(plane, b"".join(rows), row)
    return frame


def _with_margin(picture: Image.Image) -> Image.Image:
    """Return `picture` with its last column and row repeated to the right and below."""
    width, height = picture.size
    large = Image.new("RGB", (width + MARGIN, height + MARGIN))
    large.paste(picture)
    large.paste(picture.crop((width - 1, 0, width, height)).resize((MARGIN, height)), (width, 0))
    last = large.crop((0, height - 1, width + MARGIN, height))
    large.paste(last.resize((width + MARGIN, MARGIN)), (0, height))
    return large


def _fill(plane: VideoPlane, data: bytes, row: int) -> None:
    """Write `data`, rows of `row` bytes, to a plane; FFmpeg's rows are padded."""
    padding = bytes(plane.line_size - row)
    if padding:
        data = b"".join(data[at : at + row] + padding for at in range(0, len(data), row))
    plane.update(data.ljust(plane.buffer_size, b"\0"))


def facts(data: bytes, media_type: str) -> Facts:
    """Return what a video file is. Reads its packets, decodes nothing.

    Raises:
        Unreadable: No video of that media type, or one that ends before its index does.
    """
    count, end, start = 0, 0.0, math.inf
    with _reading(data, media_type) as (container, stream):
        size, promised = (stream.width, stream.height), stream.frames
        for packet in container.demux(stream):
            if packet.pts is None or packet.time_base is None:
                continue
            count += 1
            start = min(start, float(packet.pts * packet.time_base))
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    if not count or min(size) <= 0 or end <= start:
        message = "it holds no video"
        raise Unreadable(message)
    if count < promised:
        message = f"it ends after {count} of {promised} frames"
        raise Unreadable(message)
    return Facts(size=size, seconds=end - start, fps=count / (end - start), frames=count)


def pictures(
    data: bytes, media_type: str, size: Size | None = None, seconds: float = 0.0
) -> Iterator[Image.Image]:
    """Yield a video's frames on the 24 fps grid, scaled to `size`, from its first frame on.

    Args:
        data: The file.
        media_type: A key of `DEMUXERS`.
        size: Width and height of the pictures; None for the video's own.
        seconds: The last frame is repeated until then (see `Facts.seconds`).

    Raises:
        Unreadable: Decoding failed, at once or on the way.
    """
    shown: Image.Image | None = None
    index = 0
    for time, picture in _decoded(data, media_type, size):
        while shown is not None and index / FPS < time - 0.5 / FPS:
            yield shown
            index += 1
        shown = picture
    if shown is None:
        message = "it holds no picture"
        raise Unreadable(message)
    yield shown
    while (index := index + 1) / FPS < seconds - 0.5 / FPS:
        yield shown


def _decoded(
    data: bytes, media_type: str, size: Size | None
) -> Iterator[tuple[float, Image.Image]]:
    width, height = size or (None, None)
    first: float | None = None
    with _reading(data, media_type) as (container, stream):
        for frame in container.decode(stream):
            if frame.pts is None:
                continue
            first = frame.time if first is None else first
            picture = _picture(frame.reformat(width, height, "rgb24"))
            deep = frame.color_trc == PQ
            yield frame.time - first, light.to_sdr(picture) if deep else picture


@contextmanager
def _reading(data: bytes, media_type: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a video; what FFmpeg finds wrong with it is `Unreadable`."""
    try:
        with av.open(
            io.BytesIO(data),
            "r",
            format=DEMUXERS[media_type],
            options={"protocol_whitelist": "none"},
            metadata_errors="replace",
        ) as container:
            yield container, _video(container)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise Unreadable(str(error)) from error


def _picture(frame: VideoFrame) -> Image.Image:
    plane = frame.planes[0]
    size = (frame.width, frame.height)
    return Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)


def _video(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        message = "it holds no video stream"
        raise Unreadable(message)
    stream = container.streams.video[0]
    stream.thread_type = "NONE"
    return stream
