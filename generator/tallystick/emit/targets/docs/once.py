"""What macros of a template make, made once: pages say the same of a member again and again."""

from collections.abc import Hashable
from typing import TypeAlias

from jinja2.runtime import Macro

from tallystick.emit.code import Code

Made: TypeAlias = dict[tuple[Hashable, ...], Code]
"""Name of a macro and its arguments -> what it made of them; for templates of one kind."""


def once(value: Hashable, made: Made, macro: Macro, *more: Hashable) -> Code:
    """Call a macro, unless it was called with the same arguments before.

    Args:
        value: Its first argument.
        made: What was made before.
        macro: The macro; it depends on nothing but its arguments.
        more: Its other arguments.
    """
    key = (macro.name, value, *more)
    if key not in made:
        made[key] = Code(macro(value, *more))
    return made[key]
