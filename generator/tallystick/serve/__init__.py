"""The IR run as an ASGI app, its store, its job worker. See ARCHITECTURE.md.

``app`` makes a server in process, ``run`` one on a socket; `tallystick.serve.behaviour` is the
interface for what a document cannot say. What is named here is imported when it is first used,
so that codes and behaviours load without a web server.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.serve.apps import DocumentError, app
    from tallystick.serve.behaviour import Behaviour
    from tallystick.serve.faults import Faults
    from tallystick.serve.running import Listening, Options, run
    from tallystick.serve.server import Server

_PLACES = {
    "Behaviour": "behaviour",
    "DocumentError": "apps",
    "Faults": "faults",
    "Listening": "running",
    "Options": "running",
    "Server": "server",
    "app": "apps",
    "run": "running",
}


def __getattr__(name: str) -> object:
    """Import what is named here from the module that has it.

    Raises:
        AttributeError: There is no such name.
    """
    if name not in _PLACES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found: object = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    return found


__all__ = [
    "Behaviour",
    "DocumentError",
    "Faults",
    "Listening",
    "Options",
    "Server",
    "app",
    "run",
]
