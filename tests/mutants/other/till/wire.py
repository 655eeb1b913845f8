"""What all requests to Tillside have in common: keys, bodies, parameters, errors, pages."""

import base64
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.till.books import Books, Row
from tests.mutants.other.till.forms import NoError

KEYS: Final = {"sk_ann": "ann", "sk_ben": "ben"}
JSON: Final = "application/json"
TYPES: Final = {401: "authentication", 404: "not_found", 409: "conflict", 412: "conflict"}
WHOLE: Final = re.compile(r"-?[0-9]{1,400}")
Handler: TypeAlias = Callable[[Request, str], Awaitable[Response]]
Shown: TypeAlias = dict[str, Any]


def tag(shown: Shown) -> str:
    """Return the entity tag of something."""
    return f'"{hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:12]}"'


def cursor(row: Row) -> str:
    """Return what leads to the page after a row."""
    return base64.urlsafe_b64encode(row.id.encode()).decode()


def _number(_text: str) -> NoReturn:
    raise ValueError


class Wire(Books):
    """Reads requests and writes answers."""

    requests: int = 0

    def guarded(self, run: Handler, *, free: str = "") -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that asks for a key, unless a fault spares it.

        Args:
            run: Answers.
            free: The fault with which nobody is asked.
        """

        async def endpoint(request: Request) -> Response:
            try:
                response = await run(request, self.caller(request, free))
            except NoError as error:
                response = self.refused(error)
            self.requests += 1
            response.headers.setdefault("X-Request-Id", f"req_{self.requests:012x}")
            if self.on(f"{free}-id-less"):
                del response.headers["X-Request-Id"]
            return response

        return endpoint

    def caller(self, request: Request, free: str) -> str:
        """Return who asks."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.on("key-by-start"):
            key = key[:6]
        known = KEYS.get(key) if scheme.lower() == "bearer" or self.on("any-scheme") else None
        if known is None and self.on(f"{free}-free"):
            known = "ann"
        if known is None:
            status = 403 if self.on("no-key-403") else 401
            raise NoError(status, "key")
        return known

    def refused(self, error: NoError) -> Response:
        """Return the answer that says why a request is not taken."""
        kind = TYPES.get(error.status, "invalid_request")
        said: Shown = {"type": kind, "code": error.code, "message": f"refused: {error.code}"}
        if error.at is not None:
            said["param"] = error.at
        shown: Any = {"error": said}
        if self.on("error-bare") and error.status == 404:
            shown = said
        if self.on("error-text") and error.status == 409:
            return Response("conflict", 409, {}, "text/plain")
        status = error.status
        more = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
        if self.on("challenge-less"):
            more = {}
        return self.answer(status, shown, **more)

    def answer(self, status: int, shown: Any, **headers: str) -> Response:
        """Return JSON."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(json.dumps(shown), status, named, JSON)

    async def body(self, request: Request) -> Any:
        """Return the JSON of a request."""
        said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if said != JSON and not self.on("any-media"):
            raise NoError(415, "media")
        raw = await request.body()
        try:
            return json.loads(raw.decode(), parse_constant=_number)
        except (ValueError, RecursionError):
            status = 500 if self.on("no-json-500") else 400
            raise NoError(status, "json") from None

    # Parameters

    def whole(self, request: Request, name: str, low: int, high: float) -> int | None:
        """Return a whole number of the query."""
        text = request.query_params.get(name)
        if text is None:
            return None
        if not WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise NoError(400, "parameter", name)
        return int(text)

    def word(self, request: Request, name: str, among: tuple[str, ...]) -> str | None:
        """Return a word of the query."""
        text = request.query_params.get(name)
        if text is not None and text not in among and not self.on(f"{name}-any"):
            raise NoError(400, "parameter", name)
        return text if text in among else None

    def several(self, texts: list[str], name: str, among: tuple[str, ...]) -> list[str]:
        """Return some words of the query."""
        known = self.on(f"{name}-any") or all(text in among for text in texts)
        if not known or (len(set(texts)) < len(texts) and not self.on(f"{name}-twice")):
            raise NoError(400, "parameter", name)
        return texts

    def match(self, request: Request, shown: Shown, spared: str) -> None:
        """Refuse what was asked for another version than the one that is there."""
        said = request.headers.get("if-match")
        if said is None or self.on(spared):
            return
        known = [each.strip() for each in said.split(",")]
        if "*" not in known and tag(shown) not in known:
            raise NoError(409 if self.on("stale-409") else 412, "version")

    # Pages

    def limit(self, request: Request, high: int = 50, default: int = 10) -> int:
        """Return how many are asked for."""
        low = 0 if self.on("limit-0") else 1
        if high == 50:
            high += self.on("limit-51") - self.on("limit-50-refused")
        if self.on("limit-clamped") and WHOLE.fullmatch(request.query_params.get("limit", "")):
            return max(1, min(int(request.query_params["limit"]), high))
        said = self.whole(request, "limit", low, high)
        if said is None:
            return default + (0)
        return said

    def begin(self, request: Request, rows: list[Row], what: str) -> int:
        """Return where a page begins."""
        said = request.query_params.get("cursor")
        if said is None or (what == "lines" and self.on("lines-cursor-ignored")):
            return 0
        places = [place for place, row in enumerate(rows) if cursor(row) == said]
        if not places:
            if self.on("cursor-any"):
                return 0
            raise NoError(400, "cursor", "cursor")
        return places[0] + 1 + (what == "payments" and self.on("payments-skip"))

    def page(
        self, request: Request, rows: list[Row], what: str, show: Callable[[Row], Shown]
    ) -> Response:
        """Return a page of some rows."""
        most = self.limit(request)
        begin = self.begin(request, rows, what)
        size = most
        part = rows[begin : begin + size]
        more = begin + size < len(rows)
        if what == "customers" and self.on("customers-more-when-full"):
            more = bool(part) and len(part) == size
        total = len(rows)
        shown: Shown = {
            "data": [show(row) for row in part],
            "has_more": more,
            "next_cursor": cursor(part[-1]) if more else None,
            "total_count": total,
        }
        return self.answer(200, self.paged(shown, part, what))

    def paged(self, shown: Shown, part: list[Row], what: str) -> Shown:
        """Return a page as a fault shows it."""
        if what == "payments" and self.on("payments-cursor-loops") and shown["has_more"]:
            shown["next_cursor"] = cursor(part[0])
        if what == "payments" and self.on("payments-empty-null") and not part:
            shown["data"] = None
        if what == "lines" and self.on("lines-total-text"):
            shown["total_count"] = str(shown["total_count"])
        if what == "invoices" and self.on("invoices-more-less"):
            del shown["has_more"]
        return shown
