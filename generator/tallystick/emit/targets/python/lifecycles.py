"""Waiting for a resource and fetching what it made, from its declared state machine."""

from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from tallystick.emit import prose
from tallystick.emit.code import Code
from tallystick.emit.jobs import Job
from tallystick.emit.jobs import find as find_jobs
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.fields import attributes_of
from tallystick.emit.targets.python.layout import Bar, Named, Node, Sub, arguments, assignment, bar
from tallystick.emit.targets.python.literals import docstring, string, value
from tallystick.emit.targets.python.methods import Method
from tallystick.emit.targets.python.names import BUILTIN_TYPES, snake
from tallystick.ir import Api, Record

INSIDE = 8
SIGNATURE = 4
ARGUMENTS: Final = "CreateAndWaitOptions"
Item: TypeAlias = tuple[str, Node | None, str]
"""(prefix, annotation, default) of an argument."""

_TO: Final[tuple[Item, ...]] = (("to: ", "str | PathLike[str]", ""),)
_DOWNLOAD: Final[Item] = ("**options: ", "Unpack[DownloadOptions]", "")
_RAISES: Final = (
    "Raises:\n    JobFailedError: It ended without success.\n"
    "    WaitTimeoutError: It is not done in time; it goes on."
)


class Maker(Protocol):
    """What laying out ``create_and_wait`` needs of the maker of resources."""

    def visible(self, node: Node, hidden: frozenset[str]) -> Node:
        """Spell built-in types that a name hides."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMethodView:
    """A method that waits or downloads, in both forms."""

    signature: Code
    asynchronous: Code
    doc: Code
    doc_async: Code
    call: Code
    call_async: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleView:
    """What the template of a resource sees of its lifecycle.

    Attributes:
        constant: The whole ``_LIFECYCLE = Lifecycle(...)``.
        path: A function that returns the path parameters of the resource.
        arguments: The typed dictionary of what ``create_and_wait`` takes.
        base: What the resource's base classes are called: ``Jobs`` or ``Downloads``.
    """

    constant: Code
    path: Code
    arguments: Code
    base: Code
    methods: tuple[JobMethodView, ...]
    names: frozenset[str]


def find(
    api: Api, types: Annotations, methods: tuple[Method, ...], maker: Maker, resource: Code
) -> LifecycleView | None:
    """Find an operation that makes a resource and links to the one that polls it."""
    found = jobs(api, types, methods)
    return _Maker(found, resource).view(maker) if found else None


@dataclass(frozen=True, slots=True)
class Jobs:
    """A job as the client has it.

    Attributes:
        attribute: Of the resource, that holds its identifier.
    """

    job: Job
    create: Method
    get: Method
    attribute: str
    kind: Code

    @property
    def record(self) -> Record:
        """Return the resource."""
        return self.job.record

    @property
    def state(self) -> str:
        """Return the attribute that holds the state."""
        return _attribute(self.record, self.job.lifecycle.member)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Return the attributes that lead to the addresses of what it made; ``*`` is a list."""
        return tuple(_attribute(*step) if step else "*" for step in self.job.outputs)


def jobs(api: Api, types: Annotations, methods: tuple[Method, ...]) -> Jobs | None:
    """Find what one of the methods makes and another polls."""
    by_id = {method.operation.id: method for method in methods}
    job = next(find_jobs(api, (method.operation for method in methods)), None)
    if job is None:
        return None
    attribute = attributes_of(job.record)[job.member]
    kind = types.names[job.record.id, Flavour.RESPONSE]
    return Jobs(job, by_id[job.create.id], by_id[job.get.id], attribute, kind)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Lays out the methods for work that takes time."""

    jobs: Jobs
    resource: Code

    def view(self, maker: Maker) -> LifecycleView:
        outputs = self.jobs.outputs
        methods = [self._wait(), self._create_and_wait()]
        used = {"Any", "WaitOptions", "Lifecycle", str(self.jobs.kind)}
        if any(item.required for item in self.jobs.create.arguments):
            used.add("Required")
        if outputs:
            methods += [self._download(), self._download_all()]
            used.add("DownloadOptions")
        return LifecycleView(
            constant=_constant(self.jobs),
            path=self._path(),
            arguments=self._arguments(maker),
            base=Code("Downloads" if outputs else "Jobs"),
            methods=tuple(methods),
            names=frozenset(used),
        )

    @property
    def subject(self) -> str:
        name = snake(self.jobs.record.words)
        return name if name not in {"to", "index", "options", "path"} else f"{name}_"

    def _wait(self) -> JobMethodView:
        ends = " or ".join(f"`{_shown(name)}`" for name in self.jobs.job.terminal)
        doc = (
            f"Look until `{self.jobs.state}` is {ends}.\n\n"
            f"Args:\n    {self.subject}: What was created, or its id.\n"
            f"    **options: How long and how often; see `WaitOptions`.\n\n{_RAISES}"
        )
        options = ("**options: ", Sub("Unpack", (Sub("WaitOptions", (self.jobs.kind,)),)), "")
        return self._method("wait", (options,), self.jobs.kind, doc, ())

    def _create_and_wait(self) -> JobMethodView:
        about = prose.title(
            ("make", *self.jobs.record.words, "and", "wait", "until", "it", "is", "done")
        )
        create = self.jobs.create.name
        doc = f"{about}\n\nIt takes what `{create}` takes, and `WaitOptions`.\n\n{_RAISES}"
        items: list[Item] = [("self", None, ""), ("**options: ", f"Unpack[{ARGUMENTS}]", "")]
        arguments = (f"self.{create}", "self.wait", "options")
        call = Sub("self._create_and_wait", arguments, "()")
        return _both(self.resource, "create_and_wait", (items, self.jobs.kind), doc, call)

    def _arguments(self, maker: Maker) -> Code:
        hidden = frozenset(item.name for item in self.jobs.create.arguments) & BUILTIN_TYPES
        lines = [
            f"class {ARGUMENTS}(WaitOptions[{self.jobs.kind}], total=False):",
            docstring(f"What `{self.jobs.create.name}` takes, and `WaitOptions`.", SIGNATURE),
            "" if self.jobs.create.arguments else None,
        ]
        for item in self.jobs.create.arguments:
            node = maker.visible(item.node, hidden)
            node = Sub("Required", (node,)) if item.required else bar(node, "Omit")
            lines.append(assignment(f"{item.name}: ", node, "", SIGNATURE))
        return Code("\n".join(line for line in lines if line is not None))

    def _download(self) -> JobMethodView:
        doc = (
            f"Fetch one output to the file `to`, or into the folder `to`.\n\nArgs:\n"
            f"    {self.subject}: What made it, or its id.\n"
            "    to: A file, or an existing folder.\n"
            "    index: Which output, from 0.\n    **options: See `DownloadOptions`.\n\n"
            "Raises:\n    DownloadError: There is no such output, or it cannot be written."
        )
        more: tuple[Item, ...] = (*_TO, ("*", None, ""), ("index: ", "int", " = 0"), _DOWNLOAD)
        return self._method("download", more, "Path", doc, ("to", "index=index"))

    def _download_all(self) -> JobMethodView:
        doc = "Fetch every output into the folder `to`; see `download`."
        returns = "tuple[Path, ...]"
        return self._method("download_all", (*_TO, _DOWNLOAD), returns, doc, ("to",))

    def _method(
        self, name: str, more: tuple[Item, ...], returns: str, doc: str, extra: tuple[str, ...]
    ) -> JobMethodView:
        subject = self.subject
        items: list[Item] = [
            ("self", None, ""),
            (f"{subject}: ", Bar((self.jobs.kind, "str")), ""),
            *more,
        ]
        first = (self.jobs.get.constant, "_LIFECYCLE", subject, *extra)
        path = f"path=_path({subject})"
        kind = "WaitOptions" if name == "wait" else "DownloadOptions"
        call = Sub(f"self._{name}", (*first, path, f"options=known(options, {kind})"), "()")
        return _both(self.resource, name, (items, returns), doc, call)

    def _path(self) -> Code:
        wire, attribute = self.jobs.job.parameter, self.jobs.attribute
        subject = self.subject
        items: list[Item] = [(f"{subject}: ", Bar((self.jobs.kind, "str")), "")]
        given = f"{subject} if isinstance({subject}, str) else {subject}.{attribute}"
        display = Sub("", (Named(f"{string(wire)}: ", given),), "{}")
        doc = docstring("Return the path parameters of what was created, or of its id.", SIGNATURE)
        head = arguments("def _path", items, "dict[str, Any]", 0)
        return Code(f"{head}\n{doc}\n{assignment('return ', display, '', SIGNATURE)}")


def _both(
    resource: Code, name: str, signature: tuple[list[Item], Node], doc: str, call: Node
) -> JobMethodView:
    items, returns = signature
    return JobMethodView(
        signature=arguments(f"def {name}", items, returns, SIGNATURE),
        asynchronous=arguments(f"async def {name}", items, returns, SIGNATURE),
        doc=docstring(doc, INSIDE),
        doc_async=docstring(f"Awaited form of `{resource}.{name}`.", INSIDE),
        call=assignment("return ", call, "", INSIDE),
        call_async=assignment("return await ", call, "", INSIDE),
    )


def _constant(jobs: Jobs) -> Code:
    job = jobs.job
    reason = tuple(_attribute(job.record, wire) for wire in job.lifecycle.reason)
    items: list[Node] = [
        f"member={string(jobs.state)}",
        Named("terminal=", _frozen(job.terminal)),
        Named("success=", _frozen(job.lifecycle.success)),
        Named("reason=", _tuple(reason)),
        Named("outputs=", _tuple(jobs.outputs)),
    ]
    return assignment("_LIFECYCLE = ", Sub("Lifecycle", tuple(items), "()"), "", 0)


def _frozen(items: tuple[str, ...]) -> Node:
    return Sub("frozenset", (Sub("", tuple(value(item) for item in items), "{}"),), "()")


def _tuple(items: tuple[str, ...]) -> Node:
    if len(items) == 1:
        return f"({string(items[0])},)"
    return Sub("", tuple(string(item) for item in items), "()")


def _attribute(record: Record, wire: str) -> str:
    return attributes_of(record).get(wire, Code(wire))


def _shown(state: str) -> str:
    return "".join(char for char in state if char.isalnum() or char in "-_ ") or "?"
