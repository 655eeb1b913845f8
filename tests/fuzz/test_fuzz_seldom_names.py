"""Names and media types that are seldom thought of: what is unknown, and what a rule takes."""

import json
from collections.abc import Callable, Collection
from typing import Any

from tests.fuzz.handmade import Handmade, weights

from tallystick.fuzz.bodies.unknown import KINDS as KINDS_OF_NAMES
from tallystick.fuzz.bodies.unknown import strange
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

JSON = "application/json"
MEMBERS = ("note", "media_type", "kind")
BEGUN = "image/"
KINDS: list[Json] = ["plain", "bright"]


def document() -> Json:
    """Return a document whose only operation hangs a picture."""
    members: dict[str, Json] = {
        "note": {"type": "string", "maxLength": 9},
        "media_type": {"type": "string"},
        "kind": {"type": "string", "enum": KINDS},
    }
    picture: Json = {
        "type": "object",
        "required": ["note"],
        "additionalProperties": False,
        "properties": members,
        "x-validations": [
            {
                "id": "is-image",
                "rule": f"!has(self.media_type) || self.media_type.startsWith('{BEGUN}')",
                "message": "A picture is an image.",
            }
        ],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pictures", "version": "1"},
        "paths": {
            "/pictures": {
                "post": {
                    "operationId": "hang",
                    "requestBody": {"required": True, "content": {JSON: {"schema": picture}}},
                    "responses": {it: {"description": "-"} for it in ("204", "400", "422")},
                }
            }
        },
    }


class Pictures(Handmade):
    """A server that leaves some unknown members out, and may know but a few media types."""

    def __init__(
        self, ignored: Callable[[str], bool] = lambda _: False, known: Collection[str] = ()
    ) -> None:
        """Leave out names; know media types, all of images by default."""
        self.ignored = ignored
        self.known = known

    def _one(self, request: Wire) -> Reply:
        try:
            sent: Any = json.loads(request.body or b"")
        except ValueError:
            return Reply(status=400)
        if dict(request.headers).get("Content-Type") != JSON or not isinstance(sent, dict):
            return Reply(status=400)
        kept = {name: it for name, it in sent.items() if not self.ignored(name)}
        if not kept.keys() <= {*MEMBERS} or not all(isinstance(it, str) for it in kept.values()):
            return Reply(status=400)
        right = len(kept.get("note", "-" * 10)) < 10 and kept.get("kind", "plain") in KINDS
        return Reply(status=self._judged(kept.get("media_type")) if right else 400)

    def _judged(self, media_type: str | None) -> int:
        if media_type is None:
            return 204
        taken = media_type in self.known if self.known else media_type.startswith(BEGUN)
        return 204 if taken else 422


def found(api: Api, server: Pictures) -> dict[str, str]:
    """Return the weight of each finding by its key, notes left out."""
    outcome = run(api, server, Options(wish=Wish(phases=("rules", "protocol"), most=400)))
    return {key: it for key, it in weights(outcome).items() if it != "note"}


def test_private_names(api_of: Callable[[Json], Api]) -> None:
    """Who leaves them out is found, though a plain name is refused."""
    told = {"invalid-accepted hang schema:additionalProperties": "error"}
    assert found(api_of(document()), Pictures(lambda name: name.startswith("_"))) == told


def test_who_refuses_all_of_them_is_right(api_of: Callable[[Json], Api]) -> None:
    """And who takes each image."""
    assert found(api_of(document()), Pictures()) == {}


def test_images_that_are_seldom_sent(api_of: Callable[[Json], Api]) -> None:
    """A rule takes whatever begins so; the solver's own text is known here, which is the barest."""
    usual = {"image/", "image/png", "image/jpeg", "image/webp"}
    assert found(api_of(document()), Pictures(known=usual)) == {
        "valid-refused hang request:valid": "error"
    }


def test_images_with_a_parameter(api_of: Callable[[Json], Api]) -> None:
    """A rule that says how a media type begins takes them; who knows names alone does not."""
    usual = {"image/", "image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml"}
    told = found(api_of(document()), Pictures(known=usual))
    assert told == {"valid-refused hang request:valid": "error"}


def test_parts_of_a_body_share_the_kinds() -> None:
    """Each part has one, all have all; a name that is known is none of them."""
    parts = [dict(strange({"note": "a"}, ("note",), f"/part{n}")) for n in range(40)]
    assert all(len(it) == 1 for it in parts)
    assert {name for it in parts for name in it} == {*KINDS_OF_NAMES, "NOTE"}
    other = [dict(strange({"note": "a"}, ("note", "NOTE"), f"/part{n}")) for n in range(40)]
    assert not any("NOTE" in it for it in other)
