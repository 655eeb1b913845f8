"""Bytes to a `Document`: plain values, and a source that says where each stands."""

from tallystick.load.open import load, load_part, parse_text
from tallystick.load.source import locate

__all__ = ["load", "load_part", "locate", "parse_text"]
