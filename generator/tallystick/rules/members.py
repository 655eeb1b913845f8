"""Members: looked up in the shape by wire name, however the rule spells them.

``self.loop``, ``self['x-foo']``, ``self.`x-foo``` and Kubernetes' ``self.x__dash__foo`` all name
a member by its wire name; ``'x-foo' in self`` asks for it as ``has`` does.
"""

from collections.abc import Iterable
from typing import Final

from tallystick.rules import codes
from tallystick.rules.expression import Expr, Has, Select
from tallystick.rules.problems import Problems, nearest, spell
from tallystick.rules.shape import (
    ANY,
    BOOL,
    NULL,
    Concrete,
    MapShape,
    Member,
    MessageShape,
    Shape,
    Shapes,
    UnionShape,
    describe,
    union,
    variants,
)
from tallystick.rules.signatures import is_any

_ESCAPES: Final = {
    "__underscores__": "__",
    "__dot__": ".",
    "__dash__": "-",
    "__slash__": "/",
}
_KEYWORDS: Final = (
    *("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for"),
    *("function", "if", "import", "let", "loop", "package", "namespace", "return", "var"),
    *("void", "while"),
)
"""CEL's reserved words."""


def escape(wire: str) -> str:
    """Return Kubernetes' spelling of a member name: ``x-foo`` is ``x__dash__foo``.

    Source: Kubernetes, "Validation rules", the table of escapes.
    """
    if wire in _KEYWORDS:
        return f"__{wire}__"
    name = wire
    for escaped, plain in _ESCAPES.items():
        name = name.replace(plain, escaped)
    return name


def names(shape: Shape, shapes: Shapes) -> tuple[str, ...]:
    """Return the members that some variant of a shape declares."""
    found: dict[str, None] = {}
    for item in variants(shape, shapes):
        if isinstance(item, MessageShape):
            found.update(dict.fromkeys(item.members))
    return tuple(found)


def has_members(shape: Concrete) -> bool:
    """Whether members of a value can be named."""
    return isinstance(shape, (MessageShape, MapShape))


def select(operand: Expr, name: str, offset: int, problems: Problems) -> Expr:
    """Return the read of a member."""
    wire, shape = _resolve(operand, name, offset, problems)
    return Select(type=shape, offset=offset, operand=operand, member=wire)


def has(operand: Expr, name: str, offset: int, problems: Problems) -> Expr:
    """Return the question whether a member is given."""
    wire, _ = _resolve(operand, name, offset, problems)
    return Has(type=BOOL, offset=offset, operand=operand, member=wire)


def _resolve(operand: Expr, name: str, offset: int, problems: Problems) -> tuple[str, Shape]:
    """Return wire name and shape of a member; what is wrong is reported."""
    found = variants(operand.type, problems.shapes)
    wire = _wire(name, found)
    results: list[Shape] = []
    for item in found:
        if isinstance(item, MessageShape):
            member = lookup(item, wire)
            if member is not None:
                results.append(member.shape)
        elif isinstance(item, MapShape):
            results.append(without_null(item.values))
        elif is_any(item):
            results.append(ANY)
    if results or not found:
        return wire, union(results or [ANY])
    _refuse(operand, name, offset, problems)
    return wire, ANY


def lookup(shape: MessageShape, wire: str) -> Member | None:
    """Return a member of a message; one of its `rest` is never certain."""
    member = shape.members.get(wire)
    if member is None and shape.rest is not None:
        return Member(shape=without_null(shape.rest))
    return member


def without_null(shape: Shape) -> Shape:
    """Return the shape without null: a member that is null counts as not given."""
    if not isinstance(shape, UnionShape):
        return shape
    parts = tuple(part for part in shape.variants if part != NULL)
    return union(parts) if parts else shape


def _wire(name: str, found: Iterable[object]) -> str:
    messages = [item for item in found if isinstance(item, MessageShape)]
    if "__" not in name or any(name in item.members for item in messages):
        return name
    for item in messages:
        for wire in item.members:
            if escape(wire) == name:
                return wire
    return name


def _refuse(operand: Expr, name: str, offset: int, problems: Problems) -> None:
    known = names(operand.type, problems.shapes)
    what = describe(operand.type, problems.shapes)
    if not any(isinstance(item, MessageShape) for item in variants(operand.type, problems.shapes)):
        message = f"{spell(operand)} is {what} and has no members, so no '{name}'"
        problems.add(codes.NO_MEMBERS, message, offset)
        return
    message = f"{spell(operand)}, {what}, has no member '{name}'"
    close = nearest(name, known)
    if close is not None:
        advice = f"did you mean '{close}'?"
    elif known:
        advice = "use one of " + ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")  # noqa: PLR2004 - a line's worth
    else:
        advice = "declare the member in the schema's properties"
    problems.add(codes.UNKNOWN_MEMBER, message, problems.in_has(offset, name), advice)
