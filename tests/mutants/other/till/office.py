"""Tillside's reports and files."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import NoError
from tests.mutants.other.till.multipart import parts
from tests.mutants.other.till.paying import Paying
from tests.mutants.other.till.wire import Shown

TOLD = ("type", "from", "to", "format", "delimiter")
STAGES = ("queued", "running")


class Office(Paying):
    """Answers about reports and files."""

    def stage(self, row: Row) -> str:
        """Return how far a report is: a look later it is further."""
        looks = int(row.more["looks"])
        if self.on("report-skips") and looks == 1:
            return str(row.status)
        if self.on("report-reopens") and looks == 3:
            return "running"
        if self.on("report-back") and looks == 2:
            return "queued"
        return STAGES[looks] if looks < 2 else str(row.status)

    def shown_report(self, row: Row) -> Shown:
        """Return a report as callers see it."""
        stage = self.stage(row)
        shown: Shown = {"id": row.id, "created_at": row.created, "state": stage}
        shown |= {name: row.body[name] for name in TOLD}
        done = {"queued": 0, "running": 60, "ready": 100, "failed": 60}
        if stage != "queued":
            shown["progress"] = done[stage]
        if stage == "ready" or (stage == "running" and self.on("url-early")):
            shown["url"] = f"https://files.tillside.example/{row.id}"
            shown["row_count"] = 12
        if self.on("ready-bare") or (self.on("json-urlless") and row.body["format"] == "json"):
            shown.pop("url", None)
        if stage == "failed":
            shown["failure"] = "crashed" if self.on("failure-unknown") else "internal"
        if stage == "failed" and self.on("failed-url"):
            shown["url"] = f"https://files.tillside.example/{row.id}"
        if self.on("state-done") and stage == "ready":
            shown["state"] = "done"
        return shown

    async def create_report(self, request: Request, who: str) -> Response:
        """Begin a report; each seventh fails."""
        body = await self.body(request)
        made = self.forms.read("report", body)
        if self.on("six-columns-crash") and len(made["columns"] or []) == 6:
            raise ZeroDivisionError
        if self.on("report-format-csv"):
            made["format"] = "csv"
        if self.on("delimiter-semicolon") and "delimiter" not in body:
            made["delimiter"] = "semicolon"
        end = "failed" if len(self.reports) % 7 == 6 else "ready"
        row = self.row("rep", who, made, end)
        row.more["looks"] = 0
        self.reports.append(row)
        headers = {"Location": f"/v1/reports/{row.id}", "Retry-After": "1"}
        if self.on("report-location-less"):
            del headers["Location"]
        if self.on("retry-after-less"):
            del headers["Retry-After"]
        if self.on("retry-after-0"):
            headers["Retry-After"] = "0"
        status = 201 if self.on("report-201") else 202
        return self.answer(status, self.shown_report(row), **headers)

    async def get_report(self, request: Request, who: str) -> Response:
        """Show a report."""
        named = request.path_params["report_id"]
        row = self.find(self.reports, named, who, "report-of-all")
        row.more["looks"] += 1
        if self.on("report-gone") and row.more["looks"] > 3:
            raise NoError(404, "unknown")
        return self.answer(200, self.shown_report(row))

    async def upload(self, request: Request, who: str) -> Response:
        """Keep a file."""
        kind = request.headers.get("content-type", "")
        body: dict[str, Any] = parts(await request.body(), kind)
        if self.on("empty-file-crash") and body.get("file") == b"":
            raise ZeroDivisionError
        made = self.forms.read("file", body)
        row = self.row("fil", who, made)
        self.files.append(row)
        size = len(row.body["file"])
        shown: Shown = {
            "id": row.id,
            "created_at": row.created,
            "purpose": made["purpose"],
            "size": size,
            "title": made["title"].title()
            if self.on("title-case") and made["title"]
            else made["title"],
        }
        return self.answer(201, shown)

    async def download(self, request: Request, who: str) -> Response:
        """Show what was uploaded."""
        row = self.find(self.files, request.path_params["file_id"], who, "file-of-all")
        raw = row.body["file"]
        kind = "text/html" if self.on("file-html") else "application/octet-stream"
        return Response(raw, 200, {}, kind)
