"""The TypeScript target; `templates/typescript/` has its templates."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.emit.targets.typescript.target import TARGET, TypeScriptTarget

__all__ = ["TARGET", "TypeScriptTarget"]

__getattr__ = later(__name__, {"target": "TARGET TypeScriptTarget"})
