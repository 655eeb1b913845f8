"""One file per check, found by themselves; see `tallystick.diff.model.Check`."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tallystick.diff.model import Check


@cache
def catalogue() -> tuple[Check, ...]:
    """Return every check, by id."""
    names = sorted(module.name for module in iter_modules(__path__))
    found: list[Check] = [import_module(f"{__name__}.{name}").CHECK for name in names]
    return tuple(found)


def meant(name: str) -> tuple[Check, ...]:
    """Return the checks that an id means: the one that has it, else those that had it before."""
    exact = tuple(check for check in catalogue() if check.id == name)
    return exact or tuple(check for check in catalogue() if name in check.former)


def by_id() -> dict[str, Check]:
    """Return every check by its id."""
    return {check.id: check for check in catalogue()}
