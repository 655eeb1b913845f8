"""What is done to resources whose states are declared, in states that forbid it and in others."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Guarded

from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.deeds import asking
from tallystick.fuzz.journeys.saying import said
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

NEXT = {
    "waiting": ["firing", "stopped"],
    "firing": ["fired", "cracked", "stopped"],
    "fired": [],
    "cracked": [],
    "stopped": [],
}
POT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "glaze"],
    "properties": {
        "id": {"type": "string"},
        "state": {"enum": list(NEXT)},
        "glaze": {"enum": ["blue", "green"]},
    },
    "x-lifecycle": {
        "member": "state",
        "initial": "waiting",
        "success": ["fired"],
        "states": {name: {"next": after} for name, after in NEXT.items()},
    },
}
SAID = {
    "stop": "A waiting or firing pot is stopped; 409 when it has ended.",
    "repeat": "Fires a pot like it, which stays; 409 unless that cracked or was stopped.",
    "pack": "Packs a pot; 409 unless it was fired.",
    "smash": "409 unless the pot has ended.",
    "log": "What happened to a pot, oldest first.",
}


def document() -> dict[str, Any]:
    """Return a document of pots that are fired."""
    refused = {status: {"description": "No."} for status in ("400", "401", "404", "409")}
    shown = {"content": {"application/json": {"schema": POT}}, "description": "It."}

    def operation(name: str, status: str = "200", good: Any = shown) -> dict[str, Any]:
        told = {"operationId": name, "description": SAID.get(name, name)}
        return {**told, "responses": {status: good, **refused}}

    new = {
        "type": "object",
        "required": ["glaze"],
        "properties": {"glaze": POT["properties"]["glaze"]},
    }
    body = {"required": True, "content": {"application/json": {"schema": new}}}
    named = [{"name": "potId", "in": "path", "required": True, "schema": {"type": "string"}}]
    done = {"description": "Done."}
    paths: dict[str, Any] = {
        "/pots": {"post": {**operation("fire", "202"), "requestBody": body}},
        "/pots/{potId}": {
            "parameters": named,
            "get": operation("look"),
            "delete": operation("smash", "204", done),
        },
    }
    for name, status, good in (
        ("stop", "200", shown),
        ("repeat", "202", shown),
        ("pack", "204", done),
    ):
        paths[f"/pots/{{potId}}/{name}"] = {
            "parameters": named,
            "post": operation(name, status, good),
        }
    event: dict[str, Any] = {"type": "object", "required": ["state"]}
    event["properties"] = {"state": {"enum": list(NEXT)}}
    log = {"type": "object", "properties": {"data": {"type": "array", "items": event}}}
    content = {"content": {"application/json": {"schema": log}}, "description": "All."}
    paths["/pots/{potId}/events"] = {
        "parameters": named,
        "get": operation("log", "200", content),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pots", "version": "1"},
        "security": [{"key": []}],
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Kiln(Guarded):
    """A server of the document; a look moves a pot on. `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin cold."""
        self.wrong = wrong
        self.pots: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, str] = {}

    def _for(self, who: str, request: Wire) -> Reply:
        _, _, name, verb, *_ = [*request.target.split("/"), "", ""]
        if not name:
            return self._fired(who, request.body)
        wide = self.wrong == "smash of all" and request.method == "DELETE"
        if name not in self.pots or (self.owners[name] != who and not wide):
            return Reply(status=404)
        pot = self.pots[name]
        if request.method == "GET" and verb == "events":
            return self._log(pot)
        if request.method == "GET":
            self._moved(pot)
            return _shown(pot)
        return self._done(who, pot, verb or "smash")

    def _fired(self, who: str, body: bytes | None) -> Reply:
        try:
            glaze = json.loads(body or b"")["glaze"]
        except (ValueError, TypeError, LookupError):
            return Reply(status=400)
        if glaze not in ("blue", "green"):
            return Reply(status=400)
        pot = {"id": f"p{len(self.owners)}", "state": "waiting", "glaze": glaze}
        self.pots[pot["id"]], self.owners[pot["id"]] = pot, who
        return _shown(pot, 202)

    def _log(self, pot: dict[str, Any]) -> Reply:
        way = ["waiting", *([] if pot["state"] in {"waiting", "stopped"} else ["firing"])]
        way += [pot["state"]] if pot["state"] not in way else []
        if self.wrong == "log without firing" and len(way) > 2:
            way.remove("firing")
        told = {
            "log without birth": way[1:] or way,
            "log without end": way[:-1] or way,
            "log turned": way[::-1],
        }.get(self.wrong, way)
        return _shown({"data": [{"state": each} for each in told]})

    def _moved(self, pot: dict[str, Any]) -> None:
        if pot["state"] == "waiting":
            pot["state"] = "firing"
        elif pot["state"] == "firing":
            pot["state"] = "cracked" if int(pot["id"][1:]) % 3 == 0 else "fired"

    def _done(self, who: str, pot: dict[str, Any], verb: str) -> Reply:
        state = pot["state"]
        sources = {
            "stop": {"waiting", "firing"},
            "repeat": {"cracked", "stopped"},
            "pack": {"fired"},
            "smash": {"fired", "cracked", "stopped"},
        }[verb]
        spared = self.wrong == f"{verb} {state}"
        if spared is (state in sources):
            return Reply(status=409)
        if verb == "repeat" and self.wrong == "repeat back":
            pot["state"] = "waiting"
            return _shown(pot, 202)
        if verb == "repeat":
            return self._fired(who, json.dumps(pot).encode())
        if verb == "stop":
            pot["state"] = "stopped"
            return _shown(pot)
        if verb == "smash" and self.wrong != "smash nothing":
            del self.pots[pot["id"]]
        return Reply(status=204)


def _shown(pot: dict[str, Any], status: int = 200) -> Reply:
    headers = {"content-type": "application/json"}
    return Reply(status=status, headers=headers, body=json.dumps(pot).encode())


WRONGS = {
    "": set[str](),
    "repeat fired": {"action-in-wrong-state repeat action:said fired"},
    "repeat waiting": {"action-in-wrong-state repeat action:said waiting"},
    "repeat back": {"state-order look lifecycle:order stopped-firing"},
    "repeat stopped": {"action-refused repeat action:allowed stopped"},
    "pack firing": {"action-in-wrong-state pack action:said firing"},
    "smash waiting": {"action-in-wrong-state smash action:said waiting"},
    "smash of all": {"other-caller-changed smash update:owner"},
    "log without firing": {"history-skips log history:order waiting-fired"},
    "log without birth": {"history-begins log history:begins firing"},
    "log without end": {"history-ends log history:ends fired"},
    "log turned": {"history-turned log history:sort"},
    "smash nothing": {"served-after-delete look lifecycle:deleted"},
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_a_kiln_does(wrong: str, lived: Callable[..., dict[str, str]]) -> None:
    """What its states forbid is tried, and what they allow; a true kiln is silent."""
    found = set(lived(document(), Kiln(wrong), "a", "b", most=1000))
    assert found >= WRONGS[wrong]
    assert bool(found) is bool(WRONGS[wrong])


@pytest.mark.parametrize(
    ("words", "sources", "barred"),
    [
        ("409 unless it was fired.", {"fired"}, set[str]()),
        ("409 unless that cracked or was stopped.", {"cracked", "stopped"}, set[str]()),
        ("409 unless the pot has ended.", {"fired", "cracked", "stopped"}, set[str]()),
        ("409 when it has ended.", set[str](), {"fired", "cracked", "stopped"}),
        ("409 while it is firing.", set[str](), {"firing"}),
        ("409 once the pot was fired or stopped.", set[str](), {"fired", "stopped"}),
        ("409 while it has waiting owners.", None, None),
        ("409 unless it has fired neighbours.", None, None),
        ("409 while an owner is waiting.", None, None),
    ],
)
def test_what_words_say_of_declared_states(
    words: str,
    sources: set[str] | None,
    barred: set[str] | None,
    api_of: Callable[[Json], Api],
) -> None:
    """The end is one of the states that none follows; what a pot has is no state of it."""
    read = document()
    read["paths"]["/pots/{potId}"]["get"].update(
        {"description": words, "responses": read["paths"]["/pots/{potId}"]["delete"]["responses"]}
    )
    read["paths"]["/pots/{potId}"]["get"]["responses"]["200"] = {
        "description": "It.",
        "content": {"application/json": {"schema": POT}},
    }
    api = api_of(read)
    deed = asking(api, next(it for it in chains(api) if it.get.id == "look"))
    assert deed is not None
    told = said(deed)
    assert (None if told is None else set(told.sources)) == sources
    assert (None if told is None else set(told.barred)) == barred
