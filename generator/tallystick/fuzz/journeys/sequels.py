"""What is made elsewhere by requests that are answered with it: jobs of actions, and of headers.

An action may be answered with a job of its own, and a request for later with nothing but a header
that leads to one. No plan can count on them: a state may be in the way of the action, and where a
header leads only an answer tells. Those that there are, are followed as any resource.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from tallystick.fuzz.chains import Chain, taking
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.holders import same
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.polling import filled
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import PLAINLY, Case, Reply
from tallystick.fuzz.oracles import echo, located
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.sending.sender import Sender, SpentError

MOST: Final = 4
"""Jobs of one chain that are followed."""
ACTION: Final = "action"


class Sequels:
    """Follows what answers name and no plan has."""

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        following: Following,
        strangers: Callable[[Journey], None],
    ) -> None:
        """Follow with `following`, and have `strangers` ask for the first of each chain."""
        self._scene = scene
        self._transport = sender.transport
        self._ledger = ledger
        self._following = following
        self._strangers = strangers
        self._led: dict[tuple[str, str], Chain] = {}
        self._seen: dict[tuple[str, str], set[bytes | None]] = {}

    def see(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        """Follow what an accepted request made, when it is one of the first.

        Args:
            case: The request.
            reply: The answer.
            given: What its path was given.
        """
        plain = case.kind in PLAINLY or case.kind == ACTION
        sent = case.message
        if not plain or case.expect == "refused" or sent.caller != "own" or sent.method != "POST":
            return
        if reply.status not in located.MADE:
            return
        with suppress(SpentError):
            ways = (*self._named(case, reply, given), *self._headed(case, reply, given))
            for chain, made in ways:
                self._follow(chain, made, given)

    def _follow(self, chain: Chain, made: Made, given: Mapping[str, str]) -> None:
        """Follow a job, unless it is what the request itself went to."""
        key = chain.create.id, chain.get.id
        seen, known = self._seen.setdefault(key, set()), self._following.of(chain)
        values = made.bindings(chain)
        body = made.case.message.body
        if values is None or body in seen or len(known) >= MOST:
            return
        if set(values.values()) <= set(given.values()):
            return
        seen.add(body)
        value = answer(made.reply)
        made.number = len(known)
        if not chain.header:
            self._ledger.add(echo.shown(self._scene, made.case, made.reply, chain.create, value))
        own = not chain.header or _tells(self._scene, chain)
        self._following.follow(chain, made, value if own else None)
        if not known:
            self._strangers(self._following.of(chain)[-1])

    def _named(
        self, case: Case, reply: Reply, given: Mapping[str, str]
    ) -> Iterator[tuple[Chain, Made]]:
        """Yield what an answer names that a state might have been in the way of."""
        for chain in self._following.chains if case.expect == "documented" else ():
            if chain.create.id == case.operation and chain.items is None:
                yield chain, Made(0, case, reply, spare=False, given=dict(given))

    def _headed(
        self, case: Case, reply: Reply, given: Mapping[str, str]
    ) -> Iterator[tuple[Chain, Made]]:
        """Yield what the headers of an answer lead to, and nothing else does."""
        operation, api = self._scene.operations[case.operation], self._scene.api
        known = {it.get.id for it in self._following.chains if it.create is operation}
        for header, where in located.headed(operation, reply):
            found = located.led(where, filled(case.message.path, given), self._transport, api)
            if found is None or found[0].id in known:
                continue
            get, values = found
            known.add(get.id)
            chain = self._led.setdefault(
                (operation.id, get.id),
                Chain(operation, get, (), scope=tuple(values), header=header),
            )
            fits = taking(self._scene.judging, get)
            if values and all(fits(name, text) for name, text in values.items()):
                asked = case if _tells(self._scene, chain) else _bare(case)
                yield chain, Made(0, asked, reply, spare=False, given=values)


def _bare(case: Case) -> Case:
    """Return a request as what made a job: its body tells of what is worked on, not of the job."""
    return replace(case, value=None, has_value=False, told=None, names=())


def _tells(scene: Scene, chain: Chain) -> bool:
    """Whether what is asked for is of the type that the request itself was answered with."""
    made = success(chain.create)
    return made is not None and same(scene.api, made, success(chain.get))
