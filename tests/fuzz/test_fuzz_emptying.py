"""Bodies that break a rule about a list are sent with that list empty, too."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import reply
from tests.fuzz.test_fuzz_excuses import TYPE, of

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys.emptying import Emptying
from tallystick.fuzz.model import Named, Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

AUTH = Credentials(auth=("mine",))
PARTS: dict[str, Json] = {"name": "ab", "kind": "open", "parts": [{"size": 1}], "lid": True}


@pytest.fixture
def api(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Api:
    """Return an API of boxes with parts and lids, which do not go together."""
    schemas = document["components"]["schemas"]
    marks = {"type": "array", "items": {"type": "string"}}
    part = {"$ref": "#/components/schemas/Part"}
    schemas["Order"]["properties"] |= {"marks": marks, "spare": part}
    schemas["Part"]["properties"]["cuts"] = marks
    schemas["Part"]["x-validations"] += [
        {"id": "cut-small", "rule": "!has(self.cuts) || self.size < 2.0", "message": "too large"}
    ]
    schemas["Order"]["x-validations"] += [
        {"id": "bare", "rule": "!(has(self.parts) && has(self.lid))", "message": "not both"},
        {"id": "some", "rule": "!has(self.marks) || size(self.marks) < 2", "message": "few"},
    ]
    return api_of(document)


@pytest.fixture
def emptying(api: Api) -> Emptying:
    """Return what looks at refusals of boxes."""
    return Emptying(Scene(api, Judging(api)))


def refuse(
    emptying: Emptying, body: Json, claim: str, at: str = "", status: int = 422
) -> list[Json]:
    """Return the bodies that are sent after an answer."""
    emptying.note(of(body, claim, at), reply(status, {}, TYPE))
    return [case.value for case in emptying.cases]


def test_an_empty_list_is_given(emptying: Emptying) -> None:
    """So the rule is broken as before; once is enough."""
    assert refuse(emptying, PARTS, "bare") == [{**PARTS, "parts": []}]
    case = emptying.cases[0]
    assert case.message.body == b'{"name":"ab","kind":"open","parts":[],"lid":true}'
    assert case.expect == "refused"
    assert len(refuse(emptying, {**PARTS, "name": "abc"}, "bare")) == 1


def test_all_lists_beside_it(emptying: Emptying) -> None:
    """They may have to be of one length."""
    body: Json = {**PARTS, "marks": ["a"]}
    assert refuse(emptying, body, "bare") == [{**PARTS, "parts": [], "marks": []}]


def test_deep_in_a_body(emptying: Emptying) -> None:
    """Wherever the rule stands; other lists stay as they are."""
    spare: dict[str, Json] = {"size": 3, "cuts": ["a"]}
    body: dict[str, Json] = {"name": "ab", "kind": "open", "spare": spare, "marks": ["a"]}
    empty: Json = {"size": 3, "cuts": []}
    assert refuse(emptying, body, "cut-small", "/spare") == [{**body, "spare": empty}]


@pytest.mark.parametrize(
    ("body", "claim", "status"),
    [
        (PARTS, "bare", 201),
        (PARTS, "schema:type", 422),
        ({**PARTS, "parts": []}, "bare", 422),
        ({"name": "ab", "kind": "open", "marks": ["a", "b"]}, "some", 422),  # nothing is wrong
        ({"name": "ab", "kind": "shut", "marks": ["a"]}, "shut-needs-lid", 422),  # reads no list
    ],
)
def test_nothing_to_empty(emptying: Emptying, body: Json, claim: str, status: int) -> None:
    """There is no list that is read, or it has to be as it is."""
    assert refuse(emptying, body, claim, status=status) == []


def test_what_is_named_is_named_still(emptying: Emptying) -> None:
    """With the ids that were sent."""
    case = of({**PARTS, "name": "planned"}, "bare")
    name = Named(
        path=("name",), member="name", planned="planned", given="given", maker=case, pointer="/id"
    )
    emptying.note(replace(case, names=(name,)), reply(422, {}, TYPE))
    assert [it.value for it in emptying.cases] == [{**PARTS, "name": "given", "parts": []}]
    assert emptying.cases[0].names == ()


class Heard(InProcess):
    """Remembers the bodies that it sends."""

    bodies: list[bytes]

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Send, and remember."""
        self.bodies = [*getattr(self, "bodies", []), *(each.body or b"" for each in requests)]
        return super().send(requests)


def test_a_small_campaign_has_room_for_it(api: Api) -> None:
    """What comes before it leaves something, though none of them has what it would take."""
    wish = Wish(most=120, phases=("rules", "protocol", "variants", "journeys"))
    log: list[str] = []
    with app(api, token=["mine"]) as server, closing(Heard(server)) as transport:
        outcome = run(api, transport, Options(wish=wish, credentials=AUTH), log=log)
    assert any(
        note.endswith("were cut short: there were no requests left") for note in outcome.notes
    )
    planned = {line.rpartition("] ")[2].encode() for line in log}
    others = [body for body in transport.bodies if body not in planned]
    assert [body for body in others if b'"parts":[]' in body and b'"lid"' in body]
