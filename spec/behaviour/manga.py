"""The manga preset: ink lines and halftone dots, black on white, in a panel."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

PAPER = 200
INK = 62
"""Grey levels from which on a surface is plain paper, and up to which it is solid ink."""


def manga(picture: Image.Image) -> Image.Image:
    """Return `picture` as a manga panel: mode RGB, black and white only."""
    plain = picture.convert("L")
    grey = Image.blend(ImageOps.autocontrast(plain, cutoff=1), ImageOps.equalize(plain), 0.45)
    cell = max(3, min(grey.size) // 64)
    toned = grey.filter(ImageFilter.GaussianBlur(cell / 3)).point(_tone)
    dots = ImageChops.subtract(toned, _screen(grey.size, cell)).point([0] + [255] * 255)
    panel = ImageChops.darker(dots, _lines(grey, cell))
    margin = max(3, min(grey.size) // 40)
    frame = Image.new("L", grey.size, 255)
    inner = (margin, margin, grey.width - margin - 1, grey.height - margin - 1)
    ImageDraw.Draw(frame).rectangle(inner, fill=0)
    panel.paste(255, mask=frame)
    ImageDraw.Draw(panel).rectangle(inner, outline=0, width=max(1, margin // 3))
    return panel.convert("RGB")


def _tone(level: int) -> int:
    if level >= PAPER:
        return 255
    return 0 if level <= INK else level


def _screen(size: tuple[int, int], cell: int) -> Image.Image:
    """Return thresholds that grow round dots on a grid turned by 45 degrees."""
    period = 2 * cell
    tile = Image.new("L", (period, period))
    for x in range(period):
        for y in range(period):
            wave = math.cos(math.pi * x / cell) * math.cos(math.pi * y / cell)
            tile.putpixel((x, y), round(127 + 120 * wave))
    sheet = Image.new("L", size)
    for left in range(0, size[0], period):
        sheet.paste(tile, (left, 0))
    strip = sheet.crop((0, 0, size[0], period))
    for top in range(period, size[1], period):
        sheet.paste(strip, (0, top))
    return sheet


def _lines(grey: Image.Image, cell: int) -> Image.Image:
    """Return ink lines (black on white) where the picture changes abruptly."""
    fine = grey.filter(ImageFilter.GaussianBlur(cell / 4))
    coarse = grey.filter(ImageFilter.GaussianBlur(cell / 1.5))
    apart = ImageChops.difference(fine, coarse)
    return apart.point([255] * 9 + [0] * 247)
