"""The docs target: one API through four faces, as a static site and as Markdown."""

from tallystick.emit.targets.docs.target import TARGET

__all__ = ["TARGET"]
