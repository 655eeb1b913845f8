"""Resources that bodies can name: the same as long as nothing new is known of any."""

from collections.abc import Callable

import pytest
from tests.fuzz.handmade import Handmade, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.supply import Supply
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api

NAMES = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in "123"]


class Shelf(Handmade):
    """A server of boxes, some of which are done, or gone."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.made = 0
        self.done: set[str] = set()
        self.gone: set[str] = set()

    def _one(self, request: Wire) -> Reply:
        if request.method == "POST":
            self.made += 1
            return reply(201, {"id": NAMES[self.made - 1], "kind": "red", "state": "waiting"})
        name = request.target.rpartition("/")[2]
        if name in self.gone:
            return reply(404, {})
        ended = {"state": "done", "place": "shelf"} if name in self.done else {"state": "waiting"}
        return reply(200, {"id": name, "kind": "red", **ended})


class Run:
    """What supplies the resources of a campaign, and who makes them."""

    def __init__(self, box: Api, *, polls: bool) -> None:
        """Begin with two resources that are followed."""
        scene = Scene(box, Judging(box))
        planning = Planning(box, scene.judging, Wish(most=20))
        self.server = Shelf()
        self.resources = Resources(planning.chains)
        self.sender = Sender(self.server, Signer(box, Credentials(auth=("a",))), Pace())
        self.following = Following(scene, self.sender, Ledger(scene), self.resources)
        self.case = next(each for each in planning.cases() if each.expect == "accepted")
        self.chain: Chain = self.following.chains[0]._replace(sure=polls)
        self.supply = Supply(scene, (self.chain,), self.following, self.resources)

    def make(self) -> Made:
        """Make one more."""
        made = self.resources.add(self.case, self.sender.send([self.case])[0])
        self.supply.add(made)
        return made

    def follow(self) -> None:
        """Follow one more, which nobody can name before."""
        made = self.make()
        assert made.number not in self.names
        self.following.follow(self.chain, made, answer(made.reply))

    def look(self) -> None:
        """Ask for all."""
        for journey in self.following.of(self.chain):
            journey.due = 0.0
        self.following.tick()

    @property
    def names(self) -> list[int]:
        """Return which of the boxes can be named."""
        return [NAMES.index(str(it.id("/id"))) for it in self.supply.stock(self.chain).items]


@pytest.fixture
def run(box: Api) -> Callable[..., Run]:
    """Return what begins a run."""
    return lambda *, polls: Run(box, polls=polls)


def test_what_is_followed_can_be_named_by_its_end(run: Callable[..., Run]) -> None:
    """Those that have ended well; all that are there as long as none has; none that is gone."""
    now = run(polls=True)
    assert now.names == []
    now.follow()
    now.follow()
    assert now.names == [0, 1]
    assert now.supply.stock(now.chain) is now.supply.stock(now.chain)
    now.server.done = {NAMES[1]}
    now.look()
    assert now.names == [1]
    now.server.done = {*NAMES}
    now.look()
    assert now.names == [0, 1]
    now.follow()
    now.look()
    now.server.gone = {NAMES[2]}
    assert now.names == [0, 1, 2]
    now.look()
    assert now.names == [0, 1]


def test_what_nobody_follows_can_be_named_at_once(run: Callable[..., Run]) -> None:
    """Each that is made."""
    now = run(polls=False)
    assert now.names == []
    now.make()
    assert now.names == [0]
    now.make()
    assert now.names == [0, 1]


def test_a_kind_is_found_by_its_id(run: Callable[..., Run]) -> None:
    """Wherever the id stands in the answer."""
    now = run(polls=False)
    now.make()
    stock = now.supply.stock(now.chain)
    (kind,) = stock.kinds("/id", NAMES[0])
    assert ("kind", "red") in kind
    assert stock.kinds("/id", NAMES[1]) == []
    assert stock.kinds("/state", "waiting") == [kind]
