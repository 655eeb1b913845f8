"""Projects and their tickets."""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.desk.forms import json_body, media
from tests.mutants.other.desk.reading import BAD, NoError, Reading
from tests.mutants.other.desk.shelf import CONFLICT, Clock, Row, Shelf

KEYS: Final = {"mine": "ann", "theirs": "bob"}
JSON: Final = "application/json"
PATCH: Final = "application/merge-patch+json"
Handler: TypeAlias = Callable[[Request, str], Awaitable[Response]]


def answer(status: int, body: Any, **headers: str) -> Response:
    """Return an answer with a JSON body."""
    kind = "application/problem+json" if status >= BAD else JSON
    named = {title.replace("_", "-"): text for title, text in headers.items()}
    return Response(json.dumps(body), status, named, kind)


class Desk:
    """Answers requests."""

    def __init__(self, fault: str, clock: Clock) -> None:
        """Open with one fault, or none."""
        self.fault = fault
        self.reading, self.shelf = Reading(fault), Shelf(fault, clock)
        self.once: dict[tuple[str, str], tuple[Any, Row]] = {}

    def on(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return bool(self.fault) and self.fault in names

    def guarded(self, handler: Handler, *, free: str = "") -> Callable[[Request], Any]:
        """Ask for a key, and say why not.

        Args:
            handler: What answers.
            free: A fault that lets everybody in here.
        """

        async def run(request: Request) -> Response:
            try:
                return await handler(request, self.caller(request, free))
            except NoError as no:
                return self.problem(no)
            except (ArithmeticError, ValueError):
                return answer(500, {"title": "Oh no", "status": 500, "code": "internal"})

        return run

    def caller(self, request: Request, free: str) -> str:
        """Return who asks."""
        key = request.headers.get("x-desk-key")
        who = KEYS.get(key or "")
        if self.on("any-key") and key:
            who = who or "ann"
        if self.on(free):
            who = who or "ann"
        if who is None:
            raise NoError(401, "key")
        return who

    def problem(self, no: NoError) -> Response:
        """Return a refusal."""
        status = no.status
        if self.on("rules-200") and status == 422:
            return answer(200, {})
        if self.on("gone-418") and status == 410:
            status = 418
        if self.on("bad-json-500") and no.code == "json":
            status = 500
        body = {"title": "No", "status": status, "code": no.code, "pointer": no.pointer}
        if self.on("problem-codeless"):
            del body["code"]
        if self.on("rules-unnamed") and status == 422:
            body["code"], body["pointer"] = "invalid", None
        return answer(status, body)

    # Projects

    def project_view(self, row: Row) -> dict[str, Any]:
        """Return a project as callers see it."""
        shown = {
            "id": row.id,
            "name": row.body["name"],
            "slug": row.body.get("slug"),
            "visibility": row.body.get("visibility", "private"),
            "created_at": row.created,
        }
        if "limits" in row.body:
            shown["limits"] = row.body["limits"]
        if self.on("project-no-slug"):
            del shown["slug"]
        if self.on("project-date-only"):
            shown["created_at"] = row.created[:10]
        if self.on("visibility-default"):
            shown["visibility"] = "private"
        return shown

    async def create_project(self, request: Request, who: str) -> Response:
        """Make a project."""
        media(request.headers.get("content-type", ""), JSON)
        body = json_body(await request.body())
        self.reading.project(body)
        row = self.shelf.project(who, body)
        return answer(201, self.project_view(row), ETag='"1"', Location=f"/projects/{row.id}")

    async def list_projects(self, request: Request, who: str) -> Response:
        """List one's projects."""
        everybody = self.on("projects-of-all")
        rows = [each for each in self.shelf.projects if each.owner == who or everybody]
        rows = [each for each in rows if not each.deleted or self.on("archived-listed")]
        page, after = self.page(request, rows)
        return answer(200, {"data": [self.project_view(row) for row in page], "next_cursor": after})

    def of_path(self, request: Request, who: str, *, spared: str = "") -> Row:
        """Return the project in the path."""
        named = request.path_params["project_id"]
        return self.shelf.find(self.shelf.projects, named, who, spared=spared)

    async def get_project(self, request: Request, who: str) -> Response:
        """Show a project."""
        row = self.of_path(request, who, spared="project-of-all")
        return answer(200, self.project_view(row), ETag='"1"')

    async def archive_project(self, request: Request, who: str) -> Response:
        """Archive a project."""
        self.of_path(request, who).deleted = not self.on("archive-ignored")
        return Response(status_code=204)

    # Tickets

    def ticket_view(self, row: Row, project: Row) -> dict[str, Any]:
        """Return a ticket as callers see it."""
        shown = {
            "id": row.id,
            "project_id": project.id,
            "priority": "normal",
            **row.body,
            "status": row.status,
            "version": row.version,
            "created_at": row.created,
        }
        if self.on("severity-text") and "severity" in shown:
            shown["severity"] = str(shown["severity"])
        if self.on("version-text"):
            shown["version"] = f"v{row.version}"
        if self.on("ticket-no-date"):
            del shown["created_at"]
        if self.on("subject-cut"):
            shown["subject"] = shown["subject"][:100]
        if self.on("priority-as-normal") and shown["priority"] == "low":
            shown["priority"] = "normal"
        return shown

    def ticket_answer(self, status: int, row: Row, project: Row) -> Response:
        """Answer with a ticket."""
        tag = '"1"' if self.on("etag-constant") else f'"{row.version}"'
        headers = {} if self.on("ticket-no-etag") else {"ETag": tag}
        return answer(status, self.ticket_view(row, project), **headers)

    async def create_ticket(self, request: Request, who: str) -> Response:
        """Make a ticket, or show the one that was made with the key."""
        project = self.of_path(request, who)
        media(request.headers.get("content-type", ""), JSON)
        key = request.headers.get("idempotency-key")
        if key is not None and not 1 <= len(key) <= 64:
            raise NoError(BAD, "idempotency-key")
        body = json_body(await request.body())
        self.reading.ticket(body)
        known = None if key is None else self.once.get((who, key))
        if known is not None and not self.on("key-ignored"):
            if known[0] != (project.id, body) and not self.on("key-any-body"):
                raise NoError(CONFLICT, "idempotency-key")
            return self.ticket_answer(201, known[1], project)
        row = self.shelf.ticket(who, project, body)
        if key is not None:
            self.once[who, key] = ((project.id, body), row)
        return self.ticket_answer(200 if self.on("created-200") else 201, row, project)

    async def list_tickets(self, request: Request, who: str) -> Response:
        """List the tickets of a project."""
        project = self.of_path(request, who, spared="tickets-of-all")
        asked = request.query_params
        rows = [each for each in project.rows if not each.deleted or self.on("deleted-listed")]
        status, kind = asked.get("status"), asked.get("kind")
        choices = (("open", "pending", "closed"), ("question", "problem", "incident", "task"))
        for given, known in zip((status, kind), choices, strict=True):
            if given is not None and given not in known:
                raise NoError(BAD, "enum")
        if status is not None and not self.on("status-filter-ignored"):
            rows = [each for each in rows if each.status == status]
        if kind is not None and self.on("kind-filter-inverted"):
            rows = [each for each in rows if each.body["kind"] != kind]
        elif kind is not None:
            rows = [each for each in rows if each.body["kind"] == kind]
        if kind == "task" and self.on("kind-filter-loses"):
            rows = rows[:-1]
        order = asked.get("sort", "created_at")
        if order not in ("created_at", "-created_at"):
            raise NoError(BAD, "enum")
        if (order == "-created_at") != self.on("sort-reversed"):
            rows = rows[::-1]
        page, after = self.page(request, rows)
        return answer(
            200, {"data": [self.listed(row, project) for row in page], "next_cursor": after}
        )

    def listed(self, row: Row, project: Row) -> dict[str, Any]:
        """Return a ticket as lists show it."""
        shown = self.ticket_view(row, project)
        if self.on("list-stale") and row.before is not None:
            shown |= row.before
        if self.on("list-status-open"):
            shown["status"] = "open"
        return shown

    def page(self, request: Request, rows: list[Row]) -> tuple[list[Row], str | None]:
        """Return one page, and the way to the next."""
        limit = self.number(request, "limit", 1, self.reading.pick("limit-51", 51, 50), 20)
        cursor = request.query_params.get("cursor")
        begin = 0
        if cursor is not None:
            try:
                begin = int(base64.urlsafe_b64decode(cursor.encode()))
            except ValueError:
                raise NoError(BAD, "cursor") from None
        if self.on("limit-ignored"):
            limit = 20
        size = limit + 1 if self.on("limit-and-one") else limit
        page = rows[begin : begin + size]
        after = begin + limit
        if self.on("page-overlap") and limit > 1:
            after -= 1
        if self.on("page-skips"):
            after += 1
        if self.on("cursor-loops") and begin:
            after = begin
        ended = after >= len(rows)
        if self.on("list-ends-early") and begin:
            ended = True
        return page, None if ended else base64.urlsafe_b64encode(str(after).encode()).decode()

    def number(self, request: Request, title: str, low: int, high: int, default: int) -> int:
        """Return a whole number of the query."""
        text = request.query_params.get(title)
        if text is None:
            return default
        if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()):
            raise NoError(BAD, "type")
        if not low <= int(text[:12]) <= high:
            raise NoError(BAD, "minimum" if int(text[:12]) < low else "maximum")
        return int(text)

    def ticket(self, request: Request, who: str, *, spared: str = "") -> tuple[Row, Row]:
        """Return the ticket in the path, and its project."""
        project = self.of_path(request, who, spared=spared)
        named = request.path_params["ticket_id"]
        return self.shelf.find(project.rows, named, who, spared=spared), project

    async def get_ticket(self, request: Request, who: str) -> Response:
        """Show a ticket."""
        row, project = self.ticket(request, who, spared="ticket-of-all")
        if self.on("get-stale") and row.before is not None:
            shown = Row(id=row.id, owner=who, body=row.before, created=row.created)
            shown.status, shown.version = row.status, row.version
            row = shown
        return self.ticket_answer(200, row, project)

    async def change_ticket(self, request: Request, who: str) -> Response:
        """Change members of a ticket."""
        row, project = self.ticket(request, who, spared="patch-of-all")
        media(request.headers.get("content-type", ""), PATCH)
        body = json_body(await request.body())
        self.reading.patch(body)
        self.shelf.change(row, body)
        return self.ticket_answer(200, row, project)

    async def replace_ticket(self, request: Request, who: str) -> Response:
        """Put another body in a ticket's place."""
        row, project = self.ticket(request, who)
        media(request.headers.get("content-type", ""), JSON)
        body = json_body(await request.body())
        if not self.on("put-unjudged"):
            self.reading.ticket(body)
        self.shelf.replace(row, body, request.headers.get("if-match"))
        return self.ticket_answer(200, row, project)

    async def delete_ticket(self, request: Request, who: str) -> Response:
        """Delete a ticket."""
        row, _ = self.ticket(request, who, spared="delete-of-all")
        row.deleted = not self.on("delete-ignored")
        return Response(status_code=204)

    async def close_ticket(self, request: Request, who: str) -> Response:
        """Close a ticket."""
        row, project = self.ticket(request, who, spared="close-of-all")
        self.shelf.close(row)
        return self.ticket_answer(200, row, project)

    async def reopen_ticket(self, request: Request, who: str) -> Response:
        """Open a ticket once more."""
        row, project = self.ticket(request, who)
        self.shelf.reopen(row)
        return self.ticket_answer(200, row, project)
