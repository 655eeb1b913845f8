"""Responses of operations that have no resource behind them: examples, chosen by Accept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response as HttpResponse

from tallystick.ir import Content, MediaKind, Operation, Response, Type, TypeId
from tallystick.ir.streams import is_text, is_whole
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable, Wish
from tallystick.serve.inputs import essence
from tallystick.serve.kinds import defaults, success
from tallystick.serve.problem import Problem
from tallystick.serve.putting import put_inside
from tallystick.serve.samples import listed, sample, shown
from tallystick.text import Json

CONCRETE: Final = {
    "audio": "audio/mpeg",
    "font": "font/woff2",
    "image": "image/png",
    "text": "text/plain",
    "video": "video/mp4",
}
"""Half of a media range -> a type of it."""
NO_BODY: Final = frozenset({204, 205, 304})


def compact(value: Json) -> bytes:
    """Return JSON as it is sent."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def status_of(response: Response | None, otherwise: int = 200) -> int:
    """Return the number of a documented status; ranges begin at their first."""
    if response is None or response.status == "default":
        return otherwise
    return int(response.status[0] + response.status[1:].upper().replace("X", "0"))


def acceptable(media_type: str, accept: Sequence[str]) -> bool:
    """Whether a caller takes a media type. Source: RFC 9110, section 12.5.1.

    Args:
        media_type: What would be sent.
        accept: Values of ``Accept``; none takes everything.
    """
    if not accept:
        return True
    best = (-1, 1.0)
    wanted = essence(media_type)
    for entry in ",".join(accept).split(","):
        name, *parameters = (part.strip() for part in entry.lower().split(";"))
        if name == wanted:
            rank = 2
        elif name == wanted.partition("/")[0] + "/*":
            rank = 1
        elif name in {"*/*", "*"}:
            rank = 0
        else:
            continue
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        best = max(best, (rank, _weight(weight)))
    return best[0] >= 0 and best[1] > 0


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


@dataclass(frozen=True, slots=True)
class Replier:
    """Makes the example responses of one operation; each once."""

    operation: Operation
    compiler: Compiler
    made: dict[str, bytes | None]

    def reply(
        self, accept: Sequence[str], now: float, asked: Json = None
    ) -> HttpResponse | Problem:
        """Return the success response in a media type that the caller takes.

        Args:
            accept: Values of the header.
            now: Unix time.
            asked: The body of the request: members that the answer has too are echoed, those
                that it leaves out by their defaults.
        """
        response = success(self.operation)
        if response is None:
            others = (each for each in self.operation.responses if each.status[:1] == "3")
            response = max(others, key=lambda each: each.status, default=None)
        status = status_of(response)
        headers = self.headers(response)
        contents = response.contents if response else ()
        if not contents or status in NO_BODY:
            return HttpResponse(status_code=status, headers=headers)
        chosen = next((c for c in contents if acceptable(c.media_type, accept)), None)
        if chosen is None:
            return not_acceptable([content.media_type for content in contents])
        body = self._made(chosen, now)
        if body is None:
            return not_makeable()
        if isinstance(asked, dict) and chosen.kind is MediaKind.JSON:
            wanted = defaults(self.compiler.api, self.operation) | asked
            body = self._echoed(chosen, body, wanted)
        headers["content-type"] = concrete(chosen.media_type)
        return HttpResponse(body, status_code=status, headers=headers)

    def _echoed(self, content: Content, body: bytes, asked: dict[str, Json]) -> bytes:
        """Return an example with what was asked for, where the schema accepts and lists it."""
        value = json.loads(body)
        if content.type is None or not isinstance(value, dict):
            return body
        valid = self.compiler.validator(content.type, "response").is_valid
        told = listed(self.compiler, content.type, put_inside(value, asked, valid))
        return compact(told if valid(told) else value)

    def _made(self, content: Content, now: float) -> bytes | None:
        """Return the example of a media type, made once; None when none could be made."""
        if content.media_type not in self.made:
            try:
                self.made[content.media_type] = self._body(content, now)
            except Unmakeable:
                self.made[content.media_type] = None
        return self.made[content.media_type]

    def _body(self, content: Content, now: float) -> bytes:
        value = self._value(content, now)
        if content.kind is MediaKind.JSON:
            return compact(value)
        if content.kind is MediaKind.EVENTS:
            return _event(value, content, self.compiler.types)
        if isinstance(value, str):
            return value.encode()
        return compact(value)

    def _value(self, content: Content, now: float) -> Json:
        """Return an example of the document that its schema accepts, else one made from it."""
        known = shown(content)
        if content.type is None:
            return known[0] if known else "example"
        return sample(self.compiler, content.type, Wish(seed=self.operation.id, now=now), known)

    def headers(self, response: Response | None) -> dict[str, str]:
        """Return the headers that a response must have, made from their schemas."""
        headers: dict[str, str] = {}
        for header in response.headers if response else ():
            if not header.required or header.type is None:
                continue
            try:
                value = sample(self.compiler, header.type, Wish(seed=header.wire, now=0.0))
            except Unmakeable:
                continue
            text = value if isinstance(value, str) else json.dumps(value)
            if text.isascii() and text.isprintable() and header.wire.isascii():
                headers[header.wire.lower()] = text
        return headers


def _event(value: Json, content: Content, types: Mapping[TypeId, Type]) -> bytes:
    """Return an item of a stream as it is sent."""
    if "event-stream" not in content.media_type:
        return compact(value) + b"\n"
    members = {"data": value}
    if is_whole(types, content) and isinstance(value, dict):
        members = {name: value[name] for name in ("event", "id", "retry", "data") if name in value}
    as_it_is = is_text(types, content)
    lines = [
        f"{name}: {line}\n"
        for name, member in members.items()
        for line in _lines(member, as_it_is=as_it_is or name != "data")
    ]
    return f"{''.join(lines)}\n".encode()


def _lines(value: Json, *, as_it_is: bool) -> list[str]:
    if as_it_is and isinstance(value, str):
        return value.splitlines() or [""]
    return [compact(value).decode()]


def not_makeable() -> Problem:
    """Return what is left to say where no answer is known that the document allows."""
    detail = "No example that the schema of this response accepts could be made."
    return Problem(status=501, detail=detail)


def not_acceptable(offered: Sequence[str]) -> Problem:
    """Return the refusal of an ``Accept`` that nothing fits."""
    return Problem(status=406, detail=f"This is served as {', '.join(offered)} only.")


def concrete(media_type: str) -> str:
    """Return a media type fit for ``Content-Type``: no range, no line break."""
    name = essence(media_type)
    if not name.isascii() or not name.isprintable():
        return "application/octet-stream"
    if "*" in name:
        return CONCRETE.get(name.partition("/")[0], "application/octet-stream")
    return media_type if media_type.isascii() and media_type.isprintable() else name
