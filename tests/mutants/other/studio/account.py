"""Ottava's presets, accounts and usage."""

import re
from datetime import date
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.studio.papers import NAMED
from tests.mutants.other.studio.shelf import GRANTED
from tests.mutants.other.studio.voices import ACTIVE, Voices
from tests.mutants.other.studio.wire import Shown
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import NoError, given, is_day

DAYS: Final = 92


class Office(Voices):
    """Answers about presets, accounts and usage."""

    def preset_name(self, request: Request) -> str:
        """Return the name in the path."""
        name = str(request.path_params["preset_name"])
        if not re.fullmatch(NAMED, name) and not self.on("preset-name-any"):
            raise NoError(404 if self.on("preset-name-404") else 400, "name")
        return name

    def shown_preset(self, row: Row) -> Shown:
        """Return a preset as callers see it."""
        shown: Shown = {"name": row.id, "created_at": row.created}
        shown |= {"updated_at": row.more["updated"], "revision": row.more["revision"]}
        shown |= {"description": None} | given(row.body)
        if self.on("preset-description-less") and shown["description"] is None:
            del shown["description"]
        if self.on("peak-null"):
            shown.setdefault("peak_db", None)
        if self.on("bands-sorted"):
            shown["bands"] = sorted(shown["bands"], key=lambda band: band["hz"])
        if self.on("band-q-less"):
            shown["bands"] = [{n: v for n, v in b.items() if n != "q"} for b in shown["bands"]]
        if self.on("lufs-positive"):
            shown["target_lufs"] = -shown["target_lufs"]
        if self.on("wet-fraction"):
            shown["wet"], shown["dry"] = shown["wet"] / 100, shown["dry"] / 100
        if self.on("dry-100"):
            shown["dry"] = 100
        if self.on("revision-0"):
            shown["revision"] -= 1
        return shown

    async def list_presets(self, request: Request, who: str) -> Response:
        """List presets."""
        rows = self.mine(self.presets, who, "presets-of-all")
        if not self.on("presets-unsorted"):
            rows = sorted(rows, key=lambda row: row.id)
        if self.on("presets-2"):
            rows = rows[:2]
        shown: Any = {"data": [self.shown_preset(row) for row in rows]}
        if self.on("presets-bare"):
            shown = shown["data"]
        return self.answer(200, shown)

    async def get_preset(self, request: Request, who: str) -> Response:
        """Show a preset."""
        row = self.find(self.presets, self.preset_name(request), who, "get-preset-of-all")
        return self.answer(200, self.shown_preset(row))

    async def put_preset(self, request: Request, who: str) -> Response:
        """Make a preset, or replace it."""
        name = self.preset_name(request)
        made = self.papers.read("preset", await self.body(request))
        if self.on("four-bands-crash") and len(made["bands"]) == 4:
            raise ZeroDivisionError
        rows = [row for row in self.mine(self.presets, who, "put-of-all") if row.id == name]
        if not rows:
            row = self.row("pre", who, made)
            row.id = name
            row.more["revision"] = 1
            self.presets.append(row)
            return self.answer(200 if self.on("put-200") else 201, self.shown_preset(row))
        row = rows[0]
        if self.on("put-merges"):
            made = row.body | given(made)
        if not self.on("put-ignored"):
            row.body = made
        row.more["revision"] += not self.on("revision-stays")
        row.more["updated"] = self.now()
        if self.on("put-twice"):
            self.presets.append(row)
        if self.on("put-created-anew"):
            row.created = "2027-01-01T00:00:00Z"
        return self.answer(201 if self.on("put-always-201") else 200, self.shown_preset(row))

    async def delete_preset(self, request: Request, who: str) -> Response:
        """Delete a preset."""
        row = self.find(self.presets, self.preset_name(request), who, "delete-preset-of-all")
        if not self.on("delete-preset-ignored"):
            self.presets.remove(row)
        if self.on("delete-preset-jobs"):
            self.jobs = [job for job in self.jobs if job.body["preset"] != row.id]
        return Response(status_code=204)

    async def get_account(self, request: Request, who: str) -> Response:
        """Say what is left."""
        mine = self.mine(self.jobs, who, "account-of-all")
        active = [job for job in mine if job.status in ACTIVE]
        if self.on("active-all"):
            active = mine
        if self.on("active-queued"):
            active = [job for job in mine if job.status == "queued"]
        used = self.used.get(who, 0)
        shown: Shown = {
            "credits_granted": GRANTED,
            "credits_used": used,
            "credits_left": GRANTED - (0 if self.on("left-all") else used),
            "active_jobs": len(active),
        }
        if self.on("account-used-less"):
            del shown["credits_used"]
        if self.on("account-left-text"):
            shown["credits_left"] = str(shown["credits_left"])
        return self.answer(200, shown)

    # Usage

    def days(self, request: Request) -> tuple[str, str]:
        """Return the days that are asked for."""
        first, last = (request.query_params.get(name, "") for name in ("from", "to"))
        if not is_day(first) or not is_day(last):
            if self.on("usage-days-any"):
                return "2026-01-01", "2026-12-31"
            raise NoError(400, "parameter")
        span = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        if span < 1 and not self.on("usage-turned-round"):
            raise NoError(400, "parameter")
        if span > DAYS + self.on("usage-93") - self.on("usage-92-refused"):
            raise NoError(422 if self.on("usage-long-422") else 400, "parameter")
        if self.on("usage-one-day-refused") and span == 1:
            raise NoError(400, "parameter")
        return first, last

    async def get_usage(self, request: Request, who: str) -> Response:
        """Say what was used."""
        first, last = self.days(request)
        group = self.word(request, "group_by", ("day", "kind")) or "day"
        groups: dict[str, list[int]] = {}
        for owner, day, kind, credits_ in self.log:
            within = first <= day <= last
            if self.on("usage-first-open"):
                within = first < day <= last
            if self.on("usage-last-open"):
                within = first <= day < last
            mine = owner == who or self.on("usage-of-all")
            if mine and within:
                groups.setdefault(day if group == "day" else kind, []).append(credits_)
        return self.answer(200, self.usage((first, last, group), groups))

    def usage(self, asked: tuple[str, str, str], groups: dict[str, list[int]]) -> Shown:
        """Return what was used as callers see it."""
        first, last, group = asked
        shown: Shown = {"from": first, "to": last, "group_by": group}
        keys = list(groups) if self.on("groups-unsorted") else sorted(groups)
        if self.on("group-ignored"):
            shown["group_by"] = "day"
        shown["groups"] = [
            {"key": key, "jobs": len(groups[key]), "credits": sum(groups[key])} for key in keys
        ]
        shown["jobs"] = sum(map(len, groups.values()))
        shown["credits"] = sum(map(sum, groups.values()))
        if self.on("usage-jobs-of-groups"):
            shown["jobs"] = len(groups)
        if self.on("usage-credits-first"):
            shown["credits"] = next((sum(each) for each in groups.values()), 0)
        if self.on("usage-from-less"):
            del shown["from"]
        if self.on("usage-groups-map"):
            shown["groups"] = {each["key"]: each for each in shown["groups"]}
        return shown
