"""Everything that can go wrong, as classes; all of them pickle and hold no library's object."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ._config import BaseError

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "DownloadError",
    "FieldError",
    "GoneError",
    "InternalServerError",
    "InvalidRequestError",
    "JobFailedError",
    "NotFoundError",
    "PermissionDeniedError",
    "Problem",
    "RateLimitError",
    "RuleViolationError",
    "UnprocessableEntityError",
    "WaitTimeoutError",
]


class FieldError(NamedTuple):
    """What is wrong with one member: JSON Pointer into the body, id of the rule, a sentence."""

    pointer: str
    rule: str
    message: str


class Problem(NamedTuple):
    """What an error response says. Source: RFC 9457; `members` is the whole JSON object."""

    type: str = "about:blank"
    title: str | None = None
    status: int | None = None
    detail: str | None = None
    instance: str | None = None
    errors: tuple[FieldError, ...] = ()
    members: Mapping[str, Any] = {}


class Error(BaseError):
    """An error with a message and attributes that say more."""

    def __init__(self, message: str, **about: Any) -> None:
        """Hold the message; `about` sets attributes."""
        super().__init__(message)
        self.message = message
        self.__dict__.update(about)

    def __str__(self) -> str:
        """Return the message."""
        return self.message


class ConfigurationError(Error):
    """The client cannot be made: a credential or the base URL is missing or malformed."""


class InvalidRequestError(Error, ValueError):
    """The request was refused before anything was sent."""

    violations: tuple[FieldError, ...] = ()


class RuleViolationError(InvalidRequestError):
    """The request breaks the schema or a rule of the API; `violations` has rule and pointer."""

    def __init__(self, violations: Sequence[FieldError]) -> None:
        """Make the message of the violations."""
        super().__init__(describe(violations), violations=tuple(violations))
        self.args = (self.violations,)


class APIError(Error):
    """A call failed. `url` holds no secrets; `retries` attempts came before the last."""

    method: str = ""
    url: str = ""
    retries: int = 0


class APIConnectionError(APIError):
    """No whole response came. `sent` is False when the server cannot have seen the request."""

    sent: bool = True


class APITimeoutError(APIConnectionError):
    """Time ran out in `phase`: connect, read, write, pool, or deadline for the whole call."""

    phase: str = "deadline"


class APIResponseError(APIError):
    """A response came that is no success; `body` has its first 64 KiB."""

    status_code: int = 0
    headers: Mapping[str, str] = {}
    body: bytes = b""
    request_id: str | None = None


class APIResponseValidationError(APIResponseError):
    """The contract does not know such a response: its status, content type or body."""

    violations: tuple[FieldError, ...] = ()


class APIStatusError(APIResponseError):
    """The server answered with an error status; there is a subclass for the usual ones."""

    problem: Problem = Problem()


class BadRequestError(APIStatusError):
    """400."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing, wrong or expired."""


class PermissionDeniedError(APIStatusError):
    """403."""


class NotFoundError(APIStatusError):
    """404."""


class ConflictError(APIStatusError):
    """409."""


class GoneError(APIStatusError):
    """410."""


class UnprocessableEntityError(APIStatusError):
    """422: the content breaks a rule; `problem.errors` names it."""


class RateLimitError(APIStatusError):
    """429."""


class InternalServerError(APIStatusError):
    """500 and above."""


class JobFailedError(Error):
    """The work ended without success; `resource` is its last form, `state` and `reason` say why."""

    resource: Any
    state: str
    reason: tuple[Any, ...]


class WaitTimeoutError(Error):
    """The work did not end in time; it goes on, and `resource` (its last form) has its id."""

    resource: Any


class DownloadError(Error):
    """A file could not be fetched or written; nothing is left behind."""


STATUS_CLASSES: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def describe(violations: Sequence[FieldError]) -> str:
    """Spell violations in one line."""
    return "; ".join(f"{v.pointer or '/'}: {v.message} [{v.rule}]" for v in violations)


def invalid_request(error: ValidationError, content: str | bytes) -> RuleViolationError:
    """Turn pydantic's error into ours: places become JSON Pointers, types become rules."""
    return RuleViolationError(field_errors(error, content))


def field_errors(error: ValidationError, content: str | bytes) -> tuple[FieldError, ...]:
    """Read pydantic's error about a JSON text.

    A custom error's context may have a `pointer` below its place, or `violations`, a list of
    (pointer, rule, message).
    """
    found: list[FieldError] = []
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        whole = None  # Then the error is about all of it.
    for item in error.errors(include_url=False, include_input=False):
        place = _pointer(item["loc"], whole, absent=item["type"] == "missing")
        context = item.get("ctx", {})
        own = (context.get("pointer", ""), item["type"], item["msg"])
        for pointer, rule, message in context.get("violations", (own,)):
            found.append(FieldError(place + pointer, rule, message))
    return tuple(found)


def _pointer(place: tuple[int | str, ...], value: Any, *, absent: bool) -> str:
    """Return the JSON Pointer of pydantic's place in a value, whose last member may be `absent`.

    Steps that lead nowhere are names of variants.
    """
    found = ""
    for number, step in enumerate(place, 1):
        try:
            value = value[step]
        except (LookupError, TypeError):
            if not (absent and number == len(place)):
                continue
        found += "/" + str(step).replace("~", "~0").replace("/", "~1")
    return found
