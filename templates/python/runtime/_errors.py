"""Everything that can go wrong, as classes; all of them pickle and hold no library's object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ._config import BaseError

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = [
    "APIConnectionError",
    "APIError",
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
    """The content of an error response. Source: RFC 9457; `members` is the whole JSON object."""

    type: str = "about:blank"
    title: str | None = None
    status: int | None = None
    detail: str | None = None
    instance: str | None = None
    errors: tuple[FieldError, ...] = ()
    members: Mapping[str, Any] = {}


def _revive(kind: type[BaseException], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    """Rebuild a pickled error without running its constructor."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class Error(BaseError):
    """An error with a message."""

    def __init__(self, message: str) -> None:
        """Hold the message."""
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the state, whatever the constructor takes."""
        return _revive, (type(self), self.args, self.__dict__)


class ConfigurationError(Error):
    """The client cannot be made: a credential or the base URL is missing or malformed."""


class InvalidRequestError(Error, ValueError):
    """The request was refused before anything was sent."""

    def __init__(self, message: str, violations: Sequence[FieldError] = ()) -> None:
        """Hold what is wrong with which member."""
        super().__init__(message)
        self.violations = tuple(violations)


class RuleViolationError(InvalidRequestError):
    """The request breaks the schema or a rule of the API; `violations` has rule and pointer."""

    def __init__(self, violations: Sequence[FieldError]) -> None:
        """Make the message of the violations."""
        super().__init__(describe(violations), violations)


class APIError(Error):
    """A call failed. `url` holds no secrets; `retries` counts the attempts made before the last."""

    method = ""
    url = ""
    retries = 0


class APIConnectionError(APIError):
    """No whole response came. `sent` is False when the server cannot have seen the request."""

    sent = True


class APITimeoutError(APIConnectionError):
    """Time ran out in `phase`: connect, read, write, pool, or deadline for the whole call."""

    phase = "deadline"


class APIResponseValidationError(APIError):
    """A response came that the contract does not know: status, content type or body."""

    def __init__(self, message: str, status_code: int, headers: Mapping[str, str]) -> None:
        """Hold the response's head; `body` has the start of the rest."""
        super().__init__(message)
        self.status_code = status_code
        self.headers = dict(headers)
        self.request_id: str | None = None
        self.body = b""
        self.violations: tuple[FieldError, ...] = ()


class APIStatusError(APIError):
    """The server answered with an error status; there is a subclass for the usual ones."""

    def __init__(
        self, message: str, status_code: int, headers: Mapping[str, str], problem: Problem
    ) -> None:
        """Hold the response's head and what its body says."""
        super().__init__(message)
        self.status_code = status_code
        self.headers = dict(headers)
        self.problem = problem
        self.request_id: str | None = None
        self.body = b""


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

    def __init__(self, message: str, resource: Any, state: str, reason: tuple[Any, ...]) -> None:
        """Hold the resource."""
        super().__init__(message)
        self.resource = resource
        self.state = state
        self.reason = reason


class WaitTimeoutError(Error):
    """The work did not end in time; it goes on, and `resource` (its last form) has its id."""

    def __init__(self, message: str, resource: Any) -> None:
        """Hold the resource."""
        super().__init__(message)
        self.resource = resource


class DownloadError(Error):
    """A file could not be fetched or written; nothing is left behind."""


_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_class(status: int) -> type[APIStatusError]:
    """Return the class for an error status."""
    known = _STATUS.get(status)
    return known or (InternalServerError if status >= 500 else APIStatusError)  # noqa: PLR2004


def read_problem(body: Any) -> Problem:
    """Read a decoded error body; members of the wrong type count as absent."""
    if not isinstance(body, dict):
        return Problem()

    def text(name: str) -> str | None:
        value = body.get(name)
        return value if isinstance(value, str) else None

    status = body.get("status")
    items = body.get("errors")
    errors = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Problem(
        text("type") or "about:blank",
        text("title"),
        status if isinstance(status, int) else None,
        text("detail"),
        text("instance"),
        tuple(FieldError(*(str(item.get(n) or "") for n in FieldError._fields)) for item in errors),
        body,
    )


def describe(violations: Sequence[FieldError]) -> str:
    """Spell violations in one line."""
    return "; ".join(f"{v.pointer or '/'}: {v.message} [{v.rule}]" for v in violations)


def invalid_request(error: ValidationError) -> RuleViolationError:
    """Turn pydantic's error into ours: places become JSON Pointers, types become rules."""
    return RuleViolationError(field_errors(error))


def field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    """Read the places and messages of pydantic's error.

    A rule of the API is a custom error whose context may have a `pointer` below its place, or
    `violations`, a list of (pointer, rule, message).
    """
    found: list[FieldError] = []
    for item in error.errors(include_url=False, include_input=False):
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in item["loc"])
        place = "".join("/" + step for step in steps)
        context = item.get("ctx", {})
        own = (context.get("pointer", ""), item["type"], item["msg"])
        for pointer, rule, message in context.get("violations", (own,)):
            found.append(FieldError(place + pointer, rule, message))
    return tuple(found)
