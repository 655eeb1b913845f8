"""Bodies that name resources, on a server made by hand that knows which ones it takes."""

import itertools
import json
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.naming import Places, given, planned, ways
from tallystick.fuzz.campaign import Options, fits, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import following
from tallystick.fuzz.journeys.references import references
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Named, Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.plugin import Run
from tallystick.fuzz.reproduction.client_calls import python
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.fuzz.resuming import load
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

JSON = {"content-type": "application/json"}
RULE: Json = {
    "id": "bears-weight",
    "message": "it must stand on a box of yours that is done",
    "fieldPath": ".stands_on",
    "status": "server",
}
ID: Json = {"type": "string", "format": "uuid"}


@pytest.fixture
def stacked(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Api:
    """Return the API of boxes that stand on boxes and hold boxes."""
    order = document["components"]["schemas"]["Order"]
    order["properties"] |= {
        "stands_on": ID,
        "held_box_ids": {"type": "array", "maxItems": 2, "items": ID},
    }
    order["x-validations"].append(RULE)
    return api_of(document)


class Stack(Handmade):
    """A server of stacked boxes; which boxes may stand on which is an attribute."""

    def __init__(self, api: Api) -> None:
        """Begin without boxes."""
        self._judging = Judging(api)
        body = api.operations[0].body
        assert body is not None
        assert body.contents[0].type is not None
        self._type = body.contents[0].type
        self.bears: Callable[[Json, Json], bool] = lambda _above, _below: True
        self.polls = 2
        self.boxes: dict[str, dict[str, Any]] = {}
        self.named: list[Json] = []

    def _one(self, request: Wire) -> Reply:
        if request.method == "POST":
            try:
                asked = json.loads(request.body or b"")
            except ValueError:
                return reply(400, {})
            if "authorization" not in {name.lower() for name, _ in request.headers}:
                return reply(401, {})
            return self._make(asked)
        box = self.boxes.get(request.target.rpartition("/")[2])
        if box is None:
            return reply(404, {})
        box["left"] -= 1
        return reply(200, _shown(box))

    def _make(self, asked: Any) -> Reply:
        broken = self._judging.broken(self._type, asked)
        if not broken.nothing:
            return reply(422, {"errors": [{"rule": name} for name, _ in broken.rules]})
        below = [asked[name] for name in ("stands_on",) if name in asked]
        below += asked.get("held_box_ids", [])
        self.named += below
        if not all(self._takes(asked["kind"], each) for each in below):
            return reply(422, {"errors": [{"rule": "bears-weight"}]})
        name = str(uuid.UUID(int=len(self.boxes) + 1))
        self.boxes[name] = {"id": name, "kind": asked["kind"], "left": self.polls}
        return reply(201, _shown(self.boxes[name]))

    def _takes(self, above: Json, name: Json) -> bool:
        box = self.boxes.get(str(name))
        return box is not None and box["left"] <= 0 and self.bears(above, box["kind"])


def _shown(box: dict[str, Any]) -> Json:
    shown = {"id": box["id"], "kind": box["kind"], "state": "waiting"}
    return shown if box["left"] > 0 else {**shown, "state": "done", "place": "shelf"}


WISH = Wish(phases=("rules", "variants"), most=300)


def tried(api: Api, server: Stack, wish: Wish = WISH, **more: Any) -> tuple[Outcome, list[str]]:
    """Return the outcome of a campaign of bodies, and its log."""
    log: list[str] = []
    options = Options(wish=wish, credentials=Credentials(auth=("a",)), **more)
    return run(api, server, options, log=log), log


def refused(outcome: Outcome) -> int:
    """Return how many valid requests were not accepted."""
    tally = outcome.operations["makeBox"]
    return tally.valid - tally.accepted


def test_found_by_name_and_by_rule(stacked: Api) -> None:
    """A list of ids by its name, a member with another name by what a rule says of it."""
    found = {each.at for each in references(stacked, chains(stacked))}
    assert found == {"/stands_on", "/held_box_ids/*"}


def _order(document: dict[str, Any], properties: dict[str, Json]) -> None:
    document["components"]["schemas"]["Order"]["properties"] |= properties


NAMES: list[tuple[dict[str, Json], set[str]]] = [
    ({"box_id": ID}, {"/box_id"}),
    ({"parentBoxId": {"type": "string"}}, {"/parentBoxId"}),
    ({"box_id": {"type": "integer"}}, set()),
    ({"box_id": {"type": "string", "format": "date"}}, set()),
    ({"ox_id": ID}, set()),
    ({"id": ID}, set()),
    ({"box": ID}, set()),
    ({"inside": {"type": "object", "properties": {"boxID": ID}}}, {"/inside/boxID"}),
]


@pytest.mark.parametrize(("properties", "found"), NAMES)
def test_names(
    properties: dict[str, Json],
    found: set[str],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """Name and type of the id both count; what a resource calls itself does not."""
    _order(document, properties)
    api = api_of(document)
    assert {each.at for each in references(api, chains(api))} == found


def test_found_by_a_link(document: dict[str, Any], api_of: Callable[[Json], Api]) -> None:
    """A link that puts the id into the body of the next request says all."""
    _order(document, {"below": ID})
    made = document["paths"]["/boxes"]["post"]["responses"]["201"]
    made["links"]["stack"] = {
        "operationId": "makeBox",
        "requestBody": {"below": "$response.body#/id"},
    }
    api = api_of(document)
    assert {each.at for each in references(api, chains(api))} == {"/below"}


def test_bodies_name_what_is_there(stacked: Api) -> None:
    """Every valid request is accepted, and nothing is named that was not done by then."""
    server = Stack(stacked)
    outcome, _ = tried(stacked, server)
    assert refused(outcome) == 0
    assert len(server.named) > 20
    assert [item.key for item in outcome.findings if item.kind == "valid-refused"] == []


def test_broken_bodies_name_what_is_there(stacked: Api) -> None:
    """A body that breaks something else fails for that alone; the id itself may be broken too."""
    server = Stack(stacked)
    _, log = tried(stacked, server, replace(WISH, phases=("rules", "protocol", "variants")))
    known = set(server.boxes)
    others = {str(each) for each in server.named} - known
    bad = {word for word in others if len(word) != 36}
    assert others == bad
    assert sum("stands_on" in line for line in log) > 20


def test_which_kinds_are_taken_is_learned(stacked: Api) -> None:
    """An open box stands on shut ones only, others on open ones: a few refusals show it."""
    server = Stack(stacked)
    server.bears = lambda above, below: below == ("shut" if above == "open" else "open")
    outcome, _ = tried(stacked, server)
    assert refused(outcome) == 0
    assert outcome.requests < 400


def test_what_no_resource_satisfies_is_excused(stacked: Api) -> None:
    """It is no finding, and the report counts it."""
    server = Stack(stacked)
    server.bears = lambda _above, _below: False
    outcome, _ = tried(stacked, server)
    tally = outcome.operations["makeBox"]
    reason = "a rule that only the server can judge: bears-weight"
    assert tally.excused[reason] == tally.valid - tally.accepted > 0
    assert not any(item.kind == "valid-refused" for item in outcome.findings)


def test_what_never_ends_is_named_too(stacked: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing comes to its end, what is there at least is better than what is not."""
    monkeypatch.setattr(following, "PATIENCE", 0.2)
    server = Stack(stacked)
    server.polls = 10_000
    tried(stacked, server)
    assert {len(str(each)) for each in server.named} == {36}
    assert {str(each) for each in server.named} <= set(server.boxes)


def test_the_log_holds_what_was_planned(stacked: Api) -> None:
    """Whatever a server answers, and however slow it is, a seed has one log."""
    easy, slow = Stack(stacked), Stack(stacked)
    slow.polls = 5
    slow.bears = lambda _above, below: below == "shut"
    logs = [tried(stacked, server)[1] for server in (easy, slow)]
    assert logs[0] == logs[1]
    assert not any(name in line for line in logs[0] for name in easy.boxes)


def test_shards_are_the_whole(stacked: Api) -> None:
    """Each request is in one shard, those that name resources too."""
    whole = tried(stacked, Stack(stacked))[1]
    parts = [
        tried(stacked, Stack(stacked), replace(WISH, shard=(number, 2)))[1] for number in (1, 2)
    ]
    assert sorted(itertools.chain(*parts)) == sorted(whole)
    assert all(any("stands_on" in line for line in part) for part in parts)


def test_going_on(stacked: Api) -> None:
    """A campaign that ended among bodies that name resources goes on with them."""
    server = Stack(stacked)
    whole = tried(stacked, Stack(stacked))[1]
    first: list[str] = []
    options = Options(wish=WISH, credentials=Credentials(auth=("a",)))

    def enough(sent: int, _planned: int, _found: int) -> None:
        if sent > 200:
            raise KeyboardInterrupt

    outcome = run(stacked, server, options, progress=enough, log=first)
    state = load(json.loads(json.dumps(outcome.left_off)))
    assert fits(state, stacked, options)
    again, rest = tried(stacked, server, resume=state, pace=Pace())
    done = state.done
    assert whole[:done] + rest == whole
    assert refused(again) == 0


def _stacking(body: Json, names: tuple[Named, ...] = (), **more: Any) -> Case:
    content = json.dumps(body, separators=(",", ":")).encode()
    headers = (("Content-Type", "application/json"),)
    message = Message(method="POST", path="/boxes", headers=headers, body=content)
    return Case(
        operation="makeBox",
        kind="rule",
        expect="refused",
        message=message,
        value=body,
        has_value=True,
        names=names,
        **more,
    )


MAKER = _stacking({"name": "it's"})
ASK = Case(
    operation="getBox",
    kind="poll",
    expect="accepted",
    message=Message(method="GET", path="/boxes/{id}"),
    takes="makeBox",
    after=MAKER,
    binds=(("id", "/id"),),
)
NAMED = Named(
    path=("on",),
    member="on",
    planned="planned-id",
    given="given-id",
    maker=MAKER,
    pointer="/id",
    ask=ASK,
    until=("state", ("done",)),
)


def test_places_are_looked_for_together() -> None:
    """In their order, the items of lists too, few of one list; what can be no id is none."""
    places = [("on", "*", "id"), ("id",), ("on", "*", "at", "id"), ("*",), ("*", "id")]
    known = Places(enumerate(places))
    body: Json = {"on": [{"id": "a", "at": {"id": True}}, {"at": {"id": 1}}, None], "id": "b"}
    found = known.ids(body)
    assert found == [
        (0, ("on", 0, "id"), "a"),
        (1, ("id",), "b"),
        (2, ("on", 1, "at", "id"), 1),
    ]
    alone = [(number, *it) for number, at in enumerate(places) for it in ways(body, _at(at))]
    assert [it for it in alone if it[2] is not True] == found
    assert known.ids(["a", {"id": "b"}]) == [(3, (0,), "a"), (4, (1, "id"), "b")]
    assert len(known.ids([*"abcdefghij"])) == 8
    assert known.ids("a") == []


def _at(steps: tuple[str, ...]) -> str:
    return "".join(f"/{step}" for step in steps)


def test_curl_makes_what_it_names() -> None:
    """The resource is made, waited for and named by the id that was answered."""
    case = _stacking({"on": "planned-id", "a": "x'$y"}, (NAMED,))
    commands = curl(case, "http://127.0.0.1:1/v1")
    fake = """curl() { printf '%s ' "$@" >&2; echo >&2
        case "$*" in *GET*) echo '{"state":"done"}';; *) echo '{"id":"n 1"}';; esac; }
    """
    ran = subprocess.run(["bash", "-c", fake + commands], capture_output=True, check=True)
    first, asked, last = ran.stderr.decode().strip().splitlines()
    assert '{"name":"it\'s"}' in first
    assert "/v1/boxes/n 1" in asked
    assert '{"on":"n 1","a":"x\'$y"}' in last
    assert "given-id" not in commands
    assert "planned-id" not in commands


def test_python_makes_what_it_names() -> None:
    """Plain Python too; it compiles."""
    code = python(_stacking({"on": "planned-id"}, (NAMED,)), "http://127.0.0.1:1")
    compile(code, "reproduction", "exec")
    assert "named_1 = made['id']" in code
    assert "str(named_1)" in code
    assert "given-id" not in code


FORM = "application/x-www-form-urlencoded"
PART = 'multipart/form-data; boundary="b"'
BYTES = [
    ("application/json", b'{"a":[1,{"on":"p"}],"on":"p"', b'{"a":[1,{"on":"g 1"}],"on":"p"'),
    (FORM, b"on=p&name=p", b"on=g+1&name=p"),
    (
        PART,
        b'--b\r\nContent-Disposition: form-data; name="on"\r\n\r\np\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="on"\r\n\r\ng 1\r\n--b--\r\n',
    ),
]


@pytest.mark.parametrize(("media_type", "body", "sent"), BYTES)
def test_bodies_that_are_no_json_value(media_type: str, body: bytes, sent: bytes) -> None:
    """Broken JSON and forms are searched for the member; all else in them stays."""
    message = Message(method="POST", path="/", headers=(("Content-Type", media_type),), body=body)
    case = Case(operation="o", kind="protocol", expect="refused", message=message)
    assert planned(case, "on") == ["p"]
    named = replace(NAMED, path=(), planned="p", given="g 1")
    assert given(replace(case, names=(named,))) == sent


def test_the_tests_of_pytest_name_what_is_there(stacked: Api) -> None:
    """The plugin's tests share the resources that their requests made."""
    server = Stack(stacked)
    server.bears = lambda _above, below: below == "shut"
    scene = Scene(stacked, Judging(stacked))
    planning = Planning(stacked, scene.judging, replace(WISH, most=150))
    resources = Resources(planning.chains)
    sender = Sender(server, Signer(stacked, Credentials(auth=("a",))), Pace())
    shared = Run(sender, scene, resources, references(stacked, planning.chains), {})
    valid = [case for case in planning.cases() if case.expect == "accepted"]
    found = shared.findings(sorted(valid, key=shared.needs))
    assert found is not None
    assert [item.key for item in found] == []
    assert server.named
    assert {str(each) for each in server.named} <= set(server.boxes)
    assert len(resources.of("makeBox")) == len([case for case in valid if not case.takes])
