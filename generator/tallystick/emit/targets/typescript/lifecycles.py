"""Waiting for a resource and fetching what it made, from its declared state machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.emit import jobs
from tallystick.emit.code import Code
from tallystick.emit.jobs import Job
from tallystick.emit.targets.typescript.expressions import Expressions, Flavour
from tallystick.emit.targets.typescript.literals import inline, key, string
from tallystick.emit.targets.typescript.methods import Method
from tallystick.emit.targets.typescript.names import camel
from tallystick.ir import Api, Enumeration, Scalar

LOCAL: Final = frozenset({"found", "fresh", "id", "index", "job", "more", "options", "raw"})
"""Names that the methods of a job have for other things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleView:
    """What the template of a resource sees of its lifecycle.

    Attributes:
        kind: Type of the resource; `subject` names it in arguments.
        id: Its identifier, of a resource or a text called `subject`; `job_id` of one called `job`.
        states: The terminal states as members, true for a success; `reason` reads of members.
        arguments: What ``createAndWait`` takes before its options; `options` is their type.
        given: The same arguments, handed on.
        outputs: The expression of the URLs of what was made, None when there are none.
        ends: The terminal states as words.
        own: Type of the names of the methods that wait or download.
    """

    kind: Code
    subject: Code
    create: Code
    get: Code
    id: Code
    job_id: Code
    state: Code
    states: Code
    reason: Code
    arguments: tuple[Code, ...]
    given: Code
    options: Code
    outputs: Code | None
    ends: Code
    own: Code


def find(api: Api, types: Expressions, methods: tuple[Method, ...]) -> LifecycleView | None:
    """Find an operation that makes a resource and links to the one that polls it."""
    by_id = {method.operation.id: method for method in methods}
    for job in jobs.find(api, (method.operation for method in methods)):
        create, get = by_id[job.create.id], by_id[job.get.id]
        if len(get.arguments) == 1:
            return _view(types, job, create, get)
    return None


def _view(types: Expressions, job: Job, create: Method, get: Method) -> LifecycleView:
    record, lifecycle = job.record, job.lifecycle
    subject = camel(record.words)
    subject = f"{subject}_" if subject in LOCAL else subject
    steps = tuple(step[1] if step else None for step in job.outputs)
    urls = _urls(steps, subject) if steps else None
    more = ("download", "downloadAll") if urls else ()
    reads = (_read(subject, wire) for wire in lifecycle.reason)
    return LifecycleView(
        kind=types.names[record.id, Flavour.RESPONSE],
        subject=Code(subject),
        create=create.name,
        get=get.name,
        id=_identifier(types, job, subject),
        job_id=_identifier(types, job, "job"),
        state=_text(types, job, subject, lifecycle.member),
        states=Code(", ".join(_ends(job))),
        reason=Code("".join(f", {read}" for read in reads)),
        arguments=tuple(
            Code(f"{item.name}: {item.type}{'' if item.required else ' | undefined'}")
            for item in create.arguments
        ),
        given=Code("".join(f"{a.name}, " for a in create.arguments)),
        options=create.options,
        outputs=Code(urls) if urls else None,
        own=Code(" | ".join(map(string, ("wait", "createAndWait", *more)))),
        ends=inline(" or ".join(f"`{name}`" for name in job.terminal)),
    )


def _ends(job: Job) -> Iterator[str]:
    """Yield the terminal states, each with the word whether it is a success."""
    for state in job.terminal:
        name = key(state) if state != "__proto__" else f"[{string(state)}]"
        yield f"{name}: {str(state in job.lifecycle.success).lower()}"


def _identifier(types: Expressions, job: Job, name: str) -> Code:
    """Return the identifier of a resource that is given, or is one already."""
    return Code(f'typeof {name} === "string" ? {name} : {_text(types, job, name, job.member)}')


def _text(types: Expressions, job: Job, subject: str, wire: str) -> Code:
    """Return the text of a member, which most often is one."""
    field = next(item for item in job.record.fields if item.wire == wire)
    shape = types.api.types[field.type]
    plain = isinstance(shape, Scalar | Enumeration) and shape.kind == "string"
    sure = plain and field.required and not field.nullable
    read = _read(subject, wire)
    return Code(read if sure else f"String({read})")


def _read(subject: str, wire: str) -> str:
    name = key(wire)
    return f"{subject}.{name}" if name == wire else f"{subject}[{name}]"


def _urls(path: tuple[str | None, ...], name: str) -> str:
    text = name
    for number, step in enumerate(path):
        if step is None:
            rest = _urls(path[number + 1 :], "item")
            return f"({text} ?? []).flatMap((item) => {rest})"
        text += f"?.{step}" if key(step) == step else f"?.[{key(step)}]"
    return f"{text} ?? []" if len(path) else name
