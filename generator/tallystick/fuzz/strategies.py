"""Hypothesis strategies for requests: valid ones, or ones that break exactly one thing.

``pip install tallystick[fuzz]``::

    from hypothesis import given
    from tallystick.fuzz.strategies import request_bodies, request_cases

    @given(request_cases("openapi.yaml", "listThings", violating="schema:maximum query.limit"))
    def test_limit(case): ...

    @given(request_bodies("openapi.yaml", "createThing", violating="needs-size"))
    def test_needs_size(body): ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import lru_cache

from hypothesis import strategies as st

from tallystick.diagnostics import Span
from tallystick.fuzz.drawing.cases import Cases
from tallystick.fuzz.drawing.sharing import shared
from tallystick.fuzz.drawing.violating import Violation
from tallystick.fuzz.example import Example
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Operation, open_api
from tallystick.load import locate
from tallystick.text import Json


def request_cases(
    document: str | Api, operation: str, *, violating: str | None = None
) -> st.SearchStrategy[Example]:
    """Return a strategy for whole requests of an operation: parameters, and a body if it takes one.

    Args:
        document: Path of an OpenAPI document, or an API that was opened before.
        operation: ``operationId``.
        violating: Id of a rule, or ``schema:<keyword>``, of the body or a parameter; behind a
            space the place where that is not to be anywhere (``schema:maximum query.limit``).
            Then every request breaks it at one place, and nothing else.

    Raises:
        ValueError: The document cannot be read, there is no such operation or claim, nothing
            breaks it alone, or the operation takes nothing that could be varied.
    """
    api = document if isinstance(document, Api) else opened(document)
    found = operation_of(api, operation)
    with _located(found):
        cases = Cases(shared(api), found)
        return cases.valid() if violating is None else cases.breaking(violating)


def request_bodies(
    document: str | Api, operation: str, *, violating: str | None = None
) -> st.SearchStrategy[Json]:
    """Return a strategy for the bodies of an operation; each was judged before it is given.

    Args:
        document: Path of an OpenAPI document, or an API that was opened before.
        operation: ``operationId`` of an operation that takes JSON, or a form: then the bodies are
            what it says before it is written.
        violating: As of `request_cases`, of the body alone.

    Raises:
        ValueError: The document cannot be read, there is no such operation or claim, the operation
            takes neither JSON nor a form, or no such body was found.
    """
    api = document if isinstance(document, Api) else opened(document)
    found = operation_of(api, operation)
    with _located(found):
        content = body_content(found)
        contents = () if content is None else (content,)
        drawing = next((each for _, each in shared(api).drawings(*contents)), None)
        if drawing is None:
            raise ValueError("it takes no JSON body, and no form")
        if violating is None:
            bodies, why = drawing.valid(), "no valid body was found"
        else:
            wanted = Violation.read(violating)
            bodies, why = drawing.breaking(wanted)
            why = wanted.why_not(drawing.claims(), why) if bodies is None else ""
        if bodies is None:
            raise ValueError(why)
        return bodies


def operation_of(api: Api, name: str) -> Operation:
    """Return an operation.

    Raises:
        ValueError: There is none of that id.
    """
    found = next((each for each in api.operations if each.id == name), None)
    if found is None:
        near = get_close_matches(name, [each.id for each in api.operations], n=1)
        hint = f"; there is {near[0]!r}" if near else ""
        raise ValueError(f"{api.resolved.entry.uri}: there is no operation {name!r}{hint}")
    return found


@contextmanager
def _located(operation: Operation) -> Iterator[None]:
    """Say of which operation a sentence is, and where that stands."""
    try:
        yield
    except ValueError as error:
        method = f"{operation.method.upper()} {operation.path}"
        told = f"{_place(operation.span)}: {operation.id} ({method}): {error}"
        raise ValueError(told) from None


def _place(span: Span) -> str:
    position = locate(span)
    if position is None:
        return f"{span.uri}#{span.pointer}"
    return f"{position.uri or span.uri}:{position.line}:{position.column}"


@lru_cache(maxsize=8)
def opened(location: str) -> Api:
    """Return the API of a document; the last few are remembered.

    Raises:
        ValueError: It cannot be read.
    """
    api, found = open_api(location)
    if api is None:
        raise ValueError(f"{location}: " + "; ".join(item.message for item in found))
    return api
