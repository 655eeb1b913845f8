"""The TypeScript target: from an `Api` to the pages of a typed package without dependencies."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Diagnostics
from tallystick.emit import access, limits, usage
from tallystick.emit.code import Code
from tallystick.emit.environment import templates_folder
from tallystick.emit.naming import resolve
from tallystick.emit.operations import groups
from tallystick.emit.target import Option, Options, Page
from tallystick.emit.targets.typescript import rules, schemas, settings
from tallystick.emit.targets.typescript.declarations import declare
from tallystick.emit.targets.typescript.expressions import Expressions
from tallystick.emit.targets.typescript.integers import Integers, IntegersView
from tallystick.emit.targets.typescript.literals import inline, laid_import, strict_json, string
from tallystick.emit.targets.typescript.methods import Setting, loose, methods
from tallystick.emit.targets.typescript.names import TYPES, attributes, pascal
from tallystick.emit.targets.typescript.resources import MODULES, ResourceView, resource
from tallystick.emit.targets.typescript.settings import ConfigView
from tallystick.emit.targets.typescript.types import Declaration, Declarations, parameters_of
from tallystick.emit.targets.typescript.uses import UsesView, uses
from tallystick.ir import Api

OPTIONAL: Final = {
    "auth.ts": frozenset({"credentials"}),
    "params.ts": frozenset(MODULES["params"]),
    "bodies.ts": frozenset(MODULES["bodies"]),
    "forms.ts": frozenset({*MODULES["forms"], "FileInput"}),
    "schema.ts": frozenset({"validate"}),
    "events.ts": frozenset(MODULES["events"]),
    "integers.ts": frozenset(MODULES["integers"]),
    "places.ts": frozenset(MODULES["integers"]),
    "wait.ts": frozenset({"wait"}),
    "download.ts": frozenset({"download"}),
}
"""Parts of the runtime that a package has only if something refers to one of the names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """What every template sees."""

    config: ConfigView
    title: Code
    resources: tuple[ResourceView, ...]
    declarations: tuple[Declaration, ...]
    files: bool
    waits: bool
    downloads: bool
    streams: bool
    rules: bool
    validates: bool
    uses: UsesView
    integers: IntegersView


class TypeScriptTarget:
    """A typed client package without dependencies."""

    name = "typescript"
    options: tuple[Option, ...] = settings.OPTIONS

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return the quoting filters of TypeScript."""
        return {"literal": string, "inline": inline, "json": strict_json}

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Lay out the package."""
        config = settings.config(api, options)
        found = usage.find(api)
        return tuple(_pages(api, found, config)), tuple(limits.find(api, "types"))


TARGET: Final = TypeScriptTarget()


def _pages(api: Api, found: usage.Usage, config: ConfigView) -> Iterator[Page]:
    loosely = [operation for operation in api.operations if loose(operation)]
    names, parameters = declare(api, found, loosely, config.client)
    types = Expressions(api, names, bigint=config.bigint)
    declarations = Declarations(types)
    declared = [*declarations.all(frozenset(found.requests))]
    declared += [parameters_of(types, operation, parameters[operation.id]) for operation in loosely]
    judged = rules.view(types, found, declarations.bases)
    checked = schemas.view(api)
    setting = Setting(
        types=types,
        parameters=parameters,
        rules=judged.by_type,
        security=access.common(api),
        integers=Integers(api),
    )
    resources = tuple(_resources(api, setting, config))
    used = frozenset(name for item in resources for name in item.names)
    files = any("FileInput" in item.text for item in declared)
    package = PackageView(
        config=config,
        title=inline(" ".join(api.info.title.raw.split()).rstrip(".") or "API"),
        resources=resources,
        declarations=tuple(declared),
        files=files,
        waits="wait" in used,
        downloads="download" in used,
        streams="events" in used,
        rules=bool(judged.tables),
        validates=checked is not None,
        uses=uses(resources, config, judged),
        integers=setting.integers.view(),
    )
    yield from _shared(package)
    yield from _runtime(package, used)
    yield from map(_grouped, resources)
    yield from _judging(judged, checked, package)


def _grouped(resource: ResourceView) -> Page:
    path = f"src/resources/{resource.attribute}.ts"
    return Page(path=path, template="resource.ts.jinja", view={"resource": resource})


def _judging(
    judged: rules.RulesView, checked: schemas.SchemasView | None, package: PackageView
) -> Iterator[Page]:
    """Yield the modules that judge what is sent: rules, and schemas."""
    if judged.tables:
        view: dict[str, object] = {
            "rules": judged,
            "package": package,
            "imports": _rule_imports(judged),
        }
        yield Page(path="src/rules.ts", template="rules.ts.jinja", view=view)
    if checked is not None:
        view = {"schemas": checked, "package": package}
        yield Page(path="src/validate.ts", template="validate.ts.jinja", view=view)
    if judged.support:
        yield Page(path="src/checks.ts", text=judged.support)


def _rule_imports(judged: rules.RulesView) -> tuple[Code, ...]:
    lines = [laid_import("./checks.ts", judged.checks)] if judged.checks else []
    if judged.types:
        lines.append(laid_import("./types.ts", judged.types, kind="type "))
    return tuple(lines)


def _shared(package: PackageView) -> Iterator[Page]:
    for name in ("package.json", "tsconfig.json", "README.md"):
        yield Page(path=name, template=f"{name}.jinja", view={"package": package})
    yield Page(path="tsconfig.cjs.json", template="tsconfig.cjs.json", view=None)
    for name in ("index.ts", "client.ts", "types.ts"):
        yield Page(path=f"src/{name}", template=f"{name}.jinja", view={"package": package})
    if package.downloads:
        yield Page(path="src/save.ts", template="save.ts", view=None)


def _runtime(package: PackageView, used: frozenset[str]) -> Iterator[Page]:
    """Yield the parts of the runtime that something refers to."""
    more = {
        "FileInput": package.files,
        "validate": package.validates,
        "credentials": package.uses.credentials,
    }
    used |= {name for name, wanted in more.items() if wanted}
    for path in sorted((templates_folder() / "typescript" / "runtime").glob("*.ts*")):
        name = path.name.removesuffix(".jinja")
        if name not in OPTIONAL or OPTIONAL[name] & used:
            view = {"package": package} if name != path.name else None
            yield Page(path=f"src/runtime/{name}", template=f"runtime/{path.name}", view=view)


def _resources(api: Api, setting: Setting, config: ConfigView) -> Iterator[ResourceView]:
    known = groups(api)
    names_on_client = attributes(known)
    types = {*setting.types.names.values(), *setting.parameters.values()}
    taken = TYPES | types | {config.client, config.error}
    wanted = {words: (pascal(words), f"{pascal(words)}Resource") for words in known}
    names = resolve(wanted, reserved=taken)
    for words, operations in known.items():
        made = methods(words, operations, setting)
        yield resource(api, names_on_client[words], names[words], made, setting)
