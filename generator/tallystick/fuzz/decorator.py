"""A decorator for users' own tests: each run gets one request of an operation.

::

    from tallystick import fuzz

    @fuzz.case("openapi.yaml", "createThing", violating="needs-size")
    def test_needs_size(case: fuzz.Example) -> None:
        answer = client.request(case.method, case.path, content=case.content, headers=case.headers)
        assert answer.status_code == 422

It is Hypothesis underneath: `hypothesis.settings`, `seed`, `example` and its database work as
with ``@given``, and a failure is shrunk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.strategies import opened, request_bodies
from tallystick.ir import Api, MediaKind
from tallystick.text import Json

Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One request of an operation.

    Attributes:
        operation: ``operationId``.
        method: Upper case.
        path: As the document has it, below the base URL; ``{name}`` is left to the test.
        body: The JSON value.
        violating: Id of the rule that it breaks, and nothing else; None for a valid one.
        headers: ``Content-Type``; credentials are the test's own.
    """

    operation: str
    method: str
    path: str
    body: Json
    violating: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        return compact(self.body)


def case(
    document: str | Api, operation: str, *, violating: str | None = None
) -> Callable[[Test], Callable[..., None]]:
    """Give a test one request after the other, as the argument ``case``.

    Args:
        document: Path of an OpenAPI document, or an API that was opened before.
        operation: ``operationId`` of an operation that takes JSON.
        violating: Id of a rule: then every request breaks it at one place, and nothing else.

    Raises:
        ValueError: The document cannot be read, there is no such operation or rule, the operation
            takes no JSON, or no such body was found.
    """
    api = document if isinstance(document, Api) else opened(document)
    bodies = request_bodies(api, operation, violating=violating)
    found = next(each for each in api.operations if each.id == operation)
    contents = found.body.contents if found.body else ()
    names = (each.media_type.partition(";")[0] for each in contents if each.kind is MediaKind.JSON)
    media_type = next((name for name in names if "*" not in name), "application/json")

    @st.composite  # what `map` makes is shown as a call of a function that nobody knows
    def made(draw: st.DrawFn) -> Example:
        return Example(
            operation=operation,
            method=found.method.upper(),
            path=found.path,
            body=draw(bodies),
            violating=violating,
            headers={"Content-Type": media_type},
        )

    def decorate(test: Test) -> Callable[..., None]:
        examples: st.SearchStrategy[Any] = made()
        return given(case=examples)(test)

    return decorate
