"""The clients: `Luma` blocks, `AsyncLuma` is awaited."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self, Unpack

from . import _base
from ._types import ClientOptions

if TYPE_CHECKING:
    import httpx2

    from .resources.generations import AsyncGenerations, Generations


class Luma(_base.SyncClient):
    """Client of the API; holds a pool of connections, so make one and keep it.

    Credentials that are not given come from the environment.
    """

    def __init__(
        self,
        *,
        auth_token: str | None = None,
        http_client: httpx2.Client | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Make a client; a `http_client` that is handed in stays the caller's to close."""
        super().__init__({"auth_token": auth_token}, http_client, options)

    def with_options(
        self,
        *,
        auth_token: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """Return a client with some options changed that shares the connections of this one."""
        return self._changed({"auth_token": auth_token}, options)

    @cached_property
    def generations(self) -> Generations:
        """The `generations` operations."""
        from .resources.generations import Generations  # noqa: PLC0415 - lazy

        return Generations(self._engine)


class AsyncLuma(_base.AsyncClient):
    """Client of the API; holds a pool of connections, so make one and keep it.

    Credentials that are not given come from the environment.
    """

    def __init__(
        self,
        *,
        auth_token: str | None = None,
        http_client: httpx2.AsyncClient | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Make a client; a `http_client` that is handed in stays the caller's to close."""
        super().__init__({"auth_token": auth_token}, http_client, options)

    def with_options(
        self,
        *,
        auth_token: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """Return a client with some options changed that shares the connections of this one."""
        return self._changed({"auth_token": auth_token}, options)

    @cached_property
    def generations(self) -> AsyncGenerations:
        """The `generations` operations."""
        from .resources.generations import AsyncGenerations  # noqa: PLC0415 - lazy

        return AsyncGenerations(self._engine)
