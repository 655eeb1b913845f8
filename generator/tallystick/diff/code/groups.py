"""Types that are gone, gathered under those that a program knows them by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.surface import Declared
from tallystick.surface.reach import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Types of one component that are gone, and how many others only they were made of."""

    names: tuple[str, ...]
    inner: int = 0


def groups(gone: Mapping[str, Declared]) -> Iterator[Group]:
    """Yield groups, in the order of the document."""
    components: dict[str, list[str]] = {}
    for name, declared in gone.items():
        components.setdefault(_home(declared, gone), []).append(name)
    below = {home: _below(home, members, gone) for home, members in components.items()}
    used = {inner for home, all_ in below.items() for inner in all_ if inner != home}
    told: set[str] = set()
    roots = [home for home in components if home not in used]
    for home in [*roots, *components]:
        if home in told:
            continue
        found = _closure(home, below) - told
        told |= found
        own = sorted(components[home], key=lambda name: bool(gone[name].case_of))
        yield Group(names=tuple(own), inner=len(found) - 1)


def _home(declared: Declared, gone: Mapping[str, Declared]) -> str:
    """Return what types of one component share; cases that a union lost stand for themselves."""
    if declared.case_of and declared.case_of not in gone:
        return f"{declared.case_of}, a case"
    return declared.component or declared.name


def _below(home: str, members: list[str], gone: Mapping[str, Declared]) -> set[str]:
    """Return the groups that a group's types are made of."""
    if home.endswith(", a case"):
        return set()
    return {
        _home(gone[name], gone) for it in members for name in names(gone[it].type) if name in gone
    } - {home}


def _closure(home: str, below: Mapping[str, set[str]]) -> set[str]:
    found, todo = {home}, [home]
    while todo:
        for other in below[todo.pop()]:
            if other not in found:
                found.add(other)
                todo.append(other)
    return found
