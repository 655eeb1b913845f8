"""z3's C functions by name, taking and giving plain numbers.

They are those that z3's own package has loaded, without what it does around each call.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from z3 import z3core

POINTER: Any = ctypes.c_void_p
COUNT: Any = ctypes.c_uint
TEXT: Any = ctypes.c_char_p


def native(name: str, *kinds: Any, gives: Any = POINTER) -> Callable[..., Any]:
    """Return a function of z3; a context comes before its other arguments.

    Args:
        name: As in z3's C interface.
        kinds: Of its arguments.
        gives: What it returns; pointers are plain numbers, None for none.
    """
    loaded = getattr(z3core, name).__defaults__[-1].f
    address = ctypes.cast(loaded, ctypes.c_void_p).value
    found: Callable[..., Any] = ctypes.CFUNCTYPE(gives, POINTER, *kinds)(address or 0)
    return found


def handles(numbers: "list[int] | list[int | None]") -> Any:
    """Return several pointers as z3 takes them."""
    return (POINTER * len(numbers))(*numbers)
