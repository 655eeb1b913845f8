"""Images: from an order to a finished picture, and from a picture to bytes."""

import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from .dice import Dice
from .manga import manga
from .palette import Palette, from_pictures, from_prompt, tinted
from .scenes import lanterns, paint
from .sizes import Size

MEDIA_TYPES: Final = {"png": "image/png", "jpeg": "image/jpeg"}
DEFAULT_FORMAT: Final = "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOrder:
    """All that decides how an image looks.

    Attributes:
        style: ``auto`` or ``manga``.
        references: Decoded pictures of `image_ref`, in order.
        source: Decoded picture to edit; None for a new image.
    """

    prompt: str
    model: str
    size: Size
    style: str = "auto"
    references: tuple[Image.Image, ...] = ()
    source: Image.Image | None = None


def draw(order: ImageOrder) -> Image.Image:
    """Return the picture of an order (mode RGB); equal orders give equal pixels."""
    dice = Dice(f"{order.model}\x00{order.prompt}")
    palette = (
        from_pictures(order.references)
        if order.references
        else from_prompt(order.prompt, dice.fork("palette"))
    )
    picture = (
        paint(dice, palette, order.size)
        if order.source is None
        else edited(order.source, order.prompt, dice, palette, order.size)
    )
    if order.references:
        picture = pinned(picture, order.references, dice.fork("prints"))
    return manga(picture) if order.style == "manga" else picture


def edited(
    source: Image.Image, prompt: str, dice: Dice, palette: Palette, size: Size
) -> Image.Image:
    """Return `source`, filling `size`, changed as the verbs of `prompt` say and tinted by it."""
    picture = covering(source, size)
    words = set(prompt.lower().replace("-", " ").split())
    verbs = [change for word, change in VERBS.items() if word in words]
    for change in verbs:
        picture = change(picture)
    if verbs:
        return picture
    graded = tinted(picture.convert("L"), palette)
    lights = lanterns(dice.fork("lights"), palette, size).point(
        [level // 3 for level in range(256)] * 3
    )
    return ImageChops.screen(Image.blend(picture, graded, 0.45), lights)


def _mirrored(picture: Image.Image) -> Image.Image:
    return ImageOps.mirror(picture)


def _grey(picture: Image.Image) -> Image.Image:
    return picture.convert("L").convert("RGB")


VERBS: Final[Mapping[str, Callable[[Image.Image], Image.Image]]] = {
    "mirror": _mirrored,
    "flip": _mirrored,
    "grayscale": _grey,
    "monochrome": _grey,
    "invert": ImageOps.invert,
    "blur": lambda picture: picture.filter(ImageFilter.GaussianBlur(min(picture.size) / 40)),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.5),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.55),
    "posterize": lambda picture: ImageOps.posterize(picture, 2),
}
"""Words of an edit's prompt that are understood; without one the source is tinted and lit."""


def covering(picture: Image.Image, size: Size) -> Image.Image:
    """Return the middle of `picture`, scaled so that it fills `size` (mode RGB)."""
    return ImageOps.fit(flat(picture), size, Image.Resampling.LANCZOS)


def flat(picture: Image.Image) -> Image.Image:
    """Return `picture` in mode RGB, what is transparent on white."""
    if picture.mode == "RGB":
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


def pinned(picture: Image.Image, references: tuple[Image.Image, ...], dice: Dice) -> Image.Image:
    """Return `picture` with its references as small prints along the lower edge."""
    width, height = picture.size
    side = round(min(width, height) * 0.24)
    a_row = max(1, min(len(references), int(width // (side * 1.12))))
    rows = math.ceil(len(references) / a_row)
    for place, reference in enumerate(references):
        row, column = divmod(place, a_row)
        among = min(a_row, len(references) - row * a_row)
        x = width * (column + 0.5) / among
        y = height - side * (0.68 + 1.1 * (rows - 1 - row))
        _pin(picture, _print(reference, side), dice.between(-7, 7), (x, y))
    return picture


def _print(reference: Image.Image, side: int) -> Image.Image:
    card = Image.new("RGBA", (side, side), (250, 248, 242, 255))
    border = max(2, side // 16)
    inner = (side - 2 * border, side - 2 * border)
    card.paste(covering(reference, inner), (border, border))
    return card


def _pin(
    picture: Image.Image, card: Image.Image, angle: float, centre: tuple[float, float]
) -> None:
    turned = card.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    mask = turned.getchannel("A")
    corner = (round(centre[0] - turned.width / 2), round(centre[1] - turned.height / 2))
    shadow = mask.point([level * 2 // 5 for level in range(256)])
    offset = max(1, card.width // 24)
    picture.paste((0, 0, 0), (corner[0] + offset, corner[1] + offset), shadow)
    picture.paste(turned.convert("RGB"), corner, mask)


def encoded(picture: Image.Image, output_format: str) -> bytes:
    """Return `picture` as a PNG or JPEG file.

    Args:
        picture: Mode RGB.
        output_format: A key of `MEDIA_TYPES`.
    """
    file = io.BytesIO()
    if output_format == "jpeg":
        picture.save(file, "JPEG", quality=90, subsampling=0)
    else:
        picture.save(file, "PNG", compress_level=6)
    return file.getvalue()
