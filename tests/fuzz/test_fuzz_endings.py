"""Resources that wait their turn, and resources that are lost."""

import json
import uuid
from collections.abc import Callable

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys import ending, following
from tallystick.fuzz.journeys.ending import Seen, weigh
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.ledger import Ledger, Outcome
from tallystick.fuzz.model import Reply, Weight
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

JSON = {"content-type": "application/json"}


class Queue(Handmade):
    """A server that does one box after the other: each request gives it time for some.

    Attributes:
        speed: Boxes done for each request.
        lost: Numbers of the boxes that are never done.
    """

    def __init__(self) -> None:
        """Begin without boxes."""
        self.speed = 1.0
        self.lost: Callable[[int], bool] = lambda _: False
        self.kinds: list[str] = []
        self.asked = 0
        self.done = 0.0

    def _one(self, request: Wire) -> Reply:
        self.asked += 1
        self.done = min(self.done + self.speed, float(len(self.kinds)))
        if request.method == "POST":
            kind = json.loads(request.body or b"null")["kind"]
            self.kinds.append(kind)
            return self._show(201, len(self.kinds) - 1)
        return self._show(200, uuid.UUID(request.target.rpartition("/")[2]).int)

    def _show(self, status: int, number: int) -> Reply:
        shown: dict[str, Json] = {"id": str(uuid.UUID(int=number)), "kind": self.kinds[number]}
        if status == 200 and number < self.done and not self.lost(number):
            shown |= {"state": "done", "place": "shelf"}
        else:
            shown["state"] = "waiting"
        return Reply(status=status, headers=JSON, body=json.dumps(shown).encode())


@pytest.fixture
def queue() -> Queue:
    """Return a server."""
    return Queue()


@pytest.fixture
def ends(
    box: Api, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Outcome, list[tuple[str, Weight]]]]:
    """Return a function that runs a campaign of valid requests; gives what never ended."""
    for name, seconds in (("PATIENCE", 0.5), ("CALM", 0.3), ("LONGEST", 0.8), ("SLOWEST", 0.6)):
        monkeypatch.setattr(following, name, seconds)
    monkeypatch.setattr(ending, "LATE", 0.1)
    monkeypatch.setattr(ending, "AHEAD", 4)

    def start(budget: float | None = None) -> tuple[Outcome, list[tuple[str, Weight]]]:
        options = Options(
            wish=Wish(phases=("journeys",), most=260),
            credentials=Credentials(auth=("a",)),
            pace=Pace(budget=budget),
        )
        outcome = run(box, queue, options)
        found = [item for item in outcome.findings if item.kind == "never-ends"]
        return outcome, [(item.sentence, item.weight) for item in found]

    return start


def test_who_waits_in_a_queue_is_not_lost(
    ends: Callable[..., tuple[Outcome, list[tuple[str, Weight]]]],
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server is at work as long as the campaign waits: a note, no finding."""
    # However slowly this machine asks, something has moved within that time.
    monkeypatch.setattr(following, "CALM", 600.0)
    queue.speed = 0.1
    outcome, found = ends()
    assert found == []
    assert queue.done < len(queue.kinds)
    assert any("the server was still at work" in note for note in outcome.notes)


def test_a_machine_that_slept_is_no_server_that_does(
    ends: Callable[..., tuple[Outcome, list[tuple[str, Weight]]]],
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What has not moved for long is asked for once more, and goes on when it moves."""
    calm, slept = Following.calm, [True]

    def once(self: Following, since: float, longest: float = following.LONGEST) -> bool:
        if not slept:
            return calm(self, since, longest)
        queue.done += 3.0
        return slept.pop()

    monkeypatch.setattr(Following, "calm", once)
    for name in ("PATIENCE", "CALM", "LONGEST"):
        monkeypatch.setattr(following, name, 600.0)
    queue.speed = 0.3
    outcome, found = ends()
    assert not slept
    assert found == []
    assert not any("had not ended" in note for note in outcome.notes)


def test_who_was_overtaken_is_lost(
    ends: Callable[..., tuple[Outcome, list[tuple[str, Weight]]]], queue: Queue
) -> None:
    """Others of its kind that were made well after it have ended long ago."""
    queue.speed = 3.0
    queue.lost = lambda number: number == 1
    _, found = ends()
    assert [weight for _, weight in found] == [Weight.ERROR]
    assert "that were made well after it have ended" in found[0][0]


def test_where_nothing_ends_somebody_should_look(
    ends: Callable[..., tuple[Outcome, list[tuple[str, Weight]]]], queue: Queue
) -> None:
    """All wait for ever: a warning that says that no other one was seen to end."""
    queue.lost = lambda _: True
    _, found = ends()
    assert [weight for _, weight in found] == [Weight.WARNING]
    assert "no other was seen to end" in found[0][0]


def test_a_budget_is_used_where_nothing_has_ended(
    ends: Callable[..., tuple[Outcome, list[tuple[str, Weight]]]],
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who gives seconds to a slow server has them spent on it; polls stay few."""
    monkeypatch.setattr(following, "ALLOWANCE", 99.0)
    queue.lost = lambda _: True
    outcome, found = ends(budget=100.0)
    assert outcome.seconds < 100
    assert not outcome.stopped
    assert [weight for _, weight in found] == [Weight.WARNING]


def test_what_moves_is_seen_to(box: Api, queue: Queue) -> None:
    """An end that comes between two polls is a move; one that was there at the first is none."""
    scene = Scene(box, Judging(box))
    planning = Planning(box, scene.judging, Wish(most=20))
    resources = Resources(planning.chains)
    sender = Sender(queue, Signer(box, Credentials(auth=("a",))), Pace())
    followed = Following(scene, sender, Ledger(scene), resources)
    case = next(each for each in planning.cases() if each.expect == "accepted")
    chain = followed.chains[0]

    def moves(*speeds: float) -> list[bool]:
        queue.speed = 0.0
        made = resources.add(case, sender.send([case])[0])
        followed.follow(chain, made, answer(made.reply))
        (journey,) = [each for each in followed.of(chain) if each.made is made]
        seen: list[bool] = []
        for queue.speed in speeds:
            before, journey.due = followed.moved, 0.0
            followed.tick()
            seen.append(followed.moved > before)
        return seen

    assert moves(0.0, 9.0) == [False, True]
    assert moves(9.0, 9.0) == [False, False]


BLUE = frozenset({("kind", "blue")})


def _seen(number: int, ended: float | None = None, waiting: float | None = None) -> Seen:
    kind, state = frozenset({("kind", "red")}), "waiting"
    return Seen(number=number, kind=kind, state=state, waited=10.0, ended=ended, waiting=waiting)


YOUNG = [_seen(100, 9.0), _seen(101, 8.0), _seen(102, 7.0)]
OTHERS = [each._replace(kind=BLUE) for each in YOUNG]
WEIGHED: list[tuple[str, list[Seen], float | None, Weight | None]] = [
    ("overtaken by its kind", YOUNG, None, Weight.ERROR),
    ("overtaken by two", YOUNG[:2], None, None),
    ("overtaken by neighbours", [each._replace(number=20) for each in YOUNG], None, None),
    ("overtaken a moment ago", [each._replace(ended=1.0) for each in YOUNG], None, None),
    ("another kind", OTHERS, None, None),
    ("another kind, all quiet", OTHERS, 12.0, Weight.WARNING),
    ("all quiet, for less than a job takes", OTHERS, 6.0, None),
    ("nothing ended, at work", [_seen(5)], None, None),
    ("nothing ended, quiet", [_seen(5)], 8.0, Weight.WARNING),
    (
        "overtaking is usual here",
        [*YOUNG, _seen(50, 4.0, 6.0)],
        None,
        None,
    ),
    ("an end that was seen late", [*YOUNG, _seen(50, 1.0, 9.5)], None, Weight.ERROR),
]


@pytest.mark.parametrize(
    ("others", "quiet", "weight"), [row[1:] for row in WEIGHED], ids=[row[0] for row in WEIGHED]
)
def test_weights(others: list[Seen], quiet: float | None, weight: Weight | None) -> None:
    """What a resource that has not ended weighs, by what the others did."""
    weighed = weigh(_seen(10), others, quiet)
    assert (weighed[0] if weighed else None) == weight
