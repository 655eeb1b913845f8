"""Names of types as people are told them: a document may want some told by what they hold."""

from tallystick.ir import Api, Enumeration, Record, Type, TypeId
from tallystick.text import Words


def shown_as(api: Api, type_id: TypeId) -> Words | None:
    """Return the name under which pages tell a type; None where they show what it is made of.

    A reference with something beside it that does not change its values keeps the name. What has
    ``x-anonymous`` has none.
    """
    shape = api.types[type_id]
    if not shape.named:
        target = TypeId("#".join(api.resolved.follow(shape.span.uri, shape.span.pointer)))
        base = api.types.get(target)
        if base is None or not base.named or not _alike(shape, base):
            return None
        shape = base
    return None if is_anonymous(api, shape) else shape.words


def is_anonymous(api: Api, shape: Type) -> bool:
    """Whether a declared type is told by what it is made of: it has ``x-anonymous``."""
    schema = api.resolved.at(shape.span.uri, shape.span.pointer)
    return isinstance(schema, dict) and schema.get("x-anonymous") is True


def _alike(shape: Type, base: Type) -> bool:
    if isinstance(shape, Enumeration) and isinstance(base, Enumeration):
        return [item.value for item in shape.members] == [item.value for item in base.members]
    return isinstance(shape, Record) and isinstance(base, Record) and shape.fields == base.fields
