"""Keys that stay good, for each kind, and what stays one's own when it has ended."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.fuzz.boxes import Boxes
from tests.fuzz.handmade import reply

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys import following
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json


@pytest.fixture
def boxes() -> Boxes:
    """Return a server."""
    return Boxes()


def told_of_keys(boxes: Boxes, api: Api) -> set[str]:
    """Return what a campaign of valid requests tells of keys."""
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a",)),
    )
    keys = {"key-not-once makeBox request:idempotency"}
    keys.add("identity makeBox response:identity /created_at")
    return keys & {item.key for item in run(api, boxes, options).findings}


@pytest.mark.parametrize(
    ("once", "found"),
    [
        (lambda *_: False, 0),
        (lambda asked, _: asked.get("kind") == "round", 1),
        (lambda asked, _: asked.get("kind") == "open", 1),
        (lambda asked, _: asked.get("kind") == "shut", 1),
    ],
)
def test_a_key_makes_one_resource_of_each_kind(
    once: Callable[[Json, int], bool], found: int, box: Api, boxes: Boxes
) -> None:
    """A server that knows no keys of one of them is found."""
    boxes.folded, boxes.once = str, once
    assert len(told_of_keys(boxes, box)) == found


def test_a_key_is_not_forgotten_before_all_is_done(
    box: Api, boxes: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that forgets it when all resources have ended is found."""
    before = following.Following.finish

    def at_the_end(self: following.Following) -> None:
        before(self)
        boxes.keyed.clear()

    boxes.folded = str
    monkeypatch.setattr(following.Following, "finish", at_the_end)
    assert told_of_keys(boxes, box) == {"key-not-once makeBox request:idempotency"}


@pytest.mark.parametrize(("dated", "found"), [(1, 1), (0, 0)])
def test_a_key_answers_with_what_was_made(
    dated: int,
    found: int,
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """It was made when it was made, and not when its key came again."""
    time: Json = {"type": "string", "format": "date-time"}
    document["components"]["schemas"]["Box"]["properties"]["created_at"] = time
    boxes.folded, boxes.dated = str, bool(dated)
    told = told_of_keys(boxes, api_of(document))
    assert len(told) == found
    assert all(it.startswith("identity") for it in told)


@pytest.mark.parametrize(
    ("opened", "words", "found"),
    [(1, "It.", 1), (0, "It.", 0), (1, "It, or anybody's that is done.", 0)],
)
def test_what_has_ended_is_one_s_own_still(  # noqa: PLR0913, PLR0917 - and fixtures
    opened: int,
    words: str,
    found: int,
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """A server that looks whose it is as long as it is worked on is found, unless words say so."""
    document["paths"]["/boxes/{id}"]["get"]["responses"]["200"]["description"] = words
    boxes.open, boxes.opened = False, bool(opened)
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a", "b")),
    )
    told = [item.key for item in run(api_of(document), boxes, options).findings]
    assert told.count("other-caller-served getBox request:owner done") == found


class Hasty(Boxes):
    """A server that looks for a key before it makes anything, and keeps it after."""

    def __init__(self, *, locked: bool) -> None:
        """Begin; `locked` servers refuse a key that is being worked on."""
        super().__init__()
        self.folded, self.locked = str, locked

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer what comes at once as if nothing else had come."""
        before = dict(self.keyed)
        replies = []
        for request in requests:
            key = dict(request.headers).get("Idempotency-Key", "")
            if key in self.keyed and key not in before:
                if self.locked:
                    replies.append(reply(409, {}))
                    continue
                del self.keyed[key]
            replies += super().send([request])
        return replies


@pytest.mark.parametrize(("locked", "found"), [(0, 1), (1, 0)])
def test_a_key_that_comes_twice_at_once(locked: int, found: int, box: Api) -> None:
    """It makes one resource: whoever comes second waits, or is refused."""
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a",)),
    )
    told = [item.key for item in run(box, Hasty(locked=bool(locked)), options).findings]
    assert told.count("key-not-once makeBox request:idempotency at once") == found
