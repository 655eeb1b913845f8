"""What the clients and the resources of this API are made from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, Self, TypeVar, cast

from ._settings import Arguments, change, settle
from ._types import OMIT, APIResponse, ClientOptions, Operation, RequestOptions

if TYPE_CHECKING:
    import httpx2

    from ._async import AsyncEngine, AsyncStreamedResponse
    from ._sync import StreamedResponse, SyncEngine

P = ParamSpec("P")
T = TypeVar("T")
Mode = Literal["parsed", "raw", "stream"]
_Named = Mapping[str, Any]
_NONE: _Named = {}


class SyncClient:
    """A client that blocks."""

    def __init__(
        self, arguments: Arguments, http: httpx2.Client | None, options: ClientOptions
    ) -> None:
        """Load the HTTP library only now, which keeps the import of this package quick."""
        from ._sync import SyncEngine  # noqa: PLC0415

        self._engine = SyncEngine.make(settle(arguments, options), http)

    def _changed(self, arguments: Arguments, options: ClientOptions) -> Self:
        copy = object.__new__(type(self))
        copy._engine = self._engine.changed(change(self._engine.settings, arguments, options))
        return copy

    @property
    def base_url(self) -> str:
        """Where the API is, without a slash at the end."""
        return self._engine.settings.base_url

    def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self._engine.owned:
            self._engine.http.close()

    def __enter__(self) -> Self:
        """Return the client, which is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client."""
        self.close()


class AsyncClient:
    """A client that is awaited."""

    def __init__(
        self, arguments: Arguments, http: httpx2.AsyncClient | None, options: ClientOptions
    ) -> None:
        """Load the HTTP library only now, which keeps the import of this package quick."""
        from ._async import AsyncEngine  # noqa: PLC0415

        self._engine = AsyncEngine.make(settle(arguments, options), http)

    def _changed(self, arguments: Arguments, options: ClientOptions) -> Self:
        copy = object.__new__(type(self))
        copy._engine = self._engine.changed(change(self._engine.settings, arguments, options))
        return copy

    @property
    def base_url(self) -> str:
        """Where the API is, without a slash at the end."""
        return self._engine.settings.base_url

    async def close(self) -> None:
        """Close the connections, unless they belong to a client that was handed in."""
        if self._engine.owned:
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

    @property
    def _check_rules(self) -> bool:
        return self._engine.settings.check_rules

    def _with_mode(self, mode: Mode) -> Self:
        return type(self)(self._engine, mode)

    def _call(
        self,
        op: Operation[T],
        *,
        options: RequestOptions,
        path: _Named = _NONE,
        query: _Named = _NONE,
        headers: _Named = _NONE,
        cookies: _Named = _NONE,
        body: Any = OMIT,
    ) -> T:
        return self._engine.call(op, self._mode, (path, query, headers, cookies, body), options)


class AsyncResource:
    """A group of operations, awaited."""

    def __init__(self, engine: AsyncEngine, mode: Mode = "parsed") -> None:
        """Made by the client."""
        self._engine = engine
        self._mode: Mode = mode

    @property
    def _check_rules(self) -> bool:
        return self._engine.settings.check_rules

    def _with_mode(self, mode: Mode) -> Self:
        return type(self)(self._engine, mode)

    async def _call(
        self,
        op: Operation[T],
        *,
        options: RequestOptions,
        path: _Named = _NONE,
        query: _Named = _NONE,
        headers: _Named = _NONE,
        cookies: _Named = _NONE,
        body: Any = OMIT,
    ) -> T:
        values = (path, query, headers, cookies, body)
        return await self._engine.call(op, self._mode, values, options)


def to_raw(method: Callable[P, T]) -> Callable[P, APIResponse[T]]:
    """Type a method of a resource in mode ``raw``: it answers with the response."""
    return cast("Callable[P, APIResponse[T]]", method)


def async_to_raw(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[APIResponse[T]]]:
    """Type a method of a resource in mode ``raw``: it answers with the response."""
    return cast("Callable[P, Awaitable[APIResponse[T]]]", method)


class Streaming:
    """A call that begins when its ``with`` block does."""

    def __init__(self, start: Callable[[], Any]) -> None:
        """Hold the call."""
        self._start = start

    def __enter__(self) -> StreamedResponse:
        """Send the request and read the head of the response."""
        self._response: StreamedResponse = self._start()
        return self._response

    def __exit__(self, *_: object) -> None:
        """Give the connection back."""
        self._response.close()


class AsyncStreaming:
    """A call that begins when its ``async with`` block does."""

    def __init__(self, start: Callable[[], Any]) -> None:
        """Hold the call."""
        self._start = start

    async def __aenter__(self) -> AsyncStreamedResponse:
        """Send the request and read the head of the response."""
        self._response: AsyncStreamedResponse = await self._start()
        return self._response

    async def __aexit__(self, *_: object) -> None:
        """Give the connection back."""
        await self._response.close()


def to_streamed(method: Callable[P, object]) -> Callable[P, Streaming]:
    """Turn a method of a resource in mode ``stream`` into one whose answer is streamed."""
    return lambda *args, **kwargs: Streaming(lambda: method(*args, **kwargs))


def async_to_streamed(method: Callable[P, object]) -> Callable[P, AsyncStreaming]:
    """Turn a method of a resource in mode ``stream`` into one whose answer is streamed."""
    return lambda *args, **kwargs: AsyncStreaming(lambda: method(*args, **kwargs))
