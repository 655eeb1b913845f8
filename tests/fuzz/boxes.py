"""A server of the small API made by hand, which does one thing wrong."""

import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from tests.fuzz.handmade import Handmade, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.text import Json


class Boxes(Handmade):
    """A server of the small API that judges nothing; its wrongs are attributes."""

    def __init__(self) -> None:
        """Begin without boxes."""
        self.made: dict[str, dict[str, Any]] = {}
        self.lost: Callable[[int], bool] = lambda _: False
        self.forever: Callable[[int], bool] = lambda _: False
        self.same = False
        self.open = True
        self.opened = False
        self.barred = 404
        self.once: Callable[[Json, int], bool] = lambda *_: False
        self.dated = False
        self.keyed: dict[str, str] = {}
        self.folded: Callable[[str], str] | None = None
        self.compared: Callable[[Json], Json] | None = None
        self.undeleted = False
        self.moving = False
        self.reopened: set[str] = set()
        self.requests: list[Wire] = []
        self.count = 0

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer all."""
        self.requests += requests
        return super().send(requests)

    def _one(self, request: Wire) -> Reply:
        path = request.target.partition("?")[0]
        if request.method == "POST" and path == "/boxes":
            return self._make(request)
        if request.method == "DELETE" and path.endswith("/label"):
            return Reply(status=204)
        box = self.made.get(path.rpartition("/")[2])
        if box is None:
            return reply(404, {})
        stranger = dict(request.headers)["Authorization"] != "Bearer a"
        if not self.open and stranger and not (self.opened and box["seen"]):
            return reply(self.barred, {})
        if request.method == "DELETE":
            if not self.undeleted:
                del self.made[str(box["id"])]
            return Reply(status=204)
        return self._show(box)

    def _make(self, request: Wire) -> Reply:
        number = self.count = self.count + 1
        name = "0" * 8 if self.same else str(uuid.UUID(int=number))
        key = dict(request.headers).get("Idempotency-Key")
        asked = json.loads(request.body or b"null")
        if self.folded is not None and key is not None:
            if self.once(asked, number):
                self.keyed.pop(self.folded(key), None)
            name = self.keyed.setdefault(self.folded(key), name)
        if self.compared is not None and key is not None:
            known = self.made.get(self.keyed.setdefault(key, name))
            if known is not None and self.compared(known["asked"]) != self.compared(asked):
                return reply(409, {})
        box = {
            "id": name,
            "number": number,
            "asked": asked,
            "seen": 0,
        }
        self.made[name] = box
        shown = {"id": name, "state": "waiting", "kind": _kind(box)}
        at = {"created_at": f"2026-01-01T00:00:{number % 60:02}Z"} if self.dated else {}
        return reply(201, shown | at)

    def _show(self, box: dict[str, Any]) -> Reply:
        if self.lost(box["number"]):
            return reply(404, {})
        box["seen"] += 1
        shown = {"id": box["id"], "state": "waiting", "kind": _kind(box)}
        if not self.forever(box["number"]) and box["id"] not in self.reopened:
            shown |= {"state": "done", "place": f"shelf {box['seen'] if self.moving else 1}"}
        return reply(200, shown)


def _kind(box: dict[str, Any]) -> Json:
    asked = box["asked"]
    kind = asked.get("kind") if isinstance(asked, dict) else None
    known = isinstance(kind, str) and kind in {"open", "shut", "round"}
    return kind if known else "open"
