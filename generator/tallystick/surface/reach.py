"""Which types of a surface its methods take and give, and which operations lead to a type."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.surface.model import (
    Applied,
    Atom,
    Both,
    Choice,
    Method,
    Name,
    Shape,
    Surface,
    Type,
    Value,
)
from tallystick.surface.relation import KINDS

_TEXTS = KINDS[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How the types of a surface are used.

    Attributes:
        sent: Names of types that a program passes.
        received: Names of types that it reads. A list of values beside the type of them all
            (``Literal["a"] | str``) promises nothing, and is not among them.
    """

    sent: frozenset[str]
    received: frozenset[str]


def reach(surface: Surface) -> Reach:
    """Follow all types from the methods that take or return them."""
    taken = [it.type for method in _methods(surface) for it in method.parameters]
    given = [method.returns for method in _methods(surface)]
    return Reach(
        sent=frozenset(_closure(surface, taken, open_=False)),
        received=frozenset(_closure(surface, given, open_=True)),
    )


def operations(surface: Surface, name: str) -> tuple[str, ...]:
    """Return the operations whose methods lead to a type, in the order of the document."""
    users: dict[str, set[str]] = {}
    for user, declared in surface.types.items():
        for used in (*names(declared.type), declared.base):
            users.setdefault(used, set()).add(user)
    reached, todo = {name}, [name]
    while todo:
        for user in users.get(todo.pop(), ()):
            if user not in reached:
                reached.add(user)
                todo.append(user)
    found = (
        method.operation
        for method in surface.methods.values()
        if method.operation
        and any(used in reached for type_ in _types(method) for used in names(type_))
    )
    return tuple(dict.fromkeys(found))


def names(type_: Type, *, open_: bool = False) -> Iterator[str]:  # noqa: C901 - one case for each kind
    """Yield the names in a type.

    Args:
        type_: The type.
        open_: Leave out names that stand beside a type of all texts.
    """
    match type_:
        case Name(name=name):
            yield name
        case Applied(arguments=inner) | Both(parts=inner):
            for item in inner:
                yield from names(item, open_=open_)
        case Choice(options=inner):
            wide = open_ and any(isinstance(it, Atom) and it.name in _TEXTS for it in inner)
            for item in inner:
                if not (wide and isinstance(item, Name)):
                    yield from names(item, open_=open_)
        case Shape(members=members, rest=rest):
            for member in members:
                yield from names(member.type, open_=open_)
            if rest is not None:
                yield from names(rest, open_=open_)
        case Atom() | Value():
            return


def _methods(surface: Surface) -> Iterator[Method]:
    yield surface.client
    yield from surface.methods.values()


def _types(method: Method) -> Iterator[Type]:
    yield from (it.type for it in method.parameters)
    yield method.returns


def _closure(surface: Surface, types: list[Type], *, open_: bool) -> set[str]:
    found: set[str] = set()
    todo = [name for type_ in types for name in names(type_, open_=open_)]
    while todo:
        name = todo.pop()
        declared = surface.types.get(name)
        if name not in found and declared is not None:
            found.add(name)
            todo += [
                *names(declared.type, open_=open_),
                *([declared.base] if declared.base else ()),
            ]
    return found
