"""What ties callers and resources together, on a server made by hand that does one thing wrong."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.unlike import Unlike
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.uniques import uniques
from tallystick.fuzz.model import Case, Finding, Message, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

KEYS = {"one-key": "one", "two-key": "two"}
CODE = {"type": "string", "pattern": "^[A-Z]{3}$"}
BIN = {"label": {**CODE, "description": "One's own; no two bins have the same (409)."}}
JAR = {
    "size": {"type": "integer", "minimum": 1, "maximum": 9},
    "code": {**CODE, "description": "Unique in each bin; 409 when another jar has it."},
}


def _object(members: dict[str, Any], *needed: str) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": members,
        "required": list(needed),
    }


def _shown(members: dict[str, Any]) -> dict[str, Any]:
    return _object({"id": {"type": "string"}, **members}, "id")


VALID = {
    "bins": jsonschema_rs.validator_for(_object(BIN)),
    "jars": jsonschema_rs.validator_for(_object(JAR, "size")),
    "change": jsonschema_rs.validator_for({**_object(JAR), "minProperties": 1}),
}


def _operation(name: str, status: str, shown: Any, body: Any = None) -> dict[str, Any]:
    codes = ("400", "401", "404", "409", "422")
    made: dict[str, Any] = {
        "operationId": name,
        "responses": {code: {"description": "No."} for code in codes},
    }
    good: dict[str, Any] = {"description": "It."}
    if shown is not None:
        good["content"] = {"application/json": {"schema": shown}}
    made["responses"][status] = good
    if body is not None:
        content = {"application/json": {"schema": body}}
        made["requestBody"] = {"required": True, "content": content}
    return made


def document() -> dict[str, Any]:
    """Return a document of jars in bins."""
    names = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("bin_id", "jar_id")
    ]
    of_bin, jar = _shown(BIN), _shown(JAR)
    page = _object({"jars": {"type": "array", "items": jar}}, "jars")
    change = {**_object(JAR), "minProperties": 1}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jars", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/bins": {"post": _operation("makeBin", "201", of_bin, _object(BIN))},
            "/bins/{bin_id}": {
                "parameters": names[:1],
                "get": _operation("getBin", "200", of_bin),
                "put": _operation("putBin", "200", of_bin, _object(BIN)),
            },
            "/bins/{bin_id}/jars": {
                "parameters": names[:1],
                "get": _operation("listJars", "200", page),
                "post": _operation("makeJar", "201", jar, _object(JAR, "size")),
            },
            "/bins/{bin_id}/jars/{jar_id}": {
                "parameters": names,
                "get": _operation("getJar", "200", jar),
                "patch": _operation("changeJar", "200", jar, change),
                "delete": _operation("dropJar", "204", None),
            },
            "/bins/{bin_id}/jars/{jar_id}/label": {
                "parameters": names,
                "get": _operation("getLabel", "200", _object({"text": {"type": "string"}}, "text")),
            },
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Cellar(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without bins."""
        self.wrong = wrong
        self.folds = wrong != "small"
        self.things: dict[str, dict[str, Any]] = {}
        self.tries = 0

    def _one(self, wire: Wire) -> Reply:
        heads = {name.lower(): value for name, value in wire.headers}
        who = self._who(heads)
        try:
            body = json.loads(wire.body) if wire.body else None
        except ValueError:
            body = "?"
        way = wire.target.partition("?")[0].strip("/").split("/")
        status, told = (401, None) if who is None else self._answer(wire.method, way, body, who)
        if wire.body and heads.get("content-type") != "application/json" and status < 300:
            status, told = 422, None
        seen = _seen(told)
        whole = json.dumps(seen).encode() if seen is not None else b""
        return Reply(status=status, headers={"content-type": "application/json"}, body=whole)

    def _who(self, heads: dict[str, str]) -> str | None:
        scheme, _, key = heads.get("authorization", "").partition(" ")
        if self.wrong == "scheme" or scheme == "Bearer":
            if self.wrong == "longer":
                key = key[:7]
            if self.wrong == "cased":
                key = key.lower()
            if self.wrong == "shorter":
                key = next((each for each in KEYS if key and each.startswith(key)), "")
            return KEYS.get(key)
        if self.wrong == "bare" and not key:
            return KEYS.get(scheme)
        return KEYS.get(heads.get("x-api-key", "")) if self.wrong == "header" else None

    def _answer(self, method: str, way: list[str], body: Json, who: str) -> tuple[int, Any]:
        holder = self.things.get(way[1]) if len(way) > 1 else {"who": who}
        spared = self.wrong == f"{method.lower()} {'/'.join(way[::2])}"
        if holder is None or (holder["who"] != who and not spared):
            return 404, None
        if len(way) < 3:
            return self._bin(method, way, body, holder)
        thing = self.things.get(way[3]) if len(way) > 3 else None
        anywhere = self.wrong == f"any {method.lower()}"
        if len(way) > 3 and (thing is None or (thing["in"] != way[1] and not anywhere)):
            return 404, None
        return self._jar(method, way, body, thing)

    def _bin(self, method: str, way: list[str], body: Any, holder: Any) -> tuple[int, Any]:
        if method == "GET" and len(way) == 2:
            return 200, holder
        if (method, len(way)) not in {("POST", 1), ("PUT", 2)}:
            return 405, None
        if not VALID["bins"].is_valid(body):
            return 422, None
        own = None if method == "POST" or self.wrong == "own" else holder
        if "label" in body and self._taken("label", body["label"], holder, own, method):
            return 409, None
        if method == "POST":
            return 201, self._new({**body, "who": holder["who"], "in": ""})
        for name in BIN.keys() & holder.keys():
            del holder[name]
        holder.update(body)
        return 200, holder

    def _jar(self, method: str, way: list[str], body: Any, thing: Any) -> tuple[int, Any]:
        if method == "GET":
            return 200, self._shown(way, thing)
        if method == "DELETE" and len(way) == 4:
            return 204, self.things.pop(way[3]) and None
        if (method, len(way)) not in {("POST", 3), ("PATCH", 4)}:
            return 405, None
        fits = VALID["jars" if method == "POST" else "change"].is_valid(body)
        place = {"in": way[1], "who": ""}
        if not fits or ("code" in body and self._taken("code", body["code"], place, thing, method)):
            return 409 if fits else 422, None
        if thing is not None:
            thing.update(body)
            return 200, thing
        return 201, self._new({**body, "in": way[1], "who": self.things[way[1]]["who"]})

    def _shown(self, way: list[str], thing: Any) -> Any:
        if thing is None:
            return {"jars": [it for it in self.things.values() if it["in"] == way[1]]}
        return {"text": str(thing["size"])} if len(way) == 5 else thing

    def _taken(self, name: str, value: str, place: Any, own: Any, method: str) -> bool:
        if self.wrong == f"{name} {method.lower()}":
            return False
        wide = self.wrong.startswith(f"{name} everywhere")
        if self.wrong.endswith("and some") and place["who"] == "two" and method == "POST":
            self.tries += 1
            return self.tries < 3
        among = [it for it in self.things.values() if it.get(name) == value and it is not own]
        key = "who" if name == "label" else "in"
        return any(wide or it[key] == place[key] for it in among)

    def _new(self, thing: dict[str, Any]) -> dict[str, Any]:
        name = f"t{len(self.things):05}x"
        self.things[name] = {"id": name, **thing}
        return self.things[name]


def _seen(told: Any) -> Any:
    """Return a thing as callers see it."""
    if isinstance(told, list):
        return [_seen(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {name: _seen(value) for name, value in told.items() if name not in {"who", "in"}}


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., list[Finding]]:
    """Return what a campaign finds on a server of the document."""

    def start(wrong: str = "", auth: tuple[str, ...] = tuple(KEYS)) -> list[Finding]:
        options = Options(
            wish=Wish(seed=2, most=900, phases=("rules", "journeys"), rules="off"),
            credentials=Credentials(auth=auth),
        )
        return list(run(api_of(document()), Cellar(wrong), options).findings)

    return start


def test_a_true_cellar(found: Callable[..., list[Finding]]) -> None:
    """Nothing is found, with two callers or one."""
    assert [item.key for item in found()] == []
    assert [item.key for item in found(auth=("one-key",))] == []


WRONGS = {
    "longer": ("invalid-accepted makeBin request:credentials longer", "error"),
    "shorter": ("invalid-accepted makeBin request:credentials shorter", "error"),
    "cased": ("invalid-accepted makeBin request:credentials cased", "error"),
    "scheme": ("invalid-accepted makeBin request:credentials another scheme", "error"),
    "bare": ("invalid-accepted makeBin request:credentials no scheme", "error"),
    "small": ("scheme-refused makeBin request:credentials small letters", "warning"),
    "header": ("invalid-accepted makeBin request:credentials another header", "error"),
    "get bins/jars": ("other-caller-served listJars request:owner", "error"),
    "post bins/jars": ("other-caller-changed makeJar update:owner", "error"),
    "get bins/jars/label": ("other-caller-served getLabel request:owner", "error"),
    "any get": ("found-elsewhere getJar request:parent", "error"),
    "any patch": ("found-elsewhere changeJar request:parent", "error"),
    "any delete": ("found-elsewhere dropJar request:parent", "error"),
    "label post": ("taken-twice makeBin unique:refused /label", "error"),
    "label put": ("taken-twice putBin unique:refused /label", "error"),
    "label everywhere": ("taken-elsewhere makeBin unique:within /label", "warning"),
    "label everywhere, and some": ("taken-elsewhere makeBin unique:within /label", "warning"),
    "own": ("own-value-taken putBin unique:own /label", "error"),
    "code post": ("taken-twice makeJar unique:refused /code", "error"),
    "code patch": ("taken-twice changeJar unique:refused /code", "error"),
    "code everywhere": ("taken-elsewhere makeJar unique:within /code", "warning"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_cellar_that_is_wrong(found: Callable[..., list[Finding]], wrong: str) -> None:
    """Each is told by its name, with its weight."""
    findings = {item.key: item.weight.value for item in found(wrong)}
    key, weight = WRONGS[wrong]
    assert findings.get(key) == weight, findings


def test_where_another_bin_comes_from_is_told(found: Callable[..., list[Finding]]) -> None:
    """Who reads of a jar that was found in it can make it."""
    key = "found-elsewhere getJar request:parent"
    (item,) = [it for it in found("any get") if it.key == key]
    assert item.case.apart is not None
    name, maker, pointer = item.case.apart
    assert (f"{{{name}}}" in item.case.message.path, maker.operation) == (True, "makeBin")
    assert pointer == "/id"


@pytest.mark.parametrize(
    ("said", "within", "sure"),
    [
        ("No two bins have the same.", "", True),
        ("Must be unique across all accounts.", "all", True),
        ("Unique in each bin of yours (409).", "caller", True),
        ("Already taken: 409.", "", True),
        ("A unique name.", "", False),
        ("A unique identifier.", None, False),
        ("Hashes that you already have.", None, False),
        ("How it is called.", None, False),
    ],
)
def test_words_of_what_is_unique(
    api_of: Callable[[Json], Api], said: str, within: str | None, *, sure: bool
) -> None:
    """Of a member's description; a weak word counts where a conflict is documented."""
    told = document()
    body = told["paths"]["/bins"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["properties"] = {"label": {**CODE, "description": said}}
    api = api_of(told)
    found = [it for it in uniques(api, chains(api)) if it.chain.create.id == "makeBin"]
    assert [(it.within, it.sure) for it in found] == ([] if within is None else [(within, sure)])


@pytest.mark.parametrize(
    ("said", "conflict", "sent"),
    [
        ("Must be unique across all accounts.", False, ["AAA", "AAB", "AAC"]),
        ("A unique name.", True, ["AAA", "AAB", "AAC"]),
        ("A unique name.", False, ["AAA", "AAA", "AAA"]),
    ],
)
def test_what_is_unique_is_sent_once(
    api_of: Callable[[Json], Api], said: str, sent: list[str], *, conflict: bool
) -> None:
    """A server may refuse it the second time, whether its document lists a conflict or not."""
    told = document()
    create = told["paths"]["/bins"]["post"]
    create["requestBody"]["content"]["application/json"]["schema"]["properties"] = {
        "label": {**CODE, "description": said}
    }
    if not conflict:
        del create["responses"]["409"]
    api = api_of(told)
    body = next(it for it in api.operations if it.id == "makeBin").body
    assert body is not None
    case = Case(
        operation="makeBin",
        kind="valid",
        expect="accepted",
        message=Message(method="POST", path="/bins"),
    )
    unlike = Unlike(Judging(api))
    values = [unlike.told(case, body.contents[0], {"label": "AAA"}) for _ in range(3)]
    assert values == [{"label": each} for each in sent]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("There is a bin with this label already.", ["label"]),
        ("The bin is full.", []),
        ("A bin with this label and colour exists.", []),
    ],
)
def test_words_of_a_conflict(api_of: Callable[[Json], Api], said: str, named: list[str]) -> None:
    """What is documented for 409 may name the one member that is taken."""
    told = document()
    create = told["paths"]["/bins"]["post"]
    create["responses"]["409"]["description"] = said
    body = create["requestBody"]["content"]["application/json"]["schema"]
    body["properties"] = {"label": CODE, "colour": {"type": "string"}}
    api = api_of(told)
    found = [it for it in uniques(api, chains(api)) if it.chain.create.id == "makeBin"]
    assert [it.field.wire for it in found] == named
