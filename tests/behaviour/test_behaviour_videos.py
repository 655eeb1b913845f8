"""Videos, probed with PyAV: container, duration, rate, size, anchors by their pixels."""

import io
import struct
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

import av
import pytest
from behaviour.inputs import Inputs
from behaviour.orders import Order, Stopped
from PIL import Image

from behaviour import exr, film, light, motion, remake, sizes

VIDEO = {"type": "video", "model": "ray-3.2"}
DRAFT = {"resolution": "360p"}


def short(size: tuple[int, int], **members: Any) -> list[Image.Image]:
    """Return the frames of a short new video."""
    return list(motion.frames(motion.VideoOrder(prompt="x", size=size, frames=25, **members)))


@pytest.fixture(scope="module")
def usual(new_workshop: Any) -> bytes:
    """Return a plain video of 5 s, the draft tier."""
    return bytes(new_workshop().make({**VIDEO, "video": DRAFT}).data)


def test_a_video_is_an_mp4_of_its_duration(usual: bytes, gauge: Any) -> None:
    """H.264 in MP4, 24 frames a second, frames 0 to 120."""
    with gauge.probe(usual) as container:
        stream = container.streams.video[0]
        assert "mp4" in container.format.name.split(",")
        assert stream.codec_context.name == "h264"
        assert stream.average_rate == Fraction(24)
        assert container.duration == pytest.approx(5_000_000, abs=50_000)
        shown = [frame.pts * frame.time_base for frame in container.decode(stream)]
    assert shown == [Fraction(index, 24) for index in range(121)]


def test_ten_seconds(workshop: Any) -> None:
    """10s has the grid 0 to 240."""
    made = workshop.make({**VIDEO, "video": {"duration": "10s", "resolution": "360p"}})
    facts = film.facts(made.data, "video/mp4")
    assert (facts.frames, facts.size) == (241, (160, 90))


@pytest.mark.parametrize("ratio", sizes.RATIOS)
@pytest.mark.parametrize("tier", sizes.VIDEO_AREAS)
def test_every_ratio_and_tier_is_encoded_as_it_is(ratio: str, tier: str) -> None:
    """The ratio comes out exactly; a higher tier is larger."""
    size = sizes.video_size(ratio, tier)
    data = film.encoded([Image.new("RGB", size, "navy")] * 2, size)
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.video[0]
        wide, high = (int(part) for part in ratio.split(":"))
        assert stream.width * high == stream.height * wide
        assert (stream.width, stream.height) == size
        assert abs(stream.width * stream.height / sizes.VIDEO_AREAS[tier] - 1) < 0.2


def test_the_same_request_makes_the_same_video(usual: bytes, new_workshop: Any) -> None:
    """Byte for byte."""
    again = new_workshop().make({**VIDEO, "video": {"resolution": "360p", "duration": "5s"}})
    assert again.data == usual


@pytest.mark.parametrize("hdr", [False, True])
def test_edits_and_hdr_repeat_themselves(
    new_workshop: Any, gauge: Any, clip: bytes, *, hdr: bool
) -> None:
    """Decoding, scaling and 10 bits are as deterministic as drawing."""
    source = gauge.inline(clip, "video/mp4")
    body = {"type": "video_edit", "source": source, "video": {**DRAFT, "hdr": hdr}}
    assert new_workshop().make(body).data == new_workshop().make(body).data


def test_a_video_moves(usual: bytes, gauge: Any) -> None:
    """Its first, middle and last frames differ."""
    frames = gauge.frames(usual)
    assert gauge.difference(frames[0], frames[60]) > 3
    assert gauge.difference(frames[60], frames[120]) > 3


def test_a_loop_has_no_seam(gauge: Any) -> None:
    """The step from the last frame to the first is as small as any other."""
    frames = short((160, 90), loop=True)
    steps = [gauge.difference(a, b) for a, b in pairwise(frames)]
    seam = gauge.difference(frames[-1], frames[0])
    assert min(steps) / 2 < seam <= 1.5 * max(steps)
    assert gauge.difference(frames[0], frames[12]) > 2 * seam
    open_ended = short((160, 90))
    assert gauge.difference(open_ended[-1], open_ended[0]) > 2 * seam


def test_start_and_end_frames_are_the_first_and_the_last(workshop: Any, gauge: Any) -> None:
    """Also after encoding: pixels of the first frame are the start frame's."""
    red, blue = gauge.plain("#d02010", (320, 180)), gauge.plain("#1020d0", (320, 180))
    video = {**DRAFT, "start_frame": gauge.ref(red), "end_frame": gauge.ref(blue, "JPEG")}
    frames = gauge.frames(workshop.make({**VIDEO, "video": video}).data)
    assert gauge.difference(frames[0], red.resize((160, 90))) < 6
    assert gauge.difference(frames[120], blue.resize((160, 90))) < 6
    assert gauge.difference(frames[60], frames[0]) > 25
    assert gauge.difference(frames[60], frames[120]) > 25


def test_keyframes_stand_where_their_indexes_say(workshop: Any, gauge: Any) -> None:
    """In any order of the lists; the frames beside them are on their way elsewhere."""
    colours = {7: "#c03020", 60: "#20c030", 120: "#2030c0"}
    order = (60, 7, 120)
    video = {
        **DRAFT,
        "keyframes": [gauge.ref(gauge.plain(colours[index])) for index in order],
        "keyframe_indexes": list(order),
    }
    frames = gauge.frames(workshop.make({**VIDEO, "video": video}).data)
    for index, colour in colours.items():
        assert gauge.difference(frames[index], gauge.plain(colour, (160, 90))) < 6
    assert gauge.difference(frames[33], gauge.plain(colours[7], (160, 90))) > 30
    assert gauge.difference(frames[33], gauge.plain(colours[60], (160, 90))) > 30


def test_a_single_anchor_pins_the_start(gauge: Any) -> None:
    """The rest of the video goes on from it."""
    picture = Image.linear_gradient("L").convert("RGB").resize((160, 90))
    frames = short((160, 90), anchors=(motion.Anchor(index=0, picture=picture),))
    assert gauge.difference(frames[0], picture) == 0
    assert 0.5 < gauge.difference(frames[24], picture) < 40


def test_a_looped_start_frame_comes_back(gauge: Any) -> None:
    """With loop, the video returns to its start frame."""
    picture = Image.linear_gradient("L").convert("RGB").resize((160, 90))
    frames = short((160, 90), loop=True, anchors=(motion.Anchor(index=0, picture=picture),))
    assert gauge.difference(frames[-1], picture) < gauge.difference(frames[12], picture)


def test_extension_starts_at_the_last_frame(workshop: Any, gauge: Any, clip: bytes) -> None:
    """start_frame by generation_id: the chained video's last frame; end_frame: its first."""
    chained = workshop.make({"type": "video_reframe", "source": gauge.inline(clip, "video/mp4")})
    number = workshop.keep(chained, "video_reframe")
    video = {
        **DRAFT,
        "start_frame": {"generation_id": number},
        "end_frame": {"generation_id": number},
    }
    frames = gauge.frames(workshop.make({**VIDEO, "video": video}).data)
    assert gauge.difference(frames[0], gauge.plain("blue", (160, 90))) < 12
    assert gauge.difference(frames[120], gauge.plain("red", (160, 90))) < 12


def test_hdr_is_ten_bits_in_bt2020_and_pq(workshop: Any, gauge: Any) -> None:
    """The tags are there, and the pixels follow them; EXR comes as a second output."""
    white = gauge.ref(gauge.plain("white"))
    video = {
        **DRAFT,
        "hdr": True,
        "exr_export": True,
        "keyframes": [white],
        "keyframe_indexes": [0],
    }
    made = workshop.make({**VIDEO, "video": video})
    with gauge.probe(made.data) as container:
        context = container.streams.video[0].codec_context
        assert context.pix_fmt == "yuv420p10le"
        assert (context.color_primaries, context.color_trc, context.colorspace) == (9, 16, 9)
        frame = next(container.decode(video=0))
        luma = memoryview(bytes(frame.planes[0])).cast("H")[40]
    assert luma == pytest.approx(64 + 876 * 0.729, abs=12)  # PQ of 4 x 203 nits
    assert [output["type"] for output in made.output] == ["video", "exr"]
    assert made.assets[1].media_type == "image/x-exr"


def test_the_exr_is_light(workshop: Any, gauge: Any) -> None:
    """FFmpeg's own reader finds half floats: linear, highlights above 1, blue and red apart."""
    red = gauge.ref(gauge.plain("#ff8000"))
    video = {"hdr": True, "exr_export": True, "keyframes": [red], "keyframe_indexes": [0], **DRAFT}
    data = workshop.make({**VIDEO, "video": video}).assets[1].data
    with av.open(io.BytesIO(data), "r", format="exr_pipe") as container:
        frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == (160, 90)
        assert frame.format.name == "gbrpf16le"
        green, blue, red_plane = (
            struct.unpack_from("<e", bytes(plane))[0] for plane in frame.planes
        )
    assert red_plane == pytest.approx(4.0, abs=0.3)
    assert green == pytest.approx(0.216, abs=0.03)
    assert blue == pytest.approx(0.0, abs=0.01)


def test_every_pixel_of_an_exr_is_in_its_place() -> None:
    """Its prediction and compression are undone by another reader, row by row."""
    picture = Image.merge(
        "RGB",
        [
            Image.linear_gradient("L").resize((40, 33)),
            Image.linear_gradient("L").rotate(90).resize((40, 33)),
            Image.radial_gradient("L").resize((40, 33)),
        ],
    )
    with av.open(io.BytesIO(exr.encoded(picture)), "r", format="exr_pipe") as container:
        planes = next(container.decode(video=0)).planes
    for plane, band in zip(planes, (1, 2, 0), strict=True):
        data = bytes(plane)
        for x, y in ((0, 0), (39, 0), (17, 15), (3, 16), (39, 32)):
            found = struct.unpack_from("<e", data, y * plane.line_size + 2 * x)[0]
            level = cast("tuple[int, ...]", picture.getpixel((x, y)))[band]
            assert found == pytest.approx(light.scene(level / 255), rel=0.002, abs=1e-6)


def test_no_exr_without_hdr(workshop: Any) -> None:
    """With the rules off, exr_export alone changes nothing."""
    made = workshop.make({**VIDEO, "video": {**DRAFT, "exr_export": True}})
    assert [output["type"] for output in made.output] == ["video"]


# --- edits and reframes -----------------------------------------------------------------------


def edit(workshop: Any, gauge: Any, source: bytes, **members: Any) -> list[Image.Image]:
    """Return the frames of an edit in the draft tier."""
    body = {
        "type": "video_edit",
        "prompt": "a quiet ocean",
        "source": gauge.inline(source, "video/mp4"),
        "video": {**DRAFT, "edit": members} if members else DRAFT,
    }
    made = workshop.make(body)
    assert made.code is None, made.reason
    return list(gauge.frames(made.data))


@pytest.fixture(scope="module")
def second(gauge: Any) -> bytes:
    """Return a video of 1 s whose colour changes."""
    return bytes(gauge.clip(("#b04030", "#30b040"), 1, (160, 90)))


def test_an_edit_has_its_sources_duration_and_shape(workshop: Any, gauge: Any) -> None:
    """A tall source of 2.5 s at 24 fps makes a tall video of 60 frames."""
    frames = edit(workshop, gauge, gauge.clip(("red", "blue"), 2.5, (90, 160)))
    assert len(frames) == 60
    assert frames[0].size == (90, 160)


def test_a_slow_source_keeps_its_duration(workshop: Any, gauge: Any) -> None:
    """A source of 6 frames at 3 fps lasts 2 s; so does its edit, at 24 fps."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=3)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for index in range(6):
            frame = av.VideoFrame(64, 36, "rgb24")
            frame.planes[0].update(bytes([40 * index]) * frame.planes[0].buffer_size)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert len(edit(workshop, gauge, out.getvalue())) == 48


def test_strength_moves_away_from_the_source(gauge: Any, second: bytes) -> None:
    """Each of the nine steps is farther from the source than the one before."""
    source = gauge.frames(second)[6]
    apart = [
        gauge.difference(next(remake.edited(iter([source]), order)), source)
        for order in (
            remake.EditOrder(prompt="ocean", size=source.size, strength=strength)
            for strength in remake.STRENGTHS
        )
    ]
    assert apart == sorted(apart)
    assert apart[0] < 12 < apart[-1]


@pytest.mark.parametrize(
    "controls",
    [
        {"depth": {"blur": 0.9}},
        {"face": {"enabled": True}},
        {"normals": {"augmentation": 0.0}},
        {"pose": {"strength": "coarse"}},
        {"trajectory": {"sparsity": 0.0}},
    ],
)
def test_each_control_is_seen(workshop: Any, gauge: Any, controls: dict[str, Any]) -> None:
    """An enabled control changes the edit; a disabled one does not."""
    source = film.encoded(short((160, 90))[:13], (160, 90))
    plain = edit(workshop, gauge, source, strength="flex_2")
    off = {name: {**control, "enabled": False} for name, control in controls.items()}
    assert (
        edit(workshop, gauge, source, strength="flex_2", controls=off)[12].tobytes()
        == plain[12].tobytes()
    )
    changed = edit(workshop, gauge, source, strength="flex_2", controls=controls)
    assert gauge.difference(changed[12], plain[12]) > 0.5


def test_automatic_controls_are_controls(workshop: Any, gauge: Any, second: bytes) -> None:
    """auto_controls makes another edit than none."""
    plain, automatic = (
        edit(workshop, gauge, second),
        edit(workshop, gauge, second, auto_controls=True),
    )
    assert gauge.difference(plain[6], automatic[6]) > 1


def test_guide_frames_of_an_edit_are_held(workshop: Any, gauge: Any, second: bytes) -> None:
    """At its source frame the output is the guide; a second away it is the edit alone."""
    guide = gauge.plain("#ffffff")
    plain = edit(workshop, gauge, second)
    frames = edit(workshop, gauge, second, keyframes=[gauge.ref(guide)], keyframe_indexes=[20])
    assert gauge.difference(frames[20], gauge.plain("white", (160, 90))) < 4
    assert gauge.difference(frames[4], plain[4]) < 2


def test_an_hdr_video_can_be_edited(gauge: Any) -> None:
    """Frames of PQ come back as the picture they were made of."""
    picture = Image.linear_gradient("L").convert("RGB").resize((160, 90))
    data = film.encoded([picture] * 2, (160, 90), hdr=True)
    assert gauge.difference(gauge.frames(data)[0], picture) < 4


def test_a_reframe_puts_the_source_where_it_says(workshop: Any, gauge: Any) -> None:
    """The rectangle is the source, outside it is not; it may reach beyond the canvas."""
    source = gauge.inline(gauge.clip(("#e0e020",), 1), "video/mp4")
    body = {
        "type": "video_reframe",
        "source": source,
        "aspect_ratio": "1:1",
        "video": {
            **DRAFT,
            "source_position": {"x_norm": 0.5, "y_norm": -0.25, "w_norm": 1.0, "h_norm": 0.5},
        },
    }
    frame = gauge.frames(workshop.make(body).data)[12]
    assert frame.size == (120, 120)
    yellow = gauge.plain("#e0e020", (50, 20))
    assert gauge.difference(frame.crop((65, 5, 115, 25)), yellow) < 8
    assert gauge.difference(frame.crop((5, 5, 55, 25)), yellow) > 30
    assert gauge.difference(frame.crop((65, 40, 115, 60)), yellow) > 30


def test_a_reframe_is_centred_by_default(workshop: Any, gauge: Any) -> None:
    """16:9 on 9:16: a band in the middle, the whole width."""
    source = gauge.inline(gauge.clip(("#e0e020",), 1), "video/mp4")
    body = {"type": "video_reframe", "source": source, "aspect_ratio": "9:16", "video": DRAFT}
    made = workshop.make(body)
    frame = gauge.frames(made.data)[0]
    assert (frame.size, film.facts(made.data, "video/mp4").frames) == ((90, 160), 24)
    yellow = gauge.plain("#e0e020", (90, 40))
    assert gauge.difference(frame.crop((0, 60, 90, 100)), yellow) < 8
    assert gauge.difference(frame.crop((0, 0, 90, 40)), yellow) > 30


def test_a_video_chains_a_video(workshop: Any, gauge: Any) -> None:
    """video_edit by generation_id reads that generation's video."""
    first = workshop.make(
        {
            "type": "video_reframe",
            "source": gauge.inline(gauge.clip(("red",), 1), "video/mp4"),
            "video": DRAFT,
        }
    )
    number = workshop.keep(first, "video_reframe")
    body = {"type": "video_edit", "source": {"generation_id": number}, "video": DRAFT}
    assert len(gauge.frames(workshop.make(body).data)) == 24


def test_a_job_is_given_up_when_its_server_stops(workshop: Any) -> None:
    """The run ends by an exception, not by a failure that callers would see."""
    order = Order({**VIDEO, "prompt": "x"}, Inputs(workshop.shelf, lambda *_: b""), lambda: True)
    with pytest.raises(Stopped):
        list(order.outputs())
