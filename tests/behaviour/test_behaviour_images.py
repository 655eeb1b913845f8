"""Images: format, shape, looks that follow the request, and the same bytes for the same request."""

import io
import math
from typing import Any

import pytest
from PIL import Image, ImageFilter

from behaviour import sizes

PROMPT = "A glass of iced coffee on a marble countertop, morning light streaming through a window"


@pytest.mark.parametrize("ratio", sizes.RATIOS)
@pytest.mark.parametrize(("wanted", "kind"), [("png", "PNG"), ("jpeg", "JPEG"), (None, "PNG")])
def test_an_image_has_its_ratio_and_format(
    workshop: Any, gauge: Any, ratio: str, wanted: str | None, kind: str
) -> None:
    """Every one of the twelve ratios comes out exactly, in the format that was asked for."""
    made = workshop.make({"prompt": "b", "aspect_ratio": ratio, "output_format": wanted})
    picture = gauge.picture(made.data)
    wide, high = (int(part) for part in ratio.split(":"))
    with Image.open(io.BytesIO(made.data)) as opened:
        assert opened.format == kind
    assert picture.width * high == picture.height * wide
    assert made.assets[0].media_type == f"image/{kind.lower()}"
    assert made.output == [{"type": "image", "url": f"asset:{made.id}/0"}]
    assert math.isclose(picture.width * picture.height, 384 * 384, rel_tol=0.12)


def test_the_same_request_makes_the_same_bytes(workshop: Any, new_workshop: Any) -> None:
    """Neither the job, the caller nor the process decides about the picture."""
    body = {"prompt": PROMPT, "style": "manga", "aspect_ratio": "1:2"}
    first, second = (
        workshop.make(body),
        new_workshop().make({**body, "user_id": "u", "web_search": True}),
    )
    assert first.data == second.data
    assert first.id != second.id


@pytest.mark.parametrize(
    "change", [{"prompt": "another"}, {"model": "uni-1-max"}, {"style": "manga"}]
)
def test_another_request_makes_another_picture(workshop: Any, change: dict[str, str]) -> None:
    """Prompt, model and style each change the picture."""
    assert (
        workshop.make({"prompt": PROMPT}).data != workshop.make({"prompt": PROMPT, **change}).data
    )


def test_the_better_model_draws_larger(workshop: Any, gauge: Any) -> None:
    """uni-1-max has 1.5 times the sides of uni-1."""
    usual = gauge.picture(workshop.make({"model": "uni-1"}).data)
    better = gauge.picture(workshop.make({"model": "uni-1-max"}).data)
    assert (usual.size, better.size) == ((384, 384), (576, 576))


def test_a_colour_word_sets_the_hue(workshop: Any, gauge: Any) -> None:
    """A prompt about the ocean is blue, one about autumn is not."""

    def warmth(prompt: str) -> float:
        mean = gauge.picture(workshop.make({"prompt": prompt}).data).resize((1, 1)).getpixel((0, 0))
        return float(mean[0] - mean[2])

    assert warmth("the ocean") < -20
    assert warmth("an autumn leaf") > 20


def test_manga_is_ink_on_paper(workshop: Any, gauge: Any) -> None:
    """Only black and white, both in earnest, with many edges, inside a white margin."""
    picture = gauge.picture(workshop.make({"prompt": PROMPT, "style": "manga"}).data)
    colours = {colour: count for count, colour in picture.getcolors()}
    assert set(colours) == {(0, 0, 0), (255, 255, 255)}
    assert 0.1 < colours[0, 0, 0] / (384 * 384) < 0.95
    assert picture.getpixel((1, 1)) == (255, 255, 255)
    edges = picture.convert("L").filter(ImageFilter.FIND_EDGES).histogram()[255]
    assert edges > 384 * 384 / 20


def test_references_are_seen_in_the_picture(workshop: Any, gauge: Any) -> None:
    """The picture takes its references' colours, and shows them as prints."""
    green = workshop.make({"prompt": PROMPT, "image_ref": [gauge.ref(gauge.plain("#00c000"))]})
    red = workshop.make({"prompt": PROMPT, "image_ref": [gauge.ref(gauge.plain("#c00000"))]})
    picture = gauge.picture(green.data)
    exact = sum(count for count, colour in picture.getcolors(384 * 384) if colour == (0, 192, 0))
    assert exact > 1000
    assert gauge.difference(picture, gauge.picture(red.data)) > 40


def test_nine_references_are_all_shown(workshop: Any, gauge: Any) -> None:
    """Each of nine colours is on the picture, also on the narrowest one."""
    colours = [(20 * at + 10, 200 - 20 * at, 130) for at in range(9)]
    refs = [gauge.ref(Image.new("RGB", (40, 40), colour)) for colour in colours]
    for ratio in ("3:1", "1:3"):
        made = workshop.make({"image_ref": refs, "aspect_ratio": ratio})
        shown = {colour for _, colour in gauge.picture(made.data).getcolors(400_000)}
        assert set(colours) <= shown


def test_an_edit_keeps_its_source(workshop: Any, gauge: Any) -> None:
    """The source's light and dark stay where they were, its shape decides the ratio."""
    source = Image.new("RGB", (300, 200), "black")
    source.paste("white", (0, 0, 150, 200))
    made = workshop.make({"type": "image_edit", "prompt": "at night", "source": gauge.ref(source)})
    picture = gauge.picture(made.data).convert("L")
    assert picture.width * 2 == picture.height * 3
    quarter = picture.width // 4
    left = picture.crop((0, 0, quarter, picture.height)).resize((1, 1)).getpixel((0, 0))
    right = picture.crop((3 * quarter, 0, *picture.size)).resize((1, 1)).getpixel((0, 0))
    assert left > right + 100


@pytest.mark.parametrize(
    ("verb", "corner"),
    [("mirror", (0, 0, 255)), ("invert", (0, 255, 255)), ("monochrome", (76, 76, 76))],
)
def test_verbs_of_an_edit_are_understood(
    workshop: Any, gauge: Any, verb: str, corner: tuple[int, ...]
) -> None:
    """Some words of a prompt do what they say to the source."""
    source = Image.new("RGB", (90, 90), "red")
    source.paste("blue", (45, 0, 90, 90))
    body = {"type": "image_edit", "prompt": f"{verb} it", "source": gauge.ref(source)}
    assert gauge.picture(workshop.make(body).data).getpixel((5, 5)) == corner


def test_an_edit_chains_an_image(workshop: Any, gauge: Any) -> None:
    """A source by generation_id is the output of that generation."""
    first = workshop.make({"prompt": "hills", "aspect_ratio": "16:9"})
    body = {"type": "image_edit", "prompt": "mirror"}
    chained = workshop.make({**body, "source": {"generation_id": workshop.keep(first, "image")}})
    inline = workshop.make({**body, "source": gauge.inline(first.data, "image/png")})
    assert chained.data == inline.data


def test_every_image_format_is_read(workshop: Any, gauge: Any) -> None:
    """PNG, JPEG, WebP and GIF; transparent and upright by their EXIF."""
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        made = workshop.make({"image_ref": [gauge.ref(gauge.plain("teal"), kind)]})
        assert made.code is None, (kind, made.reason)
    clear = Image.new("RGBA", (30, 30), (255, 0, 0, 0))
    body = {"type": "image_edit", "prompt": "mirror", "source": gauge.ref(clear)}
    assert gauge.picture(workshop.make(body).data).getpixel((9, 9)) == (255, 255, 255)
