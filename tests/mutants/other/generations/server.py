"""The generations API, written by hand from its pages: nothing of it comes from the document.

It is here so that campaigns are measured on a server of the flagship's API that shares no line with
ours. Jobs wait for one worker, earlier generations can be named, callers see their own.
`faults.KINDS` says what each fault does.
"""

import json
import time
import uuid
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.mutants.other.generations.members import IMAGE, Form
from tests.mutants.other.generations.refusal import Crash, RefusalError, malformed
from tests.mutants.other.generations.studio import Clock, Item, Studio
from tests.mutants.other.generations.together import Rules

KEYS: Final = {"mine": "ann", "theirs": "bob"}


class Server:
    """Answers requests."""

    def __init__(self, fault: str, clock: Clock) -> None:
        """Open with one fault, or none."""
        self.fault = fault
        self.form, self.rules, self.studio = Form(fault), Rules(fault), Studio(fault, clock)
        self.keys: dict[tuple[str, str], tuple[Any, Item]] = {}

    def off(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return self.fault in names

    def caller(self, request: Request, *, lax: bool) -> str | None:
        """Return who asks, None for nobody that is known."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            return "ann" if lax else None
        if scheme.lower() != "bearer":
            return KEYS.get(key, "ann") if self.off("basic-auth") else None
        return KEYS.get(key, "ann" if key and self.off("any-auth") else None)

    async def create(self, request: Request) -> Response:
        """Answer POST /generations."""
        who = self.caller(request, lax=self.off("no-auth"))
        if who is None:
            return self.refusal(401)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not self.off("any-content-type"):
            return self.refusal(415)
        raw = await request.body()
        try:
            item = self.accept(who, request.headers.get("idempotency-key"), self.read(raw))
        except RefusalError as broken:
            return self.refusal(broken.status, broken)
        except Crash:
            return Response("boom", 500)
        if self.off("created-html"):
            return Response("<p>made</p>", 201, media_type="text/html")
        body = self.studio.view(item, "queued")
        return JSONResponse(body, 200 if self.off("created-200") else 201)

    def read(self, raw: bytes) -> Any:
        """Return a body.

        Raises:
            RefusalError: It is no JSON.
            Crash: A fault makes the server fail.
        """
        try:
            body = json.loads(raw, parse_constant=_no_json)
        except (ValueError, RecursionError):
            if self.off("bad-json-500"):
                raise Crash from None
            if not self.off("bad-json"):
                raise RefusalError("", "body:json", "this is no JSON", 400) from None
            body = {}
        if self.off("array-crash") and isinstance(body, list):
            raise Crash
        return body

    def accept(self, who: str, key: str | None, body: Any) -> Item:
        """Judge a request, and make its generation or find that of its key."""
        if key is not None and (not 1 <= len(key) <= 255 or not all("!" <= c <= "~" for c in key)):
            raise malformed("", "pattern", "an idempotency key has 1 to 255 visible characters")
        self.form.body(body, "")
        known = self.keys.get((who, key)) if key and not self.off("key-ignored") else None
        if known is not None:
            return self.again(*known, body)
        self.rules.judge(body)
        self.studio.chained(who, body)
        item = self.studio.make(who, body)
        if key:
            self.keys[who, key] = body, item
        return item

    def again(self, first: Any, item: Item, body: Any) -> Item:
        """Return the generation of a key that was used before."""
        if self.off("key-crash"):
            raise Crash
        if first != body and not self.off("key-shared"):
            raise RefusalError("", "idempotency-key", "this key was used for another request")
        return item

    async def get(self, request: Request) -> Response:
        """Answer GET /generations/{name}."""
        who = self.caller(request, lax=self.off("get-no-auth"))
        if who is None:
            return self.refusal(401)
        item = self.studio.find(request.path_params["name"], who)
        if item is not None:
            return JSONResponse(self.studio.view(item, self.studio.state(item)))
        if self.off("unknown-500"):
            return Response("boom", 500)
        if not self.off("unknown-200"):
            return self.refusal(400 if self.off("unknown-400") else 404)
        gone = {"id": str(uuid.uuid4()), "created_at": "", "state": "failed", "type": IMAGE}
        gone |= {"failure_code": "output_not_found", "failure_reason": "gone", "model": "uni-1"}
        return JSONResponse(gone)

    def refusal(self, status: int, *errors: RefusalError) -> Response:
        """Return a problem."""
        if self.off("error-shape"):
            return JSONResponse({"error": "no"}, status)
        named = [
            {"pointer": error.pointer, "message": error.message}
            | ({} if self.off("rule-unnamed") else {"rule": error.rule})
            for error in errors
        ]
        body = {"type": "about:blank", "title": "Refused", "status": status, "errors": named}
        if status == 422:
            status = {"refused-200": 200, "refused-418": 418}.get(self.fault, 422)
        headers = {"www-authenticate": "Bearer"} if status == 401 else {}
        return JSONResponse(body, status, headers, media_type="application/problem+json")


def _no_json(name: str) -> Any:
    raise ValueError(name)


def generations(fault: str = "", clock: Clock = time.monotonic) -> Starlette:
    """Return the server with one fault, or none."""
    server = Server(fault, clock)
    return Starlette(
        routes=[
            Route("/generations", server.create, methods=["POST"]),
            Route("/generations/{name}", server.get, methods=["GET"]),
        ]
    )
