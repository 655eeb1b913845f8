"""What the clients and the resources of this API are made from."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, Self, TypeVar, cast

from ._config import AUTH_REQUIRED, BASE_URL, CREDENTIALS, ENV_PREFIX, SERVER_VARIABLES
from ._errors import ConfigurationError
from ._types import APIResponse, ClientOptions, Operation, RequestOptions, Settings

if TYPE_CHECKING:
    import httpx2

    from ._async import AsyncEngine, AsyncStreamedResponse
    from ._sync import StreamedResponse, SyncEngine

P = ParamSpec("P")
T = TypeVar("T")
Mode = Literal["parsed", "raw", "stream"]
Arguments = Mapping[str, "str | None"]
"""Constructor keywords that this API adds: credentials and server variables."""


def _settle(arguments: Arguments, options: ClientOptions, old: Settings | None = None) -> Settings:
    """Fill in what is not given from older settings, the environment and the defaults."""
    given = dict(old.arguments) if old else {}
    given |= {name: value for name, value in arguments.items() if value is not None}
    for name, variable in (arg for credential in CREDENTIALS for arg in credential.args):
        value = (given.get(name) or os.environ.get(variable, "")).strip()
        given[name] = value
        if not (value.isascii() and value.isprintable()):
            msg = f"{name} has a character that no header may have"
            raise ConfigurationError(msg)
    if AUTH_REQUIRED and not any(all(given[n] for n, _ in c.args) for c in CREDENTIALS):
        ways = (f"pass {name}=... or set {env}" for c in CREDENTIALS for name, env in c.args)
        msg = f"no credentials: {'; '.join(ways)}"
        raise ConfigurationError(msg)
    url = options.get("base_url") or (old.base_url if old else None)
    url = url or os.environ.get(ENV_PREFIX + "_BASE_URL") or BASE_URL or ""
    for name, (wire, default) in SERVER_VARIABLES.items():
        url = url.replace("{" + wire + "}", given.get(name, default))
    if not url.startswith(("http://", "https://")) or not {"?", "#", "{"}.isdisjoint(url):
        msg = f"base_url (or {ENV_PREFIX}_BASE_URL) is {url!r}, no whole http(s) URL without query"
        raise ConfigurationError(msg)
    rest: dict[str, Any] = {**options, "arguments": given, "base_url": url.rstrip("/")}
    return old._replace(**rest) if old else Settings(**rest)


class _Client:
    _engine: Any
    _owned: bool

    def _changed(self, arguments: Arguments, options: ClientOptions) -> Self:
        copy, old = object.__new__(type(self)), self._engine
        copy._owned = False
        copy._engine = type(old)(_settle(arguments, options, old.settings), old.http, old.budget)
        return copy


class SyncClient(_Client):
    """A client that blocks."""

    _engine: SyncEngine

    def __init__(
        self, arguments: Arguments, http: httpx2.Client | None, options: ClientOptions
    ) -> None:
        """Load the HTTP library only now, which keeps the import of this package quick."""
        import httpx2  # noqa: PLC0415 - as said

        from ._sync import SyncEngine, guard  # noqa: PLC0415 - as said

        self._owned = http is None
        self._engine = SyncEngine(_settle(arguments, options), http or httpx2.Client())
        guard(self._engine.http)

    def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self._owned:
            self._engine.http.close()

    def __enter__(self) -> Self:
        """Return the client, which is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client."""
        self.close()


class AsyncClient(_Client):
    """A client that is awaited."""

    _engine: AsyncEngine

    def __init__(
        self, arguments: Arguments, http: httpx2.AsyncClient | None, options: ClientOptions
    ) -> None:
        """Load the HTTP library only now, which keeps the import of this package quick."""
        import httpx2  # noqa: PLC0415 - as said

        from ._async import AsyncEngine  # noqa: PLC0415 - as said

        self._owned = http is None
        self._engine = AsyncEngine(_settle(arguments, options), http or httpx2.AsyncClient())

    async def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self._owned:
            await self._engine.http.aclose()

    async def __aenter__(self) -> Self:
        """Return the client, which is closed at the end of the block."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client."""
        await self.close()


class SyncResource:
    """A group of operations."""

    def __init__(self, engine: SyncEngine, mode: Mode = "parsed") -> None:
        """Made by the client."""
        self._engine = engine
        self._mode: Mode = mode
        self._check_rules = engine.settings.check_rules

    def _with_mode(self, mode: Mode) -> Self:
        return type(self)(self._engine, mode)

    def _call(self, op: Operation[T], options: RequestOptions, **values: Any) -> T:
        return self._engine.call(op, options, self._mode, values)


class AsyncResource:
    """A group of operations, awaited."""

    def __init__(self, engine: AsyncEngine, mode: Mode = "parsed") -> None:
        """Made by the client."""
        self._engine = engine
        self._mode: Mode = mode
        self._check_rules = engine.settings.check_rules

    def _with_mode(self, mode: Mode) -> Self:
        return type(self)(self._engine, mode)

    async def _call(self, op: Operation[T], options: RequestOptions, **values: Any) -> T:
        return await self._engine.call(op, options, self._mode, values)


def to_raw(method: Callable[P, T]) -> Callable[P, APIResponse[T]]:
    """Type a method of a resource in mode ``raw``."""
    return cast("Callable[P, APIResponse[T]]", method)


def async_to_raw(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[APIResponse[T]]]:
    """Type a method of a resource in mode ``raw``."""
    return cast("Callable[P, Awaitable[APIResponse[T]]]", method)


def to_streamed(method: Callable[P, object]) -> Callable[P, StreamedResponse]:
    """Type a method of a resource in mode ``stream``."""
    return cast("Callable[P, StreamedResponse]", method)


def async_to_streamed(
    method: Callable[P, Awaitable[object]],
) -> Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse]]:
    """Turn a method of a resource in mode ``stream`` into one for ``async with``."""

    @asynccontextmanager
    async def opened(*args: P.args, **kwargs: P.kwargs) -> AsyncGenerator[AsyncStreamedResponse]:
        response = cast("AsyncStreamedResponse", await method(*args, **kwargs))
        try:
            yield response
        finally:
            await response.close()

    return opened
