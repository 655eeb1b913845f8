"""What is asked of resources besides their course: comparisons, strangers, deletion, keys."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.locating import Locating
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.sequels import Sequels
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply, Weight
from tallystick.fuzz.oracles import echo, flagged, sharing, stated, twins
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.protocol import unknown_cases
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import BARRED, FOR_LATER, GONE
from tallystick.ir import Operation
from tallystick.text import Json


class Journeys:
    """Asks for the resources that accepted requests made.

    Attributes:
        following: Follows some of them to their end.
        sequels: Follows what is made elsewhere.
    """

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources) -> None:
        """Ask over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._names: dict[tuple[str, str], Case] = {}
        self.following = Following(scene, sender, ledger, resources)
        self._locating = Locating(scene, sender, ledger)
        self._refused: list[Journey] = []
        self.sequels = Sequels(scene, sender, ledger, self.following, self._strangers)

    def creation(self, case: Case, reply: Reply, made: Made | None) -> None:
        """Compare the answer to a creation with what was asked, and follow it, or not.

        Args:
            case: The creation.
            reply: The answer.
            made: The resource; None when it is not known how to ask for it.
        """
        value = self.echoed(case, reply)
        for chain in self.following.chains if made else ():
            if chain.create.id == case.operation and made is not None:
                self._twin(chain, made, value)
                self._locating.locate(chain, made)
                first = self.following.consider(chain, made, value)
                if first is not None:
                    self._strangers(first)

    def echoed(self, case: Case, reply: Reply) -> Json:
        """Compare the answer to an accepted request with what was asked; returns the answer."""
        value, operation = answer(reply), self._scene.operations[case.operation]
        self._ledger.add(echo.shown(self._scene, case, reply, operation, value))
        self._ledger.add(flagged.judge(case, reply, value))
        return value

    def _twin(self, chain: Chain, made: Made, value: Json) -> None:
        bindings = chain.bindings(value, made.given)
        if bindings is not None:
            name = "/".join(bindings.values())
            other = self._names.setdefault((chain.create.id, name), made.case)
            self._ledger.add(twins.judge(made.case, made.reply, other, name))

    def _strangers(self, journey: Journey) -> None:
        """Ask for the first resource with another caller's credentials, when there are any."""
        if self._sender.signer.has_second and protected(journey.chain.get):
            case = poll(journey.chain, journey.made.case).by_second
            case = replace(case, expect="documented")
            reply = self._sender.send([case], [journey.bindings], log=False)[0]
            self._ledger.judge(case, reply)
            self._ledger.add(sharing.judge(case, reply))
            self._foreign(journey.chain.get, case, reply)
            if reply.status in BARRED and sharing.one_s_own(self._scene, journey.chain.get):
                self._refused.append(journey)

    def finish(self) -> None:
        """Follow all to the end, and ask for what has ended with another caller's credentials."""
        self.following.finish()
        for first in self._refused:
            ends: dict[str, Journey] = {}
            for journey in self.following.of(first.chain):
                if journey.walk is not None and journey.ended is not None and not journey.gone:
                    ends.setdefault(journey.state, journey)
            for state, journey in ends.items():
                case = poll(journey.chain, journey.made.case).by_second
                case = replace(case, expect="documented")
                reply = self._sent(case, journey.bindings)
                self._ledger.judge(case, reply)
                self._ledger.add(sharing.late(case, reply, state))

    def _foreign(self, operation: Operation, case: Case, reply: Reply) -> None:
        """See that another caller's resource is refused as is said: unlike what nobody has."""
        wanted = stated.theirs(operation, reply)
        if wanted is None:
            return
        chance = Random(case.operation)  # noqa: S311 - any id will do
        for nothing in unknown_cases(operation, case, chance, self._scene.judging):
            told = self._sent(nothing, {})
            self._ledger.add(stated.foreign(case, reply, wanted, told))

    def deleted(self, case: Case, reply: Reply, bindings: dict[str, str]) -> None:
        """See that what was deleted is no longer served."""
        chains = self.following.chains
        path = self._scene.operations[case.operation].path
        made = (each for each in chains if each.create.id == case.takes)
        chain = next((each for each in made if each.get.path == path), None)
        if chain is None or reply.status == FOR_LATER:
            return
        again = replace(poll(chain, case), expect="documented")
        shown = self._sender.send([again], [bindings], log=False)[0]
        self._ledger.judge(again, shown)
        if accepted(shown):
            said = f"what {case.operation} deleted is still served"
            claim = about(case, "lifecycle:deleted")
            stated = any(response(chain.get, status) for status in GONE)
            weight = Weight.ERROR if stated else Weight.WARNING
            self._ledger.add(
                [finding("served-after-delete", said, again, shown, claim=claim, weight=weight)]
            )

    def _sent(self, case: Case, given: Mapping[str, str]) -> Reply:
        """Send what depends on the answers there were: the log of a seed does not have it."""
        return self._sender.send([case], [given], log=False)[0]
