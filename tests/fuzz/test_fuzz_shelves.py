"""What callers put under names of their own, on a server by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire

pytestmark = pytest.mark.usefixtures("hurried")

TASTE: dict[str, Any] = {
    "type": "object",
    "required": ["salt"],
    "additionalProperties": False,
    "properties": {"salt": {"type": "integer", "minimum": 0, "maximum": 9}},
}
SAUCE: dict[str, Any] = {
    "type": "object",
    "required": ["name", "salt"],
    "properties": {
        "name": {"type": "string"},
        "salt": {"type": "integer"},
        "edition": {"type": "integer"},
    },
}
DISH: dict[str, Any] = {
    "type": "object",
    "required": ["cooked"],
    "additionalProperties": False,
    "properties": {"cooked": {"type": "boolean"}, "sauce": {"type": "string", "maxLength": 9}},
    "x-validations": [
        {
            "id": "sauce-known",
            "status": "server",
            "message": "There is no such sauce.",
            "fieldPath": ".sauce",
        }
    ],
}


MIXES = "Mixes it, or mixes it anew. `edition` is one more with every replacement."


def document(message: str = "There is no such sauce.", mixes: str = MIXES) -> dict[str, Any]:
    """Return a document of sauces, and of dishes that name one."""

    def operation(name: str, said: str, answers: dict[str, Any], body: Any = None) -> Any:
        content = {it: {"application/json": {"schema": answers[it]}} for it in answers}
        told = {it: {"description": "It.", "content": content[it]} for it in answers}
        told |= {it: {"description": "No."} for it in ("204", "400", "401", "404", "422")}
        taken = {"required": True, "content": {"application/json": {"schema": body}}}
        found = {"operationId": name, "description": said, "responses": told}
        return found if body is None else {**found, "requestBody": taken}

    dish = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    every = {"type": "object", "properties": {"data": {"type": "array", "items": SAUCE}}}
    rules = [{**DISH["x-validations"][0], "message": message}]
    asked = {**DISH, "x-validations": rules}

    def named(name: str) -> dict[str, Any]:
        schema = {"type": "string", "pattern": "^[a-z]{2,9}$"} if name == "sauce" else {}
        told = {"name": name, "in": "path", "required": True}
        return {"parameters": [{**told, "schema": {"type": "string", **schema}}]}

    both = {"200": SAUCE, "201": SAUCE}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sauces", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/sauces": {"get": operation("sauces", "All, by name.", {"200": every})},
            "/sauces/{sauce}": {
                **named("sauce"),
                "get": operation("taste", "It.", {"200": SAUCE}),
                "put": operation("mix", mixes, both, TASTE),
                "delete": operation("spill", "Spills it.", {}),
            },
            "/dishes": {"post": operation("cook", "Cooks it.", {"201": dish}, asked)},
            "/dishes/{id}": {**named("id"), "get": operation("dish", "It.", {"200": dish})},
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Sauces(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin with nothing."""
        self.wrong = wrong
        self.sauces: dict[tuple[str, str], dict[str, Any]] = {}
        self.dishes: list[tuple[str, str]] = []

    def _for(self, who: str, request: Wire) -> Reply:
        kind, _, name = request.target.rstrip("/").partition("s/")
        if kind.startswith("/dish"):
            return self._dish(request, who)
        if request.target == "/sauces":
            return reply(200, {"data": self._all(who)})
        if not (name.isascii() and name.isalpha() and name.islower() and 2 <= len(name) <= 9):
            return Reply(status=400)
        return self._sauce(request, who, name)

    def _all(self, who: str) -> list[dict[str, Any]]:
        everybody = self.wrong == "listed for all"
        mine = [it for (owner, _), it in self.sauces.items() if owner == who or everybody]
        if self.wrong != "as they came":
            mine.sort(key=lambda it: it["name"])
        return mine[: 2 if self.wrong == "two are listed" else None]

    def _sauce(self, request: Wire, who: str, name: str) -> Reply:
        key = (who, name)
        if request.method == "PUT":
            asked = asked_in(request.body)
            if not isinstance(asked, dict) or asked.keys() != {"salt"}:
                return Reply(status=400)
            salt = asked["salt"]
            if not isinstance(salt, int) or isinstance(salt, bool) or not 0 <= salt <= 9:
                return Reply(status=400)
            status = 200 if key in self.sauces else 201
            before = self.sauces[key]["edition"] if key in self.sauces else 0
            edition = 1 if self.wrong == "always the first" else before + 1
            self.sauces[key] = {"name": name, "salt": salt, "edition": edition}
            return reply(status, self.sauces[key])
        if request.method == "DELETE" and self.wrong == "spilt by all":
            key = next((it for it in self.sauces if it[1] == name), key)
        if key not in self.sauces:
            return Reply(status=404)
        if request.method == "GET":
            return reply(200, self.sauces[key])
        del self.sauces[key]
        return Reply(status=204)

    def _dish(self, request: Wire, who: str) -> Reply:
        if request.method == "GET":
            name = request.target.rpartition("/")[2]
            return reply(200, {"id": name}) if (who, name) in self.dishes else Reply(status=404)
        asked = asked_in(request.body)
        if not isinstance(asked, dict) or asked.keys() - {"cooked", "sauce"}:
            return Reply(status=400)
        sauce = asked.get("sauce", "")
        sound = isinstance(sauce, str) and len(sauce) <= 9
        if not isinstance(asked.get("cooked"), bool) or not sound:
            return Reply(status=400)
        known = {it for owner, it in self.sauces if owner == who or self.wrong == "lent to all"}
        if "sauce" in asked and sauce not in known and self.wrong != "any sauce":
            return reply(422, {"rule": "sauce-known"})
        self.dishes.append((who, f"d{len(self.dishes)}"))
        return reply(201, {"id": self.dishes[-1][1]})


WRONGS = {
    "": dict[str, str](),
    "any sauce": {
        "nothing-named cook sauce-known /sauce": "error",
        "other-caller-named cook sauce-known /sauce": "error",
    },
    "lent to all": {"other-caller-named cook sauce-known /sauce": "error"},
    "listed for all": {"other-caller-listed sauces list:owner": "error"},
    "spilt by all": {"other-caller-changed spill update:owner": "error"},
    "as they came": {"sort-ignored sauces list:sort by name": "warning"},
    "two are listed": {"not-listed sauces list:holds": "warning"},
    "always the first": {"uncounted taste update:counts /edition": "warning"},
}


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against some sauces: the weight of each finding."""

    def start(wrong: str, **told: str) -> dict[str, str]:
        return lived(document(**told), Sauces(wrong), "a", "b", rules="all", most=500)

    return start


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_put_under_names(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """Names are looked up among one's own; a list has all, in order; others change nothing."""
    assert found(wrong) == WRONGS[wrong]


def test_what_is_not_said_to_be_there(found: Callable[..., dict[str, str]]) -> None:
    """A rule that does not say that a thing has to be there may be about something else."""
    assert found("any sauce", message="Sauces go with fish.") == {}


@pytest.mark.parametrize("mixes", ["Mixes it.", "Mixes it. `edition` is 1 with every sauce."])
def test_what_is_not_said_to_count(mixes: str, found: Callable[..., dict[str, str]]) -> None:
    """A number of which nobody says that it counts changes may stay."""
    assert found("always the first", mixes=mixes) == {}
