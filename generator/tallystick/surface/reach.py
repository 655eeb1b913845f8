"""The names in a type."""

from collections.abc import Iterator

from tallystick.surface.model import Applied, Atom, Both, Choice, Name, Shape, Type, Value


def names(type_: Type) -> Iterator[str]:
    """Yield the names of declared types in a type."""
    match type_:
        case Name(name=name):
            yield name
        case Applied(arguments=inner) | Both(parts=inner) | Choice(options=inner):
            for item in inner:
                yield from names(item)
        case Shape(members=members, rest=rest):
            for member in members:
                yield from names(member.type)
            if rest is not None:
                yield from names(rest)
        case Atom() | Value():
            return
