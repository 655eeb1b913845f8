"""Refusals, as problem documents."""

from typing import Any

TITLES = {
    400: "Bad request",
    401: "Who are you?",
    404: "No such thing",
    405: "Not like that",
    409: "Not in this state",
    410: "Gone",
    412: "Somebody was quicker",
    415: "Another content type, please",
    422: "The body breaks the contract",
    428: "If-Match is needed",
    500: "Oops",
}


class RefusedError(Exception):
    """A request that is not served.

    Attributes:
        status: What is answered.
        errors: What is wrong, where, and by which rule.
    """

    def __init__(self, status: int, errors: list[dict[str, Any]] | None = None) -> None:
        super().__init__(TITLES[status])
        self.status = status
        self.errors = errors or []


def problem(status: int, errors: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a problem document."""
    said: dict[str, Any] = {
        "type": f"/problems/{status}",
        "title": TITLES[status],
        "status": status,
    }
    if errors:
        said["errors"] = errors
    return said
