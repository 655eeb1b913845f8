"""Values that a server knows from an earlier campaign: the request is sent with another one.

What is planned for a seed is the same each time, so a server that forgets nothing has it all. A
conflict (409) that may be about a value which this campaign never sent is asked about again with
one that nobody can have guessed. It is not in the log of the seed, as other second tries are not.
"""

from collections.abc import Mapping
from random import Random, SystemRandom
from typing import Final

from tallystick.fuzz.bodies.unlike import Unlike
from tallystick.fuzz.journeys.subjects import with_value
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.conflicts import met, single
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import CONFLICT

TRIES: Final = 3
"""Values that are tried for one request, as chance may hit another one that is known."""
FRUITLESS: Final = 3
"""Requests of one operation in a row for which that comes to nothing, until no more are tried."""


class Renewing:
    """Sends what met a conflict once more."""

    def __init__(self, scene: Scene, sender: Sender) -> None:
        """Send over `sender`."""
        self._scene = scene
        self._sender = sender
        self._chance = SystemRandom()
        self._unlike = Unlike(scene.judging, lambda: self._chance)
        self._left: dict[str, int] = {}

    def settled(self, case: Case, reply: Reply, given: Mapping[str, str]) -> tuple[Case, Reply]:
        """Return the request and the answer that count.

        Args:
            case: Was sent.
            reply: The answer.
            given: What its path was given.
        """
        left = self._left.setdefault(case.operation, FRUITLESS)
        if reply.status != CONFLICT or case.expect == "documented" or not left:
            return case, reply
        for other in filter(None, (self._other(case) for _ in range(TRIES))):
            if self._sender.room < 1:
                break
            again = self._sender.send([other], [given], log=False)[0]
            if not again.error and again.status != CONFLICT:
                self._left[case.operation] = FRUITLESS
                self._scene.crowd = self._scene.crowd or self._known(case)
                return other, again
        self._left[case.operation] -= 1
        return case, reply

    def _known(self, case: Case) -> Random | None:
        """Return what chooses values, where a server knew one that this campaign never sent."""
        return None if met(self._scene, case) else self._chance

    def _other(self, case: Case) -> Case | None:
        """Return a case with values that nobody has where others may have them, None without."""
        content = json_content(self._scene.operations[case.operation])
        if content is None or not single(self._scene, case):
            return None
        kept = case.claim.at if case.claim is not None and case.claim.at[:1] == "/" else "-"
        value = self._unlike.told(case, content, case.value, kept)
        return with_value(case, value) if value != case.value else None
