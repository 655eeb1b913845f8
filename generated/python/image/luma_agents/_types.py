"""Types that callers, resources and the runtime share."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypedDict, TypeVar

if TYPE_CHECKING:
    import httpx2

__all__ = ["OMIT", "APIResponse", "ClientOptions", "Environment", "Omit", "RequestOptions"]

Given = TypeVar("Given", bound=Mapping[str, object])
T = TypeVar("T")


class Omit(Enum):
    """The type of `OMIT`: an argument that was not given, where None would be sent as null."""

    OMIT = "omit"


class Content(Enum):
    """What a response holds when it is not JSON."""

    TEXT = "text"
    BYTES = "bytes"


OMIT: Final = Omit.OMIT
TEXT: Final = Content.TEXT
BYTES: Final = Content.BYTES


class Environment(NamedTuple):
    """Clocks (seconds; `now` since 1970), chance in [0, 1) and sleep: tests need not wait."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    random: Callable[[], float] | None = None
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] | None = None


class ClientOptions(TypedDict, total=False):
    """Keyword arguments of a client and of its `with_options`.

    `base_url`: where the API is. `timeout`: seconds that connecting, a silence while reading or
    writing, and the wait for a free connection may each take. `deadline`: seconds for a whole call
    (600), retries and pauses included. `max_retries`: attempts after the first (2).
    `default_headers`, `default_query`: sent with every request. `check_rules`: judge requests by
    the API's rules before sending. `max_response_bytes`: larger decoded bodies are refused.
    """

    base_url: str | None
    timeout: float | httpx2.Timeout | None
    deadline: float | None
    max_retries: int
    default_headers: Mapping[str, str | None]
    default_query: Mapping[str, object]
    check_rules: bool
    max_response_bytes: int
    environment: Environment


class Settings(NamedTuple):
    """The options of a client with nothing left open; see `ClientOptions`."""

    arguments: Mapping[str, str]
    base_url: str
    timeout: float | httpx2.Timeout | None = 60.0
    deadline: float | None = 600.0
    max_retries: int = 2
    default_headers: Mapping[str, str | None] = {}
    default_query: Mapping[str, object] = {}
    check_rules: bool = True
    max_response_bytes: int = 64 * 1024 * 1024
    environment: Environment = Environment()


class RequestOptions(TypedDict, total=False):
    """Keyword arguments of every method that sends a request; they win over the client's.

    A header that is None is not sent; `extra_query` and `extra_body` are merged into the request.
    """

    extra_headers: Mapping[str, str | None]
    extra_query: Mapping[str, object]
    extra_body: Mapping[str, object]
    timeout: float | httpx2.Timeout | None
    deadline: float | None
    max_retries: int
    idempotency_key: str


def known(options: Given, kind: Any = RequestOptions) -> Given:
    """Refuse keyword arguments that the calling method does not take, as Python itself does."""
    if unknown := options.keys() - kind.__optional_keys__:
        from difflib import get_close_matches  # noqa: PLC0415 - only for the message
        from inspect import stack  # noqa: PLC0415 - as above

        name, method = min(unknown), stack(0)[1].frame.f_code
        names = (*kind.__optional_keys__, *method.co_varnames)
        close = "".join(f"; did you mean {n!r}?" for n in get_close_matches(name, names, 1))
        msg = f"{method.co_name}() got an unexpected keyword argument {name!r}{close}"
        raise TypeError(msg)
    return options


_adapters: dict[int, tuple[Any, Any]] = {}


def validator(kind: Any) -> Any:
    """Return what validates JSON of a type; made once.

    A model is finished here: by itself it would look names up in the function that first uses it,
    where an argument may be called `list`.
    """
    if not getattr(kind, "__pydantic_complete__", True):
        kind.model_rebuild()
    found = getattr(kind, "__pydantic_validator__", None)
    if found is None and id(kind) not in _adapters:
        from pydantic import TypeAdapter  # noqa: PLC0415 - keeps the import of this package quick

        _adapters[id(kind)] = (kind, TypeAdapter(kind))
    return found or _adapters[id(kind)][1]


class Operation(NamedTuple, Generic[T]):
    """One operation of the API.

    `responses` maps a documented success (``200``, ``"2XX"``) to the type of its body: None for no
    body, `TEXT`, `BYTES`, or what pydantic validates; `accept` asks for it. `security` holds
    alternatives, each the names of schemes needed together; None means what most operations of this
    API need. `server` takes the place of the API's base URL, unless the client was given another.
    """

    method: str
    path: str
    responses: Mapping[int | str, Any]
    accept: str = "application/json"
    content_type: str = "application/json"
    idempotency_header: str | None = None
    security: tuple[tuple[str, ...], ...] | None = None
    server: str | None = None


class Head:
    """A response without its body; `http` is what the HTTP library made of it."""

    def __init__(self, http: httpx2.Response) -> None:
        """Made by the client."""
        self.http = http
        self.status_code = http.status_code
        self.headers: Mapping[str, str] = http.headers
        self.request_id = http.headers.get("x-request-id") or http.headers.get("request-id")


class APIResponse(Head, Generic[T]):
    """A response with its decoded body; `retries` attempts came before it."""

    def __init__(
        self, http: httpx2.Response, content: bytes, retries: int, parse: Callable[[], T]
    ) -> None:
        """Made by the client."""
        super().__init__(http)
        self.content = content
        self.retries = retries
        self._parse = parse

    def parse(self) -> T:
        """Return what the method itself would have; may raise `APIResponseValidationError`."""
        return self._parse()
