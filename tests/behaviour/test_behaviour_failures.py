"""The nine failure codes: each for its real reason, each on demand, and hostile media."""

import base64
import struct
import zlib
from typing import Any

import av
import pytest
from behaviour.accounts import Accounts, Terms
from PIL import Image

from behaviour import failures, film

EDIT = {"type": "image_edit", "prompt": "mirror"}
DRAFT = {"resolution": "360p"}


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and has next to no data."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


def webp_header(width: int, height: int) -> bytes:
    """Return a WebP (VP8X) that claims a canvas."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_header(width: int, height: int) -> bytes:
    """Return a GIF of one pixel on a canvas of another size."""
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + bytes(6)
    return head + b",\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


@pytest.mark.parametrize("code", failures.CODES)
def test_every_code_can_be_asked_for(workshop: Any, code: str) -> None:
    """`[[fail:CODE]]` in the prompt."""
    made = workshop.make({"prompt": f"a lamp [[fail:{code}]]"})
    assert made.code == code
    assert code in made.reason


def test_an_unknown_wish_is_no_failure(workshop: Any) -> None:
    """A code that does not exist is only words."""
    assert workshop.make({"prompt": "[[fail:everything]]"}).code is None


# --- content_moderated ------------------------------------------------------------------------


@pytest.mark.parametrize("prompt", ["A NUDE figure", "no gore, please", "\uff4e\uff55\uff44\uff45"])
def test_blocked_words_are_moderated(workshop: Any, prompt: str) -> None:
    """In any case, with punctuation, in full-width letters."""
    assert workshop.make({"prompt": prompt}).code == "content_moderated"


@pytest.mark.parametrize("prompt", ["A denuded hill", "category", "gorey"])
def test_words_that_hold_blocked_words_pass(workshop: Any, prompt: str) -> None:
    """Only whole words count."""
    assert workshop.make({"prompt": prompt}).code is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_test_card_is_moderated(workshop: Any, gauge: Any, kind: str) -> None:
    """A picture of plain magenta, also as a guide frame; one with more in it passes."""
    card = gauge.ref(gauge.plain("#ff00ff"), kind)
    assert workshop.make({"image_ref": [card]}).code == "content_moderated"
    video = {"type": "video", "video": {**DRAFT, "start_frame": card}}
    assert workshop.make(video).code == "content_moderated"
    other = gauge.plain("#ff00ff")
    other.paste("white", (0, 0, 5, 5))
    assert workshop.make({"image_ref": [gauge.ref(other)]}).code is None


# --- generation_failed, output_not_found ------------------------------------------------------


def test_whatever_breaks_is_generation_failed(workshop: Any) -> None:
    """The server asks for the failure of an unexpected exception."""
    failure = workshop.luma.failed(object(), ZeroDivisionError())
    assert failure.members["failure_code"] == "generation_failed"


def test_a_chained_generation_may_be_gone(workshop: Any) -> None:
    """Unknown, unfinished, or its file lost: output_not_found."""
    unknown = {"generation_id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"}
    assert workshop.make({**EDIT, "source": unknown}).code == "output_not_found"
    first = workshop.make({})
    chained = {"generation_id": workshop.keep(first, "image", state="processing")}
    assert workshop.make({**EDIT, "source": chained}).code == "output_not_found"
    chained = {"generation_id": workshop.keep(first, "image")}
    assert workshop.make({**EDIT, "source": chained}).code is None
    workshop.shelf.assets.clear()
    assert workshop.make({**EDIT, "source": chained}).code == "output_not_found"


# --- budget_exhausted, rate_limited -----------------------------------------------------------


def test_the_balance_runs_out_between_acceptance_and_start(new_workshop: Any) -> None:
    """Three were accepted when there was enough for each; there is not enough for all."""
    workshop = new_workshop(Accounts(default=Terms(balance=10)))
    numbers = [workshop.admit({}) for _ in range(3)]
    codes = [workshop.make({}, job_id=number).code for number in numbers]
    assert codes == [None, None, "budget_exhausted"]
    failed = workshop.make({"prompt": "gore"})
    assert failed.code == "budget_exhausted"


def test_a_failed_generation_costs_nothing(new_workshop: Any) -> None:
    """After failures the balance is what it was."""
    workshop = new_workshop(Accounts(default=Terms(balance=4)))
    assert workshop.make({"prompt": "gore"}).code == "content_moderated"
    assert workshop.make({}).code is None
    assert workshop.make({}).code == "budget_exhausted"


def test_a_job_that_runs_again_is_charged_once(new_workshop: Any) -> None:
    """A restart of the same job is no second job."""
    workshop = new_workshop(Accounts(default=Terms(balance=4, jobs_per_minute=1)))
    first = workshop.make({})
    assert workshop.make({}, job_id=first.id).code is None


def test_jobs_are_rate_limited(new_workshop: Any) -> None:
    """The third job within a minute fails; a minute later one starts."""
    workshop = new_workshop(Accounts(default=Terms(jobs_per_minute=2)))
    assert [workshop.make({}).code for _ in range(3)] == [None, None, "rate_limited"]
    workshop.pass_time(61)
    assert workshop.make({}).code is None


# --- image_too_large --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png_header(60_000, 60_000), "image/png"),
        (png_header(2, 200_000), "image/png"),
        (webp_header(16_000, 16_000), "image/webp"),
        (gif_header(65_535, 65_535), "image/gif"),
    ],
    ids=["png", "png-thin", "webp", "gif"],
)
def test_huge_pictures_are_refused_by_their_header(
    workshop: Any, gauge: Any, data: bytes, media_type: str
) -> None:
    """A few bytes that claim gigabytes are never decoded."""
    made = workshop.make({**EDIT, "source": gauge.inline(data, media_type)})
    assert made.code == "image_too_large", made.reason


def test_a_decompression_bomb_is_refused(workshop: Any, gauge: Any) -> None:
    """A real PNG, 60 megapixels in 60 kB."""
    bomb = gauge.file(Image.new("1", (10_000, 6_000)))
    assert len(bomb) < 100_000
    made = workshop.make({"image_ref": [gauge.inline(bomb, "image/png")]})
    assert made.code == "image_too_large"


def test_heavy_files_are_refused(
    workshop: Any, gauge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More bytes than are taken, by whatever way they come."""
    monkeypatch.setattr("behaviour.inputs.MAX_BYTES", 1000)
    monkeypatch.setattr("behaviour.fetching.MAX_BYTES", 1000)
    heavy = gauge.file(gauge.plain("red")) + bytes(2000)
    ref = gauge.inline(heavy, "image/png")
    assert workshop.make({**EDIT, "source": ref}).code == "image_too_large"
    url = {"url": f"data:image/png;base64,{ref['data']}"}
    assert workshop.make({**EDIT, "source": url}).code == "image_too_large"


def test_a_video_of_huge_frames_is_refused(
    workshop: Any, gauge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judged by its header, before a frame is decoded."""
    monkeypatch.setattr("behaviour.inputs.MAX_VIDEO_SIDE", 100)
    source = gauge.inline(gauge.clip(("red",), 1, (160, 90)), "video/mp4")
    made = workshop.make({"type": "video_edit", "source": source, "video": DRAFT})
    assert made.code == "image_too_large"


# --- unsupported_format, corrupt_input --------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type"), [("TIFF", "image/tiff"), ("BMP", "image/bmp"), ("TIFF", "image/*")]
)
def test_other_formats_are_unsupported(
    workshop: Any, gauge: Any, kind: str, media_type: str
) -> None:
    """Declared so, or found to be so."""
    data = gauge.file(gauge.plain("red"), kind)
    made = workshop.make({**EDIT, "source": gauge.inline(data, media_type)})
    assert made.code == "unsupported_format"


def test_a_video_is_no_image_and_an_image_no_video(workshop: Any, gauge: Any, clip: bytes) -> None:
    """Each at the other's place."""
    still, moving = gauge.ref(gauge.plain("red")), gauge.inline(clip, "video/mp4")
    assert workshop.make({"image_ref": [moving]}).code == "unsupported_format"
    edit = {"type": "video_edit", "source": still}
    assert workshop.make(edit).code == "unsupported_format"


@pytest.mark.parametrize("text", ["not base64!", "abc", "\u00e9\u00e8", "=", "QUJD*"])
def test_bad_base64_is_corrupt(workshop: Any, text: str) -> None:
    """Also inside a data: URL."""
    source = {"data": text, "media_type": "image/png"}
    assert workshop.make({**EDIT, "source": source}).code == "corrupt_input"
    source = {"url": "data:image/png;base64," + text}
    assert workshop.make({**EDIT, "source": source}).code == "corrupt_input"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_truncated_pictures_are_corrupt(workshop: Any, gauge: Any, kind: str, share: float) -> None:
    """Wherever the file ends too early."""
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    data = gauge.file(noise, kind)
    cut = data[: max(16, int(len(data) * share))]
    made = workshop.make({"image_ref": [gauge.inline(cut, f"image/{kind.lower()}")]})
    assert made.code == "corrupt_input", made.reason


@pytest.mark.parametrize("data", [b"", b"hello", bytes(100)])
def test_bytes_of_nothing_are_corrupt(workshop: Any, gauge: Any, data: bytes) -> None:
    """Declared as an image, known as nothing."""
    made = workshop.make({"image_ref": [gauge.inline(data, "image/jpeg")]})
    assert made.code == "corrupt_input"


@pytest.mark.parametrize("keep", [40, 400, 2000])
def test_truncated_videos_are_corrupt(workshop: Any, gauge: Any, clip: bytes, keep: int) -> None:
    """An MP4 whose index is cut off, or which ends in its header."""
    source = gauge.inline(clip[:keep], "video/mp4")
    made = workshop.make({"type": "video_edit", "source": source, "video": DRAFT})
    assert made.code == "corrupt_input", made.reason


def test_a_video_that_ends_before_its_index_is_corrupt(
    workshop: Any, gauge: Any, tmp_path: Any
) -> None:
    """The index first, then only some of the frames it promises."""
    path = tmp_path / "a.mp4"
    with av.open(path, "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(24):
            noise = Image.effect_noise((64, 64), 90).convert("RGB")
            frame = av.VideoFrame.from_image(noise)  # type: ignore[no-untyped-call]  # has no hints
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    whole = path.read_bytes()
    body = {"type": "video_edit", "video": DRAFT}
    assert workshop.make({**body, "source": gauge.inline(whole, "video/mp4")}).code is None
    cut = gauge.inline(whole[: len(whole) * 2 // 3], "video/mp4")
    made = workshop.make({**body, "source": cut})
    assert (made.code, "of 24 frames" in made.reason) == ("corrupt_input", True)


def test_scrambled_videos_are_corrupt_or_decoded(workshop: Any, gauge: Any, clip: bytes) -> None:
    """Frames of noise behind a sound index end the job, whatever the decoder makes of them."""
    at = clip.index(b"mdat") + 8
    bad = clip[:at] + bytes(255 - byte for byte in clip[at : at + 3000]) + clip[at + 3000 :]
    made = workshop.make(
        {"type": "video_reframe", "source": gauge.inline(bad, "video/mp4"), "video": DRAFT}
    )
    assert made.code in {None, "corrupt_input"}


def test_a_playlist_opens_nothing(workshop: Any, gauge: Any, tmp_path: Any) -> None:
    """A text that FFmpeg would follow to other files is not even handed to it."""
    (tmp_path / "secret.ts").write_bytes(b"secret")
    playlist = f"#EXTM3U\n#EXTINF:5,\n{tmp_path / 'secret.ts'}\n".encode()
    for declared in ("video/mp4", "application/vnd.apple.mpegurl"):
        source = gauge.inline(playlist, declared)
        made = workshop.make({"type": "video_edit", "source": source})
        assert made.code == "unsupported_format"
    with pytest.raises(film.Unreadable):
        film.facts(playlist, "video/mp4")


# --- invalid_request --------------------------------------------------------------------------


def test_a_wrong_media_type_is_an_invalid_request(workshop: Any, gauge: Any) -> None:
    """The content decides; the sentence names both."""
    jpeg = gauge.file(gauge.plain("red"), "JPEG")
    made = workshop.make({**EDIT, "source": gauge.inline(jpeg, "image/png")})
    assert made.code == "invalid_request"
    assert "image/png" in made.reason
    assert "image/jpeg" in made.reason
    same = workshop.make({**EDIT, "source": gauge.inline(jpeg, "IMAGE/JPG; q=1")})
    assert same.code is None


def test_a_long_source_behind_a_url_is_an_invalid_request(workshop: Any, gauge: Any) -> None:
    """The 18-second rule on the media itself: 18 s pass, 18.5 s do not."""

    def code(seconds: float) -> str | None:
        data = base64.b64encode(gauge.clip(("red",), seconds, (32, 32))).decode()
        source = {"url": "data:video/mp4;base64," + data, "media_type": "video/mp4"}
        made = workshop.make({"type": "video_edit", "source": source, "video": DRAFT})
        return str(made.code)

    assert (code(18.0), code(18.5)) == ("None", "invalid_request")


def test_anchors_beyond_the_end_are_invalid(workshop: Any, gauge: Any) -> None:
    """Of a new video (rules off), and of the source of an edit."""
    guides = {"keyframes": [gauge.ref(gauge.plain("red"))], "keyframe_indexes": [121]}
    assert workshop.make({"type": "video", "video": guides}).code == "invalid_request"
    source = gauge.inline(gauge.clip(("red",), 1), "video/mp4")
    edit = {"keyframes": guides["keyframes"], "keyframe_indexes": [24]}
    made = workshop.make({"type": "video_edit", "source": source, "video": {"edit": edit}})
    assert made.code == "invalid_request"
    assert "24 frames" in made.reason


@pytest.mark.parametrize(
    "body",
    [
        {"type": "image_edit"},
        {"type": "video_edit"},
        {"type": "video_reframe"},
        {"type": "image", "source": {"media_type": "image/png"}},
        {"type": "video", "video": {"keyframe_indexes": [1]}},
    ],
)
def test_what_the_rules_would_refuse_fails_without_them(
    workshop: Any, body: dict[str, Any]
) -> None:
    """With the server's rules off such requests come through; they end as failures."""
    assert workshop.make(body).code == "invalid_request"
