"""The TypeScript target; `templates/typescript/` has its templates."""

from tallystick.emit.targets.typescript.target import TARGET, TypeScriptTarget

__all__ = ["TARGET", "TypeScriptTarget"]
