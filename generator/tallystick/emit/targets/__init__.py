"""The targets that come with the toolkit, imported only when they are used."""

from typing import Final

TARGETS: Final = {
    "python": "tallystick.emit.targets.python:TARGET",
    "cli": "tallystick.emit.targets.cli:TARGET",
    "typescript": "tallystick.emit.targets.typescript:TARGET",
    "openapi": "tallystick.emit.targets.openapi:TARGET",
    "docs": "tallystick.emit.targets.docs:TARGET",
}
"""Name -> ``module:attribute``."""
