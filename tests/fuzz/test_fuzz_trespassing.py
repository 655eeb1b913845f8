"""Bodies that name what is not there, or what is another caller's."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import reply
from tests.fuzz.test_fuzz_references import Stack

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

RULE: Json = {
    "id": "bears-weight",
    "message": "it must stand on a box of yours that is done",
    "fieldPath": ".stands_on",
    "status": "server",
}
PLACES = {"stands_on": "/stands_on", "lies_in_box_id": "/lies_in_box_id"}


@pytest.fixture
def stacked(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Api:
    """Return the API of boxes that stand on boxes, by a rule, and lie in boxes, by a name."""
    order = document["components"]["schemas"]["Order"]
    order["properties"] |= {name: {"type": "string", "format": "uuid"} for name in PLACES}
    order["x-validations"].append(RULE)
    return api_of(document)


class Owned(Stack):
    """A server that knows whose box is whose, and may forget to look in one place."""

    def __init__(self, api: Api, *, forgets: str = "", asks: bool = True) -> None:
        """Look at every name but those of the member `forgets`, `asks` or not whether it is."""
        super().__init__(api)
        self._forgets, self._asks = forgets, asks
        self._caller = ""
        self._owners: dict[str, str] = {}

    def _one(self, request: Wire) -> Reply:
        sent = {name.lower(): value for name, value in request.headers}
        self._caller = sent.get("authorization", "")
        name = request.target.rpartition("/")[2]
        if request.method != "POST" and self._owners.get(name) != self._caller:
            return reply(404, {})
        return super()._one(request)

    def _make(self, asked: Any) -> Reply:
        if not self._judging.broken(self._type, asked).nothing:
            return super()._make(asked)
        for member in PLACES:
            if member in asked and not self._named(member, str(asked[member])):
                return reply(422, {"errors": [{"rule": "bears-weight"}]})
        plain = {key: value for key, value in asked.items() if key not in PLACES}
        made = super()._make(plain)
        if made.status == 201:
            self._owners[json.loads(made.body)["id"]] = self._caller
        return made

    def _named(self, member: str, name: str) -> bool:
        if member == self._forgets and name not in self._owners:
            return not self._asks
        own = self._owners.get(name) == self._caller
        return (own or member == self._forgets) and self._takes("", name)


def campaign(api: Api, server: Owned, *auth: str) -> Outcome:
    """Return the outcome of a campaign."""
    wish = Wish(phases=("rules", "journeys"), most=200)
    return run(api, server, Options(wish=wish, credentials=Credentials(auth=auth)))


def found(api: Api, server: Owned, *auth: str) -> dict[str, str]:
    """Return what a campaign says of names in bodies: key -> weight."""
    findings = campaign(api, server, *auth).findings
    return {it.key: it.weight.value for it in findings if it.kind == "other-caller-named"}


def test_a_server_that_looks_is_fine(stacked: Api) -> None:
    """It refuses what is not there, and what is another's."""
    assert found(stacked, Owned(stacked), "a", "b") == {}


@pytest.mark.parametrize(
    ("forgets", "claim", "weight"),
    [
        ("stands_on", "bears-weight", "error"),
        ("lies_in_box_id", "naming:owner", "warning"),
    ],
)
def test_another_callers_resource(stacked: Api, forgets: str, claim: str, weight: str) -> None:
    """Taken in a body though it is not served: wrong where a rule says so, else odd."""
    seen = found(stacked, Owned(stacked, forgets=forgets), "a", "b")
    assert seen == {f"other-caller-named makeBox {claim} {PLACES[forgets]}": weight}


def test_one_caller_alone_cannot_tell(stacked: Api) -> None:
    """Without a second credential nothing is said of others."""
    assert found(stacked, Owned(stacked, forgets="stands_on"), "a") == {}


def test_a_server_that_does_not_look(stacked: Api) -> None:
    """It takes a name of nothing: that is noted, and then another caller's is no finding."""
    outcome = campaign(stacked, Owned(stacked, forgets="lies_in_box_id", asks=False), "a", "b")
    assert not [item for item in outcome.findings if item.kind == "other-caller-named"]
    said = "makeBox takes a name of nothing at /lies_in_box_id, so nobody looks it up there"
    assert said in outcome.notes
    assert not any("/stands_on" in note for note in outcome.notes)


def test_a_place_that_a_rule_is_about(stacked: Api) -> None:
    """A server that looks names up elsewhere must look this one up, whoever asks."""
    findings = campaign(stacked, Owned(stacked, forgets="stands_on", asks=False), "a").findings
    found = {it.key: it.weight.value for it in findings if it.kind == "nothing-named"}
    assert found == {"nothing-named makeBox bears-weight /stands_on": "error"}


class Labelled(Owned):
    """Boxes with labels, each of which is good for one."""

    def __init__(self, api: Api, *, forgets: str, asks: bool) -> None:
        """Begin with all labels."""
        super().__init__(api, forgets=forgets, asks=asks)
        self._labels: set[str] = set()

    def _make(self, asked: Any) -> Reply:
        if not self._judging.broken(self._type, asked).nothing:
            return super()._make(asked)
        if asked["label"] in self._labels:
            return reply(409, {})
        made = super()._make(asked)
        self._labels |= {asked["label"]} if made.status == 201 else set()
        return made


def test_names_that_stand_beside_what_is_unique(
    document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """A body that is sent again has a label of its own, or that is what it were refused for."""
    order = document["components"]["schemas"]["Order"]
    said = "No two boxes have the same (409)."
    label = {"type": "string", "pattern": "^[A-Z]{3}$", "description": said}
    order["properties"] |= {name: {"type": "string", "format": "uuid"} for name in PLACES}
    order["properties"] |= {"label": label}
    order["required"].append("label")
    order["x-validations"].append(RULE)
    document["paths"]["/boxes"]["post"]["responses"]["409"] = {"description": "Taken."}
    api = api_of(document)
    server = Labelled(api, forgets="stands_on", asks=False)
    findings = campaign(api, server, "a").findings
    found = [it.key for it in findings if it.kind == "nothing-named"]
    assert found == ["nothing-named makeBox bears-weight /stands_on"]


def test_each_of_several_names_is_tried(
    document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """Where a body names two boxes or none, one of them is left as it is."""
    order = document["components"]["schemas"]["Order"]
    order["properties"] |= {name: {"type": "string", "format": "uuid"} for name in PLACES}
    order["dependentRequired"] = {one: [other] for one in PLACES for other in PLACES}
    order["x-validations"].append(RULE)
    api = api_of(document)
    findings = campaign(api, Owned(api, forgets="stands_on", asks=False), "a").findings
    found = [it.key for it in findings if it.kind == "nothing-named"]
    assert found == ["nothing-named makeBox bears-weight /stands_on"]
