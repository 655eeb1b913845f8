"""Time in which nothing can be seen is no time in which nothing moves."""

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys import following, lapses
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.lapses import Lapses
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api

from .test_fuzz_endings import Queue


class Clock:
    """The clock of a machine on which all takes `slower` times as long."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now, self.slower = 1000.0, 1.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Sleep, and come back late."""
        self.now += seconds * self.slower


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that is looked at."""
    made = Clock()
    for module in (following, lapses):
        monkeypatch.setattr(module, "time", made)
    return made


def test_what_takes_longer_than_it_should_does_not_count(clock: Clock) -> None:
    """Of a sleep what was asked for counts; of an answer only what is usual."""
    known = Lapses()
    known.sleep(1.0)
    assert known.age(1000.0, clock.now) == 1.0
    clock.slower = 10.0
    known.sleep(1.0)
    assert clock.now == 1011.0
    assert known.age(1000.0, clock.now) == 2.0
    assert known.age(1011.0, clock.now) == 0.0
    with known.during():
        clock.now += lapses.USUAL / 2
    assert known.age(1011.0, clock.now) == pytest.approx(lapses.USUAL / 2)
    with known.during():
        clock.now += 7.0
    assert known.age(1000.0, clock.now) < 2.1


class Held(Queue):
    """A server that nobody gives time to: its answers come late, and nothing moves."""

    def __init__(self, clock: Clock, late: float) -> None:
        """Answer after `late` seconds."""
        super().__init__()
        self.speed, self._clock, self.late = 0.0, clock, late

    def _one(self, request: Wire) -> Reply:
        self._clock.now += self.late
        return super()._one(request)


@pytest.mark.parametrize(("slower", "late", "tells"), [(1.0, 0.0, 1), (9.0, 0.0, 0), (1.0, 5.0, 0)])
def test_who_is_held_up_has_not_seen_that_nothing_moves(
    slower: float, late: float, tells: int, box: Api, clock: Clock
) -> None:
    """On a machine that is held up, or before a server that is, no resource is called lost."""
    scene = Scene(box, Judging(box))
    planning = Planning(box, scene.judging, Wish(most=20))
    resources, ledger = Resources(planning.chains), Ledger(scene)
    queue = Held(clock, 0.0)
    sender = Sender(queue, Signer(box, Credentials(auth=("a",))), Pace())
    followed = Following(scene, sender, ledger, resources)
    case = next(each for each in planning.cases() if each.expect == "accepted")
    made = resources.add(case, sender.send([case])[0])
    followed.follow(followed.chains[0], made, answer(made.reply))
    clock.slower, queue.late = slower, late
    followed.finish()
    assert len(ledger.findings) == tells
