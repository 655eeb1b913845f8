"""Types that callers, resources and the runtime share."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypedDict, TypeVar

if TYPE_CHECKING:
    import httpx2

__all__ = [
    "OMIT",
    "APIResponse",
    "ClientOptions",
    "Environment",
    "Omit",
    "RequestOptions",
    "Timeout",
]

T = TypeVar("T")


class Omit(Enum):
    """The type of `OMIT`: an argument that was not given, where None would be sent as null."""

    OMIT = "omit"


OMIT: Final = Omit.OMIT


class Content(Enum):
    """What a response holds when it is not JSON."""

    TEXT = "text"
    BYTES = "bytes"


TEXT: Final = Content.TEXT
BYTES: Final = Content.BYTES


class Timeout(NamedTuple):
    """Seconds each phase of one attempt may take; None waits for as long as the deadline lets it.

    `read` and `write` limit the silence between two pieces, `pool` the wait for a free connection.
    """

    connect: float | None = 10.0
    read: float | None = 60.0
    write: float | None = 60.0
    pool: float | None = 60.0

    def as_dict(self) -> dict[str, float | None]:
        """Return the phases by name, as httpx2's own class does."""
        return self._asdict()


class Environment(NamedTuple):
    """Clocks, chance and sleep, so that tests need not wait.

    `monotonic` and `now` return seconds (`now` since 1970), `random` a number in [0, 1).
    """

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    random: Callable[[], float] | None = None
    sleep: Callable[[float], object] = time.sleep
    async_sleep: Callable[[float], Awaitable[object]] | None = None


class ClientOptions(TypedDict, total=False):
    """Keyword arguments of every client and of its `with_options`.

    `base_url`: where the API is. `timeout`: seconds per phase, or a `Timeout`. `deadline`: seconds
    for a whole call, retries and pauses included. `max_retries`: attempts after the first.
    `default_headers`, `default_query`: sent with every request. `check_rules`: judge requests by
    the API's rules before they are sent. `max_response_bytes`: larger (decoded) bodies are refused.
    """

    base_url: str | None
    timeout: float | Timeout | httpx2.Timeout | None
    deadline: float | None
    max_retries: int
    default_headers: Mapping[str, str | None]
    default_query: Mapping[str, object]
    check_rules: bool
    max_response_bytes: int
    environment: Environment


class RequestOptions(TypedDict, total=False):
    """Keyword arguments of every method that sends a request.

    `extra_headers` win over the client's, None takes one away; `extra_query` and `extra_body` are
    merged into what is sent. `timeout`, `deadline` and `max_retries` are those of `ClientOptions`.
    """

    extra_headers: Mapping[str, str | None]
    extra_query: Mapping[str, object]
    extra_body: Mapping[str, object]
    timeout: float | Timeout | httpx2.Timeout | None
    deadline: float | None
    max_retries: int
    idempotency_key: str


class Operation(NamedTuple, Generic[T]):
    """One operation of the API.

    `responses` maps a documented success (``200``, ``"2XX"``) to the type of its body: None for no
    body, `TEXT`, `BYTES`, or what pydantic can validate. `security` holds alternatives, each the
    names of schemes needed together; None means what most operations of this API need.
    """

    method: str
    path: str
    responses: Mapping[int | str, Any]
    content_type: str = "application/json"
    idempotency_header: str | None = None
    security: tuple[tuple[str, ...], ...] | None = None


class APIResponse(Generic[T]):
    """A response with its status, headers and body.

    Attributes:
        headers: Names are case-insensitive.
        content: The decoded body.
        request_id: The server's name for the exchange, to be quoted to its support.
        retries: How many attempts came before.
        http: The response as the HTTP library has it.
    """

    __slots__ = ("_parse", "content", "http", "request_id", "retries", "status_code")

    def __init__(
        self, http: httpx2.Response, content: bytes, retries: int, parse: Callable[[], T]
    ) -> None:
        """Made by the client."""
        self.http = http
        self.status_code = http.status_code
        self.content = content
        self.retries = retries
        self.request_id = request_id(http.headers)
        self._parse = parse

    @property
    def headers(self) -> Mapping[str, str]:
        """The response headers."""
        return self.http.headers

    @property
    def text(self) -> str:
        """The body as text, in its declared charset or UTF-8."""
        return decode_text(self.content, self.http.charset_encoding)

    def parse(self) -> T:
        """Return what the method itself would have returned.

        Raises:
            APIResponseValidationError: The response does not keep the contract.
        """
        return self._parse()



def request_id(headers: Mapping[str, str]) -> str | None:
    """Find the request id among response headers."""
    return headers.get("x-request-id") or headers.get("request-id")


def decode_text(content: bytes, charset: str | None) -> str:
    """Decode a body; an unknown charset or a stray byte never raises."""
    try:
        return content.decode(charset or "utf-8", errors="replace")
    except LookupError:
        return content.decode(errors="replace")
