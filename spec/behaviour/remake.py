"""Videos made from videos: edits and reframes, frame by frame."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from .dice import Dice
from .motion import Anchor, eased
from .palette import Palette, from_pictures, from_prompt, tinted
from .pictures import VERBS, covering
from .scenes import paint
from .sizes import FPS, Size

STRENGTHS: Final = {
    "adhere_1": 0.10,
    "adhere_2": 0.18,
    "adhere_3": 0.26,
    "flex_1": 0.36,
    "flex_2": 0.46,
    "flex_3": 0.56,
    "reimagine_1": 0.68,
    "reimagine_2": 0.78,
    "reimagine_3": 0.88,
}
"""How much of a frame is new, 0 (the source) to 1."""

DEFAULT_STRENGTH: Final = "flex_2"
HOLD: Final = FPS // 2
"""Over how many frames a guide frame of an edit fades in and out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """Which signals of the source an edit keeps; None is off.

    Attributes:
        depth: Blur of the depth map, 0 to 1.
        normals: Augmentation of the surface, 0 to 1.
        pose: ``precise`` or ``coarse``.
        trajectory: Sparsity of the motion trail, 0 to 1.
    """

    depth: float | None = None
    face: bool = False
    normals: float | None = None
    pose: str | None = None
    trajectory: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOrder:
    """All that decides how an edited video looks.

    Attributes:
        strength: A key of `STRENGTHS`.
        anchors: Guide frames, at positions of the output's 24 fps grid, by rising index.
        references: Pictures whose colours the edit takes.
    """

    prompt: str
    size: Size
    strength: str = DEFAULT_STRENGTH
    controls: Controls = Controls()
    anchors: tuple[Anchor, ...] = ()
    references: tuple[Image.Image, ...] = ()


def edited(source: Iterator[Image.Image], order: EditOrder) -> Iterator[Image.Image]:
    """Yield the frames of an edited video: as many as the source has, of the order's size."""
    dice = Dice(f"edit\x00{order.prompt}")
    palette = (
        from_pictures(order.references)
        if order.references
        else from_prompt(order.prompt, dice.fork("palette"))
    )
    words = set(order.prompt.lower().split())
    verbs = [change for word, change in VERBS.items() if word in words]
    backdrop = paint(dice.fork("scene"), palette, order.size)
    guides = [(anchor.index, covering(anchor.picture, order.size)) for anchor in order.anchors]
    kept: Image.Image | None = None
    for index, raw in enumerate(source):
        frame = covering(raw, order.size)
        new = _imagined(frame, backdrop, palette, order.controls, verbs)
        picture = Image.blend(frame, new, STRENGTHS[order.strength])
        if order.controls.face:
            picture = _with_face(picture, frame)
        if order.controls.trajectory is not None and kept is not None:
            trail = 0.6 * (1 - order.controls.trajectory)
            picture = Image.blend(picture, ImageChops.lighter(picture, kept), trail)
        kept = picture
        yield _guided(picture, guides, index)


def _imagined(
    frame: Image.Image,
    backdrop: Image.Image,
    palette: Palette,
    controls: Controls,
    verbs: list[Callable[[Image.Image], Image.Image]],
) -> Image.Image:
    """Return the new side of a frame: repainted, with what the controls keep of the source."""
    grey = frame.convert("L")
    new = ImageChops.overlay(tinted(grey, palette), backdrop)
    for change in verbs:
        new = change(frame)
    if controls.depth is not None:
        blur = ImageFilter.GaussianBlur(min(frame.size) * (0.01 + 0.08 * controls.depth))
        far = grey.filter(blur).point([level * 3 // 5 for level in range(256)])
        new = Image.composite(Image.new("RGB", frame.size, palette[-2]), new, far)
    if controls.normals is not None:
        relief = grey.filter(ImageFilter.EMBOSS)
        shaped = ImageChops.overlay(new, Image.merge("RGB", [relief] * 3))
        new = Image.blend(shaped, new, controls.normals)
    if controls.pose is not None:
        new = _with_outline(new, grey, palette, precise=controls.pose == "precise")
    return new


def _with_outline(
    picture: Image.Image, grey: Image.Image, palette: Palette, *, precise: bool
) -> Image.Image:
    lines = grey.filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.FIND_EDGES)
    lines = lines.point([0] * 12 + [255] * 244)
    ImageDraw.Draw(lines).rectangle((0, 0, lines.width - 1, lines.height - 1), outline=0)
    if not precise:
        lines = lines.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(1.5))
    marked = picture.copy()
    marked.paste(palette[-1], mask=lines)
    return marked


def _with_face(picture: Image.Image, frame: Image.Image) -> Image.Image:
    """Keep the source in an oval in the middle, where a face would be."""
    width, height = picture.size
    oval = Image.new("L", picture.size, 0)
    box = (width * 0.36, height * 0.2, width * 0.64, height * 0.7)
    ImageDraw.Draw(oval).ellipse(box, fill=255)
    soft = oval.filter(ImageFilter.GaussianBlur(min(picture.size) / 40))
    return Image.composite(frame, picture, soft)


def _guided(picture: Image.Image, guides: list[tuple[int, Image.Image]], index: int) -> Image.Image:
    """Return `picture`, or the nearest guide frame, or their dissolve."""
    if not guides:
        return picture
    place, guide = min(guides, key=lambda entry: abs(entry[0] - index))
    share = 1 - abs(place - index) / HOLD
    if share >= 1:
        return guide
    return Image.blend(picture, guide, eased(share)) if share > 0 else picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A rectangle in parts of the canvas; it may be larger than the canvas, or beside it."""

    x: float
    y: float
    width: float
    height: float

    def pixels(self, canvas: Size) -> tuple[int, int, int, int]:
        """Return left, top, width and height in pixels; the sides are 1 at least."""
        return (
            round(self.x * canvas[0]),
            round(self.y * canvas[1]),
            max(1, round(self.width * canvas[0])),
            max(1, round(self.height * canvas[1])),
        )


def centred(source: Size, canvas: Size) -> Position:
    """Return the largest rectangle of the source's shape in the middle of the canvas."""
    scale = min(canvas[0] / source[0], canvas[1] / source[1])
    width, height = source[0] * scale / canvas[0], source[1] * scale / canvas[1]
    return Position(x=(1 - width) / 2, y=(1 - height) / 2, width=width, height=height)


def reframed(
    source: Iterator[Image.Image], prompt: str, canvas: Size, position: Position
) -> Iterator[Image.Image]:
    """Yield the source's frames on a new canvas; around them it goes on, out of focus."""
    palette = from_prompt(prompt, Dice(f"reframe\x00{prompt}").fork("palette"))
    left, top, width, height = position.pixels(canvas)
    small = (max(1, canvas[0] // 8), max(1, canvas[1] // 8))
    for frame in source:
        around = covering(frame, small).filter(ImageFilter.GaussianBlur(1.5))
        around = Image.blend(around, tinted(around.convert("L"), palette), 0.35)
        around = ImageEnhance.Brightness(around).enhance(0.6)
        picture = around.resize(canvas, Image.Resampling.BICUBIC)
        picture.paste(frame.resize((width, height), Image.Resampling.BILINEAR), (left, top))
        yield picture


def covering_size(source: Size, canvas: Size) -> Size:
    """Return the size at which a source just covers the canvas; at most four times as large."""
    scale = max(canvas[0] / source[0], canvas[1] / source[1])
    width, height = (round(side * scale) for side in source)
    return min(max(width, canvas[0]), 4 * canvas[0]), min(max(height, canvas[1]), 4 * canvas[1])
