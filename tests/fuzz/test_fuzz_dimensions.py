"""Sizes of pictures and lengths of recordings, by the first bytes of files that others wrote."""

import io
import wave
from pathlib import Path
from random import Random
from typing import Any

import av
import pytest
from PIL import Image

from tallystick.fuzz.model import Reply
from tallystick.fuzz.oracles.dimensions import Shape, seconds, shape

TURNED = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"
FORMATS: list[tuple[str, dict[str, Any]]] = [
    ("PNG", {}),
    ("GIF", {}),
    ("JPEG", {}),
    ("JPEG", {"progressive": True}),
    ("WEBP", {}),
    ("WEBP", {"lossless": True}),
    ("AVIF", {}),
]
CHANGES = 300


def of(body: bytes, **headers: str) -> Reply:
    """Return an answer with bytes."""
    return Reply(status=200, body=body, headers=headers)


def picture(name: str, size: tuple[int, int] = (300, 100), **options: Any) -> bytes:
    """Return a picture of a format."""
    file = io.BytesIO()
    Image.new("RGB", size, (9, 200, 30)).save(file, name, **options)
    return file.getvalue()


def film(path: Path, **options: str) -> bytes:
    """Return a film of two seconds; the ending of its path is its format."""
    with av.open(str(path), "w", options=options) as file:
        stream = file.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(48):
            file.mux(stream.encode(av.VideoFrame(320, 180, "yuv420p")))
        file.mux(stream.encode())
    return path.read_bytes()


def sound() -> bytes:
    """Return two seconds and a half of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setparams((1, 2, 8000, 0, "NONE", ""))
        recording.writeframes(bytes(2 * 20000))
    return file.getvalue()


@pytest.mark.parametrize(("name", "options"), FORMATS)
def test_pictures(name: str, options: dict[str, Any]) -> None:
    """Each tells its width and its height, and no length."""
    known = of(picture(name, **options))
    assert shape(known) == Shape(300, 100)
    assert seconds(known) is None


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_pictures_that_may_be_turned(name: str) -> None:
    """What a camera noted may say so."""
    assert shape(of(picture(name, exif=TURNED))) == Shape(300, 100, turned=True)


@pytest.mark.parametrize("ending", ["mp4", "mov"])
def test_films(ending: str, tmp_path: Path) -> None:
    """They tell all three; one in fragments does not know how long it will be."""
    path = tmp_path / f"film.{ending}"
    whole, parts = film(path), film(path, movflags="frag_keyframe+empty_moov")
    assert (shape(of(whole)), seconds(of(whole))) == (Shape(320, 180), 2.0)
    assert (shape(of(parts)), seconds(of(parts))) == (Shape(320, 180), None)


def test_films_that_are_turned(tmp_path: Path) -> None:
    """What says that it is shown turned by a quarter is as high as it is wide."""
    whole = film(tmp_path / "film.mp4")
    upright = bytes.fromhex("00010000 00000000 00000000 00000000 00010000 00000000")
    quarter = bytes.fromhex("00000000 00010000 00000000 FFFF0000 00000000 00000000")
    at = whole.index(upright, whole.index(b"tkhd"))
    assert shape(of(whole[:at] + quarter + whole[at + len(quarter) :])) == Shape(180, 320)


def test_sounds() -> None:
    """They are as long as their bytes last, of which the first ones are enough."""
    body = sound()
    assert seconds(of(body[:1000])) == pytest.approx(2.5)
    assert shape(of(body)) is None
    endless = body.replace((40000).to_bytes(4, "little"), b"\xff" * 4)
    assert seconds(of(endless)) is None


def test_what_is_packed_is_not_read() -> None:
    """Its bytes are those of something else."""
    assert shape(of(picture("PNG"), **{"content-encoding": "gzip"})) is None


def test_anything_may_come(tmp_path: Path) -> None:
    """Whatever is cut off or changed, nothing is raised, and no size is none or less."""
    chance = Random(1)  # noqa: S311 - no secret
    bodies = [picture(name, **options) for name, options in FORMATS]
    for body in (*bodies, film(tmp_path / "film.mp4"), sound()[:2000]):
        for _ in range(CHANGES):
            changed = bytearray(body[: chance.randrange(len(body) + 1)])
            for _ in range(chance.randrange(4)):
                at = chance.randrange(min(len(changed), 400) or 1)
                changed[at : at + 1] = bytes([chance.choice([0, 1, 255, chance.randrange(256)])])
            found = shape(of(bytes(changed)))
            assert found is None or min(found.width, found.height) > 0
            assert (seconds(of(bytes(changed))) or 0) >= 0
