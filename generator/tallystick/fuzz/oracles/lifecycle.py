"""The states of a resource: forward only along `next`, with the members that each asks for."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tallystick.fuzz.documented import answer, content, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Lifecycle, Record, TypeId
from tallystick.text import Json


def lifecycle_of(scene: Scene, type_id: TypeId | None) -> Lifecycle | None:
    """Return the state machine of a type, None when it has none."""
    declared = scene.api.types.get(type_id) if type_id is not None else None
    return declared.lifecycle if isinstance(declared, Record) else None


@dataclass(slots=True)
class Walk:
    """One resource as it was seen, answer by answer.

    Attributes:
        lifecycle: Its state machine.
        new: Whether it was made by the first request: not when that has an idempotency key, which
            an earlier campaign may have sent.
        sure: Whether the state machine is declared; else it is guessed.
        seen: States in the order they were met.
    """

    lifecycle: Lifecycle
    new: bool = True
    sure: bool = True
    seen: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether the last state is terminal."""
        states = {state.name: state for state in self.lifecycle.states}
        last = self.seen[-1] if self.seen else ""
        return last in states and not states[last].next

    def observe(self, case: Case, reply: Reply, value: Json) -> Iterator[Finding]:
        """Yield what is wrong with the next answer about the resource."""
        machine = self.lifecycle
        name = value.get(machine.member) if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(name, str):
            return  # the schema's oracle says so
        yield from self._order(case, reply, name)
        self.seen.append(name)
        yield from _members(machine, name, case, reply, value)

    def _order(self, case: Case, reply: Reply, name: str) -> Iterator[Finding]:
        machine = self.lifecycle
        before = self.seen[-1] if self.seen else machine.initial
        if name not in reachable(machine, before):
            case = waiting(machine, case, *self.seen[-1:], name)
            claim = about(case, "lifecycle:order", f"{before}-{name}")
            said = f"the state went from {before} to {name}, "
            said += "which no order of states allows" if self.sure else "which seems to be an end"
            weight = Weight.ERROR if self.sure else Weight.WARNING
            yield finding("state-order", said, case, reply, claim=claim, weight=weight)
        elif self.sure and self._begins(case) and name != machine.initial:
            claim = about(case, "lifecycle:initial", name)
            said = f"a new resource is {name}, not {machine.initial}"
            yield finding("state-initial", said, case, reply, claim=claim, weight=Weight.WARNING)

    def _begins(self, case: Case) -> bool:
        """Whether an answer is the first about a resource that was not there before."""
        return self.new and case.message.method == "POST" and not self.seen


def waiting(machine: Lifecycle, case: Case, *states: str) -> Case:
    """Return a request that is answered as it was when the resource had some states before."""
    return replace(case, until=(machine.member, states)) if case.kind == "poll" else case


def stands(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield what an answer lacks, or has too much, in the state that it shows itself."""
    declared = response(scene.operations[case.operation], reply.status)
    told = content(declared, reply.headers.get("content-type", "")) if declared else None
    machine = lifecycle_of(scene, told.type) if told is not None and accepted(reply) else None
    value = answer(reply)
    name = state_in(machine, value) if machine is not None else None
    if machine is not None and name is not None and isinstance(value, dict):
        yield from _members(machine, name, case, reply, value)


def _members(
    machine: Lifecycle, name: str, case: Case, reply: Reply, value: dict[str, Json]
) -> Iterator[Finding]:
    """Yield the members that a state asks for and that are not there, and those it forbids."""
    state = next((each for each in machine.states if each.name == name), None)
    if state is None:
        return
    case = waiting(machine, case, name)
    for member in state.requires:
        claim = about(case, "lifecycle:requires", f"{name}.{member}")
        if value.get(member) is None:
            said = f"in state {name} the answer lacks {member}"
            yield finding("state-requires", said, case, reply, claim=claim)
        elif member in machine.outputs and value[member] in ([], {}, ""):
            said = f"in state {name} nothing is in {member}"
            yield finding("state-empty", said, case, reply, claim=claim, weight=Weight.WARNING)
    for member in state.forbids:
        if value.get(member) is not None:
            claim = about(case, "lifecycle:forbids", f"{name}.{member}")
            said = f"in state {name} the answer holds {member}"
            yield finding("state-forbids", said, case, reply, claim=claim)


def reachable(machine: Lifecycle, start: str) -> set[str]:
    """Return the states that may follow one, itself included: a poll may miss some."""
    states = {state.name: state for state in machine.states}
    found = {start}
    todo = [start]
    while todo:
        current = states.get(todo.pop())
        for after in current.next if current else ():
            if after not in found:
                found.add(after)
                todo.append(after)
    return found


def born(case: Case, reply: Reply, machine: Lifecycle, state: str | None) -> Iterator[Finding]:
    """Yield a warning about new resources that are never in the first of the documented states.

    Args:
        case: What made one.
        reply: The answer.
        machine: A guess at its states.
        state: That of all new ones; None where none has any.
    """
    ends = {each.name for each in machine.states if not each.next}
    if state is not None and state not in ends:
        said = f"a new resource is {state} at once, and nothing was ever {machine.initial}"
        claim = about(case, "lifecycle:begins", machine.initial)
        yield finding("born-too-far", said, case, reply, claim=claim, weight=Weight.WARNING)


def state_in(machine: Lifecycle, value: Json) -> str | None:
    """Return the state that an answer shows, None when it shows none."""
    found = value.get(machine.member) if isinstance(value, dict) else None
    return found if isinstance(found, str) else None
