"""The operations that somebody asks for: by name, or by how their paths begin."""

from collections.abc import Iterator

from tallystick.diff.options import Options
from tallystick.diff.parts.paths import below
from tallystick.diff.unchanged.units import METHODS, PATHS
from tallystick.ir import Operation, lower
from tallystick.resolve.model import Resolved
from tallystick.text import Json


def label(operation: Operation) -> str:
    """Return how an operation is named in reports, ``GET /pets/{id}``."""
    return f"{operation.method.upper()} {operation.path}"


def is_asked_for(operation: Operation, options: Options) -> bool:
    """Whether an operation is one of those that are asked for."""
    if not _begins(operation.path, options):
        return False
    names = {operation.path, operation.id, label(operation)}
    return not options.only or not names.isdisjoint(options.only)


def _begins(path: str, options: Options) -> bool:
    return any(it.startswith(options.path_prefix) for it in (path, below(path, options.base_path)))


def without_match(old: Resolved, new: Resolved, options: Options) -> Iterator[str]:
    """Yield what neither version has of what is asked for.

    Args:
        old: A version.
        new: Another one.
        options: What is asked for.
    """
    both = old, new
    paths = {path for it in both for path, _ in _items(it)}
    if options.path_prefix and not any(_begins(path, options) for path in paths):
        yield f"no path begins with `{options.path_prefix}`"
    missing = [name for name in options.only if name not in paths]
    if missing:
        known = {name for it in both for name in _names(it)}
        missing = [name for name in missing if name not in known]
    if missing:  # perhaps the name that an operation without one is given
        apis = [lower(it)[0] for it in both]
        ids = {it.id for api in apis if api for it in (*api.operations, *api.webhooks)}
        missing = [name for name in missing if name not in ids]
    yield from (f"no operation or path is called `{name}`" for name in missing)


def _items(resolved: Resolved) -> Iterator[tuple[str, dict[str, Json]]]:
    root = resolved.entry.root
    for section in PATHS:
        table = root.get(section) if isinstance(root, dict) else None
        for path, item in table.items() if isinstance(table, dict) else ():
            yield path, item if isinstance(item, dict) else {}


def _names(resolved: Resolved) -> Iterator[str]:
    for path, item in _items(resolved):
        for method, operation in item.items():
            if method in METHODS and isinstance(operation, dict):
                yield f"{method.upper()} {path}"
                yield str(operation.get("operationId"))
