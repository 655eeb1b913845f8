"""Places of bodies at which nothing can be named, whatever there is."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import reply
from tests.fuzz.test_fuzz_sourcing import SORTS, Studio, document

from tallystick.fuzz.model import Reply

pytestmark = pytest.mark.usefixtures("hurried")

NEVER = {"name-refused press naming:own /song_id": "warning"}
POINTED = {"rule": "song-known", "pointer": "/song_id"}


class Deaf(Studio):
    """A studio that presses nothing of what `taken` does not tell."""

    def __init__(
        self, answer: Any, taken: tuple[str, ...] = (), made: tuple[str, ...] = ()
    ) -> None:
        """Refuse with an answer, and make songs of some kinds alone where some are told."""
        super().__init__()
        self.answer, self.taken, self.made = answer, taken, made

    def _sung(self, told: dict[str, Any]) -> Reply:
        if self.made and told.get("kind") not in self.made:
            return Reply(status=503)
        return super()._sung(told)

    def _pressed(self, told: dict[str, Any]) -> Reply:
        song = next((it for it in self.songs if it["id"] == told.get("song_id")), None)
        if song is not None and song["kind"] not in self.taken:
            return reply(422, self.answer)
        return super()._pressed(told)


@pytest.mark.parametrize(
    ("answer", "taken", "found"),
    [
        (POINTED, (), NEVER),
        ({"pointer": "/song_id"}, (), NEVER),
        ({"rule": "song-known"}, (), {}),
        ({"rule": "too-old", "pointer": "/song_id"}, (), {}),
        ({"rule": "song-known", "pointer": "/song_id", "and": "/use"}, (), {}),
        (POINTED, ("polka",), {}),
    ],
)
def test_where_nothing_can_be_named(
    answer: Any, taken: tuple[str, ...], found: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """It is told when all sorts are refused for their names, and for nothing else."""
    asked = document("There is no such waltz or polka that is done.")
    body = asked["paths"]["/discs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    old = {"id": "too-old", "status": "server", "message": "Too old.", "fieldPath": ".use"}
    body["x-validations"].append(old)
    body["required"] = ["song_id", "use"]
    assert _named(lived(asked, Deaf(answer, taken))) == found


@pytest.mark.parametrize(("made", "found"), [(tuple(SORTS[:2]), {}), ((), NEVER)])
def test_what_is_never_made_may_be_what_can_be_named(
    made: tuple[str, ...], found: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """Where one sort cannot be made, nobody knows whether it is taken."""
    assert _named(lived(document(), Deaf(POINTED, made=made))) == found


@pytest.mark.parametrize("said", ["It is too old.", "There is no such song."])
def test_what_words_do_not_say_may_be_asked_for(
    said: str, lived: Callable[..., dict[str, str]]
) -> None:
    """Where a rule is about the name, and does not say what can be named, nothing is judged."""
    assert _named(lived(document(said), Deaf({"pointer": "/song_id"}))) == {}


def _named(told: dict[str, str]) -> dict[str, str]:
    return {it: weight for it, weight in told.items() if it.startswith("name-")}
