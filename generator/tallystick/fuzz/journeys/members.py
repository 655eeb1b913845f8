"""What a parameter of a list is about: a member of its items, or of an object in them.

``min_amount`` is a bound of ``amount``, and where that is an object with one number in it, of that
number; ``currency`` chooses by the only ``currency`` that stands in one of their objects.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.requests.controls import sole
from tallystick.fuzz.requests.paging import plain, steps
from tallystick.ir import Api, Enumeration, Record, Scalar, Type, TypeId, Union
from tallystick.ir.words import words
from tallystick.text import Json, Words

AT: Final = frozenset({"at", "on", "date", "time"})
"""Last words of members that hold a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an item, or of an object in it.

    Attributes:
        steps: Members that lead to it.
        words: Of the name by which it is asked for.
        type: Of its values.
        kin: Choices beside it in its object: a number means another thing with each.
    """

    steps: tuple[str, ...]
    words: Words
    type: TypeId
    kin: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> str:
        """The name by which it is asked for, without case and separators."""
        return plain("".join(self.words))


def members(api: Api, item: Record) -> Iterator[Member]:
    """Yield the members of an item by all names that mean one: its own come first.

    Args:
        api: The API.
        item: Type of the item.
    """
    inside: list[Member] = []
    for field in item.fields:
        yield Member(steps=(field.wire,), words=field.words, type=field.type)
        inside += _inside(api, field.wire, field.type)
    yield from inside
    own = {plain(field.wire) for field in item.fields}
    last = Counter(plain(it.steps[-1]) for it in inside if it.words != words(it.steps[0]))
    for each in inside:
        name = plain(each.steps[-1])
        if last[name] == 1 and name not in own and each.words != words(each.steps[0]):
            yield Member(
                steps=each.steps, words=words(each.steps[-1]), type=each.type, kin=each.kin
            )


def _inside(api: Api, outer: str, type_id: TypeId) -> Iterator[Member]:
    """Yield the members of an object, by both names, and its only number by the object's."""
    fields = api.fields(sole(api, type_id))
    kin = tuple((outer, it.wire) for it in fields if _chooses(api, it.type))
    for field in fields:
        both = (*words(outer), *words(field.wire))
        yield Member(steps=(outer, field.wire), words=both, type=field.type, kin=kin)
    numbers = [it for it in fields if ordered(api, it.type)]
    for field in numbers if len(numbers) == 1 else ():
        yield Member(steps=(outer, field.wire), words=words(outer), type=field.type, kin=kin)


def _chooses(api: Api, type_id: TypeId) -> bool:
    return isinstance(api.types[sole(api, type_id)], Enumeration)


def named(
    api: Api, item: Record, name: str, fits: Callable[[Member], bool] = lambda _: True
) -> Member | None:
    """Return the first member that is asked for by a name, None for none.

    Args:
        api: The API.
        item: Type of the items.
        name: Without case and separators.
        fits: Whether a member may be meant.
    """
    return next((it for it in members(api, item) if it.plain == name and fits(it)), None)


def apart(item: Mapping[str, Json], member: Member) -> bytes:
    """Return what tells the kinds of a number apart: amounts of one currency are compared."""
    return compact([steps(dict(item), way) for way in member.kin])


def types_of(api: Api, item: Record, way: tuple[str, ...]) -> list[Type]:
    """Return the types at the end of some steps, one for each kind of item that has it."""
    found = list(kinds(api, item.id))
    for step in way[:-1]:
        inner = [it.type for each in found for it in each.fields if it.wire == step]
        found = [kind for each in inner for kind in kinds(api, sole(api, each))]
    ends = [it.type for each in found for it in each.fields if it.wire == way[-1]]
    return [api.types[sole(api, each)] for each in ends]


def ordered(api: Api, type_id: TypeId) -> bool:
    """Whether values of a type have one order: numbers and times; texts are sorted in many ways."""
    declared = api.types[sole(api, type_id)]
    if isinstance(declared, Union) or not isinstance(declared, Scalar):
        return False
    return declared.kind in {"integer", "number"} or declared.format in {"date", "date-time"}


def is_text(api: Api, type_id: TypeId) -> bool:
    """Whether values of a type are texts."""
    declared = api.types[sole(api, type_id)]
    return isinstance(declared, Scalar) and declared.kind == "string"
