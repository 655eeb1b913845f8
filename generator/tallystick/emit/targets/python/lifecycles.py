"""Waiting for a resource and fetching what it made, from its declared state machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from tallystick.emit import prose
from tallystick.emit.code import Code
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.fields import attributes_of
from tallystick.emit.targets.python.layout import Bar, Named, Node, Sub, arguments, assignment, bar
from tallystick.emit.targets.python.literals import docstring, string, value
from tallystick.emit.targets.python.methods import Method
from tallystick.emit.targets.python.names import BUILTIN_TYPES, snake
from tallystick.ir import Api, Array, Lifecycle, Link, Place, Record, Scalar, TypeId

INSIDE = 8
SIGNATURE = 4
ARGUMENTS: Final = "CreateAndWaitOptions"
IDENTIFIER = "$response.body#/"
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


def jobs(api: Api, types: Annotations, methods: tuple[Method, ...]) -> "Jobs | None":
    """Find an operation that makes a resource, the one that polls it, and what it comes to."""
    by_id = {method.operation.id: method for method in methods}
    pairs = ((create, link) for create in methods for link in _links(create))
    for create, link in pairs:
        get = by_id.get(link.operation)
        record = _resource(api, get) if get else None
        identifier = _identifier(link, get, record) if get and record else None
        if get and record and record.lifecycle and identifier:
            return Jobs(types, create, get, record, record.lifecycle, identifier)
    return None


def _links(method: Method) -> Iterator[Link]:
    for response in method.operation.responses:
        if response.status.startswith("2"):
            yield from response.links


def _resource(api: Api, method: Method) -> Record | None:
    for response in method.operation.responses:
        for content in response.contents if response.status.startswith("2") else ():
            shape = api.types[content.type] if content.type else None
            if isinstance(shape, Record) and shape.lifecycle:
                return shape
    return None


def _identifier(link: Link, get: Method, record: Record) -> tuple[str, str] | None:
    """Return (path parameter, attribute of the resource that fills it)."""
    wires = [a.wire for a in get.arguments if a.source and a.source.place is Place.PATH]
    attributes = attributes_of(record)
    if len(wires) != 1 or len(link.parameters) != 1:
        return None
    name, expression = link.parameters[0]
    if name.removeprefix("path.") != wires[0] or not isinstance(expression, str):
        return None
    attribute = attributes.get(expression.removeprefix(IDENTIFIER))
    return (wires[0], attribute) if attribute and expression.startswith(IDENTIFIER) else None


@dataclass(frozen=True, slots=True)
class Jobs:
    """Work that takes time: what starts it and what looks at it.

    Attributes:
        identifier: (path parameter of `get`, attribute of the resource that fills it).
    """

    types: Annotations
    create: Method
    get: Method
    record: Record
    lifecycle: Lifecycle
    identifier: tuple[str, str]

    @property
    def state(self) -> str:
        """Return the attribute that holds the state."""
        return _attribute(self.record, self.lifecycle.member)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Return the attributes that lead to the addresses of what it made; ``*`` is a list."""
        return _outputs(self.record, self.lifecycle, self.types)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Lays out the methods for work that takes time."""

    jobs: Jobs
    resource: Code

    def view(self, maker: Maker) -> LifecycleView:
        lifecycle, outputs = self.jobs.lifecycle, self.jobs.outputs
        methods = [self._wait(lifecycle), self._create_and_wait()]
        used = {"Any", "WaitOptions", "Lifecycle", str(self.kind)}
        if any(item.required for item in self.jobs.create.arguments):
            used.add("Required")
        if outputs:
            methods += [self._download(), self._download_all()]
            used.add("DownloadOptions")
        return LifecycleView(
            constant=_constant(self.jobs.record, lifecycle, outputs),
            path=self._path(),
            arguments=self._arguments(maker),
            base=Code("Downloads" if outputs else "Jobs"),
            methods=tuple(methods),
            names=frozenset(used),
        )

    @property
    def kind(self) -> Code:
        return self.jobs.types.names[self.jobs.record.id, Flavour.RESPONSE]

    @property
    def subject(self) -> str:
        name = snake(self.jobs.record.words)
        return name if name not in {"to", "index", "options", "path"} else f"{name}_"

    def _wait(self, lifecycle: Lifecycle) -> JobMethodView:
        state = _attribute(self.jobs.record, lifecycle.member)
        ends = " or ".join(f"`{_shown(name)}`" for name in _terminal(lifecycle))
        doc = (
            f"Look until `{state}` is {ends}.\n\n"
            f"Args:\n    {self.subject}: What was created, or its id.\n"
            f"    **options: How long and how often; see `WaitOptions`.\n\n{_RAISES}"
        )
        options = ("**options: ", Sub("Unpack", (Sub("WaitOptions", (self.kind,)),)), "")
        return self._method("wait", (options,), self.kind, doc, ())

    def _create_and_wait(self) -> JobMethodView:
        about = prose.title(
            ("make", *self.jobs.record.words, "and", "wait", "until", "it", "is", "done")
        )
        create = self.jobs.create.name
        doc = f"{about}\n\nIt takes what `{create}` takes, and `WaitOptions`.\n\n{_RAISES}"
        items: list[Item] = [("self", None, ""), ("**options: ", f"Unpack[{ARGUMENTS}]", "")]
        arguments = (f"self.{create}", "self.wait", "options")
        call = Sub("self._create_and_wait", arguments, "()")
        return _both(self.resource, "create_and_wait", (items, self.kind), doc, call)

    def _arguments(self, maker: Maker) -> Code:
        hidden = frozenset(item.name for item in self.jobs.create.arguments) & BUILTIN_TYPES
        lines = [
            f"class {ARGUMENTS}(WaitOptions[{self.kind}], total=False):",
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
            (f"{subject}: ", Bar((self.kind, "str")), ""),
            *more,
        ]
        first = (self.jobs.get.constant, "_LIFECYCLE", subject, *extra)
        path = f"path=_path({subject})"
        kind = "WaitOptions" if name == "wait" else "DownloadOptions"
        call = Sub(f"self._{name}", (*first, path, f"options=known(options, {kind})"), "()")
        return _both(self.resource, name, (items, returns), doc, call)

    def _path(self) -> Code:
        wire, attribute = self.jobs.identifier
        subject = self.subject
        items: list[Item] = [(f"{subject}: ", Bar((self.kind, "str")), "")]
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


def _constant(record: Record, lifecycle: Lifecycle, outputs: tuple[str, ...]) -> Code:
    reason = tuple(_attribute(record, wire) for wire in lifecycle.reason)
    items: list[Node] = [
        f"member={string(_attribute(record, lifecycle.member))}",
        Named("terminal=", _frozen(_terminal(lifecycle))),
        Named("success=", _frozen(lifecycle.success)),
        Named("reason=", _tuple(reason)),
        Named("outputs=", _tuple(outputs)),
    ]
    return assignment("_LIFECYCLE = ", Sub("Lifecycle", tuple(items), "()"), "", 0)


def _terminal(lifecycle: Lifecycle) -> tuple[str, ...]:
    return tuple(state.name for state in lifecycle.states if not state.next)


def _frozen(items: tuple[str, ...]) -> Node:
    return Sub("frozenset", (Sub("", tuple(value(item) for item in items), "{}"),), "()")


def _tuple(items: tuple[str, ...]) -> Node:
    if len(items) == 1:
        return f"({string(items[0])},)"
    return Sub("", tuple(string(item) for item in items), "()")


def _attribute(record: Record, wire: str) -> str:
    return attributes_of(record).get(wire, Code(wire))


def _outputs(record: Record, lifecycle: Lifecycle, types: Annotations) -> tuple[str, ...]:
    """Return the path of attributes from the resource to the address of what it made."""
    for wire in lifecycle.outputs:
        start = next((field.type for field in record.fields if field.wire == wire), None)
        path = _address(start, types, 0) if start else None
        if path is not None:
            return (_attribute(record, wire), *path)
    return ()


def _address(type_id: TypeId, types: Annotations, depth: int) -> tuple[str, ...] | None:
    shape = types.api.types[type_id]
    if isinstance(shape, Scalar):
        return () if shape.presigned is not None or shape.format == "uri" else None
    if isinstance(shape, Array) and shape.items and depth < 4:  # noqa: PLR2004 - recursion ends
        below = _address(shape.items, types, depth + 1)
        return None if below is None else ("*", *below)
    if isinstance(shape, Record) and depth < 4:  # noqa: PLR2004 - as above
        for field in shape.fields:
            below = _address(field.type, types, depth + 1)
            if below is not None:
                return (_attribute(shape, field.wire), *below)
    return None


def _shown(state: str) -> str:
    return "".join(char for char in state if char.isalnum() or char in "-_ ") or "?"
