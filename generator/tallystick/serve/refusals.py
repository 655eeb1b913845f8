"""Refusals as an operation documents them: its statuses, its media types, the members it lists."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from starlette.responses import Response as HttpResponse

from tallystick.ir import Content, MediaKind, Operation, Response
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable, Wish, make
from tallystick.serve.inputs import essence
from tallystick.serve.problem import MEDIA_TYPE, Problem, title
from tallystick.text import Json

INSTEAD: Final[Mapping[int, tuple[int, ...]]] = {
    401: (403,),
    415: (400, 422),
}
"""Status -> those that say nearly the same, for documents that do not list it."""
SENTENCES: Final = (
    "detail",
    "message",
    "msg",
    "description",
    "reason",
    "errormessage",
    "error_message",
    "errordescription",
    "error_description",
)
"""Members, in lower case, that say in a sentence what is wrong."""
STATUSES: Final = ("status", "code", "statuscode", "status_code", "httpstatus", "http_status")
MAX_DEPTH: Final = 4


class Refusals:
    """Writes the refusals of one operation."""

    def __init__(self, operation: Operation, compiler: Compiler) -> None:
        """Write as an operation documents."""
        self._declared = {each.status.upper(): each for each in operation.responses}
        self._compiler = compiler
        self._made: dict[tuple[str, str], Json] = {}

    def answer(self, problem: Problem) -> HttpResponse:
        """Return the answer that says what a problem says.

        A problem document is sent wherever the document allows one. Where it has a schema of its
        own, its members are made from that, with the sentences in the members that are for them.
        """
        problem = replace(problem, status=self._status(problem.status))
        declared = self._response(problem.status)
        contents = declared.contents if declared is not None else ()
        if declared is None or not contents or self._takes(contents):
            return problem.response()
        ranked = sorted(contents, key=lambda each: each.kind is not MediaKind.JSON)
        for content in ranked:
            body = self._body(declared, content, problem)
            if body is not None:
                name = essence(content.media_type)
                media_type = "application/json" if "*" in name else name
                return problem.response(body, media_type)
        return problem.response()

    def _status(self, status: int) -> int:
        if self._response(status) is not None:
            return status
        documented = (each for each in INSTEAD.get(status, ()) if self._response(each))
        return next(documented, status)

    def _response(self, status: int) -> Response | None:
        keys = (str(status), f"{status // 100}XX", "DEFAULT")
        return next((self._declared[key] for key in keys if key in self._declared), None)

    def _takes(self, contents: tuple[Content, ...]) -> bool:
        """Whether a problem document is among what is documented, or anything at all is."""
        for content in contents:
            if essence(content.media_type) in {MEDIA_TYPE, "application/*", "*/*"}:
                return content.type is None or self._accepts(content, _SAMPLE)
        return False

    def _accepts(self, content: Content, value: Json) -> bool:
        if content.type is None:
            return True
        return bool(self._compiler.validator(content.type, "response").is_valid(value))

    def _body(self, declared: Response, content: Content, problem: Problem) -> bytes | None:
        """Return a body of a media type; None when it cannot be said there."""
        if content.kind is not MediaKind.JSON:
            text = content.type is None or self._accepts(content, problem.detail)
            plain = text and essence(content.media_type).startswith("text/")
            return problem.detail.encode("utf-8", "backslashreplace") if plain else None
        value = self._value(declared, content, problem)
        return None if value is None else json.dumps(value).encode()

    def _value(self, declared: Response, content: Content, problem: Problem) -> Json:
        if content.type is None:
            return problem.as_json()
        key = (declared.status, content.media_type)
        if key not in self._made:
            self._made[key] = None
            sources = self._compiler.sources
            wish = Wish(seed=f"refusal/{declared.status}", now=0.0, examples=False)
            with suppress(Unmakeable):
                source = sources.of(content.type)
                valid = self._compiler.validator(content.type, "response").is_valid
                self._made[key] = make(source, wish, valid, sources.follow)
        value = self._made[key]
        for words in _said(problem):
            filled = _put(value, words, 0)
            if self._accepts(content, filled):
                value = filled
        return value


_SAMPLE: Final = Problem(status=400, detail="").as_json()


def _said(problem: Problem) -> Iterator[Mapping[str, Json]]:
    """Yield what a problem says, member -> value: what may not be allowed there comes by itself."""
    rules = " ".join(dict.fromkeys(fault.rule for fault in problem.errors))
    yield dict.fromkeys(STATUSES, problem.status)
    yield dict.fromkeys(STATUSES, str(problem.status))
    yield {"title": title(problem.status)}
    for sentence in (problem.detail, f"{problem.detail} ({rules})" if rules else problem.detail):
        yield {"error": sentence}
        yield from ({name: sentence} for name in SENTENCES)


def _put(value: Json, said: Mapping[str, Json], depth: int) -> Json:
    """Return a copy with members of some names replaced, where kinds of values agree."""
    if isinstance(value, list) and depth < MAX_DEPTH:
        return [_put(item, said, depth + 1) for item in value[:1]]
    if not isinstance(value, dict) or depth >= MAX_DEPTH:
        return value
    found: dict[str, Json] = {}
    for name, member in value.items():
        other = said.get(name.lower())
        same = isinstance(other, str) == isinstance(member, str)
        whole = isinstance(member, int | float | str) and not isinstance(member, bool)
        found[name] = other if whole and same and other is not None else member
        if isinstance(member, dict | list):
            found[name] = _put(member, said, depth + 1)
    return found
