"""Types in plain words: ``optional array of object { data, url }``."""

from tallystick.emit.showing import shown_as
from tallystick.emit.targets.docs.faces.face import Spelling, pascal, some, spelled
from tallystick.emit.targets.docs.members import Member, ordered
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Enumeration,
    Nothing,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Words


class Plain:
    """Says what values of a type are.

    Attributes:
        api: The API.
        expand: Show what a named type is made of where it stands alone; its name otherwise.
    """

    def __init__(self, api: Api, *, expand: bool) -> None:
        """Read the types of an API."""
        self.api = api
        self.expand = expand
        self._spelling = Spelling(api)

    def of(self, member: Member, *, sent: bool) -> str:
        """Return what a member is, ``optional`` in front where it may be left out."""
        phrase = self.type(member.type, alone=True, sent=sent)
        return phrase if member.required else f"optional {phrase}"

    def type(self, type_id: TypeId, *, alone: bool, sent: bool) -> str:
        """Return what values of a type are.

        Args:
            type_id: Key into `Api.types`.
            alone: Not inside of a list, a map or a union.
            sent: By the client.
        """
        name = None if alone and self.expand else shown_as(self.api, type_id)
        return self._spelling.of(type_id, lambda: self._spell(type_id, name, sent=sent))

    def _spell(self, type_id: TypeId, name: Words | None, *, sent: bool) -> str:
        shape = self.api.types[type_id]
        match shape:
            case Record():
                members = self.members(shape, sent=sent)
                text = f"{pascal(name) if name else 'object'}{members}"
            case Enumeration() | Union() if name:
                text = pascal(name)
            case Enumeration():
                text = some([spelled(item.value) for item in shape.members], " or ")
            case Array():
                text = self._array(shape, sent=sent)
            case Dictionary():
                text = f"map[{self.type(shape.values, alone=False, sent=sent)}]"
            case Union():
                parts = [self.type(item, alone=False, sent=sent) for item in shape.variants]
                text = some(list(dict.fromkeys(parts)), " or ")
            case _:
                text = scalar(shape)
        return text

    def members(self, shape: Record, *, sent: bool) -> str:
        """Return `` { id, created_at, 6 more }``."""
        names = [field.wire for field in ordered(shape, "read" if sent else "write")]
        return f" {{ {some(names, ', ')} }}" if names else ""

    def _array(self, shape: Array, *, sent: bool) -> str:
        if shape.prefix:
            parts = [self.type(item, alone=False, sent=sent) for item in shape.prefix]
            return f"[{', '.join(parts)}]"
        if shape.items is None:
            return "array"
        return f"array of {self.type(shape.items, alone=False, sent=sent)}"


def scalar(shape: Type) -> str:
    """Return what values of a type without parts are."""
    if isinstance(shape, Scalar):
        return "file" if shape.format == "binary" else shape.kind
    return "never" if isinstance(shape, Nothing) else "unknown"
