"""Requests as unions of what the rules leave possible, told apart by one member.

Nothing here knows an API. For every value of a member with few values, each other member is asked:
can a message that gives it, or leaves it out, or gives it this value, still satisfy every rule?
What cannot is left out of the type of that value. A rule that says nothing of this sort, or a
record with too many cases, gives a plain interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.ir import Api, Record
from tallystick.text import Json


@dataclass(frozen=True, slots=True)
class Limit:
    """What a case leaves of a member.

    Attributes:
        forbidden: It cannot be given.
        required: It must be given.
        values: The only values left, None where all are.
        inside: Limits of its own members.
    """

    forbidden: bool = False
    required: bool = False
    values: tuple[Json, ...] | None = None
    inside: tuple[tuple[str, "Limit"], ...] = ()


FREE: Final = Limit()
Limits = tuple[tuple[str, Limit], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What is left where the telling member has one of these values.

    Attributes:
        values: Of the telling member.
        absent: It may be left out too.
        limits: By wire name; members that are not named are as the record has them.
    """

    values: tuple[Json, ...]
    absent: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Cases:
    """A record as cases.

    Attributes:
        member: Wire name of the member that tells them apart.
    """

    member: str
    cases: tuple[Case, ...]


def find(api: Api, record: Record) -> Cases | None:
    """Return the cases that tell most, None where the rules of a record imply none."""
    rules = tuple(rule.expression for rule in record.rules if rule.expression is not None)
    if not rules:
        return None
    from tallystick.emit.targets.typescript.asking import Asking  # noqa: PLC0415 (for rules only)

    asking = Asking(api, record, rules)
    found = [cases for field in record.fields if (cases := asking.cases(field))]
    return max(found, key=lambda cases: len(cases.cases), default=None)


def by_wire(limits: Limits) -> Mapping[str, Limit]:
    """Return limits by the members they are about."""
    return dict(limits)
