"""The view of a resource: its operations as methods of a class."""

from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import WIDTH, Code
from tallystick.emit.prose import duties, ended, paragraphs, title, wrap
from tallystick.emit.targets.typescript import lifecycles
from tallystick.emit.targets.typescript.lifecycles import LifecycleView
from tallystick.emit.targets.typescript.literals import (
    comment,
    documented,
    inline,
    laid_import,
)
from tallystick.emit.targets.typescript.methods import Method, Setting
from tallystick.ir import Api, Record

MODULES: Final = {
    "wire": ("segment",),
    "params": ("cookies", "header", "own", "pairs", "parts", "path", "query"),
    "bodies": ("auto", "bytes", "jsonAs", "maybe", "nothing", "sent", "text"),
    "forms": ("form", "multipart"),
    "events": ("events", "isStream", "type EventStream"),
    "integers": ("exact", "reads", "writes"),
}
"""Functions of the runtime that requests refer to, by module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One method: its comment, its head, the lines of its request; a call and a title to read."""

    name: Code
    call: Code
    title: Code
    doc: Code
    head: Code
    returns: Code
    request: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """What the template of a resource sees.

    Attributes:
        attribute: Its name on the client and of its module.
        imports: Whole statements.
        options: Types of the options of its methods.
        rules: Some request is judged by rules.
    """

    attribute: Code
    name: Code
    doc: Code
    methods: tuple[MethodView, ...]
    options: Code
    imports: tuple[Code, ...]
    lifecycle: LifecycleView | None
    rules: bool
    names: frozenset[str]


def resource(
    api: Api, attribute: Code, name: Code, methods: tuple[Method, ...], setting: Setting
) -> ResourceView:
    """Lay out one resource."""
    lifecycle = lifecycles.find(api, setting.types, methods)
    used = frozenset(item for method in methods for item in method.names)
    types = {item for method in methods for item in method.types}
    declared = {str(n) for n in setting.types.names.values()} | set(setting.parameters.values())
    imports = [
        laid_import(f"../runtime/{module}.ts", sorted(used & set(functions)))
        for module, functions in MODULES.items()
        if used & set(functions)
    ]
    kinds = sorted(types & declared)
    if kinds:
        imports.append(laid_import("../types.ts", kinds, kind="type "))
    return ResourceView(
        attribute=attribute,
        name=name,
        doc=comment(_about(api, methods[0]), 0),
        methods=tuple(_method(api, method) for method in methods),
        options=Code(", ".join(sorted({method.options for method in methods}))),
        imports=tuple(imports),
        lifecycle=lifecycle,
        rules="rules" in used,
        names=used | ({"wait"} if lifecycle else set()) | _downloads(lifecycle),
    )


def _downloads(lifecycle: LifecycleView | None) -> set[str]:
    return {"download"} if lifecycle and lifecycle.outputs else set()


def _about(api: Api, method: Method) -> str:
    words = method.operation.resource
    for tag in api.tags:
        if "".join(words) == "".join(char for char in tag.name.lower() if char.isalnum()):
            said = paragraphs(tag.doc)
            if said:
                return wrap(ended(said), WIDTH - 3)
    return title((*words, "operations"))


def _method(api: Api, method: Method) -> MethodView:
    items = []
    for number, item in enumerate(method.arguments):
        later = any(other.required for other in method.arguments[number + 1 :])
        optional = not item.required and not later
        missing = " | undefined" if not item.required and later else ""
        items.append(f"{item.name}{'?' if optional else ''}: {item.type}{missing}")
    items.append(f"options?: {method.options}")
    returns = f"Promise<{method.returns}>"
    flat = f"  async {method.name}({', '.join(items)}): {returns} {{"
    if len(flat) > WIDTH:
        body = "".join(f"    {item},\n" for item in items)
        flat = f"  async {method.name}(\n{body}  ): {returns} {{"
    return MethodView(
        name=method.name,
        call=Code(f"{method.name}({', '.join(item.name for item in method.arguments)})"),
        title=inline(method.operation.doc.summary or ""),
        doc=_doc(api, method),
        head=Code(flat),
        returns=Code(method.returns),
        request=tuple(Code(f"{line},") for line in method.request),
    )


def _doc(api: Api, method: Method) -> Code:
    operation = method.operation
    lines = []
    for item in method.arguments:
        said = " ".join(paragraphs(item.doc).split())
        if said:
            lines.append(wrap(f"@param {item.name} - {ended(said)}", WIDTH - 5, "  "))
    content = operation.body.contents[0] if operation.body else None
    shape = api.types.get(content.type) if content and content.type else None
    server_side = duties(shape.rules, WIDTH - 5) if isinstance(shape, Record) else ""
    extra = "\n\n".join(part for part in (server_side, "\n".join(lines)) if part)
    return documented(operation.doc, title(operation.words), 2, extra)
