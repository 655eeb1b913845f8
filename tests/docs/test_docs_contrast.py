"""Colours of the pages, in both themes: what is to be read or found stands out from its ground."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "templates" / "docs" / "assets" / "site.css"
PAIR = r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
GROUNDS = ("ground", "raised")
TEXT, PART = 4.5, 3.0
"""Least contrasts: of text, of what one must see to use it. Source: WCAG 2.2, 1.4.3 and 1.4.11."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1. Source: WCAG 2.2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return how much two colours differ, 1 to 21. Source: WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_what_is_read_or_found_stands_out(theme: int) -> None:
    """Text on every ground, that of a place that was linked to included; edges of inputs."""
    sheet = SHEET.read_text("utf-8")
    named = {name: pair[theme] for name, *pair in re.findall(rf"--(\w+): {PAIR}", sheet)}
    code = [pair[theme] for pair in re.findall(rf"(?<!-)color: {PAIR}", sheet)]
    grounds = [named.pop(name) for name in GROUNDS]
    here, edge = named.pop("here"), named.pop("edge")
    del named["line"]  # It decorates.
    assert len(named) == 6
    assert len(code) >= 5
    assert min(contrast(text, ground) for text in code for ground in grounds) >= TEXT
    for name, text in named.items():
        low = min(contrast(text, ground) for ground in (*grounds, here))
        assert low >= TEXT, f"{name}: {low:.2f}"
    low = min(contrast(edge, ground) for ground in grounds)
    assert low >= PART, f"edge: {low:.2f}"
