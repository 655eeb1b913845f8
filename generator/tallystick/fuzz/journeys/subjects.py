"""Resources that something is done to: made for it, asked for, and looked at again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.unlike import Unlike
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.turning import Budget
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import PLAINLY, Case, Message, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.oracles.updated import EMPTY
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import BARRED, CONFLICT
from tallystick.ir import Operation
from tallystick.resolve.pointer import split
from tallystick.text import Json

SAMPLES: Final = 24
"""Valid requests of one operation that are remembered."""
TRIES: Final = 3
"""Requests that are tried to make a resource."""
MISSING: Final = 404
"""Status of what its list does not show."""


def anyhow(_: Made) -> bool:
    """Whatever it was made as."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One resource.

    Attributes:
        chain: What makes it, and gets it.
        made: The request that made it.
        bindings: What paths need.
        first: The answer to its creation.
        reply: The same with its headers; None where nobody needs them.
    """

    chain: Chain
    made: Case
    bindings: Mapping[str, str]
    first: Json
    reply: Reply | None = None


class Subjects:
    """Makes resources, and sends what is done to them; every answer is judged as any other.

    Attributes:
        budget: Requests that are left.
    """

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        heard: Callable[[Case, Reply, Mapping[str, str]], None],
    ) -> None:
        """Send over `sender`, telling `ledger`, and `heard` what is answered about resources."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self.budget = Budget(0)
        self._heard = heard
        self._samples: dict[str, list[Case]] = {}
        self._barred: dict[str, list[Case]] = {}
        self._members: dict[str, dict[str, Json]] = {}
        self._taken: dict[str, set[bytes | None]] = {}
        self._contents = {it.id: json_content(it) for it in scene.api.operations}
        self._unlike = Unlike(scene.judging, lambda: scene.crowd)

    @property
    def has_second(self) -> bool:
        """Whether another caller's secret was given."""
        return self._sender.signer.has_second

    @property
    def origin(self) -> str:
        """What requests go to, as of `transport.origin_of`."""
        return self._sender.transport.origin

    @property
    def gated(self) -> bool:
        """Whether what is sent without credentials lacks what may be needed to come in at all."""
        return self._sender.signer.gated

    @property
    def elapsed(self) -> float:
        """Seconds since the campaign began."""
        return self._sender.elapsed

    def note(self, case: Case) -> None:
        """Remember a valid request, and what its members may hold."""
        self.anew(case)
        if case.kind in PLAINLY and case.expect != "refused":
            known = self._samples.setdefault(case.operation, [])
            if len(known) < SAMPLES:
                known.append(case)
            members = self._members.setdefault(case.operation, {})
            for name, value in case.value.items() if isinstance(case.value, dict) else ():
                if name not in members and value not in EMPTY:
                    members[name] = value

    def answered(self, case: Case, reply: Reply) -> None:
        """Remember which valid requests were accepted; those that name others need these again.

        Of broken ones that a state was in the way of nobody knows.
        """
        if accepted(reply) and not case.names:
            self._taken.setdefault(case.operation, set()).add(case.message.body)
        elif case.expect == "refused" and case.has_value and reply.status == CONFLICT:
            self._barred.setdefault(case.operation, []).append(case)

    def barred(self, operation: str) -> list[Case]:
        """Return broken bodies that were refused as the state, or so, was in the way."""
        return self._barred.get(operation, [])[:SAMPLES]

    def members(self, operation: str) -> dict[str, Json]:
        """Return a value that is not empty of each member that an operation takes."""
        return self._members.get(operation, {})

    def samples(self, operation: str) -> list[Case]:
        """Return valid requests of an operation: accepted ones, then the others.

        Of each, those come first that show most choices.
        """
        every = smaller_first(self._samples.get(operation, ()))
        taken = self._taken.get(operation, set())
        some = [it for it in every if it.message.body in taken]
        ranked = _telling(some) + _telling([it for it in every if it not in some])
        return [self.anew(it) for it in ranked]

    def anew(self, case: Case) -> Case:
        """Return a request that has nothing alike with others which no two may have alike."""
        content = self._contents[case.operation] if case.has_value else None
        if content is None or case.names:
            return case
        value = self._unlike.told(case, content, case.value)
        return case if value is case.value else with_value(case, value)

    def fresh(
        self, chain: Chain, *, rich: bool = False, like: Callable[[Made], bool] = anyhow
    ) -> Subject | None:
        """Make a resource as one was made before; None when that is refused.

        Args:
            chain: What makes it.
            rich: One with as many members as there are; else one with few.
            like: As which ones it may be made.
        """
        known = {
            id(made.case): made
            for made in self._resources.of(chain.create.id)
            if not keyed(chain.create, made.case) and like(made)
        }
        ranked = smaller_first(each.case for each in known.values())
        if rich:
            ranked.sort(key=lambda case: -len(case.value) if isinstance(case.value, dict) else 0)
        for case in ranked[:TRIES]:
            if self.budget.left <= 0:
                return None
            found = self.again(chain, known[id(case)])
            if found is not None:
                return found
        return None

    def again(self, chain: Chain, made: Made) -> Subject | None:
        """Make a resource as another one was made; None when that is refused.

        One that only a list shows is made in a resource of its own, which has nothing else in it.

        Args:
            chain: What makes it.
            made: The other one.
        """
        given = made.given if chain.seen is None else self.apart(made)
        if given is None or not self.budget.take():
            return None
        case = self.anew(made.case)
        reply = self._sender.send([case], [given], log=False)[0]
        value = answer(reply)
        bindings = chain.bindings(value, given) if accepted(reply) else None
        if bindings is None:
            return None
        return Subject(chain=chain, made=case, bindings=bindings, first=value, reply=reply)

    def apart(self, made: Made) -> Mapping[str, str] | None:
        """Make another resource like the one that something was made in.

        Args:
            made: What was made in it.

        Returns:
            What the path of its creation is given there; None when that fails.
        """
        create = made.case.operation
        chain = next((it for it in self._resources.chains if it.get.id == create), None)
        known = self._resources.of(chain.create.id) if chain is not None else []
        within = next((it for it in known if it.case is made.case.after), None)
        if chain is None or within is None or not self.budget.take():
            return None
        reply = self._sender.send([self.anew(within.case)], [within.given], log=False)[0]
        return chain.bindings(answer(reply), within.given) if accepted(reply) else None

    def known(self, chain: Chain) -> Iterator[Subject]:
        """Yield resources that were made before, the last first."""
        for made in reversed(self._resources.of(chain.create.id)):
            bindings = made.bindings(chain)
            if bindings is not None:
                first = answer(made.reply)
                yield Subject(chain=chain, made=made.case, bindings=bindings, first=first)

    def got(self, subject: Subject, *, after: Case | None = None) -> tuple[Case, Reply]:
        """Ask for a resource.

        Args:
            subject: The resource.
            after: What was done to it before, for those who do it again.
        """
        case = self.asking(subject, after=after)
        reply = self.send(case, subject)
        if subject.chain.seen is None or not accepted(reply):
            return case, reply
        shown = subject.chain.one(answer(reply), subject.bindings)
        return case, replace(reply, status=reply.status if shown else MISSING, body=compact(shown))

    def asking(self, subject: Subject, *, after: Case | None = None) -> Case:
        """Return the request that asks for a resource; arguments as of `got`."""
        return poll(subject.chain, after or subject.made)

    def case(self, deed: Deed, subject: Subject, sample: Case | None) -> Case:
        """Return the request that does something to a resource.

        Args:
            deed: What is done.
            subject: The resource.
            sample: A request that has the right body and headers; None when it needs none.
        """
        base = poll(subject.chain, subject.made)
        told = sample.message if sample is not None else Message(method="", path="")
        message = replace(told, method=deed.operation.method.upper(), path=deed.path)
        return replace(
            base,
            operation=deed.operation.id,
            kind=deed.kind,
            expect="documented",
            message=message,
            value=sample.value if sample is not None else None,
            has_value=sample is not None and sample.has_value,
            note="",
            tagged=sample.tagged if sample is not None else None,
        )

    def send(self, case: Case, subject: Subject | None = None) -> Reply:
        """Send a request, about a resource or about none, and have the answer judged."""
        reply = self.ask(case, subject)
        self._ledger.judge(case, reply)
        if subject is not None:
            self._heard(case, reply, subject.bindings)
        return reply

    def spare(self, case: Case) -> Reply | None:
        """Send a request about no resource as `send` does; None when there is none left."""
        return self.send(case) if self.budget.left > 0 else None

    def ask(self, case: Case, subject: Subject | None = None) -> Reply:
        """Send a request, about a resource or about none; nobody judges the answer."""
        self.budget.take()
        given = dict(subject.bindings) if subject is not None else {}
        return self._sender.send([case], [given], log=False)[0]

    def strange(self, subject: Subject) -> bool:
        """Whether another caller is refused a resource by its id."""
        case = replace(poll(subject.chain, subject.made).by_second, expect="documented")
        return self.ask(case, subject).status in BARRED


def _telling(cases: Iterable[Case]) -> list[Case]:
    """Return requests, those first that show most choices."""
    left, found = list(cases), list[Case]()
    seen: set[str] = set()
    while left:
        best = max(left, key=lambda each: len(set(each.touches) - seen))
        left.remove(best)
        seen.update(best.touches)
        found.append(best)
    return found


def deletion(chain: Chain, delete: Operation, after: Case) -> Case:
    """Return the request that deletes a resource.

    Args:
        chain: How it was made.
        delete: What deletes it.
        after: What was done to it last.
    """
    message = Message(method="DELETE", path=chain.get.path)
    asked = poll(chain, after)
    return replace(asked, operation=delete.id, kind="delete", expect="documented", message=message)


def naming(taken: Case, pointer: str, subject: Subject) -> Case | None:
    """Return a body that names another resource, None where that has no name.

    Args:
        taken: Names one.
        pointer: Where the name stands in what is shown of a resource.
        subject: The other one.
    """
    name = steps(subject.first, split(pointer))
    if not isinstance(name, str | int):
        return None
    other = replace(taken.names[0], given=name, maker=subject.made, ask=None, until=None)
    return replace(taken, kind="naming", expect="documented", names=(other,))


def with_value(case: Case, value: Json) -> Case:
    """Return a request with another JSON body."""
    return replace(case, value=value, message=replace(case.message, body=compact(value)))


def resource(deed: Deed, value: Json) -> dict[str, Json] | None:
    """Return the resource that an answer holds, None when it holds none."""
    found = steps(value, deed.inner)
    return found if isinstance(found, dict) else None


def state_of(deed: Deed, value: Json) -> str | None:
    """Return the state of the resource that an answer holds."""
    found = resource(deed, value)
    state = found.get(deed.course.member) if found is not None and deed.course else None
    return state if isinstance(state, str) else None
