"""The command line target: from an `Api` to a package with one command for each operation."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from tallystick.diagnostics import Diagnostics
from tallystick.emit import usage
from tallystick.emit.code import Code
from tallystick.emit.environment import templates_folder
from tallystick.emit.naming import resolve
from tallystick.emit.target import Option, Options, Page
from tallystick.emit.targets.cli import commands, settings
from tallystick.emit.targets.cli.commands import COMMANDS, SHAPES, GroupView, Resource
from tallystick.emit.targets.cli.layout import Call, Node, Pair, Text, names, statement
from tallystick.emit.targets.cli.shapes import Shapes, Table, kebab, said
from tallystick.emit.targets.python import lifecycles
from tallystick.emit.targets.python.annotations import Annotations
from tallystick.emit.targets.python.declarations import declare
from tallystick.emit.targets.python.literals import inline, string, toml
from tallystick.emit.targets.python.methods import by_attribute, methods
from tallystick.ir import Api
from tallystick.text import Words

SENT: Final = "What flags take, by name."
ANSWERED: Final = "What answers hold, by name, for the help alone."


class CliTarget:
    """An installable command line on top of the Python client."""

    name = "cli"
    options: tuple[Option, ...] = settings.OPTIONS

    def filters(self) -> Mapping[str, Callable[..., Code]]:
        """Return the quoting filters of Python."""
        return {"literal": string, "inline": inline, "toml": toml}

    def view(self, api: Api, options: Options) -> tuple[tuple[Page, ...], Diagnostics]:
        """Lay out the package.

        Nothing is said of the document: the client's target says it, and this package can do
        what the client can.
        """
        return tuple(_pages(api, options)), ()


TARGET: Final = CliTarget()


def _pages(api: Api, options: Options) -> Iterator[Page]:
    resources = tuple(_resources(api))
    shapes = Shapes(api, *commands.roots(resources))
    spelled = resolve({item.words: (kebab(item.words),) for item in resources}, numbered="{}-{}")
    known = tuple(commands.group(item, spelled[item.words], shapes) for item in resources)
    config = settings.config(api, options, _index(known))
    shared = {"config": config, "groups": known}
    package = config.package
    yield Page(path="pyproject.toml", template="pyproject.toml.jinja", view=shared)
    yield Page(path="README.md", template="README.md.jinja", view=shared)
    yield Page(path=f"{package}/py.typed", text=Code(""))
    yield Page(path=f"{package}/__init__.py", template="__init__.py.jinja", view=shared)
    yield Page(path=f"{package}/commands/__init__.py", text=Code('"""The commands."""\n'))
    yield from _runtime(package, shared)
    for name, constant, doc, side in (
        ("shapes", "SHAPES", SENT, "sent"),
        ("returns", "RETURNS", ANSWERED, "answered"),
    ):
        table = _table(shapes.tables["sent" if side == "sent" else "answered"], constant, doc)
        yield Page(path=f"{package}/{name}.py", template="shapes.py.jinja", view={"table": table})
    for item in known:
        imports = _imports((command.node for command in item.commands), "..")
        yield Page(
            path=f"{package}/commands/{item.module}.py",
            template="commands.py.jinja",
            view={"group": item, "imports": imports},
        )


def _resources(api: Api) -> Iterator[Resource]:
    types = Annotations(api, declare(api, usage.find(api)))
    for words, (attribute, operations) in by_attribute(api).items():
        made = methods(api, words, operations, types)
        jobs = lifecycles.jobs(api, types, made)
        about = _about(api, words)
        yield Resource(attribute=attribute, words=words, about=about, methods=made, jobs=jobs)


def _about(api: Api, words: Words) -> str:
    for tag in api.tags:
        if "".join(words) == "".join(char for char in tag.name.lower() if char.isalnum()):
            return said(tag.doc).split("\n")[0]
    return ""


def _index(groups: tuple[GroupView, ...]) -> Node:
    items = (
        Pair(f"{string(item.name)}: ", Call("Group", (*_entry(item),)))
        for item in sorted(groups, key=lambda item: item.name)
    )
    return Call("", tuple(items), "{}")


def _entry(group: GroupView) -> Iterator[Node]:
    yield string(group.module)
    yield Text(group.about)
    yield Call("", tuple(string(command.name) for command in group.commands))


def _table(table: Table, constant: str, doc: str) -> dict[str, Code]:
    node = table.node()
    return {
        "doc": Code(doc),
        "imports": _imports((node,), ".", "Shape"),
        "constant": statement(f"{constant}: Final[dict[str, Shape]] = ", node),
    }


def _imports(nodes: Iterable[Node], dots: str, *more: str) -> Code:
    """Return the imports of a module of tables."""
    used = {*more, *(name for node in nodes for name in names(node))}
    lines = ["from typing import Final", ""]
    for module, known in (("_command", COMMANDS), ("_shapes", SHAPES)):
        found = sorted((name for name in known if name in used), key=_rank)
        if found:
            lines.append(_import(f"{dots}{module}", found))
    return Code("\n".join(lines))


def _rank(name: str) -> tuple[int, str]:
    """Rank a name as import sorters do: constants, classes, functions."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2), name


def _import(module: str, found: list[str]) -> str:
    line = f"from {module} import {', '.join(found)}"
    if len(line) <= 100:  # noqa: PLR2004 - the width of generated Python
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in found), ")"])


def _runtime(package: Code, shared: Mapping[str, object]) -> Iterator[Page]:
    for path in sorted((templates_folder() / "cli" / "runtime").iterdir()):
        if path.suffix == ".py":
            yield Page(path=f"{package}/{path.name}", template=f"runtime/{path.name}", view=None)
        elif path.suffix == ".jinja":
            template = f"runtime/{path.name}"
            yield Page(path=f"{package}/{path.stem}", template=template, view=shared)
