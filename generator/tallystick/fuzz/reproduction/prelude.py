"""What a reproduction makes first: the resources that its bodies name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tallystick.fuzz.bodies.naming import given, with_ids
from tallystick.fuzz.model import Case, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A resource that is made first.

    Attributes:
        name: Stands for its id: a variable, lower case.
        named: The resource, as the first body names it.
    """

    name: str
    named: Named

    @property
    def mark(self) -> str:
        """Stands for its id in a body: letters and digits, which every encoding leaves alone."""
        return f"zz{self.name.replace('_', '')}zz"


Firsts = Mapping[str, First]
"""Id -> what makes it."""


def firsts(steps: Iterable[Case]) -> dict[str, First]:
    """Return what must be made before some requests, in order, each once."""
    found: dict[str, First] = {}
    for case in steps:
        for named in case.names:
            if repr(named.given) not in found:
                before = firsts([named.maker])
                found.update({key: each for key, each in before.items() if key not in found})
                found[repr(named.given)] = First(name="", named=named)
    return {
        key: First(name=f"named_{number}", named=each.named)
        for number, (key, each) in enumerate(found.items(), 1)
    }


def placed(known: Firsts, steps: Sequence[Case]) -> dict[int, list[First]]:
    """Return what is made first, by the request after which it is made; -1 before all.

    What is made in a resource comes after the request that made that, as does what names it.
    """
    at: dict[str, int] = {}
    for key, first in known.items():
        maker = first.named.maker
        own = (number for number, step in enumerate(steps) if step is maker.after)
        named = (at.get(repr(each.given), -1) for each in maker.names)
        at[key] = max(next(own, -1), *named, -1)
    found: dict[int, list[First]] = {}
    for key, number in at.items():
        found.setdefault(number, []).append(known[key])
    return found


def marked(case: Case, known: Firsts) -> Case:
    """Return a case whose body holds marks in place of ids: as value and as bytes."""
    if not case.names:
        return case
    names = tuple(
        replace(each, given=known[repr(each.given)].mark)
        for each in case.names
        if repr(each.given) in known
    )
    body = given(replace(case, names=names)) or b""
    for each in case.names:
        if isinstance(each.given, int) and repr(each.given) in known:
            mark = known[repr(each.given)].mark.encode()
            body = body.replace(b'"' + mark + b'"', mark)
    value = with_ids(case.value, names) if case.has_value else case.value
    return replace(case, names=(), value=value, message=replace(case.message, body=body))
