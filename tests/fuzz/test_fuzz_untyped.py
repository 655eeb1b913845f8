"""What a body is called: nothing at all, or what the operation does not take."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, weights

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

JSON = "application/json"
UNTYPED = "invalid-accepted hang request:content-type"


def document(*, told: bool = True, words: str = "Not sent as JSON.") -> Json:
    """Return a document whose only operation hangs a lamp; it lists 415, or not, with words."""
    statuses = ("204", "400", *(("415",) if told else ()))
    lamp: Json = {"type": "object", "properties": {"lit": {"type": "boolean"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lamps", "version": "1"},
        "paths": {
            "/lamps": {
                "post": {
                    "operationId": "hang",
                    "requestBody": {"required": True, "content": {JSON: {"schema": lamp}}},
                    "responses": {it: {"description": words} for it in statuses},
                }
            }
        },
    }


class Lamps(Handmade):
    """A server that takes some media types, and refuses others with one status."""

    def __init__(self, taken: tuple[str | None, ...], status: int = 415) -> None:
        """Take media types; None for no word of it."""
        self.taken = taken
        self.status = status

    def _one(self, request: Wire) -> Reply:
        if dict(request.headers).get("Content-Type") not in self.taken:
            return Reply(status=self.status)
        try:
            lamp: Any = json.loads(request.body or b"")
        except ValueError:
            return Reply(status=400)
        lit = lamp.get("lit", False) if isinstance(lamp, dict) else None
        return Reply(status=204 if isinstance(lit, bool) else 400)


def found(api: Api, server: Lamps) -> dict[str, str]:
    """Return the weight of each finding by its key."""
    return weights(run(api, server, Options(wish=Wish(phases=("rules", "protocol"), most=300))))


@pytest.mark.parametrize(
    ("taken", "keys"),
    [
        ((JSON,), []),
        ((JSON, None), [f"{UNTYPED} none"]),
        ((JSON, ""), [f"{UNTYPED} empty"]),
    ],
)
def test_a_body_of_no_type(
    taken: tuple[str | None, ...], keys: list[str], api_of: Callable[[Json], Api]
) -> None:
    """It is refused where 415 is listed; as a server may guess, a note."""
    assert found(api_of(document()), Lamps(taken)) == dict.fromkeys(keys, "note")


def test_where_nobody_says_so_nothing_is_promised(api_of: Callable[[Json], Api]) -> None:
    """A server may guess that a body is JSON, or refuse other types as it likes."""
    assert found(api_of(document(words="It is of no use.")), Lamps((JSON, None, ""))) == {}
    api = api_of(document(told=False))
    assert found(api, Lamps((JSON, None, ""), 400)) == {}
    assert found(api, Lamps((JSON,), 400)) == {}


def test_another_type_has_a_status_of_its_own(api_of: Callable[[Json], Api]) -> None:
    """Who refuses it as a body that is wrong says what is not so."""
    told = {"type-misjudged hang request:content-type": "warning"}
    assert found(api_of(document()), Lamps((JSON,), 400)) == told
