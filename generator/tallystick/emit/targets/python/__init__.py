"""The Python target; `templates/python/` has its templates."""

from tallystick.emit.targets.python.target import TARGET, PythonTarget

__all__ = ["TARGET", "PythonTarget"]
