"""How Ottava's jobs go on, and how they are shown."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.studio.links import LIFE, signature, token
from tests.mutants.other.studio.pricing import Pricing
from tests.mutants.other.studio.shelf import ENDED
from tests.mutants.other.studio.wire import Shown
from tests.mutants.other.studio.wrongs import EARLY, HAUNTED, wrong_input, wrong_job
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import NoError, given

CODES: Final = ("engine_error", "content_rejected", "timeout")
AT: Final = {"queued": 0, "running": 40, "done": 100, "failed": 40, "cancelled": 0}


class Progress(Pricing):
    """Moves jobs on."""

    def queue(self, row: Row) -> None:
        """Begin with a job; each seventh fails."""
        fails = self.begun % 7 == 0
        row.more |= {"looks": 0, "end": "failed" if fails else "done", "reached": 0}
        row.more["events"] = [("queued", row.created)]
        row.more["failure"] = CODES[self.begun % 3]

    def become(self, row: Row, state: str) -> None:
        """Move a job to another state."""
        row.status = state
        row.more["updated"] = self.now()
        row.more["reached"] = max(row.more["reached"], AT[state])
        row.more["events"].append((state, row.more["updated"]))
        if state == "done":
            row.more["expires"] = int(self.clock()) + LIFE
        if state == "failed" and not self.on("failed-not-given-back"):
            self.take(row.owner, -row.more["credits"])

    def look(self, row: Row) -> None:
        """Look at a job: it is further each time, until it has ended."""
        row.more["looks"] += 1
        if row.status in ENDED:
            self.haunt(row)
            return
        stuck = self.on("effects-stuck") and row.body["kind"] == "effect"
        if stuck and row.status == "running":
            return
        jumps = self.on("running-skipped")
        if row.status == "queued" and not jumps:
            self.become(row, "running")
        elif self.on("back-to-queued") and row.more["looks"] == 2:
            self.become(row, "queued")
        else:
            self.become(row, row.more["end"])

    def haunt(self, row: Row) -> None:
        """Move on what has ended, as a fault does."""
        before, after = HAUNTED.get(self.fault, ("", ""))
        if row.status == before:
            self.become(row, after)

    def shown(self, row: Row) -> Shown:
        """Return a job as callers see it."""
        shown: Shown = {
            "id": row.id,
            "kind": row.body["kind"],
            "state": row.status,
            "progress": row.more["reached"],
            "created_at": row.created,
            "updated_at": row.more["updated"],
            "title": row.body["title"],
            "tags": row.body["tags"],
            "priority": row.body["priority"],
            "credits": row.more["credits"],
            "input": wrong_input(self.fault, given(row.body)),
            "retry_of": row.more["retry_of"],
        }
        if row.status in {"done", EARLY.get(self.fault)}:
            shown["outputs"] = self.outputs(row)
        if row.status == "failed":
            code = row.more["failure"]
            shown["failure"] = {"code": code, "message": f"It ended with {code}."}
        return wrong_job(self.fault, shown)

    # Outputs

    def content(self, row: Row, name: str, media: str) -> bytes:
        """Return an output."""
        named = token(row.id, name)
        if media == "application/json":
            return f'{{"text": "{named}"}}'.encode()
        return (named * 4).encode()

    def outputs(self, row: Row) -> list[Shown]:
        """Return the outputs of a job, with links."""
        shown = []
        expires = row.more.get("expires", 0)
        for name, media in self.results(row.body):
            named = token(row.id, name)
            scheme = "http" if self.on("links-of-http") else "https"
            size = len(self.content(row, name, media)) + self.on("bytes-plus-1")
            link = f"{scheme}://api.ottava.example/v2/downloads/{named}"
            link += f"?signature={signature(named, expires)}"
            each = {"name": name, "media_type": media, "bytes": size, "url": link}
            if self.on("output-url-less"):
                del each["url"]
            if self.on("output-media-short"):
                each["media_type"] = media.partition("/")[2]
            shown.append(each)
        return shown

    async def renew_links(self, request: Request, who: str) -> Response:
        """Renew the links of a job."""
        row = self.find(self.jobs, request.path_params["job_id"], who, "links-of-all")
        if row.status != "done" and not self.on("links-undone"):
            raise NoError(409, "not-done")
        row.more["expires"] = int(self.clock()) + LIFE
        shown: Shown = {"outputs": self.outputs(row), "expires_at": self.now(LIFE)}
        if self.on("links-reversed"):
            shown["outputs"].reverse()
        if self.on("links-first-only"):
            shown["outputs"] = shown["outputs"][:1]
        if self.on("links-expires-seconds"):
            shown["expires_at"] = LIFE
        return self.answer(201 if self.on("links-201") else 200, shown)

    async def download(self, request: Request, _who: str) -> Response:
        """Show an output to whoever has a link."""
        said = request.query_params.get("signature", "")
        if not 1 <= len(said) <= 64:
            raise NoError(400, "parameter")
        named = request.path_params["token"]
        for row in self.jobs:
            for name, media in self.results(row.body) if row.status == "done" else []:
                if token(row.id, name) == named:
                    return self.output(row, name, media, said)
        raise NoError(404, "unknown")

    def output(self, row: Row, name: str, media: str, said: str) -> Response:
        """Return an output to whoever has its signature."""
        until = said.partition("-")[0]
        expires = int(until) if until.isascii() and until.isdigit() else 0
        good = said == signature(token(row.id, name), expires)
        if (not good or expires < self.clock()) and not self.on("signature-any"):
            raise NoError(403, "signature")
        raw = self.content(row, name, media)
        if self.on("download-short"):
            raw = raw[:-1]
        if self.on("download-html"):
            media = "text/html"
        return Response(raw, 200, {}, media)
