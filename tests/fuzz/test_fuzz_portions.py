"""Resources that begin in several states, and actions that say how much."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply

from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.deeds import deeds
from tallystick.fuzz.journeys.tallies import tally_of
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

STATES = ["held", "booked", "partly_released", "released"]
NEW: dict[str, Any] = {
    "type": "object",
    "required": ["quantity"],
    "properties": {
        "quantity": {"type": "integer", "minimum": 4, "maximum": 90},
        "hold": {"type": "boolean"},
    },
}
RELEASE: dict[str, Any] = {
    "type": "object",
    "required": ["cause"],
    "properties": {
        "quantity": {"type": "integer", "minimum": 1, "maximum": 500},
        "cause": {"enum": ["late", "sold"]},
    },
}
SEAL: dict[str, Any] = {
    "type": "object",
    "required": ["wax"],
    "properties": {"wax": {"enum": ["red", "blue"]}},
}
PLACES: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "quantity", "released_quantity"],
    "properties": {
        "id": {"type": "string"},
        "state": {"enum": STATES},
        "quantity": {"type": "integer"},
        "hold": {"type": "boolean"},
        "released_quantity": {"type": "integer"},
        "release_cause": {"type": ["string", "null"], "enum": ["late", "sold", None]},
    },
}
SAID = {
    "book": "Books held places, at once. 409 when they are not held.",
    "release": "Gives places back, all that are left unless a quantity is given. "
    "409 when nothing is left.",
    "seal": "Seals what was released in part.",
    "label": "Makes labels; 409 when the places are not booked.",
}


def document() -> dict[str, Any]:
    """Return a document of places that are held or booked, and released in parts."""
    refused = {status: {"description": "Refused."} for status in ("400", "401", "404", "409")}
    shown = {"description": "They.", "content": {"application/json": {"schema": PLACES}}}
    named = {"name": "placesId", "in": "path", "required": True, "schema": {"type": "string"}}

    def body(schema: Json) -> dict[str, Any]:
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    create = {"operationId": "take", "requestBody": body(NEW)}
    paths: dict[str, Any] = {
        "/places": {"post": {**create, "responses": {"201": shown, **refused}}},
        "/places/{placesId}": {
            "parameters": [named],
            "get": {"operationId": "show", "responses": {"200": shown, **refused}},
        },
    }
    for verb, text in SAID.items():
        action: dict[str, Any] = {"operationId": verb, "description": text}
        asked = {"release": RELEASE, "seal": SEAL}.get(verb)
        action |= {"requestBody": body(asked)} if asked is not None else {}
        action |= {"responses": {"200": shown, **refused}}
        paths[f"/places/{{placesId}}/{verb}"] = {"parameters": [named], "post": action}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Places", "version": "1"},
        "security": [{"key": []}],
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Hall(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without places."""
        self.wrong = wrong
        self.known: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, str] = {}

    def _for(self, who: str, request: Wire) -> Reply:
        _, _, name, verb = [*request.target.split("/"), "", ""][:4]
        if not name:
            return self._taken(asked_in(request.body), who)
        theirs = self.owners.get(name) not in {None, who}
        if name not in self.known or (theirs and not (verb and self.wrong == f"{verb} of all")):
            return Reply(status=404)
        act = {"book": self._book, "release": self._release, "label": self._label}.get(verb)
        act = self._seal if verb == "seal" else act
        row = self.known[name]
        if act is None:
            return reply(200, row)
        status = act(row, asked_in(request.body))
        return reply(200, row) if status == 200 else Reply(status=status)

    def _taken(self, asked: Any, who: str) -> Reply:
        quantity = asked.get("quantity") if isinstance(asked, dict) else None
        hold = asked.get("hold", False) if isinstance(asked, dict) else None
        if not _whole(quantity, 4, 90) or not isinstance(hold, bool):
            return Reply(status=400)
        name = f"p{len(self.known)}"
        row = {"id": name, "state": "held" if hold else "booked", "quantity": quantity}
        row |= {"hold": hold, "released_quantity": 0, "release_cause": None}
        self.known[name] = row
        self.owners[name] = who
        return reply(201, row)

    def _book(self, row: dict[str, Any], _: Any) -> int:
        if row["state"] != "held" and self.wrong != "book from all":
            return 409
        row["state"] = "held" if self.wrong == "book ignored" else "booked"
        return 200

    def _label(self, row: dict[str, Any], _: Any) -> int:
        return 200 if row["state"] == "booked" or self.wrong == "label from all" else 409

    def _seal(self, row: dict[str, Any], asked: Any) -> int:
        if row["state"] != "partly_released":
            return 409
        wax = asked.get("wax") if isinstance(asked, dict) else None
        return 200 if wax in ("red", "blue") or self.wrong == "any wax" else 400

    def _release(self, row: dict[str, Any], asked: Any) -> int:
        cause = asked.get("cause") if isinstance(asked, dict) else None
        left = row["quantity"] - row["released_quantity"]
        wanted = asked.get("quantity", left) if isinstance(asked, dict) else -1
        given = isinstance(asked, dict) and "quantity" in asked
        if cause not in ("late", "sold") or not _whole(wanted, 0, 500) or (given and not wanted):
            return 400
        if not left and self.wrong != "release again":
            return 409
        exact = self.wrong == "less than all" and wanted == left and given
        if (wanted > left and self.wrong != "release more") or exact:
            return 400
        counted = {"nothing counted": 0, "one counted": min(wanted, 1)}.get(self.wrong, wanted)
        row["released_quantity"] += counted
        whole = wanted >= left or self.wrong == "nothing counted"
        row["state"] = "released" if whole else "partly_released"
        if self.wrong != "first cause" or row["release_cause"] is None:
            row["release_cause"] = cause
        return 200


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[[str], dict[str, str]]:
    """Return a function that runs a campaign against a hall: the weight of each finding."""
    return lambda wrong: lived(document(), Hall(wrong), "a", "b")


def test_a_true_hall(found: Callable[[str], dict[str, str]]) -> None:
    """Nothing is found."""
    assert found("") == {}


WRONGS = {
    "book from all": ("action-in-wrong-state book action:said booked", "warning"),
    "book ignored": ("action-without-effect show action:effect book", "warning"),
    "book of all": ("other-caller-acted book action:owner", "error"),
    "label from all": ("action-in-wrong-state label action:said held", "warning"),
    "label of all": ("other-caller-acted label action:owner", "error"),
    "release more": ("action-beyond show action:left /released_quantity", "warning"),
    "release again": ("action-beyond show action:left /released_quantity", "warning"),
    "nothing counted": ("action-uncounted show action:amount /released_quantity", "warning"),
    "one counted": ("action-uncounted show action:amount /released_quantity", "warning"),
    "less than all": ("rest-refused release action:rest", "warning"),
    "any wax": ("invalid-accepted seal schema:enum /wax", "error"),
    "first cause": ("action-echo show action:echo /release_cause", "warning"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_hall_that_is_wrong(wrong: str, found: Callable[[str], dict[str, str]]) -> None:
    """Each is found, and weighs what it should."""
    key, weight = WRONGS[wrong]
    items = found(wrong)
    assert items.get(key) == weight, items


def test_an_action_leads_to_a_part_of_its_state(api_of: Callable[[Json], Api]) -> None:
    """A state that is named so is one that the action leads to; some names say no state."""
    api = api_of(document())
    known = {each.operation.id: each for each in deeds(api, chains(api))}
    assert known["release"].goals == ("released", "partly_released")
    assert known["label"].goals == ()


@pytest.mark.parametrize(
    ("member", "at"),
    [
        ("released_quantity", ("released_quantity",)),
        ("quantityReleased", ("quantityReleased",)),
        ("released", ("released",)),
        ("release_total", ("release_total",)),
        ("released_fee", None),
        ("releasable_quantity", None),
        ("hold", None),
    ],
)
def test_what_counts_an_action(
    member: str, at: tuple[str, ...] | None, api_of: Callable[[Json], Api]
) -> None:
    """The member is called like the action and says how much; what a client sets is none."""
    read = json.loads(json.dumps(document()))
    content = read["paths"]["/places/{placesId}"]["get"]["responses"]["200"]["content"]
    members = content["application/json"]["schema"]["properties"]
    del members["released_quantity"]
    members[member] = {"type": "integer"}
    api = api_of(read)
    known = {each.operation.id: each for each in deeds(api, chains(api))}
    tally = tally_of(api, known["release"])
    assert (None if tally is None else tally.at) == at
    if tally is not None:
        assert (tally.asked, tally.wholes, tally.spent) == (("quantity",), (("quantity",),), True)
