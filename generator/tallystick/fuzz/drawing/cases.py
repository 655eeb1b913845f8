"""Whole requests of one operation, valid ones or ones that break one thing."""

from collections.abc import Iterator
from typing import TypeAlias

from hypothesis import strategies as st

from tallystick.fuzz.drawing.parameters import Parameters, named
from tallystick.fuzz.drawing.raw import raw
from tallystick.fuzz.drawing.sharing import Sharing
from tallystick.fuzz.drawing.violating import Violation
from tallystick.fuzz.example import Example, Origin
from tallystick.fuzz.model import Case
from tallystick.fuzz.reproduction.secrets import secrets_of
from tallystick.fuzz.requests.composing import body_content, further, with_body, with_bytes
from tallystick.fuzz.requests.giving import Given
from tallystick.fuzz.requests.parameters import message_of
from tallystick.fuzz.requests.raw import concrete
from tallystick.fuzz.requests.wrong import Wrong
from tallystick.ir import Content, Operation
from tallystick.text import Json

_Said: TypeAlias = "Json | bytes"
"""A body: a plain value, or what travels."""
_Bodies: TypeAlias = st.SearchStrategy[tuple[Content, _Said]]
"""Each with its media type."""


class Cases:
    """Draws the requests of one operation."""

    def __init__(self, sharing: Sharing, operation: Operation) -> None:
        """Draw for an operation of the API of `sharing`.

        Raises:
            ValueError: It takes nothing that could be varied, or needs what nobody can make up.
        """
        judging = self._judging = sharing.judging
        self._operation = operation
        self._secrets = secrets_of(judging.api)
        self._parameters = Parameters(sharing, operation)
        main = body_content(operation)
        contents = [] if main is None else [main, *further(operation)]
        self._drawings = [*sharing.drawings(*contents)]
        self._raw = [] if self._drawings else [*raw(judging, operation)]
        self._refuse()

    def _refuse(self) -> None:
        operation = self._operation
        if not operation.parameters and operation.body is None:
            raise ValueError("it takes neither parameters nor a body: there is nothing to vary")
        if self._parameters.least is None:
            raise ValueError("no values were found for its required parameters")
        made = self._drawings or self._raw
        if not made and operation.body is not None and operation.body.required:
            kinds = ", ".join(each.media_type for each in operation.body.contents)
            raise ValueError(f"it must have a body of {kinds}, of which none are made up")

    def valid(self) -> st.SearchStrategy[Example]:
        """Return a strategy for valid requests.

        Raises:
            ValueError: No body was found.
        """
        return self._made(None, self._bodies())

    def breaking(self, violating: str) -> st.SearchStrategy[Example]:
        """Return a strategy for requests that break one rule or keyword, and nothing else.

        Raises:
            ValueError: There is no such claim, or nothing breaks it alone.
        """
        wanted = Violation.read(violating)
        reasons: list[str] = []
        found: list[st.SearchStrategy[Example]] = []
        for content, drawing in self._drawings:
            bodies, why = drawing.breaking(wanted)
            reasons += [why] if why else []
            if bodies is not None:
                found.append(self._made(violating, _of(content, bodies)))
        wrongs, why = self._parameters.wrong(wanted)
        reasons += [why] if why else []
        sent = self._bodies() if wrongs else None
        found += [self._made(violating, sent, wrong) for wrong in wrongs]
        if not found:
            raise ValueError(wanted.why_not(self._claims(), "; ".join(dict.fromkeys(reasons))))
        return st.one_of(found)

    def _claims(self) -> Iterator[tuple[str, str]]:
        yield from self._parameters.claims()
        for _, drawing in self._drawings:
            yield from drawing.claims()

    def _bodies(self) -> _Bodies | None:
        """Return a strategy for valid bodies, each with its media type; None for no body.

        Raises:
            ValueError: There must be one, and none was found.
        """
        valid = ((content, drawing.valid()) for content, drawing in self._drawings)
        found = [_of(content, bodies) for content, bodies in valid if bodies is not None]
        found += [_of(content, bodies) for content, bodies in self._raw]
        body = self._operation.body
        if not found and body is not None and body.required:
            raise ValueError("no valid body was found")
        return st.one_of(found) if found else None

    def _made(
        self, violating: str | None, bodies: _Bodies | None, wrong: Wrong | None = None
    ) -> st.SearchStrategy[Example]:
        """Return a strategy for requests: parameters and a body, of which one may break a claim."""
        given = self._parameters.given(wrong)

        @st.composite
        def made(draw: st.DrawFn) -> Example:
            parameters = draw(given)
            content, value = (None, None) if bodies is None else draw(bodies)
            case = self._sent(parameters, content, value)
            told = repr((case.message, violating)).encode()
            keyed = self._parameters.keyed(parameters, wrong, told)
            if keyed != parameters:
                case = self._sent(keyed, content, value)
            return self._example(case, keyed, value, violating)

        return made()

    def _sent(self, given: Given, content: Content | None, value: _Said) -> Case:
        """Return a request as it travels."""
        operation = self._operation
        case = Case(
            operation=operation.id,
            kind="valid",
            expect="accepted",
            message=message_of(operation, given),
        )
        if content is None:
            return case
        if isinstance(value, bytes):
            return with_bytes(case, concrete(content), value)
        # What cannot travel was sorted out when the body was drawn.
        return with_body(case, content, value, self._judging.api) or case

    def _example(self, case: Case, given: Given, value: _Said, violating: str | None) -> Example:
        message = case.message
        headers = dict(message.headers)
        kind = headers.get("Content-Type") if message.body is not None else None
        return Example(
            operation=case.operation,
            method=message.method,
            path=message.path,
            query=message.query,
            headers=headers,
            content=message.body,
            media_type=kind.partition(";")[0] if kind else None,
            parameters=named(self._operation, given),
            body=None if isinstance(value, bytes) else value,
            violating=violating,
            origin=Origin(self._operation, case, self._secrets),
        )


def _of(content: Content, bodies: st.SearchStrategy[Json] | st.SearchStrategy[bytes]) -> _Bodies:
    """Return a strategy for bodies with their media type."""
    return st.tuples(st.just(content), bodies)
