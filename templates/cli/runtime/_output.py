"""Printing answers: JSON, YAML, for people, or as they came."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ._command import UsageError
from ._json import is_list, is_map
from ._terminal import colourful, columns, pad, printable

_TOKEN: Final = re.compile(r'("(?:[^"\\]|\\.)*")(:?)|\b(true|false|null)\b|(-?\d[\d.eE+-]*)')


NO_JSON: Final = object()


class TransformError(UsageError):
    """An expression does not fit the answer, which came all the same: it is in here."""

    def __init__(self, message: str, answer: Any) -> None:
        """Keep the answer."""
        super().__init__(message)
        self.answer = answer


class Printer:
    """Prints values in one format."""

    def __init__(self, format_: str, transform: str | None) -> None:
        """Keep what was asked for; a malformed expression is refused at once."""
        self._format = format_
        self._change = _compiled(transform) if transform is not None else None

    def answer(self, content: bytes, media: str) -> str | bytes:
        """Return the text of a whole answer; bytes are to be written as they are."""
        if self._format == "raw" and not self._change:
            return content
        if not content:
            return ""
        value = read(content) if is_json(media) else NO_JSON
        if value is not NO_JSON:
            return self.value(value)
        if self._change:
            raise UsageError(f"--transform: the answer is {media or 'of no type'}, not JSON")
        if media.startswith("text/") or media == "application/xml" or is_json(media):
            return seen(content.decode(errors="replace"))
        return content

    def value(self, value: Any, *, line: bool = False) -> str:
        """Return the text of a JSON value, on one `line` if it is one of many."""
        if self._change:
            value = self._change(value)
        if self._format == "raw":
            return value + "\n" if isinstance(value, str) else f"{_json(value, None)}\n"
        if self._format == "yaml":
            from ._yaml import dump

            return seen(("---\n" if line else "") + dump(value))
        if self._format == "pretty":
            return "\n".join(pretty(value)) + "\n"
        text = _json(value, None if line else 2)
        if not sys.stdout.isatty():
            return text + "\n"
        text = printable(text)
        painted = _TOKEN.sub(_paint, text) if colourful(sys.stdout) else text
        return painted + "\n"


def seen(text: str) -> str:
    """Return text as a terminal may have it, if one shows it."""
    if not sys.stdout.isatty():
        return text
    return printable(text) if text.endswith("\n") else printable(text) + "\n"


def write(text: str | bytes) -> None:
    """Write to stdout."""
    if isinstance(text, str):
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
    sys.stdout.flush()


def is_json(media: str) -> bool:
    """Whether a media type is JSON."""
    return media == "application/json" or media.endswith("+json")


def read(content: bytes | str) -> Any:
    """Read JSON; `NO_JSON` is returned for what is not."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return NO_JSON


def _json(value: Any, indent: int | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _paint(match: re.Match[str]) -> str:
    text, colon, word, number = match.groups()
    if text:
        return f"\x1b[34m{text}\x1b[0m:" if colon else f"\x1b[32m{text}\x1b[0m"
    return f"\x1b[35m{word}\x1b[0m" if word else f"\x1b[36m{number}\x1b[0m"


def _compiled(expression: str) -> Callable[[Any], Any]:
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        compiled = jmespath.compile(expression)
    except JMESPathError as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"--transform: {reason}") from None

    def change(value: Any) -> Any:
        try:
            return compiled.search(value)
        except JMESPathError as error:
            raise TransformError(f"--transform: {str(error).splitlines()[0]}", value) from None

    return change


def pretty(value: Any) -> Iterator[str]:
    """Yield lines for people: names in a column, values behind them, lists numbered."""
    if is_map(value) and value:
        size = min(24, max(columns(printable(str(key))) for key in value))
        for key, item in value.items():
            yield from _entry(pad(printable(str(key)), size), item)
    elif is_list(value) and value:
        for number, item in enumerate(value, 1):
            yield from _entry(f"{number}.", item)
    else:
        yield from _leaf(value).split("\n")


def _entry(name: str, item: Any) -> Iterator[str]:
    if item and (is_map(item) or is_list(item)):
        if is_list(item) and not any(is_map(part) or is_list(part) for part in item):
            yield f"{name}  {', '.join(_leaf(part) for part in item)}"
            return
        yield name.rstrip()
        yield from (f"  {line}" for line in pretty(item))
        return
    first, *rest = _leaf(item).split("\n")
    yield f"{name}  {first}".rstrip()
    yield from (f"{' ' * columns(name)}  {line}" for line in rest)


def _leaf(value: Any) -> str:
    if isinstance(value, str):
        return printable(value)
    return _json(value, None)


def events(chunks: Iterable[bytes], media: str) -> Iterator[str]:
    """Yield the data of server-sent events, or the lines of a stream of JSON.

    Source: HTML Living Standard, 9.2 Server-sent events; RFC 7464 (JSON text sequences).
    """
    data: list[str] = []
    for line in _lines(chunks):
        if media != "text/event-stream":
            if text := line.strip("\x1e "):
                yield text
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif not line and data:
            yield "\n".join(data)
            data = []
    if data:
        yield "\n".join(data)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    from codecs import getincrementaldecoder

    decoder = getincrementaldecoder("utf-8")(errors="replace")
    rest = ""
    for chunk in chunks:
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield line.removesuffix("\r")
    if rest:
        yield rest
