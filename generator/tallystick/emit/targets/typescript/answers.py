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
    """

    returns: str
    decode: str | None = None
    accept: str | None = None
    names: tuple[str, ...] = ()
    streams: bool = False


def answer(types: Expressions, operation: Operation, choose: Choose) -> Answer:
    """Return what a method gives for the successes of an operation."""
    found = [r for r in operation.responses if r.status.startswith("2")]
    found = found or [r for r in operation.responses if r.status == "default"]
    contents = [choose(response.contents) for response in found]
    kinds = {content.kind if content else None for content in contents}
    options = joined(*(_given(types, content) for content in contents)) or ("void",)
    if kinds <= {None}:
        return Answer(returns="void", decode="nothing", names=("nothing",))
    plain = Answer(returns=text(options))
    if kinds == {MediaKind.JSON}:
        return plain
    if kinds == {MediaKind.JSON, None}:
        return replace(plain, decode="maybe", names=("maybe",))
    if MediaKind.EVENTS in kinds:
        streamed = next(c for c in contents if c and c.kind is MediaKind.EVENTS)
        return _streamed(types, streamed, plain, alone=len(kinds) == 1)
    if len(kinds) > 1:
        return replace(plain, decode="auto", names=("auto",), accept="*/*")
    name = "text" if kinds == {MediaKind.TEXT} else "bytes"
    return replace(plain, decode=name, names=(name,), accept="*/*")


def _given(types: Expressions, content: Content | None) -> Options:
    if content is None:
        return ("undefined",)
    if content.kind is MediaKind.EVENTS:
        item = types.of(content.type, Flavour.RESPONSE) if content.type else ("string",)
        return (f"EventStream<{text(item)}>",)
    if content.kind is MediaKind.JSON:
        return types.of(content.type, Flavour.RESPONSE) if content.type else ("unknown",)
    return ("string",) if content.kind is MediaKind.TEXT else ("Blob",)


def _streamed(types: Expressions, content: Content, plain: Answer, *, alone: bool) -> Answer:
    table = types.api.types
    marks = {"text": is_text(table, content), "whole": is_whole(table, content)}
    told = ", ".join(f"{name}: true" for name, so in marks.items() if so)
    reading = f"events(response, {{ {told} }})" if told else "events(response)"
    if alone:
        decode = f"(response) => {reading}" if told else "events"
        accept = content.media_type
        return replace(plain, decode=decode, names=STREAM, accept=accept, streams=True)
    decode = f"(response) => (isStream(response) ? {reading} : auto(response))"
    names = (*STREAM, "isStream", "auto")
    return replace(plain, decode=decode, names=names, accept="*/*", streams=True)
