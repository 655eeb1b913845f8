"""How generated Python reads a member: of a model, or of a mapping."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tallystick.rules.backends.python_text import quote
from tallystick.rules.shape import MessageShape


class Spelling(Protocol):
    """How members are read. A member that is absent or null reads as None."""

    @property
    def subject(self) -> str:
        """The name of the value that the rule judges."""
        ...

    @property
    def raw(self) -> bool:
        """Numbers are as JSON had them: ``1`` may stand in a ``number`` member."""
        ...

    def names(self, owner: MessageShape, wire: str) -> tuple[str, ...]:
        """Return the attributes that may hold the member, none when it is no attribute."""
        ...

    def member(self, operand: str, owners: tuple[MessageShape, ...], wire: str) -> str:
        """Return the read of a member of an object, which is of one of the owners' types."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """Members are attributes of models: ``self.video.loop``.

    Attributes:
        name: Attribute of a declared member, given the object's shape and the wire name.
        subject: The name of the model.
    """

    name: Callable[[MessageShape, str], str]
    subject: str = "self"
    raw: bool = False

    def names(self, owner: MessageShape, wire: str) -> tuple[str, ...]:
        """Return the attribute, or nothing for a member that is not declared."""
        return (self.name(owner, wire),) if wire in owner.members else ()

    def member(self, operand: str, owners: tuple[MessageShape, ...], wire: str) -> str:
        """Return an attribute, or a `getattr` where only some of the types have it."""
        names = {name for owner in owners for name in self.names(owner, wire)}
        if len(names) == 1 and all(wire in owner.members for owner in owners):
            return f"{operand}.{names.pop()}"
        read = "None"
        for name in sorted(names or {wire}):
            read = f"getattr({operand}, {quote(name)}, {read})"
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Members are items of plain JSON objects: ``self.get("loop")``.

    Attributes:
        subject: The name of the object.
    """

    subject: str = "self"
    raw: bool = True

    def names(self, owner: MessageShape, wire: str) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's
        """Return nothing: there are no attributes."""
        return ()

    def member(self, operand: str, owners: tuple[MessageShape, ...], wire: str) -> str:  # noqa: ARG002 - the protocol's
        """Return a `get`."""
        return f"{operand}.get({quote(wire)})"
