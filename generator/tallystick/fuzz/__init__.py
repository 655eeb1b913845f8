"""Contract tests: requests made from a document, and judgements on what comes back.

``campaign.run`` is the whole; ``strategies`` has the same bodies for Hypothesis, and ``case``
decorates a test with them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.fuzz.decorator import case
    from tallystick.fuzz.example import Example


def __getattr__(name: str) -> object:
    """Import the decorator when it is first asked for: it needs Hypothesis.

    Raises:
        AttributeError: There is no such name.
    """
    if name in {"case", "Example"}:
        from tallystick.fuzz import decorator  # noqa: PLC0415 - only who asks for it needs it

        found: object = getattr(decorator, name)
        return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


__all__ = ["Example", "case"]
