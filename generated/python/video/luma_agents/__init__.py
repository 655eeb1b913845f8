"""Client of the Luma Agents API.

`Luma` blocks, `AsyncLuma` is awaited; `luma_agents.types` has the data types.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from . import _errors, _types
from ._client import AsyncLuma, Luma
from ._config import LumaError
from ._errors import *  # noqa: F403 - listed in its __all__
from ._types import *  # noqa: F403 - listed in its __all__

if TYPE_CHECKING:
    from . import types

__all__ = ["AsyncLuma", "Luma", "LumaError", "types"]
__all__ += _errors.__all__
__all__ += _types.__all__
__version__ = "0.3.0"


def __getattr__(name: str) -> object:
    """Load the data types when they are first asked for."""
    if name == "types":
        return import_module(f"{__name__}.types")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
