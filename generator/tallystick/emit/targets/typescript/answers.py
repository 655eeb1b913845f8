"""What operations answer: the type of it, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from tallystick.emit.targets.typescript.expressions import (
    Expressions,
    Flavour,
    Options,
    joined,
    text,
)
from tallystick.emit.targets.typescript.integers import Integers
from tallystick.ir import Content, MediaKind, Operation
from tallystick.ir.streams import is_text, is_whole

Choose: TypeAlias = Callable[[tuple[Content, ...]], Content | None]
"""Chooses the content of a response that a method reads."""

STREAM: Final = ("events", "type EventStream")
"""What reads streams, and their type, in the runtime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a method gives.

    Attributes:
        returns: Its type.
        decode: The expression that reads it, None for JSON; `names` what that refers to.
        accept: The media types that are asked for, None for JSON.
        streams: It comes piece by piece.
        parse: The expression that reads its JSON, None for ``JSON.parse``.
    """

    returns: str
    decode: str | None = None
    accept: str | None = None
    names: tuple[str, ...] = ()
    streams: bool = False
    parse: str | None = None


def answer(types: Expressions, operation: Operation, choose: Choose, integers: Integers) -> Answer:
    """Return what a method gives for the successes of an operation."""
    found = [r for r in operation.responses if r.status.startswith("2")]
    found = found or [r for r in operation.responses if r.status == "default"]
    contents = [choose(response.contents) for response in found]
    kinds = {content.kind if content else None for content in contents}
    options = joined(*(_given(types, content) for content in contents)) or ("void",)
    if kinds <= {None}:
        return Answer(returns="void", decode="nothing", names=("nothing",))
    parse = integers.reads(contents)
    plain = Answer(returns=text(options))
    if kinds == {MediaKind.JSON}:
        return replace(plain, parse=parse)
    if kinds == {MediaKind.JSON, None}:
        return replace(plain, decode=_exact("maybe", parse), names=_names("maybe", parse))
    if MediaKind.EVENTS in kinds:
        streamed = next(c for c in contents if c and c.kind is MediaKind.EVENTS)
        return _streamed(types, streamed, plain, parse, alone=len(kinds) == 1)
    if len(kinds) > 1:
        decode, names = _exact("auto", parse), _names("auto", parse)
        return replace(plain, decode=decode, names=names, accept="*/*")
    name = "text" if kinds == {MediaKind.TEXT} else "bytes"
    return replace(plain, decode=name, names=(name,), accept="*/*")


def _exact(read: str, parse: str | None) -> str:
    return f"(response) => {_call(read, parse)}" if parse else read


def _call(read: str, parse: str | None) -> str:
    return f"{read}(response, {parse})" if parse else f"{read}(response)"


def _names(read: str, parse: str | None) -> tuple[str, ...]:
    return (read, "reads") if parse else (read,)


def _given(types: Expressions, content: Content | None) -> Options:
    if content is None:
        return ("undefined",)
    if content.kind is MediaKind.EVENTS:
        item = types.of(content.type, Flavour.RESPONSE) if content.type else ("string",)
        return (f"EventStream<{text(item)}>",)
    if content.kind is MediaKind.JSON:
        return types.of(content.type, Flavour.RESPONSE) if content.type else ("unknown",)
    return ("string",) if content.kind is MediaKind.TEXT else ("Blob",)


def _streamed(
    types: Expressions, content: Content, plain: Answer, parse: str | None, *, alone: bool
) -> Answer:
    table = types.api.types
    marks = {"text": is_text(table, content), "whole": is_whole(table, content)}
    ways = [f"{name}: true" for name, so in marks.items() if so]
    told = ", ".join([*ways, *([f"parse: {parse}"] if parse else [])])
    more = ("reads",) if parse else ()
    reading = f"events(response, {{ {told} }})" if told else "events(response)"
    if alone:
        decode = f"(response) => {reading}" if told else "events"
        accept = content.media_type
        return replace(plain, decode=decode, names=(*STREAM, *more), accept=accept, streams=True)
    decode = f"(response) => (isStream(response) ? {reading} : {_call('auto', parse)})"
    names = (*STREAM, *more, "isStream", "auto")
    return replace(plain, decode=decode, names=names, accept="*/*", streams=True)
