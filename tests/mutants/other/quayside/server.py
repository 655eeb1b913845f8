"""Quayside: a harbour's server in bare ASGI, written without any code of ours."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.mutants.other.quayside.errors import RefusedError, problem
from tests.mutants.other.quayside.harbour import Harbour
from tests.mutants.other.quayside.office import Office
from tests.mutants.other.quayside.stays import Stays
from tests.mutants.other.quayside.vessels import Vessels
from tests.mutants.other.quayside.wire import Answer, Asked, Receive, Send, heard, tell

App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
Handler = Callable[[Asked], Answer]
STAFF = frozenset({"close_berth", "open_berth"})


class Quayside(Harbour, Vessels, Stays, Office):
    """The whole of it."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.table = [(method, _pattern(path), self._named(name)) for method, path, name in TABLE]

    def _named(self, name: str) -> Handler:
        handler: Handler = getattr(self, name)
        return handler

    def answer(self, asked: Asked) -> Answer:
        """Answer a request."""
        self.tick += 1
        try:
            return self._served(asked)
        except RefusedError as refused:
            return self._refused(refused)
        except Exception:  # noqa: BLE001 - what a framework answers for a bug
            return Answer(500, problem(500), media="application/problem+json")

    def _served(self, asked: Asked) -> Answer:
        found = [row for row in self.table if row[1].fullmatch(asked.path)]
        if not found:
            raise RefusedError(404)
        for method, pattern, handler in found:
            if method == asked.method:
                held = pattern.fullmatch(asked.path)
                asked.held = held.groupdict() if held else {}
                self._known(asked, handler.__name__)
                return handler(asked)
        raise RefusedError(405)

    def _known(self, asked: Asked, name: str) -> None:
        if self.fault(f"{name.replace('_', '-')}-open"):
            asked.who = "ann"
            return
        asked.who = self.caller(asked, only_bearer=name in STAFF)

    def _refused(self, refused: RefusedError) -> Answer:
        off, status = self.fault, refused.status
        said = problem(status, refused.errors)
        if off("problem-bare"):
            del said["title"]
        if off("problem-status-text"):
            said["status"] = str(status)
        if off("errors-unnamed") and "errors" in said:
            said["errors"] = [one["message"] for one in said["errors"]]
        media = off.pick("application/problem+json", problem_as_html="text/html")
        headers = {}
        if status == 401 and not off("challenge-missing"):
            headers["WWW-Authenticate"] = "Bearer"
        changed = off.pick(status, unknown_key_403=403 if status == 401 else status)
        changed = off.pick(changed, media_406=406 if status == 415 else status)
        return Answer(changed, said, headers, media)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))


TABLE = (
    ("GET", "/berths", "list_berths"),
    ("GET", "/berths/{code}", "get_berth"),
    ("GET", "/berths/{code}/closure", "get_closure"),
    ("PUT", "/berths/{code}/closure", "close_berth"),
    ("DELETE", "/berths/{code}/closure", "open_berth"),
    ("GET", "/availability", "find_free"),
    ("GET", "/vessels", "list_vessels"),
    ("POST", "/vessels", "create_vessel"),
    ("GET", "/vessels/{vesselId}", "get_vessel"),
    ("PUT", "/vessels/{vesselId}", "replace_vessel"),
    ("PATCH", "/vessels/{vesselId}", "change_vessel"),
    ("DELETE", "/vessels/{vesselId}", "delete_vessel"),
    ("POST", "/stays", "ask_stay"),
    ("POST", "/stays/batch", "ask_stays"),
    ("POST", "/stays/search", "search_stays"),
    ("GET", "/stays/{stayId}", "get_stay"),
    ("POST", "/stays/{stayId}/confirm", "confirm_stay"),
    ("POST", "/stays/{stayId}/arrive", "arrive_stay"),
    ("POST", "/stays/{stayId}/depart", "depart_stay"),
    ("POST", "/stays/{stayId}/cancel", "cancel_stay"),
    ("POST", "/quotes", "quote"),
    ("POST", "/gate-codes", "make_gate_code"),
    ("GET", "/gate-codes/{gateCodeId}", "get_gate_code"),
    ("POST", "/imports", "import_vessels"),
    ("GET", "/imports/{importId}", "get_import"),
    ("POST", "/surveys", "order_survey"),
    ("GET", "/surveys/{surveyId}", "get_survey"),
    ("GET", "/preferences", "get_preferences"),
    ("PUT", "/preferences", "set_preferences"),
)


def quayside(fault: str = "") -> App:
    """Return the server with one fault, or none."""
    whole = Quayside(fault)

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await tell(whole.answer(await heard(scope, receive)), send)

    return app
