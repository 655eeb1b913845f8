"""The Python target; `templates/python/` has its templates."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.emit.targets.python.target import TARGET, PythonTarget

__all__ = ["TARGET", "PythonTarget"]

__getattr__ = later(__name__, {"target": "TARGET PythonTarget"})
