"""Actions and updates, on a server made by hand that does one thing wrong."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Guarded, asked_in

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import items, updating
from tallystick.fuzz.journeys.deeds import deeds, ends_of
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

JSON = {"content-type": "application/json"}
STATES = ["draft", "open", "approved", "cancelled", "closed"]
NEXT: dict[str, list[str]] = {
    "draft": ["open", "cancelled"],
    "open": ["approved", "cancelled"],
    "approved": ["closed"],
    "cancelled": [],
    "closed": [],
}
MEMBERS: dict[str, Any] = {
    "title": {"type": "string", "minLength": 1, "maxLength": 20},
    "size": {"enum": ["small", "large"]},
    "pages": {"type": "integer", "minimum": 1, "maximum": 9},
    "urgent": {"type": "boolean"},
    "tags": {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 2},
    "note": {"type": ["string", "null"], "maxLength": 9},
    "frame": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"wide": {"type": "boolean"}, "by": {"type": ["string", "null"]}},
    },
}
NEW: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": MEMBERS,
}
DRAFT: dict[str, Any] = {
    **NEW,
    "properties": {**MEMBERS, "origin": {"enum": ["web", "desk"]}},
}
PART: dict[str, Any] = {**NEW, "required": [], "minProperties": 1}
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "title"],
    "properties": {
        **MEMBERS,
        "origin": {"type": "string"},
        "id": {"type": "string"},
        "state": {"enum": STATES},
        "title": {"type": "string"},
    },
}


def document(*, machine: bool = True) -> dict[str, Any]:
    """Return a document of forms that are drafted, opened, approved, closed or cancelled."""
    form = dict(FORM)
    if machine:
        states = {name: {"next": after} for name, after in NEXT.items()}
        form["x-lifecycle"] = {
            "member": "state",
            "initial": "draft",
            "success": ["closed"],
            "states": states,
        }
    tag = {"ETag": {"required": True, "schema": {"type": "string"}}}
    content = {"application/json": {"schema": form}}
    shown: dict[str, Any] = {"description": "It.", "content": content, "headers": tag}
    refused = {
        status: {"description": "Refused."} for status in ("400", "401", "404", "409", "412")
    }
    answers = {"200": shown, **refused}
    named = {"name": "formId", "in": "path", "required": True, "schema": {"type": "string"}}
    match = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}

    def body(schema: Json, media_type: str = "application/json") -> dict[str, Any]:
        return {"required": True, "content": {media_type: {"schema": schema}}}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Forms", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/forms": {
                "post": {
                    "operationId": "draftForm",
                    "requestBody": body(DRAFT),
                    "responses": {"201": shown, **refused},
                }
            },
            "/forms/{formId}": {
                "parameters": [named],
                "get": {
                    "operationId": "getForm",
                    "responses": {**answers, "304": {"description": "As it was."}},
                },
                "put": {
                    "operationId": "replaceForm",
                    "parameters": [match],
                    "requestBody": body(NEW),
                    "responses": answers,
                },
                "patch": {
                    "operationId": "changeForm",
                    "parameters": [match],
                    "requestBody": body(PART, "application/merge-patch+json"),
                    "responses": answers,
                },
            },
            "/forms/{id}/cancel": {
                "parameters": [{**named, "name": "id"}],
                "post": {"operationId": "cancelForm", "responses": answers},
            },
            "/forms/{formId}:open": {
                "parameters": [named],
                "post": {"operationId": "openForm", "responses": answers},
            },
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


VALID = {"POST": jsonschema_rs.validator_for(DRAFT), "PUT": jsonschema_rs.validator_for(NEW)}
VALID["PATCH"] = jsonschema_rs.validator_for(PART)


class Office(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self) -> None:
        """Begin without forms."""
        self.forms: dict[str, dict[str, Any]] = {}
        self.wrong = ""
        self.count = 0
        self.seen: list[tuple[str, str]] = []

    def _for(self, who: str, request: Wire) -> Reply:
        headers = dict(request.headers)
        self.seen.append((request.method, request.target))
        _, _, name, *rest = request.target.replace(":", "/").split("/") + [""] * (
            request.target.count("/") < 2
        )
        if request.method == "POST" and not name:
            return self._draft(asked_in(request.body), who)
        form = self.forms.get(name)
        if form is None or (form["who"] != who and not (self.wrong == "owner" and rest)):
            return Reply(status=404)
        if rest:
            return self._act(form, rest[0])
        if request.method == "GET":
            form["asked"] += 1
            self._age(form)
            return self._got(form, headers.get("If-None-Match"))
        return self._change(form, request.method, asked_in(request.body), headers)

    def _got(self, form: dict[str, Any], known: str | None) -> Reply:
        same = known == self._tag(form) or (known is not None and self.wrong == "withheld")
        return Reply(status=304) if same and self.wrong != "sent-again" else self._shown(form)

    def _draft(self, asked: Any, who: str) -> Reply:
        if not VALID["POST"].is_valid(asked):
            return Reply(status=400)
        self.count += 1
        name = f"f{self.count}"
        self.forms[name] = {
            "who": who,
            "asked": 0,
            "value": {**asked, "id": name, "state": "draft"},
            "version": 1,
        }
        return self._shown(self.forms[name], 201)

    @staticmethod
    def _age(form: dict[str, Any]) -> None:
        """Approve and close what is open, each time it is asked for."""
        state = form["value"]["state"]
        if state in {"open", "approved"} and form["asked"] % 3 == 0:
            form["value"]["state"] = {"open": "approved", "approved": "closed"}[state]

    def _act(self, form: dict[str, Any], verb: str) -> Reply:
        wanted = {"cancel": "cancelled", "open": "open"}[verb]
        state = form["value"]["state"]
        if wanted not in NEXT[state] and state != wanted and self.wrong != "forbidden":
            ignored = self.wrong == "ignored"
            return self._shown(form) if ignored else Reply(status=409)
        if self.wrong == "refuses" and verb == "open":
            return Reply(status=409)
        if self.wrong != "effect" or verb == "open":
            form["value"]["state"] = wanted
            form["version"] += 1
        return self._shown(form)

    def _change(
        self, form: dict[str, Any], method: str, asked: Any, headers: dict[str, str]
    ) -> Reply:
        match = headers.get("If-Match", "*")
        if self.wrong == "origin" and isinstance(asked, dict):
            asked = {name: value for name, value in asked.items() if name != "origin"}
        if not VALID[method].is_valid(asked):
            return Reply(status=400)
        tag = self._tag(form)
        if (match not in {"*", tag} and self.wrong != "stale") or (
            self.wrong == "fresh" and match == tag
        ):
            return Reply(status=412)
        before = form["value"]
        form["value"] = self._changed(before, asked, method)
        if self.wrong == "lost":
            form["value"].pop("size", None)
        if self.wrong == "twice" and method == "PUT" and before == form["value"]:
            form["value"]["urgent"] = not asked.get("urgent")
        form["version"] += 1
        return self._shown(form)

    def _changed(self, value: dict[str, Any], patch: Any, method: str) -> dict[str, Any]:
        """Return what a form is after an update."""
        asked = dict(patch)
        if self.wrong == "other" and "size" in asked:
            asked["size"] = "large" if asked["size"] == "small" else "small"
        if self.wrong == "case" and "title" in asked:
            asked["title"] = f" {asked['title'].upper()} "
        if method == "PUT":
            kept = value if self.wrong == "put" else {it: value[it] for it in ("id", "state")}
            return {**kept, **asked}
        found = merged(value, asked, nulls=self.wrong != "null")
        also = {
            "spills": {} if "title" in patch else {"title": "untitled"},
            "part": {"frame": patch["frame"]} if "frame" in patch else {},
            "renamed": {"id": "another"},
        }
        return {**found, **also.get(self.wrong, {})}

    def _tag(self, form: dict[str, Any]) -> str:
        if self.wrong == "tag":
            return '"1"'
        value = {name: part for name, part in form["value"].items() if name != "state"}
        return f'"{hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]}"'

    def _shown(self, form: dict[str, Any], status: int = 200) -> Reply:
        headers = {**JSON, "etag": self._tag(form)}
        return Reply(status=status, headers=headers, body=json.dumps(form["value"]).encode())


def merged(value: Any, patch: Any, *, nulls: bool) -> Any:
    """Return a value with a merge patch; without nulls, these change nothing."""
    if not isinstance(patch, dict):
        return patch
    found = dict(value) if isinstance(value, dict) else {}
    for name, part in patch.items():
        if part is not None:
            found[name] = merged(found.get(name), part, nulls=nulls)
        elif nulls:
            found.pop(name, None)
    return found


@pytest.fixture
def found(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[Finding]]:
    """Return a function that runs a campaign against an office, and gives what it found."""
    monkeypatch.setattr(items, "LATER", (0.0,))
    monkeypatch.setattr(updating, "LATER", (0.0,))

    def start(office: Office, *, machine: bool = True) -> list[Finding]:
        options = Options(
            wish=Wish(phases=("rules", "journeys"), rules="off", most=3000),
            credentials=Credentials(auth=("a", "b")),
        )
        api = api_of(document(machine=machine))
        outcome = run(api, office, options)
        silent = {"never-ends", *({"invalid-accepted"} if office.wrong != "origin" else ())}
        return [item for item in outcome.findings if item.kind not in silent]

    return start


@pytest.mark.parametrize("machine", [True, False])
def test_a_true_office(found: Callable[..., list[Finding]], *, machine: bool) -> None:
    """Nothing is found, and all is tried."""
    office = Office()
    assert [item.key for item in found(office, machine=machine)] == []
    done = {
        (method, target.rpartition("/")[2].lstrip("f0123456789")) for method, target in office.seen
    }
    assert {("PUT", ""), ("PATCH", ""), ("POST", "cancel"), ("POST", ":open")} <= done


WRONGS = {
    "forbidden": ("action-in-wrong-state cancelForm action:forbidden approved", "error"),
    "ignored": ("action-in-wrong-state cancelForm action:forbidden approved", "warning"),
    "effect": ("action-without-effect getForm action:effect cancelForm", "warning"),
    "refuses": ("action-refused openForm action:allowed draft", "warning"),
    "owner": ("other-caller-acted cancelForm action:owner", "error"),
    "lost": ("update-lost getForm update:set /size", "warning"),
    "other": ("update-lost getForm update:set /size", "error"),
    "spills": ("update-spills getForm update:others /title", "error"),
    "twice": ("put-not-idempotent getForm update:idempotent /urgent", "error"),
    "stale": ("stale-etag replaceForm update:etag", "error"),
    "fresh": ("fresh-etag replaceForm update:etag-current", "error"),
    "tag": ("same-etag getForm update:etag-changes", "warning"),
    "sent-again": ("not-304 getForm update:etag-unmodified", "error"),
    "withheld": ("stale-304 getForm update:etag-modified", "error"),
    "null": ("update-lost getForm update:set /note", "error"),
    "part": ("update-lost getForm update:set /frame/by", "warning"),
    "put": ("put-merges getForm update:replaces /note", "warning"),
    "origin": ("invalid-accepted changeForm schema:additionalProperties", "error"),
    "renamed": ("identity getForm response:identity /id", "error"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_an_office_that_is_wrong(wrong: str, found: Callable[..., list[Finding]]) -> None:
    """Each is found, and weighs what it should."""
    office = Office()
    office.wrong = wrong
    items = {item.key: item.weight.value for item in found(office)}
    key, weight = WRONGS[wrong]
    assert items.get(key) == weight, items


def test_texts_are_not_spelled_another_way(found: Callable[..., list[Finding]]) -> None:
    """Nobody says that a title is written in capitals, with blanks around it."""
    office = Office()
    office.wrong = "case"
    told = {item.key: item.weight.value for item in found(office)}
    assert set(told.values()) == {"warning"}
    assert "echo changeForm response:echo /title" in told


def test_an_action_without_effect_and_without_a_machine(
    found: Callable[..., list[Finding]],
) -> None:
    """The name of the action and the states of the document are enough."""
    office = Office()
    office.wrong = "effect"
    keys = [item.key for item in found(office, machine=False)]
    assert keys == ["action-without-effect getForm action:effect cancelForm"]


def test_a_finding_says_how_to_see_it(found: Callable[..., list[Finding]]) -> None:
    """The form is made, then cancelled, then asked for."""
    office = Office()
    office.wrong = "effect"
    (item,) = found(office)
    made, name, *_, act, settle, got = curl(item.case, "http://h").splitlines()
    assert made.startswith("MADE=$(curl -s -X POST")
    assert name.startswith("P_FORMID=")
    assert settle == "sleep 2"
    assert act == 'curl -i -X POST http://h/forms/"$P_FORMID"/cancel'
    assert got == 'curl -i -X GET http://h/forms/"$P_FORMID"'


def test_what_verbs_lead_to() -> None:
    """Participles, regular or not, whole names before last words."""
    states = ("active", "canceled", "on_hold", "paid", "partially_refunded", "shipped", "denied")
    assert ends_of(("cancel",), states) == ("canceled",)
    assert ends_of(("hold",), states) == ("on_hold",)
    assert ends_of(("pay",), states) == ("paid",)
    assert ends_of(("refund",), states) == ("partially_refunded",)
    assert ends_of(("ship",), states) == ("shipped",)
    assert ends_of(("deny",), states) == ("denied",)
    assert ends_of(("activate",), states) == ("active",)
    assert ends_of(("close",), states) == ()
    assert ends_of(("open",), ("open", "closed")) == ("open",)
    assert ends_of(("check", "in"), ("checked_in", "in")) == ("checked_in",)


def test_deeds_are_found_by_paths(api_of: Callable[[Json], Api]) -> None:
    """Below the resource, whatever its parameter is called."""
    api = api_of(document())
    known = {each.operation.id: each for each in deeds(api, chains(api))}
    assert {name: each.kind for name, each in known.items()} == {
        "replaceForm": "put",
        "changeForm": "patch",
        "cancelForm": "action",
        "openForm": "action",
    }
    assert known["cancelForm"].path == "/forms/{formId}/cancel"
    assert known["cancelForm"].ends == ("cancelled",)
