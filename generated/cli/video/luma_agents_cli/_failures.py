"""Errors as a person at a command line needs them: which flag, why, and an exit status."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any, Final

from ._command import Command, UsageError
from ._config import CREDENTIALS, PACKAGE, PROGRAM
from ._parse import Line
from ._shapes import Member, Object, Shape, descend, settle
from ._terminal import colourful, say

USAGE: Final = 2
_CLASSES: Final = (
    ("UsageError", USAGE),
    ("ConfigurationError", 4),
    ("InvalidRequestError", 3),
    ("BadRequestError", 3),
    ("UnprocessableEntityError", 3),
    ("AuthenticationError", 4),
    ("PermissionDeniedError", 4),
    ("NotFoundError", 5),
    ("GoneError", 5),
    ("RateLimitError", 7),
    ("InternalServerError", 8),
    ("APIStatusError", 6),
    ("APIResponseValidationError", 13),
    ("APITimeoutError", 10),
    ("WaitTimeoutError", 10),
    ("APIConnectionError", 9),
    ("JobFailedError", 11),
    ("DownloadError", 12),
    ("OSError", 12),
)
"""Class -> exit status; the first that an error is an instance of counts."""


def status_of(error: BaseException) -> int:
    """Return the exit status for an error."""
    if type(error).__name__ == "ConfigurationError" and "credentials" not in str(error):
        return USAGE
    names = {kind.__name__ for kind in type(error).__mro__}
    return next((status for name, status in _CLASSES if name in names), 1)


def report(error: Exception, line: Line | None) -> int:
    """Say what went wrong, on stderr; returns the exit status."""
    command = line.command if line else None
    for text in _lines(error, command):
        _error(text)
    if isinstance(error, UsageError) and line and command:
        say(f"{PROGRAM} {line.resource} {command.name} --help says more")
    resource = getattr(error, "resource", None)
    answer = getattr(error, "answer", None) if resource is None else as_json(resource)
    if answer is not None:
        _answer(answer)
    return status_of(error)


def _error(text: str) -> None:
    if colourful(sys.stderr):
        sys.stderr.write("\x1b[31merror:\x1b[0m ")
        say(text)
    else:
        say(f"error: {text}")


def _lines(error: Exception, command: Command | None) -> list[str]:
    name = type(error).__name__
    problem = getattr(error, "problem", None)
    violations = getattr(error, "violations", ()) or (problem.errors if problem else ())
    if name == "ConfigurationError":
        return [_credentials(error)]
    if violations and command and name != "APIResponseValidationError":
        return [f"{_place(command, v.pointer)}: {v.message} [{v.rule}]" for v in violations]
    if problem is not None:
        return [_status(error, problem)]
    if isinstance(error, OSError):
        return [f"{error.filename or 'a file'}: {error.strerror or error}"]
    if status_of(error) == 1:
        return [f"{name}: {error}; --debug shows where"]
    return [str(error)]


def _credentials(error: Exception) -> str:
    ways = [f"--{item.flag} or {item.variable}" for item in CREDENTIALS if item.variable]
    if "no credentials" not in str(error) or not ways:
        return str(error)
    return f"no credentials: give {'; '.join(ways)}"


def _status(error: Any, problem: Any) -> str:
    said = problem.detail or problem.title
    text = f"{error.status_code}: {said}" if said else str(error)
    return f"{text} (request {error.request_id})" if error.request_id else text


def _place(command: Command, pointer: str) -> str:
    """Return the flag that a JSON Pointer into the body leads to."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    whole = next((flag for flag in command.body if flag.place == "whole"), None)
    if whole:
        return _dotted(whole, steps)
    member = next((flag for flag in command.body if steps and flag.wire == steps[0]), None)
    if member is None:
        return pointer or command.name
    return _dotted(member, steps[1:])


def _dotted(member: Member, steps: list[str]) -> str:
    text, shape = f"--{member.spelled}", member.shape
    for step in steps:
        text += f".{_spelled(shape, step)}"
        found = descend(shape, step)
        if found is None:
            return text
        shape = found[1]
    return text


def _spelled(shape: Shape, wire: str) -> str:
    kind = settle(shape)
    members = kind.members if isinstance(kind, Object) else ()
    return next((member.spelled for member in members if member.wire == wire), wire)


def _answer(value: Any) -> None:
    """Print what came all the same: the last form of a job, with its id, or a whole answer."""
    from ._output import Printer, write

    write(Printer("auto", None).value(value))


def as_json(model: Any) -> Any:
    """Return a model of the client as JSON."""
    return json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))


def debug() -> None:
    """Let the client say on stderr what it sends; it leaves secrets out."""
    import logging

    import_module(PACKAGE)
    logger = logging.getLogger(PACKAGE)
    logger.setLevel(logging.DEBUG)
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
