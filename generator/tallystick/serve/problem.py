"""Errors as RFC 9457 problem details that name rule and pointer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import Response

from tallystick.text import Json

MEDIA_TYPE = "application/problem+json"
PHRASES = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
"""Phrases that older versions of `http` do not have yet. Source: RFC 9110, section 15.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One member of a request that is to blame; an entry of ``errors``.

    Attributes:
        pointer: JSON Pointer into the body, or into the parameter's value.
        rule: Id of the document's rule, or ``schema:<keyword>`` for its schema, or one of
            ``parameter:missing``, ``parameter:unreadable``, ``body:missing``, ``body:json``,
            ``body:form``, ``body:charset``, ``idempotency-key``.
        message: For the person who sent the request.
        parameter: ``query.limit``: place and wire name when a parameter is to blame, else "".
        status: HTTP status that this fault alone calls for; None takes the operation's.
    """

    pointer: str
    rule: str
    message: str
    parameter: str = ""
    status: int | None = None

    def as_json(self) -> dict[str, Json]:
        """Return the entry as it is sent."""
        entry: dict[str, Json] = {
            "pointer": self.pointer,
            "rule": self.rule,
            "message": self.message,
        }
        if self.parameter:
            entry["parameter"] = self.parameter
        return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal as the caller gets it.

    Attributes:
        status: HTTP status.
        detail: One sentence for the person who sent the request.
        errors: What is to blame, in the order found.
        headers: More headers of the response (``Allow``, ``WWW-Authenticate``, ``Retry-After``).
    """

    status: int
    detail: str
    errors: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, body: bytes | None = None, media_type: str = MEDIA_TYPE) -> Response:
        """Return the HTTP response, as a problem document unless another body is given."""
        if body is None:
            content = json.dumps(self.as_json(), separators=(",", ":"), ensure_ascii=False)
            body = content.encode("utf-8", "backslashreplace")
        return Response(
            body,
            status_code=self.status,
            headers={**self.headers, "content-type": media_type},
        )

    def as_json(self) -> dict[str, Json]:
        """Return the body. Source: RFC 9457, section 3.1; ``errors`` is an extension member."""
        body: dict[str, Json] = {
            "type": "about:blank",
            "title": title(self.status),
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = [fault.as_json() for fault in self.errors]
        return body


def title(status: int) -> str:
    """Return the reason phrase of a status, as ``about:blank`` problems carry it."""
    try:
        return PHRASES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def summary(faults: Iterable[Fault]) -> str:
    """Return one sentence about all faults: the first message, and how many follow."""
    messages = [fault.message for fault in faults]
    more = len(messages) - 1
    if not more:
        return messages[0]
    return f"{messages[0]} ({more} more {'error' if more == 1 else 'errors'})"
