"""Bodies that name what is not there, and what belongs to another caller."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.naming import nothing
from tallystick.fuzz.bodies.unlike import Unlike
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.references import Reference
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.subjects import with_value
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Named, Reply
from tallystick.fuzz.oracles import named
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content, json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import BARRED
from tallystick.resolve.pointer import split
from tallystick.solve.places import place

MOST: Final = 12
"""Names that are tried, each with at most three requests."""


MEANT: Final = frozenset({400, 403, 404, 409, 410, 422})
"""Statuses by which a body is refused for what it names."""


class Trespassing:
    """Sends accepted bodies again with names that must not be taken.

    A server that does not look names up promises nothing of them: that is noted, and no finding.
    One that looks up some must look up those that a rule of the document is about.

    Attributes:
        notes: What was seen beside findings.
    """

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        known: Sequence[Reference],
    ) -> None:
        """Send over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._known = {(each.operation, each.at): each for each in known}
        self._unlike = Unlike(scene.judging)
        self._taken: dict[tuple[str, str], tuple[Case, Named, Mapping[str, str]]] = {}
        self.notes: list[str] = []

    def note(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        """Remember a request that was accepted with resources that it names, the smallest of each.

        Args:
            case: The request.
            reply: The answer.
            given: What its path was given.
        """
        if case.expect != "accepted" or not accepted(reply):
            return
        if keyed(self._scene.operations[case.operation], case):
            return
        for name in case.names:
            key = (case.operation, place(name.path))
            known = self._taken.get(key)
            if known is None or _size(case) < _size(known[0]):
                self._taken[key] = case, name, given

    def run(self) -> None:
        """Try every place that names a resource.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
        """
        unseen: list[tuple[Case, Reply, str]] = []
        looks = False
        for operation in {key[0] for key in self._taken}:
            for made in self._resources.of(operation):
                self._anew(made.case)
        known = sorted(self._taken.items(), key=lambda it: it[0])
        for (operation, at), (case, name, given) in known[:MOST]:
            lost = self._again(case, _other(case, name, nothing(name)))
            taken = self._send(lost, given)
            rule = self._rule(operation, at)
            if accepted(taken):
                self._resources.doubt(lost, taken, given)
                if self._looks_up(case, lost, given):
                    self._ledger.add(named.nothing(lost, taken, at, rule))
                else:
                    unseen.append((lost, taken, at))
                continue
            looks = looks or taken.status in MEANT
            reference = self._known.get((operation, at))
            if reference is not None and self._apart(reference, name):
                other = self._again(case, case.names).by_second
                self._ledger.add(named.anothers(other, self._send(other, given), at, rule))
            if reference is not None and reference.chain.scope:
                self._elsewhere(reference, (case, name), given, rule)
        for lost, taken, at in unseen:
            rule = self._rule(lost.operation, at)
            if looks and rule:
                self._ledger.add(named.nothing(lost, taken, at, rule))
                continue
            said = f"{lost.operation} takes a name of nothing at {at}, so nobody looks it up there"
            said += f", in spite of {rule}" if rule else ""
            self.notes.append(said)

    def _elsewhere(
        self, reference: Reference, known: tuple[Case, Named], given: Mapping[str, str], rule: str
    ) -> None:
        """Name what is in another resource than the one that the path names."""
        case, name = known
        makes = (it for it in self._resources.chains if it.inside)
        chain = next((it for it in makes if it.get is reference.chain.create), None)
        if chain is None or name.maker.after is None:
            return
        above = self._send(self._anew(name.maker.after), given)
        scope = chain.bindings(answer(above), given) if accepted(above) else None
        beside = self._send(self._anew(name.maker), scope) if scope is not None else None
        value = answer(beside) if beside is not None and accepted(beside) else None
        found = steps(value, split(reference.pointer))
        if not isinstance(found, str | int) or found == name.given:
            return
        other = self._again(case, _other(case, name, (replace(name, given=found),)))
        self._ledger.add(named.elsewhere(other, self._send(other, given), reference.at, rule))

    def _looks_up(self, case: Case, lost: Case, given: Mapping[str, str]) -> bool:
        """Whether another caller may name nothing, and may not name what is there: it is looked up.

        Args:
            case: Names a resource of the first caller.
            lost: The same with a name of nothing.
            given: What the path is given.
        """
        if not self._sender.signer.has_second:
            return False
        nothing, mine = (self._again(it, it.names).by_second for it in (lost, case))
        return accepted(self._send(nothing, given)) and self._send(mine, given).status in MEANT

    def _again(self, case: Case, names: tuple[Named, ...]) -> Case:
        """Return a request that was accepted, with other names."""
        return replace(self._anew(case), kind="naming", expect="documented", names=names)

    def _anew(self, case: Case) -> Case:
        """Return a request with new values where no two resources may have the same."""
        content = json_content(self._scene.operations[case.operation]) if case.has_value else None
        if content is None:
            return case
        value = self._unlike.told(case, content, case.value)
        return case if value is case.value else with_value(case, value)

    def _apart(self, reference: Reference, name: Named) -> bool:
        """Whether the second caller is not served a resource of the first one's."""
        bindings = self._bindings(reference, name)
        if not self._sender.signer.has_second or bindings is None:
            return False
        case = replace(poll(reference.chain, name.maker).by_second, expect="documented")
        return self._sender.send([case], [dict(bindings)], log=False)[0].status in BARRED

    def _bindings(self, reference: Reference, name: Named) -> Mapping[str, str] | None:
        """Return what the path of a resource needs; None where nothing asks for it."""
        if not reference.chain.polls:
            return None
        for made in self._resources.of(name.maker.operation):
            value = answer(made.reply)
            if made.case is name.maker and steps(value, split(reference.pointer)) == name.given:
                return reference.chain.bindings(value, made.given)
        return None

    def _send(self, case: Case, given: Mapping[str, str]) -> Reply:
        reply = self._sender.send([case], [given], log=False)[0]
        self._ledger.judge(case, reply)
        return reply

    def _rule(self, operation: str, at: str) -> str:
        """Return the id of the rule about a place that only the server can judge, "" for none."""
        content = body_content(self._scene.operations[operation])
        if content is None or content.type is None:
            return ""
        api = self._scene.api
        for where, type_id in places(api, content.type):
            for rule in api.types[type_id].rules:
                if rule.text is None and rule.field and where + rule.field == at:
                    return rule.id
        return ""


def _other(case: Case, name: Named, instead: tuple[Named, ...]) -> tuple[Named, ...]:
    """Return the names of a body with something else in the place of one."""
    return (*(it for it in case.names if it is not name), *instead)


def _size(case: Case) -> int:
    return len(case.message.body or b"")
