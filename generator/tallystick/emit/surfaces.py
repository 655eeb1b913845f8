"""The public surface of what targets generate; a target that has one reads it off itself."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, Protocol

from tallystick.diagnostics import Span
from tallystick.emit.origins import Only
from tallystick.ir import Api
from tallystick.surface import Language, Surface

READERS: Final[dict[Language, str]] = {
    "python": "tallystick.emit.targets.python.surface",
    "typescript": "tallystick.emit.targets.typescript.surface",
}


class Client(Protocol):
    """What a target would generate of an API."""

    @property
    def table(self) -> Mapping[tuple[str, str], str]:
        """Names of declarations by the pointer of their schema, and what they are for."""
        ...

    def surface(self, only: Only | None = None) -> Surface:
        """Return what a program may name and pass; `only` what is declared at some places."""
        ...


def surface(api: Api, language: Language) -> Surface:
    """Return what a program may name and pass that uses the client generated from an API.

    Args:
        api: A version of an API.
        language: The language of the client.
    """
    return _client(api, language).surface()


def surfaces(
    old: Api, new: Api, language: Language, only: Only | None = None
) -> tuple[Surface, Surface]:
    """Return the surfaces of two versions, as far as they may differ.

    Args:
        old: A version of an API.
        new: Another one.
        language: The language of the clients.
        only: Whether what is declared at a place may differ; None: all may.
    """
    clients = _client(old, language), _client(new, language)
    if only is None:
        return clients[0].surface(), clients[1].surface()
    tables = clients[0].table, clients[1].table
    moved = {key[0] for key, _ in tables[0].items() ^ tables[1].items()}

    def differs(span: Span) -> bool:
        return span.pointer in moved or only(span)

    return clients[0].surface(differs), clients[1].surface(differs)


def _client(api: Api, language: Language) -> Client:
    found: Client = import_module(READERS[language]).Client(api)
    return found
