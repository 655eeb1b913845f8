"""What things take from an account, and what is given back, on a server by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.journeys import accounting
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire

pytestmark = pytest.mark.usefixtures("hurried")

STATES = ("queued", "running", "done", "failed", "cancelled")
ENDED = STATES[2:]
EACH = 4
"""Every so many jobs fail."""


def document(*, said: bool = True) -> dict[str, Any]:
    """Return a document of jobs and of an account; `said`, with words of what is given back."""
    number = {"type": "integer", "minimum": 0}
    member = {"type": "string", "enum": list(STATES)}
    grows = "How far it is; never goes down."
    nexts = {"queued": ["running", "cancelled"], "running": ["done", "failed", "cancelled"]}
    job = {
        "type": "object",
        "required": ["id", "state", "coins"],
        "properties": {
            "id": {"type": "string"},
            "state": member,
            "coins": number,
            "again_of": {"type": ["string", "null"]},
            "progress": {
                "type": "integer",
                "description": grows if said else "How far.",
            },
        },
        "x-lifecycle": {
            "member": "state",
            "initial": "queued",
            "success": ["done"],
            "states": {it: {"next": nexts.get(it, [])} for it in STATES},
        },
    }
    heads = {"X-Coins-Used": {"schema": {"type": "string"}}}
    body = {
        "type": "object",
        "required": ["size"],
        "additionalProperties": False,
        "properties": {"size": {"type": "integer", "minimum": 2, "maximum": 9}},
    }
    used = {"description": "Failed jobs give back as cancelled ones do." if said else "Used."}
    active = {"description": "Those that are queued or running." if said else "Active."}
    shown = {"coins_used": {**number, **used}, "active_jobs": {**number, **active}}
    every = {"type": "object", "properties": {"data": {"type": "array", "items": job}}}

    def operation(name: str, status: str, schema: Any, said: str = "It.", **more: Any) -> Any:
        content = {"application/json": {"schema": schema}}
        answers = {status: {"description": "It.", "content": content}}
        answers |= {it: {"description": "No."} for it in ("400", "404", "409")}
        return {"operationId": name, "description": said, "responses": answers, **more}

    asked = {"required": True, "content": {"application/json": {"schema": body}}}
    back = "Its coins are given back; 409 when it has ended." if said else "Gives it up."
    again = "Makes a new job; 409 unless it was cancelled."
    more = " It has the same `coins` and is `again_of` the old one. It costs the same again."
    again += more if said else ""
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    account = {"type": "object", "properties": shown}
    start = operation("start", "202", job, requestBody=asked)
    start["responses"]["202"]["headers"] = heads
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jobs", "version": "1"},
        "paths": {
            "/jobs": {
                "post": start,
                "get": operation("jobs", "200", every),
            },
            "/jobs/{id}": {"parameters": [named], "get": operation("look", "200", job)},
            "/jobs/{id}/cancel": {
                "parameters": [named],
                "post": operation("cancel", "200", job, back),
            },
            "/jobs/{id}/retry": {
                "parameters": [named],
                "post": operation("retry", "202", job, again),
            },
            "/account": {"get": operation("account", "200", account)},
        },
    }


class Jobs(Handmade):
    """A server of the document: a job is further with each look; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin with nothing."""
        self.wrong, self.used = wrong, 0
        self.rows: list[dict[str, Any]] = []

    def _one(self, request: Wire) -> Reply:
        _, kind, *rest = request.target.split("/")
        if kind == "account":
            states = {"everything": STATES, "only queued": STATES[:1]}.get(self.wrong, STATES[:2])
            active = sum(row["state"] in states for row in self.rows)
            return reply(200, {"coins_used": self.used, "active_jobs": active})
        if not rest:
            return self._jobs(request)
        row = next((it for it in self.rows if it["id"] == rest[0]), None)
        if row is None:
            return Reply(status=404)
        if len(rest) == 1:
            self._move(row)
            return reply(200, row)
        return self._cancel(row) if rest[1] == "cancel" else self._retry(row)

    def _jobs(self, request: Wire) -> Reply:
        if request.method == "GET":
            return reply(200, {"data": self.rows})
        asked = asked_in(request.body)
        size = asked.get("size") if isinstance(asked, dict) and len(asked) == 1 else None
        if not isinstance(size, int) or isinstance(size, bool) or not 2 <= size <= 9:
            return Reply(status=400)
        before = self.used
        row = self._made(size)
        told = before if self.wrong == "told before" else self.used
        return reply(202, row, {"x-coins-used": str(told)})

    def _made(self, coins: int, old: str | None = None) -> dict[str, Any]:
        row: dict[str, Any] = {"id": f"j{len(self.rows)}", "state": "queued", "coins": coins}
        row |= {"again_of": old, "progress": 0}
        self.rows.append(row)
        self.used += coins
        return row

    def _move(self, row: dict[str, Any]) -> None:
        if row["state"] == "running":
            fails = int(row["id"][1:]) % EACH == 0
            row["state"] = "failed" if fails else "done"
            row["progress"] = 9 if self.wrong != "falls back" or not fails else 0
            if fails and self.wrong != "failing takes":
                self.used -= row["coins"]
        elif row["state"] == "queued":
            row |= {"state": "running", "progress": 5}

    def _cancel(self, row: dict[str, Any]) -> Reply:
        if row["state"] == "cancelled" and self.wrong == "cancelled twice":
            return reply(200, row)
        if row["state"] in ENDED:
            return Reply(status=409)
        row["state"] = "cancelled"
        if self.wrong != "cancelling takes":
            self.used -= row["coins"]
        return reply(200, row)

    def _retry(self, row: dict[str, Any]) -> Reply:
        if row["state"] != "cancelled":
            return Reply(status=409)
        old = None if self.wrong == "of nothing" else row["id"]
        made = self._made(row["coins"] + (self.wrong == "another one"), old)
        if self.wrong == "trying again is free":
            self.used -= row["coins"]
        return reply(202, made)


KEPT = {"account-kept cancel account:back /account/coins_used": "warning"}
WRONGS = {
    "": dict[str, str](),
    "cancelling takes": KEPT,
    "trying again is free": {"account-free retry account:again /account/coins_used": "warning"},
    "told before": {"header-outdated start account:header /X-Coins-Used": "warning"},
    "failing takes": {"account-kept account account:back /account/coins_used": "warning"},
    "cancelled twice": {"action-in-wrong-state cancel action:said cancelled": "warning"},
    "of nothing": {"again-differs retry action:again /again_of": "warning"},
    "another one": {"again-differs retry action:again /coins": "warning"},
    "falls back": {"went-down look response:grows /progress": "warning"},
    "everything": {"account-count account account:count /active_jobs": "warning"},
    "only queued": {"account-count account account:count /active_jobs": "warning"},
}


@pytest.fixture
def found(
    lived: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against some jobs: the weight of each finding."""
    monkeypatch.setattr(accounting, "LATER", (0.0, 0.0))

    def start(wrong: str, *, said: bool = True) -> dict[str, str]:
        return lived(document(said=said), Jobs(wrong), rules="all", most=900)

    return start


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_an_account_shows(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """What is given up gives back, what is made again costs, and what goes on is counted."""
    assert found(wrong) == WRONGS[wrong]


@pytest.mark.parametrize("wrong", WRONGS)
def test_of_what_nothing_is_said(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """Where nobody says so, nothing has to be given back or counted."""
    assert found(wrong, said=False) == {}
