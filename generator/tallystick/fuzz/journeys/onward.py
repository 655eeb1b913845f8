"""Where a resource that has come to its end sends who asks for it: to its result, by ``303``.

Source: RFC 9110, section 15.4.4.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tallystick.fuzz.chains import Chain, taking
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.polling import filled, poll
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import located
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import NOT_FOUND, SEE_OTHER

MOST: Final = 6
"""Results of one operation that are asked for."""


class Onward:
    """Asks for results, on the host and below the base of the API alone."""

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger) -> None:
        """Ask over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._asked: Counter[str] = Counter()

    def follow(self, journey: Journey, case: Case, reply: Reply) -> bool:
        """Ask for what an answer leads to, if it is one that the document lists.

        Args:
            journey: The resource.
            case: What asked for it.
            reply: The answer.

        Returns:
            Whether the resource has come to its end, and so led to another one.
        """
        if reply.status != SEE_OTHER or not journey.awaits:
            return False
        where = reply.headers.get("location", "")
        mine = journey.made.changed is None and not journey.made.moved
        if 0 < len(where) <= located.LONGEST and mine and self._sender.room > 1:
            self._result(case, reply, where, journey.bindings)
        return True

    def _result(self, case: Case, reply: Reply, where: str, values: Mapping[str, str]) -> None:
        path = filled(case.message.path, values)
        found = located.led(where, path, self._sender.transport, self._scene.api)
        if found is None or self._asked[case.operation] >= MOST:
            return
        get, given = found
        fits = taking(self._scene.judging, get)
        if not all(fits(name, text) for name, text in given.items()):
            return
        self._asked[case.operation] += 1
        chain = Chain(
            self._scene.operations[case.operation], get, (), scope=tuple(given), header="location"
        )
        asked = replace(poll(chain, case), expect="documented")
        told = self._sender.send([asked], [given], log=False)[0]
        if told.status != NOT_FOUND:
            self._ledger.judge(asked, told)
        elif not self._removed(filled(get.path, given)) and self._lasts(asked, given, case, values):
            why = f"{get.id} answers {NOT_FOUND} there"
            self._ledger.add(located.lost(self._scene, case, reply, where, why))

    def _lasts(
        self, asked: Case, given: Mapping[str, str], case: Case, values: Mapping[str, str]
    ) -> bool:
        """Whether who asks for both once more is led to what is not there once more."""
        if self._sender.room < 2:  # noqa: PLR2004 - both
            return False
        again = self._sender.send([case], [values], log=False)[0]
        told = self._sender.send([asked], [given], log=False)[0]
        return (again.status, told.status) == (SEE_OTHER, NOT_FOUND)

    def _removed(self, path: str) -> bool:
        """Whether somebody deleted it, or what it is in."""
        return any(
            sent.case.message.method == "DELETE"
            and path.startswith(filled(sent.case.message.path, sent.given))
            for sent in self._sender.trail
        )
