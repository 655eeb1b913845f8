"""The view of a resource: its operations as methods, blocking and awaited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.emit import prose
from tallystick.emit.code import WIDTH, Code
from tallystick.emit.operations import server
from tallystick.emit.targets.python import lifecycles
from tallystick.emit.targets.python.annotations import Annotations, Flavour
from tallystick.emit.targets.python.answers import awaited
from tallystick.emit.targets.python.layout import (
    Named,
    Node,
    Sub,
    arguments,
    assignment,
    bar,
    constant,
    lone_tuple,
    names,
    text,
)
from tallystick.emit.targets.python.lifecycles import JobMethodView, LifecycleView
from tallystick.emit.targets.python.literals import docstring, string
from tallystick.emit.targets.python.methods import Argument, Method, plain_style
from tallystick.emit.targets.python.names import BUILTIN_TYPES
from tallystick.emit.targets.python.parts import written
from tallystick.ir import Api, Content, MediaKind, Place, SecurityNeed, TypeId

INSIDE = 8
"""Columns before the body of a method."""

SIGNATURE = 4
_WRITERS = frozenset({"Form", "Multipart", "Part", "Style", "Upload"})
_FORMS = frozenset({MediaKind.FORM, MediaKind.MULTIPART})
_MODES = {"Raw": "the response", "Streaming": "a response to read piece by piece"}
PLACES = {
    Place.PATH: "path",
    Place.QUERY: "query",
    Place.HEADER: "headers",
    Place.COOKIE: "cookies",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One method, in both forms.

    Attributes:
        constant: The whole ``_CREATE: Operation[...] = Operation(...)``.
        signature: ``def create(...) -> Generation:``, indented; `asynchronous` the same awaited.
        doc: Docstring of the blocking form, and of the other one.
        call: ``return self._call(...)``, and the awaited one.
    """

    name: Code
    constant: Code
    signature: Code
    asynchronous: Code
    doc: Code
    doc_async: Code
    call: Code
    call_async: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """What the template of a resource sees.

    Attributes:
        attribute: Its name on the client and of its module.
        names: Names that the module refers to.
        types: Names it imports from ``types.py``, sorted.
    """

    attribute: Code
    bases: Code
    async_bases: Code
    name: Code
    async_name: Code
    doc: Code
    doc_async: Code
    methods: tuple[MethodView, ...]
    lifecycle: LifecycleView | None
    jobs: tuple[JobMethodView, ...]
    wrappers: tuple["WrapperView", ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapperView:
    """A class that offers the operations of a resource in another mode."""

    name: Code
    resource: Code
    doc: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Which types have rules: the function in ``rules.py`` that checks each."""

    functions: Mapping[TypeId, Code]


class ResourceMaker:
    """Makes the views of all resources of an API."""

    def __init__(
        self, api: Api, types: Annotations, rules: Rules, security: tuple[SecurityNeed, ...]
    ) -> None:
        """Keep what all resources share; `security` is what most operations need."""
        self.api = api
        self.types = types
        self.rules = rules
        self.security = security

    def resource(self, attribute: Code, name: Code, methods: tuple[Method, ...]) -> ResourceView:
        """Lay out one resource."""
        hidden = frozenset(method.name for method in methods) & BUILTIN_TYPES
        lifecycle = lifecycles.find(self.api, self.types, methods, self, name)
        methods = tuple(item for method in methods for item in (method, method.stream) if item)
        views = tuple(self._method(name, method, hidden) for method in methods)
        bases = [str(lifecycle.base)] if lifecycle else []
        bases += ["Streams"] if any(method.streams for method in methods) else []
        bases = bases or ["Resource"]
        found = {item for method in methods for item in self._names(method, hidden)}
        words = methods[0].operation.resource
        doc = self._tag_doc(words, prose.title((*words, "operations")))
        return ResourceView(
            attribute=attribute,
            bases=Code(", ".join(f"Sync{base}" for base in bases)),
            async_bases=Code(", ".join(f"Async{base}" for base in bases)),
            name=name,
            async_name=Code(f"Async{name}"),
            wrappers=tuple(_wrappers(name, methods)),
            doc=docstring(doc, SIGNATURE),
            doc_async=docstring(f"Awaited form of `{name}`.", SIGNATURE),
            methods=views,
            lifecycle=lifecycle,
            jobs=lifecycle.methods if lifecycle else (),
            names=frozenset(
                found
                | (lifecycle.names if lifecycle else frozenset())
                | {f"{kind}{base}" for kind in ("Async", "Sync") for base in bases}
            ),
        )

    def _tag_doc(self, words: tuple[str, ...], fallback: str) -> str:
        for tag in self.api.tags:
            if "".join(words) == "".join(char for char in tag.name.lower() if char.isalnum()):
                return prose.documented(tag.doc, fallback, SIGNATURE)
        return fallback

    def _method(self, resource: Code, method: Method, hidden: frozenset[str]) -> MethodView:
        head = f"def {method.name}"
        items, returns = self.signature(method, "RequestOptions", hidden)
        call = self.call(method)
        return MethodView(
            name=method.name,
            constant=self._constant(method),
            signature=arguments(head, items, returns, SIGNATURE),
            asynchronous=arguments(f"async {head}", items, awaited(returns), SIGNATURE),
            doc=docstring(self.document(method), INSIDE),
            doc_async=docstring(self._short(resource, method), INSIDE),
            call=assignment("return ", _typed(method, call, returns), "", INSIDE),
            call_async=assignment("return ", _typed(method, call, returns, "await "), "", INSIDE),
        )

    def signature(
        self, method: Method, options: str, hidden: frozenset[str]
    ) -> tuple[list[tuple[str, Node | None, str]], Node]:
        """Return the items of a signature, and what it returns."""
        items: list[tuple[str, Node | None, str]] = [("self", None, "")]
        positional = True
        for item in method.arguments:
            path = item.source is not None and item.source.place is Place.PATH
            if positional and not path:
                items.append(("*", None, ""))
                positional = False
            node = item.node if item.required else bar(item.node, "Omit")
            default = "" if item.required else " = OMIT"
            items.append((f"{item.name}: ", visible(node, hidden), default))
        items.append(("**options: ", Sub("Unpack", (options,)), ""))
        return items, visible(method.returns, hidden)

    def call(self, method: Method) -> Node:
        """Return the call of the runtime that a method makes.

        The names of the options are judged first, so that a misspelt one is the error.
        """
        items: list[Node] = [method.constant, "known(options)"]
        for place, keyword in PLACES.items():
            pairs = tuple(
                Named(f"{string(item.wire)}: ", _spelt(item))
                for item in method.arguments
                if item.source and item.source.place is place
            )
            if pairs:
                items.append(Named(f"{keyword}=", Sub("", pairs, "{}")))
        if method.content is not None:
            items.append(Named("body=", self._body(method)))
        return Sub("self._stream" if method.streams else "self._call", tuple(items), "()")

    def _body(self, method: Method) -> Node:
        content = method.content
        members = [item for item in method.arguments if item.member]
        if method.flat is not None:
            pairs = tuple(Named(f"{string(item.wire)}: ", str(item.name)) for item in members)
            if method.fixed:
                pairs += (Named(f"{string(method.fixed[0])}: ", method.fixed[1]),)
            body: Node = Sub("", pairs, "{}")
        else:
            body = next(str(a.name) for a in method.arguments if not (a.source or a.member))
        if content is not None and content.kind is not MediaKind.JSON:
            form = content.kind in _FORMS
            return written(self.api, content, body) if form else Sub("Upload", (body,), "()")
        if content is None or content.type is None:
            return body
        first, *rules = self._judging(content.type)
        return Sub("encode", (first, body, *rules, "check=self._check_rules"), "()")

    def _judging(self, type_id: TypeId) -> tuple[Node, ...]:
        """Return what judges a body: its type, and the function with its rules."""
        function = self.rules.functions.get(type_id)
        kind = self.types.of(type_id, Flavour.REQUEST)
        return (kind, f"_rules.{function}") if function else (kind,)

    def _constant(self, method: Method) -> Code:
        operation = method.operation
        pairs = tuple(Named(f"{status}: ", node) for status, node in method.responses)
        items: list[Node] = [
            string(operation.method.upper()),
            string(operation.path),
            Named("responses=", Sub("", pairs, "{}")),
        ]
        if method.accept != "application/json":
            items.append(f"accept={string(method.accept)}")
        media = sent_media(method.content)
        if media != "application/json":
            items.append(f"content_type={string(media)}")
        if method.idempotency_header:
            items.append(f"idempotency_header={string(method.idempotency_header)}")
        if operation.security != self.security:
            items.append(Named("security=", alternatives(operation.security)))
        own = server(operation)
        if own is not None:
            items.append(f"server={string(own)}")
        annotation = Sub("Operation", ("Any" if method.streams else method.returns,))
        return constant(method.constant, annotation, Sub("Operation", tuple(items), "()"))

    def visible(self, node: Node, hidden: frozenset[str]) -> Node:
        """Spell built-in types that a name hides."""
        return visible(node, hidden)

    def document(self, method: Method) -> str:
        """Return the docstring of a method, arguments and returned value included."""
        fallback = prose.title(method.operation.words)
        room = WIDTH - INSIDE - SIGNATURE
        lines = ["Args:"]
        for item in method.arguments:
            said = " ".join((prose.paragraphs(item.doc) or self._about(item)).split())
            about = prose.ended(said or prose.title(item.words))
            line = prose.wrap(f"{item.name}: {about}", room, "    ")
            lines += [f"    {part}" if part else "" for part in line.split("\n")]
        lines.append("    **options: What every call takes; see `RequestOptions`.")
        duties = prose.duties(method.flat.rules, WIDTH - INSIDE) if method.flat else ""
        extra = "\n\n".join(part for part in (duties, "\n".join(lines)) if part)
        return prose.documented(method.operation.doc, fallback, INSIDE, extra)

    def _about(self, item: Argument) -> str:
        """Return what the type of an argument says of itself."""
        return prose.paragraphs(self.api.types[item.type].doc) if item.type else ""

    def _short(self, resource: Code, method: Method) -> str:
        about = prose.documented(method.operation.doc, prose.title(method.operation.words), INSIDE)
        first, see = about.split(chr(10))[0], f"See `{resource}.{method.name}`."
        short = len(first) + len(see) + INSIDE + 7 <= WIDTH
        return f"{first} {see}" if short else f"{first}\n\n{see}"

    def _names(self, method: Method, hidden: frozenset[str]) -> Iterator[str]:
        for item in method.arguments:
            yield from names(visible(item.node, hidden))
            yield from () if item.required else ("Omit", "OMIT")
            if item.source and not plain_style(item.source):
                yield "styled"
        yield from names(visible(method.returns, hidden))
        yield from names(awaited(method.returns))
        yield from ("Any", "cast") if method.streams else ()
        for _, node in method.responses:
            yield from names(node)
        content = method.content
        if content is not None and content.kind is not MediaKind.JSON:
            yield from (name for name in names(self._body(method)) if name in _WRITERS)
        if content is not None and content.kind is MediaKind.JSON and content.type is not None:
            yield "encode"
            for node in self._judging(content.type):
                yield from names(node)


def _typed(method: Method, call: Node, returns: Node, awaiting: str = "") -> Node:
    """Say what a stream is of: one call of the runtime makes both kinds."""
    if not method.streams:
        return Named(awaiting, call)
    kind = text(awaited(returns) if awaiting else returns)
    return Sub("cast", (string(kind), Named(awaiting, call)), "()")


def _wrappers(name: Code, methods: tuple[Method, ...]) -> Iterator[WrapperView]:
    for resource, prefix in ((name, ""), (f"Async{name}", "async_")):
        for mode, wrap in (("Raw", "raw"), ("Streaming", "streamed")):
            yield WrapperView(
                name=Code(f"{resource}With{mode}Response"),
                resource=Code(resource),
                doc=Code(f"`{resource}` whose operations return {_MODES[mode]}."),
                lines=tuple(_wrap(method.name, f"{prefix}to_{wrap}") for method in methods),
            )


def _wrap(method: Code, wrap: str) -> Code:
    call = Sub(wrap, (f"resource.{method}",), "()")
    head = f"self.{method} = "
    if INSIDE + len(head) + len(wrap) < WIDTH:
        return assignment(head, call, "", INSIDE)
    inner = assignment("", call, "", INSIDE + 4)
    return Code(f"{' ' * INSIDE}{head}(\n{inner}\n{' ' * INSIDE})")


def _spelt(item: Argument) -> Node:
    """Return a parameter's value as the runtime takes it."""
    source = item.source
    if source is None or plain_style(source):
        return str(item.name)
    extra = [f"explode={source.explode}"]
    if source.allow_reserved:
        extra.append("allow_reserved=True")
    style = "json" if source.content else source.style
    return Sub("styled", (str(item.name), string(style), *extra), "()")


def visible(node: Node, hidden: frozenset[str]) -> Node:
    """Spell built-in types that a method of the class hides."""
    if not hidden or isinstance(node, str):
        return f"builtins.{node}" if node in hidden else node
    if isinstance(node, Named):
        return Named(node.prefix, visible(node.node, hidden))
    items = tuple(visible(item, hidden) for item in node.items)
    if isinstance(node, Sub):
        head = f"builtins.{node.head}" if node.head in hidden else node.head
        return Sub(head, items, node.brackets)
    return bar(*items)


def sent_media(content: Content | None) -> str:
    """Return the media type that a body is sent as; of a range, the plainest in it."""
    media = content.media_type if content else "application/json"
    kinds = {MediaKind.JSON: "application/json", MediaKind.TEXT: "text/plain"}
    kind = content.kind if content else MediaKind.JSON
    return kinds.get(kind, "application/octet-stream") if "*" in media else media


def alternatives(security: tuple[SecurityNeed, ...]) -> Node:
    """Return the literal of what an operation needs: alternatives of schemes."""
    return lone_tuple(lone_tuple(string(name) for name, _ in need.schemes) for need in security)
