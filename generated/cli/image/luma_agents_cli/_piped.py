"""What is piped in: the body of a request, which flags are laid over."""

from __future__ import annotations

import os
import stat
import sys
from typing import Any

from ._assemble import merge
from ._command import Command, Given, UsageError
from ._files import data_of
from ._json import is_list, is_map
from ._shapes import BASE64, BYTES, STRING, Member, Shape, descend, find, settle
from ._terminal import say


def with_piped(
    command: Command, arguments: dict[str, Any], given: tuple[Given, ...]
) -> dict[str, Any]:
    """Return the arguments of a call with what is piped in below them."""
    if not command.body or any((item.text or "").startswith("@-") for item in given):
        return arguments
    content = _read()
    if not content.strip():
        return arguments
    whole = command.body[0] if command.body[0].place == "whole" else None
    if whole is None:
        merged: dict[str, Any] = merge(_members(command, content), arguments)
        return merged
    below = _whole(whole, content)
    return {**arguments, whole.keyword: merge(below, arguments.get(whole.keyword, below))}


def _read() -> bytes:
    """Read stdin if a pipe or a file stands there; nobody is kept waiting without a word."""
    try:
        number = sys.stdin.fileno()
        mode = os.fstat(number).st_mode
    except (AttributeError, OSError, ValueError):
        return b""
    if not (stat.S_ISFIFO(mode) or stat.S_ISREG(mode)):
        return b""
    if os.name == "posix":
        from select import select

        if not select([number], [], [], 2.0)[0]:
            say("reading the body from stdin (< /dev/null sends none)")
    return sys.stdin.buffer.read()


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise UsageError("stdin: this is no UTF-8 text") from None


def _members(command: Command, content: bytes) -> dict[str, Any]:
    value = data_of(_text(content), "stdin")
    if not is_map(value):
        raise UsageError("stdin: the body is no object with members")
    found: dict[str, Any] = {}
    for name, item in value.items():
        member = next((flag for flag in command.body if flag.wire == name), None)
        member = member or find(command.body, name)
        if member is None:
            from ._parse import suggest

            close = suggest(name, (flag.wire for flag in command.body))
            raise UsageError(f"stdin: the body has no member {name!r}{close}")
        _refuse_files(item, member.shape, f"--{member.spelled}")
        found[member.keyword] = item
    return found


def _whole(member: Member, content: bytes) -> Any:
    shape = settle(member.shape)
    if shape == BYTES:
        return content
    if shape == STRING:
        return _text(content)
    value = data_of(_text(content), "stdin")
    _refuse_files(value, shape, f"--{member.spelled}")
    return value


def _refuse_files(value: Any, shape: Shape, flag: str) -> None:
    """Refuse ``@file`` where base64 belongs: data from elsewhere must not name files of ours."""
    if isinstance(value, str) and value.startswith("@") and settle(shape) == BASE64:
        raise UsageError(f"stdin: files are read for flags alone: give {flag} {value}")
    below: dict[Any, Any] = value if is_map(value) else {}
    if is_list(value):
        below = dict(enumerate(value))
    for name, item in below.items():
        found = descend(shape, str(name))
        if found and found[0] == name:
            _refuse_files(item, found[1], f"{flag}.{name}")
