"""Bodies that differ in one value deep inside: in an object of another one, in a list.

Who compares two bodies may look at what stands right in them and at no more.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.moves import changed, part_at
from tallystick.fuzz.bodies.unlike import others
from tallystick.fuzz.model import Case, Path
from tallystick.ir import TypeId
from tallystick.text import Json

LEAVES: Final = 8
"""Values of one body that are changed, until one can be."""
TRIED: Final = 6
"""Values that are tried instead of one."""
DEEP: Final = 2
"""Steps to what stands deep inside."""


def pairs(judging: Judging, type_id: TypeId, cases: Sequence[Case]) -> Iterator[tuple[Case, Json]]:
    """Yield a request and a body like its own: one unlike it in an object, one in a list.

    Args:
        judging: Tells which bodies are valid.
        type_id: Of the bodies.
        cases: Requests that were accepted, those with the smallest body first.
    """
    for listed in (False, True):
        made = (
            (case, it)
            for case in cases
            for it in _like(judging, type_id, case, cases, listed=listed)
        )
        yield from islice(made, 1)


def _like(
    judging: Judging, type_id: TypeId, case: Case, known: Sequence[Case], *, listed: bool
) -> Iterator[Json]:
    """Yield valid bodies that differ from one in a value, the deepest first."""
    named = {it.path for it in case.names}
    ways = [
        it for it in leaves(case.value) if len(it) >= DEEP and it not in named and _in(it) is listed
    ]
    for path in sorted(ways, key=len, reverse=True)[:LEAVES]:
        for value in islice(_instead(case.value, path, known), TRIED):
            body = changed(case.value, path, value)
            if judging.broken(type_id, body).nothing:
                yield body


def leaves(value: Json, path: Path = ()) -> Iterator[Path]:
    """Yield the steps to what is no object and no list; nothing leads to null."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*path, number))
    elif value is not None:
        yield path


def _in(path: Path) -> bool:
    """Whether a way leads through a list."""
    return any(isinstance(step, int) for step in path)


def _instead(value: Json, path: Path, known: Sequence[Case]) -> Iterator[Json]:
    """Yield what else may stand at the end of a path: what others have there comes first."""
    now = part_at(value, path)
    seen = {repr(now)}
    for case in known:
        other = part_at(case.value, path)
        if type(other) is type(now) and repr(other) not in seen:
            seen.add(repr(other))
            yield other
    if isinstance(now, bool):
        yield not now
    elif isinstance(now, int | float):
        yield from (now + 1, now - 1)
    elif isinstance(now, str) and not now.endswith("="):  # the end of base64 may mean nothing
        yield from others(now)
