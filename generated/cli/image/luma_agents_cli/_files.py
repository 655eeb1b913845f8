"""Files named on a command line, and data written in JSON or YAML."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ._command import UsageError
from ._shapes import BASE64, BYTES, FILE, Scalar


def attached(text: str, shape: Scalar, flag: str) -> Any:
    r"""Return what ``@path`` stands for, or the text behind ``\@``.

    ``@file://path`` is text, ``@data://path`` base64, ``@-`` stdin. A plain ``@path`` is base64
    where the API takes base64, and else text if it is text.
    """
    if text.startswith("\\@"):
        return text[1:]
    if not text.startswith("@"):
        raise UsageError(f"{flag} takes a file: write {flag} @{text or 'path'}")
    form, found, name = text[1:].partition("://")
    if not found or form not in {"file", "data"}:
        form, name = "", text[1:]
    if shape == FILE and not form:
        return _upload(name, flag)
    content = _read(name, flag)
    if shape == BYTES and not form:
        return content
    if form == "data" or (form != "file" and (shape == BASE64 or _binary(content))):
        from base64 import b64encode

        return b64encode(content).decode()
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise UsageError(f"{flag}: {name} is no UTF-8 text; @data:// sends base64") from None


def _upload(name: str, flag: str) -> Any:
    if name == "-":
        return ("stdin", sys.stdin.buffer.read())
    path = _path(name)
    if not path.is_file():
        raise UsageError(f"{flag}: there is no file {name}")
    return path


def _path(name: str) -> Path:
    return Path(name).expanduser() if name.startswith("~/") else Path(name)


def _read(name: str, flag: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return _path(name).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        escape = f"; a text that begins with @ is written \\@{name}"
        raise UsageError(f"{flag}: there is no file {name}{escape}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{flag}: {name} cannot be read: {reason}") from None


def _binary(content: bytes) -> bool:
    if b"\0" in content:
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def data_of(text: str, flag: str) -> Any:
    """Read JSON, or YAML.

    Raises:
        UsageError: It is neither.
    """
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        pass
    from ._yaml import load

    try:
        return load(text)
    except ValueError as error:
        raise UsageError(f"{flag}: this is neither JSON nor YAML: {error}") from None


def _refuse(text: str) -> float:
    raise ValueError(text)
