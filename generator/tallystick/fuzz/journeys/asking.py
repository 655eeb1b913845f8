"""What is asked of resources besides their course: comparisons, strangers, deletion, keys."""

import string
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.journeys.following import Following, poll
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.locating import Locating
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply, Weight
from tallystick.fuzz.oracles import echo, flagged, idempotency, sharing, stated, twins
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.protocol import unknown_cases
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import FOR_LATER, GONE
from tallystick.ir import Operation
from tallystick.text import Json

MARKS: Final = string.punctuation[::-1]
"""What stands in keys beside letters and digits, the last character of ASCII first."""
USUAL: Final = "_.:-"
"""The same where a schema says nothing of characters."""
WIDE: Final = "\u00e9"
"""No header has it: a schema that allows it says nothing of characters."""


class Journeys:
    """Asks for the resources that accepted requests made.

    Attributes:
        following: Follows some of them to their end.
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
            self._ledger.add(sharing.judge(case, reply))
            self._foreign(journey.chain.get, case, reply)

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
                [finding("served-after-delete", said, case, shown, claim=claim, weight=weight)]
            )

    def repeat(self, chain: Chain, cases: Sequence[Case], seed: int) -> None:
        """Send one request twice with one idempotency key, then another with the same key."""
        taken = next((each for each in chain.create.parameters if each.idempotency_key), None)
        other = next((each for each in cases if each.value != cases[0].value), None)
        if taken is None or other is None:
            return
        header = taken.wire
        key = str(uuid.UUID(int=Random(f"{seed} key").getrandbits(128), version=4))  # noqa: S311 - of the seed
        keyed = [_keyed(case, header, key) for case in (cases[0], other)]
        known = self._resources.of(chain.create.id)
        given = known[0].given if known else {}
        replies = [self._sent(case, given) for case in (keyed[0], keyed[0], keyed[1])]
        members = tuple(pointer for _, pointer in chain.values)
        self._ledger.add(idempotency.judge(keyed[0], replies, members, keyed[1]))
        if accepted(replies[0]):
            self._ledger.add(stated.key(self._scene, keyed[0], keyed[1], replies[2]))
        again = replace(keyed[0], expect="documented", after=keyed[0])
        if accepted(replies[1]):
            self._ledger.judge(again, replies[1])
        near = _keyed(cases[0], header, key[:-1] + ("1" if key[-1] == "0" else "0"))
        strangers = [("another key", near)]
        if self._sender.signer.has_second and not chain.scope:
            strangers.append(("another caller", keyed[0].by_second))
        for what, case in strangers:
            pair = replies[0], self._sent(case, given)
            self._ledger.add(idempotency.apart(keyed[0], case, pair, members, what))
        odd = marked(key, lambda text: self._scene.judging.fits(taken.type, text))
        if odd is not None:
            case = _keyed(cases[0], header, odd)
            self._ledger.add(idempotency.odd(case, replies[0], self._sent(case, given)))
        words = f"k{key}", f"k{key}".upper()  # no UUID: letters of either case are alike in these
        if all(self._scene.judging.fits(taken.type, word) for word in words):
            lower, upper = (_keyed(cases[0], header, word) for word in words)
            told = replies[0], self._sent(lower, given), self._sent(upper, given)
            self._ledger.add(idempotency.cased(lower, upper, told, members))

    def _sent(self, case: Case, given: Mapping[str, str]) -> Reply:
        """Send what depends on the answers there were: the log of a seed does not have it."""
        return self._sender.send([case], [given], log=False)[0]


def marked(key: str, fits: Callable[[str], bool]) -> str | None:
    """Return a key with as many marks as its schema allows, None where it allows none.

    Args:
        key: Any key.
        fits: Whether the schema allows a key.
    """
    size = next((size for size in range(len(key), 0, -1) if fits(key[:size])), 0)
    known = MARKS if not fits(WIDE + key[1:size]) else USUAL
    marks = "".join(mark for mark in known if fits(mark + key[1:size]))[:size]
    odd = key[: size - len(marks)] + marks
    return odd if set(marks) - set(key) and fits(odd) else None


def _keyed(case: Case, header: str, key: str) -> Case:
    others = tuple(pair for pair in case.message.headers if pair[0] != header)
    return replace(case, message=replace(case.message, headers=(*others, (header, key))))
