"""Deskline: a help desk's API, by hand; `faults.KINDS` says what each fault does.

Nested collections, cursors, merge patches, entity tags, exports that take time, forms, keys in a
header of their own, things that are gone. Its document says OpenAPI 3.0.
"""

import time
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.mutants.other.desk.forms import form_body, json_body, media, parts
from tests.mutants.other.desk.reading import BAD, NoError
from tests.mutants.other.desk.shelf import Clock, Row
from tests.mutants.other.desk.tickets import JSON, Desk, answer

FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


class Whole(Desk):
    """Answers all the other requests, too."""

    # Exports

    def export_view(self, row: Row, stage: str) -> dict[str, Any]:
        """Return an export as callers see it."""
        shown: dict[str, Any] = {"id": row.id, "state": stage, "format": row.body["format"]}
        there = stage == "done" and not self.on("done-bare")
        early = stage == "running" and self.on("download-early")
        if there or early or (stage == "failed" and self.on("failed-download")):
            shown["download"] = f"https://files.example/{row.id}"
        if stage == "failed" and not self.on("failed-bare"):
            shown["error"] = "disk full"
        if self.on("export-format-csv"):
            shown["format"] = "csv"
        return shown

    async def start_export(self, request: Request, who: str) -> Response:
        """Begin an export."""
        media(request.headers.get("content-type", ""), JSON)
        body = json_body(await request.body())
        self.reading.export(body)
        row = self.shelf.export(who, body)
        stage = "running" if self.on("begins-running") else "waiting"
        headers = {} if self.on("no-location") else {"Location": f"/exports/{row.id}"}
        status = 200 if self.on("export-200") else 202
        return answer(status, self.export_view(row, stage), **headers)

    async def get_export(self, request: Request, who: str) -> Response:
        """Show an export."""
        named = request.path_params["export_id"]
        row = self.shelf.find(self.shelf.exports, named, who, spared="export-of-all")
        return answer(200, self.export_view(row, self.shelf.stage(row)))

    # Hooks

    def hook_view(self, row: Row) -> dict[str, Any]:
        """Return a hook as callers see it."""
        shown = {
            "id": str(row.id) if self.on("hook-id-text") else row.id,
            "url": row.body["url"],
            "events": row.body.get("events", []),
            "active": row.body.get("active", True),
        }
        if self.on("active-forgotten"):
            shown["active"] = True
        if self.on("secret-shown") and "secret" in row.body:
            shown["secret"] = row.body["secret"]
        return shown

    async def register_hook(self, request: Request, who: str) -> Response:
        """Register a hook."""
        media(request.headers.get("content-type", ""), JSON)
        body = json_body(await request.body())
        self.reading.hook(body)
        count = len(self.shelf.hooks) + 1
        row = Row(id=7 if self.on("hook-same-id") else count, owner=who, body=body)
        self.shelf.hooks.append(row)
        return answer(201, self.hook_view(row))

    async def list_hooks(self, request: Request, who: str) -> Response:
        """List one's hooks."""
        rows = [row for row in self.shelf.hooks if row.owner == who and not row.deleted]
        active = request.query_params.get("active")
        if active not in (None, "true", "false"):
            raise NoError(BAD, "type")
        if active is not None and not self.on("active-filter-ignored"):
            rows = [row for row in rows if row.body.get("active", True) == (active == "true")]
        offset = self.number(request, "offset", 0, 10**9, 0)
        limit = self.number(request, "limit", 1, 25, 10)
        if self.on("offset-plus-one") and offset:
            offset += 1
        total = len(rows) + (7 if self.on("total-wrong") else 0)
        page = rows[offset : offset + limit]
        return answer(200, {"hooks": [self.hook_view(row) for row in page], "total": total})

    def hook(self, request: Request, who: str) -> Row:
        """Return the hook in the path."""
        named = request.path_params["hook_id"]
        if not (named.isascii() and named.isdigit() and int(named[:18])):
            raise NoError(BAD, "type")
        rows = [row for row in self.shelf.hooks if not row.deleted]
        return self.shelf.find(rows, str(int(named)), who, spared="hook-of-all")

    async def get_hook(self, request: Request, who: str) -> Response:
        """Show a hook."""
        return answer(200, self.hook_view(self.hook(request, who)))

    async def replace_hook(self, request: Request, who: str) -> Response:
        """Put another hook in one's place."""
        row = self.hook(request, who)
        media(request.headers.get("content-type", ""), JSON)
        body = json_body(await request.body())
        self.reading.hook(body)
        if self.on("hook-put-keeps-active") and "active" in row.body:
            body["active"] = row.body["active"]
        if self.on("hook-put-adds-event"):
            body["events"] = sorted({*row.body.get("events", []), *body["events"]})
        row.body = body
        return answer(200, self.hook_view(row))

    async def remove_hook(self, request: Request, who: str) -> Response:
        """Remove a hook."""
        self.hook(request, who).deleted = not self.on("removed-served")
        return Response(status_code=204)

    # Forms

    async def upload(self, request: Request, _who: str) -> Response:
        """Keep a file."""
        kind = request.headers.get("content-type", "")
        media(kind, MULTIPART)
        body = parts(await request.body(), kind)
        self.reading.file(body)
        size = len(body.get("file", b"")) + (self.on("size-negative") and -(10**9))
        shown = {"id": "f1", "kind": body["kind"], "size": size}
        if "title" in body:
            shown["title"] = body["title"].upper() if self.on("title-upper") else body["title"]
        return answer(201, shown)

    async def feedback(self, request: Request, _who: str) -> Response:
        """Take feedback."""
        media(request.headers.get("content-type", ""), FORM)
        body = form_body(await request.body())
        if self.on("topics-crash") and len(body.get("topics", [])) > 2:
            raise ZeroDivisionError
        self.reading.feedback(body)
        score = str(body["score"]) if self.on("score-text") else body["score"]
        return answer(201, {"id": "fb", "score": score})


def deskline(fault: str = "", clock: Clock = time.monotonic) -> Starlette:
    """Return the server with one fault, or none."""
    desk = Whole(fault, clock)
    project, ticket = "/projects/{project_id}", "/projects/{project_id}/tickets/{ticket_id}"
    table = [
        ("GET", "/projects", desk.guarded(desk.list_projects)),
        ("POST", "/projects", desk.guarded(desk.create_project)),
        ("GET", project, desk.guarded(desk.get_project, free="project-no-key")),
        ("DELETE", project, desk.guarded(desk.archive_project)),
        ("GET", f"{project}/tickets", desk.guarded(desk.list_tickets)),
        ("POST", f"{project}/tickets", desk.guarded(desk.create_ticket)),
        ("GET", ticket, desk.guarded(desk.get_ticket)),
        ("PUT", ticket, desk.guarded(desk.replace_ticket)),
        ("PATCH", ticket, desk.guarded(desk.change_ticket)),
        ("DELETE", ticket, desk.guarded(desk.delete_ticket)),
        ("POST", f"{ticket}/close", desk.guarded(desk.close_ticket)),
        ("POST", f"{ticket}/reopen", desk.guarded(desk.reopen_ticket)),
        ("POST", "/exports", desk.guarded(desk.start_export, free="export-no-key")),
        ("GET", "/exports/{export_id}", desk.guarded(desk.get_export)),
        ("GET", "/hooks", desk.guarded(desk.list_hooks)),
        ("POST", "/hooks", desk.guarded(desk.register_hook, free="hook-no-key")),
        ("GET", "/hooks/{hook_id}", desk.guarded(desk.get_hook)),
        ("PUT", "/hooks/{hook_id}", desk.guarded(desk.replace_hook)),
        ("DELETE", "/hooks/{hook_id}", desk.guarded(desk.remove_hook)),
        ("POST", "/files", desk.guarded(desk.upload)),
        ("POST", "/feedback", desk.guarded(desk.feedback)),
    ]
    return Starlette(routes=[Route(path, run, methods=[verb]) for verb, path, run in table])
