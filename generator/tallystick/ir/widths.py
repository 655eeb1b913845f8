"""Formats of numbers that say which integers there are."""

from typing import Final

from tallystick.text import Json

_SAFE: Final = 2**53 - 1
WIDTHS: Final[dict[str, tuple[int, int]]] = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    "double-int": (-_SAFE, _SAFE),
}
"""Format -> the least and the greatest number, both included. Source: the format registry of
OpenAPI, https://spec.openapis.org/registry/format/."""


def spell(schema: dict[str, Json]) -> None:
    """Say in ``minimum`` and ``maximum`` what a schema's format says, for who reads no formats."""
    name = schema.get("format")
    if not isinstance(name, str) or name not in WIDTHS:
        return
    least, most = WIDTHS[name]
    low, high = schema.get("minimum", least), schema.get("maximum", most)
    if isinstance(low, int | float) and isinstance(high, int | float):
        schema["minimum"] = max(low, least)
        schema["maximum"] = min(high, most)
