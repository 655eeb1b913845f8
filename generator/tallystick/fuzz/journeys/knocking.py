"""Credentials that are nearly right: a character more or less, another scheme, another header."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.chains import SAFE
from tallystick.fuzz.journeys.precedents import Precedent, Precedents
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Claim, Message, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.sending.credentials import misplaced, protected, small
from tallystick.fuzz.sending.sender import Sender

DOORS: Final = 4
"""Operations that are tried."""
UNADMITTED: Final = frozenset({401, 403})


class Knocking:
    """Tries credentials that are nobody's, and right ones where they do not belong.

    Those of an API mostly look at credentials in one place: one operation that reads and one that
    writes stand for all that ask for the same.
    """

    def __init__(
        self, scene: Scene, sender: Sender, ledger: Ledger, precedents: Precedents
    ) -> None:
        """Send over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._precedents = precedents

    def run(self) -> None:
        """Try all.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        near = self._sender.signer.near
        spoken = False
        for door in list(self._doors())[:DOORS] if near else ():
            case = replace(door.case, kind="credentials", touches=())
            if not accepted(self._ask(door, case)):
                continue
            for caller in near:
                self._refused(door, caller, replace(case.message, caller=caller))
            operation = self._scene.operations[case.operation]
            for odd, carrier in misplaced(self._scene.api, operation):
                self._refused(door, odd, replace(case.message, carrier=carrier))
            header = small(self._scene.api, operation)
            if header and not spoken:
                spoken = True
                self._taken(door, replace(case, message=replace(case.message, carrier=header)))

    def _doors(self) -> Iterator[Precedent]:
        """Yield an accepted request of each kind of operation, of those first that read."""
        seen: set[object] = set()
        operations = sorted(self._scene.api.operations, key=lambda it: it.method not in SAFE)
        for operation in operations:
            kind = operation.security, operation.method in SAFE
            known = self._precedents.of(operation.id)
            if known and kind not in seen and protected(operation) and "{" not in operation.path:
                seen.add(kind)
                yield known[0]

    def _refused(self, door: Precedent, odd: str, message: Message) -> None:
        claim = Claim(operation=door.case.operation, name="request:credentials", at=odd)
        case = replace(door.case, kind="credentials", expect="refused", claim=claim)
        case = replace(case, message=message, touches=())
        self._ledger.note(case, self._ask(door, case))

    def _taken(self, door: Precedent, case: Case) -> None:
        """See that the letters of a scheme may be small."""
        claim = Claim(operation=case.operation, name="request:credentials", at="small letters")
        case = replace(case, expect="documented", claim=claim)
        reply = self._ask(door, case)
        if reply.status in UNADMITTED:
            said = f"the right secret was refused with {reply.status}: its scheme in small letters"
            told = finding("scheme-refused", said, case, reply, weight=Weight.WARNING)
            self._ledger.add([told])

    def _ask(self, door: Precedent, case: Case) -> Reply:
        reply = self._sender.send([case], [door.given], log=False)[0]
        self._ledger.judge(case, reply)
        return reply
