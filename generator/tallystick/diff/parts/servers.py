"""Servers of the API and of operations compared, by the addresses that they come to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Final

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.ledger import Scene
from tallystick.diff.model import Change
from tallystick.ir.api import Api, Operation, Server

_MOST: Final = 64
"""Addresses of one server whose variables are listed."""


def api_servers(base: Change, old: Api, new: Api) -> Iterator[Change]:
    """Yield addresses of the API that are gone, or new.

    Args:
        base: What is said of the API itself.
        old: A version.
        new: Another one.
    """
    before, after = _addresses(old.servers), _addresses(new.servers)
    for url, span in before.items():
        if url not in after:
            gone = replace(base, kind=Kind.SERVER_REMOVED, before=url, old=span or base.old)
            yield replace(gone, subject=f"the server `{url}`")
    for url, span in after.items():
        if url not in before:
            come = replace(base, kind=Kind.SERVER_ADDED, after=url, new=span or base.new)
            yield replace(come, subject=f"the server `{url}`")


def compare_servers(
    scene: Scene, operations: tuple[Operation, Operation], apis: tuple[Api, Api]
) -> None:
    """Note addresses of an operation that are gone, or new, where it has some of its own.

    Args:
        scene: The operation.
        operations: It in both versions.
        apis: The versions.
    """
    if not any(it.servers for it in operations):
        return
    before, after = (
        _addresses(operation.servers or api.servers)
        for operation, api in zip(operations, apis, strict=True)
    )
    for url, span in before.items():
        if url not in after:
            subject = f"the server `{url}` of {scene.label}"
            scene.note(Kind.SERVER_REMOVED, "operation", subject, before=url, old=span)
    for url, span in after.items():
        if url not in before:
            subject = f"the server `{url}` of {scene.label}"
            scene.note(Kind.SERVER_ADDED, "operation", subject, after=url, new=span)


def _addresses(servers: Sequence[Server]) -> dict[str, Span | None]:
    """Return addresses and where they are written; with no servers there is one, ``/``."""
    if not servers:
        return {"/": None}
    return {url: server.span for server in servers for url in _spelled(server)}


def _spelled(server: Server) -> Iterator[str]:
    """Yield a server's address for all listed values of its variables; others stay open."""
    names = [name for name, _, allowed in server.variables if allowed]
    lists = [allowed for _, _, allowed in server.variables if allowed]
    for values in islice(product(*lists), _MOST):
        url = server.url
        for name, value in zip(names, values, strict=True):
            url = url.replace(f"{{{name}}}", value)
        yield url
