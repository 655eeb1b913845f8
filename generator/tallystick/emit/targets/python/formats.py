"""String formats that requests are checked for, as patterns of Python's `re`."""

from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.formats import PATTERNS
from tallystick.emit.targets.python.layout import Sub, assignment
from tallystick.emit.targets.python.literals import string

NAMES: Final = {
    "Date": "date",
    "DateTime": "date-time",
    "Email": "email",
    "IPv4": "ipv4",
    "IPv6": "ipv6",
    "Uri": "uri",
    "Uuid": "uuid",
}
"""Name in ``_model.py`` -> the format."""


def formatted(name: str) -> Code:
    """Return the declaration of a format's type."""
    kind = NAMES[name]
    check = Sub("Pattern", (_raw(rf"\A{PATTERNS[kind]}\Z"), string(f"be a valid {kind}")), "()")
    return assignment(f"{name}: TypeAlias = ", Sub("Annotated", ("str", check)), "", 0)


def _raw(pattern: str) -> str:
    return f'r"{pattern}"' if '"' not in pattern else string(pattern)
