"""Where the first resources of each kind are said to be: asked for there."""

from collections import Counter
from dataclasses import replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.oracles import located
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.sending.sender import BUSY, Sender

ENOUGH: Final = 2
"""Resources of one operation that are looked for."""


class Locating:
    """Looks for new resources where `Location` says that they are."""

    def __init__(self, scene: Scene, sender: Sender, ledger: Ledger) -> None:
        """Ask over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._known: Counter[str] = Counter()

    def locate(self, chain: Chain, made: Made) -> None:
        """Look for a new resource.

        Args:
            chain: How it is asked for by what names it.
            made: The resource.
        """
        where = located.location(made.reply)
        values = made.bindings(chain)
        if where is None or values is None or self._known[chain.create.id] >= ENOUGH:
            return
        self._known[chain.create.id] += 1
        if located.leads(where, chain, values):
            return
        why = self._why(chain, made, where)
        if why:
            told = located.lost(self._scene, made.case, made.reply, where, why)
            self._ledger.add(told)

    def _why(self, chain: Chain, made: Made, where: str) -> str:
        """Return what is wrong with a location, "" for nothing that is known."""
        known = located.found(where, self._scene.api)
        if known is None:
            # What is elsewhere may be anything.
            return "" if "//" in where else "the document has nothing there"
        operation, values = known
        asked = poll(chain, made.case)
        asked = replace(
            asked,
            operation=operation.id,
            expect="documented",
            message=replace(asked.message, path=operation.path),
        )
        reply = self._sender.send([asked], [values], log=False)[0]
        if reply.status in BUSY or reply.error:
            return ""
        if not accepted(reply):
            return f"{operation.id} answers {reply.status} there"
        own = chain.told(answer(reply), values) if operation is chain.get else None
        mine = made.bindings(chain)
        return "it is of another resource" if own is not None and own != mine else ""
