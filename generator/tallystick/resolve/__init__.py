"""References: every one bound to what it names, or reported."""

from tallystick.resolve.binding import resolve
from tallystick.resolve.bundle import bundle
from tallystick.resolve.dump import dump
from tallystick.resolve.validate import validate

__all__ = ["bundle", "dump", "resolve", "validate"]
