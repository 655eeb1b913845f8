"""References: every one bound to what it names, or reported."""

from tallystick.resolve.binding import resolve

__all__ = ["resolve"]
