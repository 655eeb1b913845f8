"""A decorator for users' own tests: each run gets one request of an operation.

::

    from tallystick import fuzz

    @fuzz.case("openapi.yaml", "createThing", violating="needs-size")
    def test_needs_size(case: fuzz.Example) -> None:
        answer = client.request(
            case.method, case.target, content=case.content, headers=case.headers
        )
        assert answer.status_code == 422

It is Hypothesis underneath: `hypothesis.settings`, `seed`, `example` and its database work as
with ``@given``; a failure is shrunk, and shown as a command.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import given, note
from hypothesis import strategies as st

from tallystick.fuzz.example import Example
from tallystick.fuzz.strategies import request_cases
from tallystick.ir import Api

Test = TypeVar("Test", bound=Callable[..., None])


def case(
    document: str | Api, operation: str, *, violating: str | None = None
) -> Callable[[Test], Callable[..., None]]:
    """Give a test one request after the other, as the argument ``case``.

    Args:
        document: Path of an OpenAPI document, or an API that was opened before.
        operation: ``operationId``.
        violating: What every request breaks, and nothing else, as of `request_cases`.

    Raises:
        ValueError: As of `request_cases`.
    """
    cases = request_cases(document, operation, violating=violating)

    @st.composite  # a test that is wrapped would not be seen to be a coroutine
    def made(draw: st.DrawFn) -> Example:
        drawn = draw(cases)
        note(drawn.as_curl_command())
        return drawn

    def decorate(test: Test) -> Callable[..., None]:
        examples: st.SearchStrategy[Any] = made()
        return given(case=examples)(test)

    return decorate
