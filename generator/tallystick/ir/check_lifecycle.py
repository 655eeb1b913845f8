"""Whether a lifecycle fits the schema that declares it, and can run."""

from collections.abc import Iterator, Mapping

from tallystick.diagnostics import Code, Diagnostic, Span
from tallystick.ir import lifecycle_codes
from tallystick.ir.types import Enumeration, Lifecycle, Record, Scalar, State, Type, TypeId


def check_lifecycles(types: Mapping[TypeId, Type]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the state machines of all records, each once."""
    seen: set[Span] = set()
    for type_ in types.values():
        if isinstance(type_, Record) and type_.lifecycle and type_.lifecycle.span not in seen:
            seen.add(type_.lifecycle.span)
            yield from _check(types, type_, type_.lifecycle)


def _check(types: Mapping[TypeId, Type], record: Record, cycle: Lifecycle) -> Iterator[Diagnostic]:
    yield from _check_member(types, record, cycle)
    yield from _check_names(cycle)
    yield from _check_members(record, cycle)
    if cycle.initial in {state.name for state in cycle.states}:
        yield from _check_paths(cycle)


def _found(code: Code, message: str, span: Span, help_: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=span, help=help_)


def _check_member(
    types: Mapping[TypeId, Type],
    record: Record,
    cycle: Lifecycle,
) -> Iterator[Diagnostic]:
    """The member exists and takes exactly the states."""
    span = cycle.span.child("member")
    field = next((field for field in record.fields if field.wire == cycle.member), None)
    if field is None:
        yield _found(
            lifecycle_codes.LIFECYCLE_MEMBER,
            f"the schema has no member `{cycle.member}` to hold the state",
            span,
            f"declare `{cycle.member}` under `properties`",
        )
        return
    type_ = types[field.type]
    if isinstance(type_, Scalar) and type_.kind == "string":
        return
    if not isinstance(type_, Enumeration):
        yield _found(
            lifecycle_codes.LIFECYCLE_MEMBER,
            f"`{cycle.member}` holds the state but is no string",
            span,
            "make it a string with an enum of the states",
        )
        return
    values = {member.value for member in type_.members if isinstance(member.value, str)}
    names = {state.name for state in cycle.states}
    for state in cycle.states:
        if state.name not in values and not type_.open:
            yield _found(
                lifecycle_codes.LIFECYCLE_STATES,
                f"`{state.name}` is a state, but `{cycle.member}` cannot hold it",
                state.span,
                f"add it to the enum of `{cycle.member}`, or remove the state",
            )
    for value in sorted(values - names):
        yield _found(
            lifecycle_codes.LIFECYCLE_STATES,
            f"`{cycle.member}` can hold `{value}`, which is no state",
            cycle.span.child("states"),
            f"add the state `{value}`, or remove it from the enum",
        )


def _check_names(cycle: Lifecycle) -> Iterator[Diagnostic]:
    """Every state that is named exists; successes are terminal."""
    states = {state.name: state for state in cycle.states}
    named = [(cycle.initial, cycle.span.child("initial"))]
    named += [(name, cycle.span.child("success", i)) for i, name in enumerate(cycle.success)]
    for state in cycle.states:
        named += [(name, state.span.child("next", i)) for i, name in enumerate(state.next)]
    for name, span in named:
        if name not in states:
            yield _found(
                lifecycle_codes.LIFECYCLE_UNKNOWN_STATE,
                f"`{name}` is not one of the states",
                span,
                f"use one of {', '.join(states)}",
            )
    for index, name in enumerate(cycle.success):
        if name in states and states[name].next:
            yield _found(
                lifecycle_codes.LIFECYCLE_SUCCESS,
                f"`{name}` means success, but other states follow it",
                cycle.span.child("success", index),
                f"remove it from `success`, or empty `next` of `{name}`",
            )


def _check_members(record: Record, cycle: Lifecycle) -> Iterator[Diagnostic]:
    """Members that states require or forbid exist, and no state does both."""
    wires = {field.wire for field in record.fields}
    named: list[tuple[str, Span]] = []
    for key, names in (("reason", cycle.reason), ("outputs", cycle.outputs)):
        named += [(name, cycle.span.child(key, i)) for i, name in enumerate(names)]
    for state in cycle.states:
        for key, names in (("requires", state.requires), ("forbids", state.forbids)):
            named += [(name, state.span.child(key, i)) for i, name in enumerate(names)]
        yield from _check_contradictions(record, state)
    for name, span in named:
        if name not in wires:
            yield _found(
                lifecycle_codes.LIFECYCLE_UNKNOWN_FIELD,
                f"the schema has no member `{name}`",
                span,
                f"declare `{name}` under `properties`, or correct the name",
            )


def _check_contradictions(record: Record, state: State) -> Iterator[Diagnostic]:
    needed = {field.wire for field in record.fields if field.required and not field.nullable}
    for index, name in enumerate(state.forbids):
        if name in state.requires or name in needed:
            by = "the state" if name in state.requires else "the schema"
            yield _found(
                lifecycle_codes.LIFECYCLE_CONTRADICTION,
                f"the state `{state.name}` forbids `{name}`, which {by} requires",
                state.span.child("forbids", index),
                f"remove `{name}` from `forbids` or from what is required",
            )


def _check_paths(cycle: Lifecycle) -> Iterator[Diagnostic]:
    """Every state can be reached, and from every state an end."""
    follows = {state.name: set(state.next) for state in cycle.states}
    reached = _reach({cycle.initial}, follows)
    before: dict[str, set[str]] = {name: set() for name in follows}
    for name, after in follows.items():
        for other in after & follows.keys():
            before[other].add(name)
    ending = _reach({name for name, after in follows.items() if not after}, before)
    for state in cycle.states:
        if state.name not in reached:
            yield _found(
                lifecycle_codes.LIFECYCLE_UNREACHABLE,
                f"no path leads from `{cycle.initial}` to the state `{state.name}`",
                state.span,
                f"name `{state.name}` in the `next` of a state, or remove it",
            )
        if state.name not in ending:
            yield _found(
                lifecycle_codes.LIFECYCLE_ENDLESS,
                f"from the state `{state.name}` no terminal state can be reached",
                state.span,
                "add a terminal state (with `next: []`) to its `next`, or further on",
            )


def _reach(start: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    todo = set(start)
    while todo:
        name = todo.pop()
        reached.add(name)
        todo |= edges.get(name, set()) - reached
    return reached
