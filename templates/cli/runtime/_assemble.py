"""From what was given to the arguments of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._command import Command, Given, UsageError
from ._json import is_list, is_map
from ._shapes import Array, OneOf, Shape, settle, switch, widen
from ._values import convert


def assemble(flags: tuple[Given, ...], *, loose: bool = False) -> dict[str, Any]:
    """Put values where their flags lead; `loose` takes values that no enumeration has.

    Raises:
        UsageError: A value does not fit, or two flags want one place.
    """
    root: dict[str, Any] = {}
    counts: dict[tuple[str | int | None, ...], int] = {}
    for given in flags:
        counts[given.path] = counts.get(given.path, 0) + 1
    for given in flags:
        shape = _shape(widen(given.shape) if loose else given.shape, counts[given.path])
        value = value_of(given._replace(shape=shape))
        _put(root, given, value, merge=isinstance(shape, Array))
    return root


def value_of(given: Given) -> Any:
    """Return the value of one flag; a boolean that has none is true."""
    if given.text is None and switch(given.shape):
        return True
    return convert(given.text or "", given.shape, given.flag)


def _shape(shape: Shape, count: int) -> Shape:
    """Return what one of `count` flags gives: a list's item, where a list is one of the choices."""
    shape = settle(shape)
    if isinstance(shape, OneOf) and count > 1:
        lists = (settle(variant) for variant in shape.variants)
        return next((item for item in lists if isinstance(item, Array)), shape)
    return shape


def _put(root: dict[str, Any], given: Given, value: Any, *, merge: bool) -> None:
    spot: Any = root
    for number, (step, following) in enumerate(zip(given.path, given.path[1:], strict=False)):
        rest = given.path[number + 1 :]
        spot = _enter(spot, step, {} if isinstance(following, str) else [], (given, rest))
    last = given.path[-1]
    if is_list(spot):
        _index(spot, last, given)
        spot.append(value)
    elif last not in spot:
        spot[last] = value
    elif merge and is_list(spot[last]):
        spot[last].extend(value)
    else:
        _join(spot[last], value, given.flag)


def _join(found: Any, value: Any, flag: str) -> None:
    """Add the members of an object to others of it; what stands already is refused."""
    if not (is_map(found) and is_map(value)):
        raise UsageError(f"{flag} is given twice")
    for name, item in value.items():
        if name in found:
            _join(found[name], item, f"{flag}.{name}")
        else:
            found[name] = item


def _enter(spot: Any, step: Any, empty: Any, given: tuple[Given, tuple[Any, ...]]) -> Any:
    """Go one step down, making what is not there yet."""
    if is_list(spot):
        if step is None and spot and not _set(spot[-1], given[1]):
            return _same(spot[-1], empty, given[0])
        if step is not None and step < len(spot):
            return _same(spot[step], empty, given[0])
        _index(spot, step, given[0])
        spot.append(empty)
        return empty
    return _same(spot.setdefault(step, empty), empty, given[0])


def _same(found: Any, empty: Any, given: Given) -> Any:
    if type(found) is type(empty):
        return found
    above = given.flag.rpartition(".")[0]
    raise UsageError(f"{given.flag}: {above} is given already, and is {type(found).__name__}")


def _index(spot: list[Any], step: Any, given: Given) -> None:
    """Refuse an index that would leave a hole, or stand twice."""
    if step is not None and step > len(spot):
        raise UsageError(f"{given.flag}: there is no item {len(spot)} before it; count from 0")
    if step is not None and step < len(spot):
        raise UsageError(f"{given.flag} is given twice")


def _set(value: Any, path: tuple[Any, ...]) -> bool:
    """Whether something stands at a path already, so that a list goes on with a new item."""
    for step in path:
        known: dict[Any, Any] = value if is_map(value) else {}
        if is_list(value):
            known = dict(enumerate(value))
        if step not in known:
            return not isinstance(value, dict | list)
        value = known[step]
    return True


def merge(below: Any, above: Any) -> Any:
    """Lay flags over what was piped in: objects member by member, all else whole."""
    if is_map(below) and is_map(above):
        return {**below, **{key: merge(below.get(key), item) for key, item in above.items()}}
    return above


def require(command: Command, arguments: Mapping[str, Any]) -> None:
    """Refuse a call in which a flag is missing; all of them are named."""
    missing = [f for f in command.flags if f.required and f.keyword not in arguments]
    if missing:
        names = [f"--{flag.spelled}" for flag in missing]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        raise UsageError(f"{listed} {'is' if len(names) == 1 else 'are'} required")
