"""The targets that come with the toolkit, imported only when they are used."""

from typing import Final

TARGETS: Final = {
    "python": "tallystick.emit.targets.python:TARGET",
    "openapi": "tallystick.emit.targets.openapi:TARGET",
}
"""Name -> ``module:attribute``."""
