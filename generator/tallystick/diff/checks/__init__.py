"""One file per check, found by themselves; see `tallystick.diff.model.Check`."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tallystick.diff.kinds import Kind
from tallystick.diff.model import Check


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def _check(name: str) -> Check:
    check: Check = import_module(f"{__name__}.{name}").CHECK
    return check


@cache
def catalogue() -> tuple[Check, ...]:
    """Return every check, by id."""
    return tuple(map(_check, _names()))


def hearing(kinds: Iterable[Kind]) -> tuple[Check, ...]:
    """Return all checks that look at some kinds of change, and few others, by id.

    A file is called what it looks at; what it says of that is not read before there is one.
    """
    ends = tuple({it.value.removeprefix("code-").replace("-", "_") for it in kinds})
    return tuple(_check(it) for it in _names() if it.endswith(ends) or it.startswith("code_"))


def meant(name: str) -> tuple[Check, ...]:
    """Return the checks that an id means: the one that has it, else those that had it before."""
    exact = tuple(check for check in catalogue() if check.id == name)
    return exact or tuple(check for check in catalogue() if name in check.former)


def by_id() -> dict[str, Check]:
    """Return every check by its id."""
    return {check.id: check for check in catalogue()}
