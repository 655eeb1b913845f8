"""The public surface of what targets generate; a target that has one reads it off itself."""

from importlib import import_module
from typing import Final

from tallystick.ir import Api
from tallystick.surface import Language, Surface

READERS: Final[dict[Language, str]] = {
    "python": "tallystick.emit.targets.python.surface",
    "typescript": "tallystick.emit.targets.typescript.surface",
}


def surface(api: Api, language: Language) -> Surface:
    """Return what a program may name and pass that uses the client generated from an API.

    Args:
        api: A version of an API.
        language: The language of the client.
    """
    found: Surface = import_module(READERS[language]).surface(api)
    return found
