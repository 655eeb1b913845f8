"""Whether operations can be told apart and called."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.diagnostics import Diagnostic, Note, Span
from tallystick.ir import codes
from tallystick.ir.api import Api, Link, Operation, Place

VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
"""A variable of a path template."""

_EXPRESSION: Final = re.compile(
    r"\$(url|method|statusCode|"
    r"(request|response)\.(header\.[!#$%&'*+.^_`|~\w-]+|(query|path)\..+|body(#(/([^~/]|~[01])*)*)?))"
)
"""Source: OpenAPI 3.1.1, section 4.8.20.3; what follows ``#`` is a JSON Pointer."""


def check_operations(api: Api) -> Iterator[Diagnostic]:
    """Yield what is wrong with paths, their parameters, and the links between operations."""
    yield from _check_paths(api.operations)
    by_id = {operation.id: operation for operation in api.operations}
    for operation in api.operations:
        yield from _check_template(operation)
        links = [link for response in operation.responses for link in response.links]
        for link in links:
            if link.operation in by_id:
                yield from _check_link(link, by_id[link.operation])


def _check_paths(operations: Sequence[Operation]) -> Iterator[Diagnostic]:
    """Two templates that differ by the names of their variables are one path."""
    seen: dict[tuple[str, str], Operation] = {}
    for operation in operations:
        shape = VARIABLE.sub("{}", operation.path)
        first = seen.setdefault((operation.method, shape), operation)
        if first.path != operation.path:
            yield Diagnostic(
                code=codes.DUPLICATE_PATH,
                message=f"`{operation.path}` and `{first.path}` are the same path",
                span=_path_span(operation),
                help="join them under one template",
                notes=(Note(message="the other is here", span=_path_span(first)),),
            )


def _path_span(operation: Operation) -> Span:
    """Return the place of the path: the operation's own lies right below it."""
    return Span(operation.span.uri, operation.span.pointer.rpartition("/")[0])


def _check_template(operation: Operation) -> Iterator[Diagnostic]:
    """A variable stands once in the template, and every path parameter is one of them."""
    variables = VARIABLE.findall(operation.path)
    declared = {
        parameter.wire: parameter
        for parameter in operation.parameters
        if parameter.place is Place.PATH
    }
    for name in sorted({name for name in variables if variables.count(name) > 1}):
        yield Diagnostic(
            code=codes.PATH_VARIABLE_TWICE,
            message=f"`{operation.path}` has the variable `{name}` twice",
            span=_path_span(operation),
            help="give one of them another name",
        )
    for wire, parameter in declared.items():
        if wire not in variables:
            yield Diagnostic(
                code=codes.PATH_PARAMETER_UNUSED,
                message=f"the path parameter `{wire}` does not occur in `{operation.path}`",
                span=parameter.span,
                help=f"add `{{{wire}}}` to the path, or remove the parameter",
            )


def _check_link(link: Link, target: Operation) -> Iterator[Diagnostic]:
    names = {parameter.wire for parameter in target.parameters}
    placed = {f"{parameter.place}.{parameter.wire}" for parameter in target.parameters}
    for name, value in link.parameters:
        span = link.span.child("parameters", name)
        if name not in names and name not in placed:
            yield Diagnostic(
                code=codes.LINK_PARAMETER,
                message=f"`{target.id}` has no parameter `{name}`",
                span=span,
                help=f"use one of {', '.join(sorted(names)) or 'none'}",
            )
        if isinstance(value, str) and value.startswith("$") and not _EXPRESSION.fullmatch(value):
            yield Diagnostic(
                code=codes.LINK_EXPRESSION,
                message=f"`{value}` is not a runtime expression",
                span=span,
                help="write one such as `$response.body#/id`",
            )
