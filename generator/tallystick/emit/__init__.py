"""From an API to files: targets, templates, and writing that is atomic and owned."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.emit.code import Code
    from tallystick.emit.compare import Comparison, Difference, compare
    from tallystick.emit.files import FileSet
    from tallystick.emit.generate import find, generate, names
    from tallystick.emit.target import Option, Options, Page, Target
    from tallystick.emit.write import Report, write

__all__ = [
    "Code",
    "Comparison",
    "Difference",
    "FileSet",
    "Option",
    "Options",
    "Page",
    "Report",
    "Target",
    "compare",
    "find",
    "generate",
    "names",
    "write",
]

__getattr__ = later(
    __name__,
    {
        "code": "Code",
        "compare": "Comparison Difference compare",
        "files": "FileSet",
        "generate": "find generate names",
        "target": "Option Options Page Target",
        "write": "Report write",
    },
)
