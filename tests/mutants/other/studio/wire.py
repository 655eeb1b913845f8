"""What all requests to Ottava have in common: keys, bodies, parameters, problems, pages."""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.studio.shelf import Shelf
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import INVALID, NoError
from tests.mutants.other.till.wire import WHOLE

KEYS: Final = {"key_ada": "ada", "key_bo": "bo"}
JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
TITLES: Final = {
    400: "Not as stated",
    401: "Unknown key",
    402: "Too few credits",
    403: "Wrong signature",
    404: "Not found",
    409: "Not as things stand",
    415: "Another media type",
}
Handler: TypeAlias = Callable[[Request, str], Awaitable[Response]]
Shown: TypeAlias = dict[str, Any]


def cursor(row: Row) -> str:
    """Return what leads to the page after a row."""
    return base64.urlsafe_b64encode(row.id.encode()).decode()


def _number(_text: str) -> NoReturn:
    raise ValueError


class Wire(Shelf):
    """Reads requests and writes answers."""

    def guarded(self, run: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that asks for a key, unless a fault spares it."""

        async def endpoint(request: Request) -> Response:
            try:
                return await run(request, self.caller(request, run.__name__))
            except NoError as error:
                return self.refused(error)

        return endpoint

    def caller(self, request: Request, asked: str) -> str:
        """Return who asks; nobody is asked for an output."""
        key = request.headers.get("x-studio-key", "")
        if self.on("key-any-case"):
            key = key.lower()
        known = KEYS.get(key)
        if known is None and (asked == "download" or self.on(f"{asked}-free")):
            known = "ada"
        if known is None:
            raise NoError(403 if self.on("no-key-403") else 401, "key")
        return known

    def refused(self, error: NoError) -> Response:
        """Return the answer that says why a request is not taken."""
        status = error.status
        title = TITLES.get(status, "Not valid")
        said: Shown = {"type": "about:blank", "title": title, "status": status}
        if status == INVALID:
            said |= {"rule": error.code, "pointer": error.at or ""}
        return self.problem(status, said)

    def problem(self, status: int, said: Shown) -> Response:
        """Return a problem, as a fault has it."""
        media = PROBLEM
        if self.on("problem-rule-less"):
            said.pop("rule", None)
        if self.on("problem-pointer-less"):
            said.pop("pointer", None)
        if self.on("problem-status-0"):
            said["status"] = 0
        if self.on("problem-titles-null") and status == 404:
            said["title"] = None
        if self.on("problem-html") and status == 409:
            return Response("<p>conflict</p>", 409, {}, "text/html")
        if self.on("problem-as-json"):
            media = JSON
        if self.on("invalid-400") and status == INVALID:
            status = said["status"] = 400
        return Response(json.dumps(said), status, {}, media)

    def answer(self, status: int, shown: Any, **headers: str) -> Response:
        """Return JSON."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(json.dumps(shown), status, named, JSON)

    def media(self, request: Request) -> str:
        """Return the media type of a body."""
        return request.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def body(self, request: Request) -> Any:
        """Return the JSON of a request."""
        if self.media(request) != JSON and not self.on("any-media"):
            raise NoError(415, "media")
        raw = await request.body()
        try:
            return json.loads(raw.decode(), parse_constant=_number)
        except (ValueError, RecursionError):
            raise NoError(500 if self.on("no-json-500") else 400, "json") from None

    # Parameters

    def word(self, request: Request, name: str, among: tuple[str, ...]) -> str | None:
        """Return a word of the query."""
        text = request.query_params.get(name)
        if text is not None and text not in among and not self.on(f"{name}-any"):
            raise NoError(400, "parameter")
        return text if text in among else None

    def text(self, request: Request, name: str, high: int) -> str | None:
        """Return a text of the query."""
        text = request.query_params.get(name)
        if text is not None and not 1 <= len(text) <= high and not self.on(f"{name}-any"):
            raise NoError(400, "parameter")
        return text

    def limit(self, request: Request) -> int:
        """Return how many are asked for."""
        text = request.query_params.get("limit", "20")
        low = 0 if self.on("limit-0") else 1
        high = 100 + self.on("limit-101") - self.on("limit-100-refused")
        if self.on("limit-2-by-default") and "limit" not in request.query_params:
            return 2
        if WHOLE.fullmatch(text) and self.on("limit-clamped"):
            return max(1, min(int(text), high))
        if not WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise NoError(400, "parameter")
        return int(text)

    # Pages

    def begin(self, request: Request, rows: list[Row], what: str) -> int:
        """Return where a page begins."""
        said = request.query_params.get("cursor")
        if said is None or self.on(f"{what}-cursor-ignored"):
            return 0
        places = [place for place, row in enumerate(rows) if cursor(row) == said]
        if not places and self.on("cursor-any"):
            return 0
        if not places:
            raise NoError(400, "cursor")
        return places[0] + 1 + self.on(f"{what}-skip") - self.on(f"{what}-again")

    def page(
        self, request: Request, rows: list[Row], what: str, show: Callable[[Row], Shown]
    ) -> Shown:
        """Return a page of some rows."""
        size = self.limit(request)
        begin = self.begin(request, rows, what)
        part = rows[begin : begin + size]
        more = begin + size < len(rows)
        if self.on(f"{what}-one-too-many"):
            part = rows[begin : begin + size + 1]
        if self.on(f"{what}-more-less") and begin:
            more = False
        shown: Shown = {
            "data": [show(row) for row in part],
            "has_more": more,
            "next_cursor": cursor(part[-1]) if more and part else None,
        }
        if self.on(f"{what}-cursor-on-last") and part:
            shown["next_cursor"] = cursor(part[-1])
        if self.on(f"{what}-more-text"):
            shown["has_more"] = str(more).lower()
        return shown
