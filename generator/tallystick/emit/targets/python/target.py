"""The Python target: from an `Api` to the pages of an installable typed package."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics
from tallystick.emit import access, codes, usage
from tallystick.emit.code import WIDTH, Code
from tallystick.emit.environment import templates_folder
from tallystick.emit.naming import resolve
from tallystick.emit.target import Option, Options, Page
from tallystick.emit.targets.python import datamodel, exact, limits, models, rules, settings
from tallystick.emit.targets.python.annotations import Annotations
from tallystick.emit.targets.python.declarations import declare
from tallystick.emit.targets.python.formats import formatted
from tallystick.emit.targets.python.imports import (
    FORMATS,
    SUPPORT,
    model_imports,
    package_imports,
    rule_imports,
    support,
    type_imports,
)
from tallystick.emit.targets.python.layout import collection
from tallystick.emit.targets.python.literals import inline, string, toml
from tallystick.emit.targets.python.methods import by_attribute, methods
from tallystick.emit.targets.python.models import TypesView
from tallystick.emit.targets.python.names import RESOURCES, TYPES, pascal
from tallystick.emit.targets.python.resources import (
    INSIDE,
    SIGNATURE,
    ResourceMaker,
    ResourceView,
    Rules,
)
from tallystick.emit.targets.python.rules import RulesView
from tallystick.emit.targets.python.settings import ConfigView
from tallystick.ir import Api

OPTIONAL: Final = {
    "_events.py": {"StreamOf"},
    "_wait.py": {"WaitOptions"},
    "_download.py": {"DownloadOptions"},
    "_forms.py": {"Form"},
    "_multipart.py": {"Multipart"},
    "_upload.py": {"Upload"},
    "_params.py": {"styled", "Form", "Multipart"},
}
"""Parts of the runtime that a package has only if a resource refers to one of the names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientResource:
    """How a client offers a resource.

    Attributes:
        sync_class_import: The import inside of the property, which loads it when it is needed.
        types_import: The import for type checkers, of both classes.
    """

    attribute: Code
    module: Code
    sync_class: Code
    async_class: Code
    sync_class_import: Code
    async_class_import: Code
    types_import: Code


class PythonTarget:
    """An installable, typed client package."""

    name = "python"
    options: tuple[Option, ...] = settings.OPTIONS

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return the quoting filters of Python."""
        return {"literal": string, "inline": inline, "toml": toml}

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Lay out the package."""
        foreign = options["models"] != "pydantic"
        if foreign and not datamodel.installed():
            return (), (_missing(),)
        config = settings.config(api, options)
        found = usage.find(api)
        pages = tuple(_pages(api, found, config, foreign=foreign))
        return pages, tuple(limits.find(api, found))


TARGET: Final = PythonTarget()


def _pages(api: Api, found: usage.Usage, config: ConfigView, *, foreign: bool) -> Iterator[Page]:
    types = Annotations(api, declare(api, found))
    judged = rules.view(types, found)
    resources = tuple(_resources(api, types, Rules(judged.by_type), config.client))
    declared = models.view(types, found)
    streams = "StreamOf" in _used(resources)
    shared = {"config": config, "title": _title(api), "resources": resources, "streams": streams}
    package = config.package
    yield Page(path="pyproject.toml", template="pyproject.toml.jinja", view=shared)
    yield Page(path="README.md", template="README.md.jinja", view=shared)
    yield Page(path=f"{package}/py.typed", text=Code(""))
    yield Page(path=f"{package}/__init__.py", template="__init__.py.jinja", view=shared)
    yield Page(path=f"{package}/resources/__init__.py", text=Code('"""Groups of operations."""\n'))
    yield from _runtime(config, tuple(_client_resources(resources)), _used(resources))
    for name, view in _typed(declared, judged, _support(api, found, declared, resources)):
        if name == "types.py" and foreign:
            yield from _foreign(types, package)
            printed = models.view(types, found, frozenset(datamodel.MODULES))
            imports = type_imports(printed.used, declared.exported, datamodel.names(types))
            view |= {"types": printed, "imports": imports}
        yield Page(path=f"{package}/{name}", template=f"{name}.jinja", view=view | shared)
    if judged.support:
        yield Page(path=f"{package}/_checks.py", text=judged.support)
    for item in resources:
        view = {"resource": item, "imports": package_imports(item, declared.exported)}
        path = f"{package}/resources/{item.attribute}.py"
        yield Page(path=path, template="resource.py.jinja", view=view | shared)


def _foreign(types: Annotations, package: Code) -> Iterator[Page]:
    for flavour, module in datamodel.MODULES.items():
        folder = templates_folder() / "python"
        text = datamodel.models(types, flavour, package, folder)
        if text is not None:
            yield Page(path=f"{package}/{module}.py", text=text)


def _missing() -> Diagnostic:
    return Diagnostic(
        code=codes.OPTION_INVALID,
        message="models = datamodel-code-generator needs a library that is not installed",
        help="pip install 'tallystick[models]'",
    )


def _support(
    api: Api, found: usage.Usage, declared: TypesView, resources: tuple[ResourceView, ...]
) -> frozenset[str]:
    """Return the names that ``_model.py`` may have to offer."""
    whole = {"whole"} if exact.whole_numbers(api, found) else set()
    return declared.used | _used(resources) | whole


def _typed(
    declared: TypesView, judged: RulesView, used: frozenset[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the modules of types, of what they are made of, and of rules."""
    imports = type_imports(declared.used, declared.exported)
    yield "types.py", {"types": declared, "imports": imports}
    formats = tuple(formatted(name) for name in FORMATS if name in declared.used)
    parts = support({*used, *(("formats", "Pattern") if formats else ())})
    needs = dict.fromkeys(SUPPORT, False) | dict.fromkeys(parts, True)
    yield "_model.py", {"needs": needs, "formats": formats, "imports": model_imports(parts)}
    if judged.functions:
        imports = rule_imports(judged, declared.exported)
        yield "rules.py", {"rules": judged, "imports": imports}


def _title(api: Api) -> str:
    return " ".join(api.info.title.raw.split()).rstrip(".") or "API"


def _used(resources: tuple[ResourceView, ...]) -> frozenset[str]:
    return frozenset().union(*(item.names for item in resources))


def _runtime(
    config: ConfigView, clients: tuple[ClientResource, ...], used: frozenset[str]
) -> Iterator[Page]:
    for path in sorted((templates_folder() / "python" / "runtime").iterdir()):
        if path.name in OPTIONAL and used.isdisjoint(OPTIONAL[path.name]):
            continue
        if path.suffix == ".py":
            yield Page(
                path=f"{config.package}/{path.name}", template=f"runtime/{path.name}", view=None
            )
        elif path.suffix == ".jinja":
            yield Page(
                path=f"{config.package}/{path.stem}",
                template=f"runtime/{path.name}",
                view={"config": config, "resources": clients},
            )


def _resources(api: Api, types: Annotations, judged: Rules, client: Code) -> Iterator[ResourceView]:
    known = by_attribute(api)
    taken = {client, *TYPES, *RESOURCES, *types.names.values()}
    wanted = {words: (pascal(words), f"{pascal(words)}Resource") for words in known}
    names = resolve(wanted, reserved=taken, fold=_both)
    maker = ResourceMaker(api, types, judged, access.common(api))
    for words, (attribute, operations) in known.items():
        found = methods(api, words, operations, types)
        yield maker.resource(attribute, names[words], found)


def _both(name: str) -> str:
    """Return what a class and the awaited one have in common: both must be free."""
    return name.removeprefix("Async")


def _client_resources(resources: tuple[ResourceView, ...]) -> Iterator[ClientResource]:
    for item in sorted(resources, key=lambda item: item.attribute):
        yield _client_resource(item)


def _lazy(head: str, name: str) -> Code:
    pad = " " * INSIDE
    line = f"{pad}{head}{name}"
    wrapped = f"{pad}{head}(\n{pad}    {name},\n{pad})"
    return Code(f"{line if len(line) <= WIDTH else wrapped}  # noqa: PLC0415 - lazy")


def _client_resource(item: ResourceView) -> ClientResource:
    head = f"from .resources.{item.attribute} import "
    names = sorted((f"Async{item.name}", str(item.name)))
    wrapped = collection(head, names, "()", "", SIGNATURE).strip()
    flat = head + ", ".join(names)
    return ClientResource(
        attribute=item.attribute,
        module=item.attribute,
        sync_class=item.name,
        async_class=Code(f"Async{item.name}"),
        sync_class_import=_lazy(head, item.name),
        async_class_import=_lazy(head, f"Async{item.name}"),
        types_import=Code(flat if SIGNATURE + len(flat) <= WIDTH else wrapped),
    )
