"""Whether what fitted still fits: types of one surface given where another one wants its own.

This is how type checkers of the two languages judge what a program passes and reads, as far as
generated clients need it. Where a class or an interface has the same name in both versions it
fits: what changed inside of it is said once, at its declaration.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from tallystick.surface.model import (
    Applied,
    Atom,
    Both,
    Choice,
    Declared,
    Member,
    Name,
    Shape,
    Surface,
    Type,
    Value,
)

ANY: Final = {"python": frozenset({"Any", "object"}), "typescript": frozenset({"unknown"})}
"""What takes every value."""
WIDER: Final = {
    "int": frozenset({"float"}),
    "bool": frozenset({"int", "float"}),
    "undefined": frozenset({"void"}),
}
"""What else takes the values of a type."""
KINDS: Final = {
    str: frozenset({"str", "string"}),
    bool: frozenset({"bool", "boolean"}),
    int: frozenset({"int", "float", "number"}),
    float: frozenset({"float", "number"}),
}
SEQUENCES: Final = frozenset({"list", "Array", "Iterable", "Sequence"})
MAPPINGS: Final = frozenset({"dict", "Mapping"})
READ_ONLY: Final = {"list": "Iterable", "dict": "Mapping"}
TUPLE: Final = "[]"
REST: Final = "..."
MOST_CASES: Final = 25
"""Values of a member that TypeScript looks at one by one, to find the case that each is of."""


def alternatives(type_: Type) -> tuple[Type, ...]:
    """Return the options of a choice, else the type alone."""
    return type_.options if isinstance(type_, Choice) else (type_,)


@dataclass(slots=True, kw_only=True)
class Relation:
    """Types of one version, given where the other version's are wanted.

    Attributes:
        source: The version whose types are given.
        target: The version that they are given to.
        fresh: Objects are written where they are passed, so that a checker refuses members that
            the target does not know.
    """

    source: Surface
    target: Surface
    fresh: bool
    _assumed: dict[tuple[Type, Type], None] = field(default_factory=dict)

    def fits(self, source: Type, target: Type) -> bool:
        """Whether every value of one type may be given where the other is wanted."""
        key = source, target
        if source == target or key in self._assumed:
            return True
        if isinstance(target, Atom) and target.name in ANY[self.target.language]:
            return True
        before = len(self._assumed)
        self._assumed[key] = None
        fine = self._decided(source, target)
        while not fine and len(self._assumed) > before:
            self._assumed.popitem()
        return fine

    def _decided(self, source: Type, target: Type) -> bool:
        if isinstance(source, Choice):
            return all(self.fits(option, target) for option in source.options)
        if isinstance(target, Both):
            return all(self.fits(source, part) for part in target.parts)
        if isinstance(source, Name) or isinstance(target, Name):
            return self._named(source, target)
        if isinstance(target, Choice):
            return self._one_of(source, target)
        if isinstance(source, Both):
            return any(self.fits(part, target) for part in source.parts) or (
                self.shape(source, self.source) is not None and self._plain(source, target)
            )
        return self._plain(source, target)

    def _named(self, source: Type, target: Type) -> bool:
        """Look behind names; classes are told apart by theirs unless one is gone for good."""
        if isinstance(source, Name):
            return self._given(source, target)
        wanted = self.target.types.get(target.name) if isinstance(target, Name) else None
        return wanted is None or (not wanted.nominal and self.fits(source, wanted.type))

    def _given(self, source: Name, target: Type) -> bool:
        """Relate what has a name to what is wanted; a name that is gone is said elsewhere."""
        declared = self.source.types.get(source.name)
        gone = isinstance(target, Name) and target.name not in self.target.types
        if declared is None or gone:
            return True
        if isinstance(target, Choice):
            return self._one_of(source, target)
        if declared.alias:
            return self.fits(declared.type, target)
        wanted = self.target.types.get(target.name) if isinstance(target, Name) else None
        aliased = wanted is not None and wanted.alias
        if declared.nominal and not aliased and not self._renamed(source.name, wanted):
            return False
        if wanted is None:
            return self._plain(declared.type, target)
        same_kind = aliased or declared.nominal == wanted.nominal
        return same_kind and self.fits(source if aliased else declared.type, wanted.type)

    def _renamed(self, name: str, wanted: Declared | None) -> bool:
        """Whether the class that is wanted may be the one that is given, under another name."""
        return name not in self.target.types and wanted is not None and wanted.nominal

    def _one_of(self, source: Type, target: Choice) -> bool:
        if any(self.fits(source, option) for option in target.options):
            return True
        if isinstance(source, Name):
            declared = self.source.types.get(source.name)
            if declared is not None and not declared.nominal:
                return self.fits(declared.type, target)
            return False
        if source == Atom("boolean"):
            return all(self.fits(Value(it), target) for it in (True, False))
        shape = self.shape(source, self.source)
        return shape is not None and self._case_by_case(shape, target)

    def _case_by_case(self, source: Shape, target: Choice) -> bool:
        """Whether each value of a member that tells cases apart leads to one that fits."""
        if self.target.language != "typescript":
            return False
        shapes = [self.shape(option, self.target) for option in target.options]
        telling = {
            member.name
            for shape in shapes
            if shape is not None
            for member in shape.members
            if self.values(member.type, self.target)
        }
        for member in source.members:
            values = self.values(member.type, self.source)
            if member.name not in telling or not 0 < len(values) <= MOST_CASES:
                continue
            if all(
                any(self.fits(one, option) for option in target.options)
                for one in narrowed(source, member, values)
            ):
                return True
        return False

    def values(self, type_: Type, world: Surface) -> tuple[Type, ...]:
        """Return the values that a type consists of, () when there are others."""
        found: list[Type] = []
        for option in alternatives(type_):
            if isinstance(option, Name):
                declared = world.types.get(option.name)
                inner = self.values(declared.type, world) if declared and declared.alias else ()
                if not inner:
                    return ()
                found += inner
            elif isinstance(option, Value) or option == Atom("null"):
                found.append(option)
            elif option == Atom("boolean"):
                found += [Value(value=True), Value(value=False)]
            else:
                return ()
        return tuple(found)

    def _plain(self, source: Type, target: Type) -> bool:  # noqa: PLR0911 - one return for each kind
        """Relate types that are no names and no choices."""
        if isinstance(target, Choice):
            return self._one_of(source, target)
        if isinstance(source, Value):
            return self._value(source, target)
        if isinstance(source, Atom):
            return self._atom(source, target)
        if isinstance(source, Applied) and isinstance(target, Applied):
            return self._applied(source, target)
        given, wanted = self.shape(source, self.source), self.shape(target, self.target)
        if given is not None and isinstance(target, Applied):
            rest = target.arguments[-1]
            return target.head in MAPPINGS and all(self.fits(it.type, rest) for it in given.members)
        if given is not None and target == Atom("object"):
            return True
        return given is not None and wanted is not None and self._members(given, wanted)

    def _value(self, source: Value, target: Type) -> bool:
        if isinstance(target, Value):
            return type(source.value) is type(target.value) and source.value == target.value
        kinds = KINDS.get(type(source.value), frozenset())
        return isinstance(target, Atom) and target.name in kinds

    def _atom(self, source: Atom, target: Type) -> bool:
        if source.name in {"Any", "never"}:
            return True
        if not isinstance(target, Atom):
            return False
        return source.name == target.name or target.name in WIDER.get(source.name, ())

    def _applied(self, source: Applied, target: Applied) -> bool:
        if source.head == TUPLE:
            return self._tuple(source, target)
        same = source.head == target.head or READ_ONLY.get(source.head) == target.head
        return (
            same
            and len(source.arguments) == len(target.arguments)
            and all(map(self.fits, source.arguments, target.arguments))
        )

    def _tuple(self, source: Applied, target: Applied) -> bool:
        if target.head in SEQUENCES:
            return all(self.fits(_item(it), target.arguments[0]) for it in source.arguments)
        if target.head != TUPLE:
            return False
        given, wanted = source.arguments, target.arguments
        open_ = bool(wanted) and _is_rest(wanted[-1])
        fixed = len(wanted) - open_
        if len(given) < fixed or any(map(_is_rest, given[:fixed])):
            return False
        if not open_ and len(given) > fixed:
            return False
        padded = (*wanted[:fixed], *(wanted[-1:] * (len(given) - fixed)))
        return all(
            self.fits(_item(one), _item(other)) for one, other in zip(given, padded, strict=True)
        )

    def _members(self, source: Shape, target: Shape) -> bool:
        given = {member.name: member for member in source.members}
        for wanted in target.members:
            mine = given.get(wanted.name)
            if mine is None or (wanted.required and not mine.required):
                if wanted.required:
                    return False
                continue
            if not self.fits(mine.type, wanted.type):
                return False
        known = {member.name for member in target.members}
        if target.rest is not None:
            rest = target.rest
            extra = [it.type for it in source.members if it.name not in known]
            extra += [] if source.rest is None else [source.rest]
            return all(self.fits(it, rest) for it in extra)
        return not self.fresh or given.keys() <= known

    def shape(self, type_: Type, world: Surface) -> Shape | None:
        """Return a type's members, those of all parts of a conjunction together."""
        match type_:
            case Shape():
                return type_
            case Name(name=name):
                declared = world.types.get(name)
                return self.shape(declared.type, world) if declared is not None else None
            case Both(parts=parts):
                shapes = [self.shape(part, world) for part in parts]
                return _joined([it for it in shapes if it is not None]) if all(shapes) else None
            case _:
                return None


def _joined(shapes: list[Shape]) -> Shape:
    """Return the members of all shapes; of those that several have, the last speaks."""
    members: dict[str, Member] = {}
    for shape in shapes:
        for member in shape.members:
            before = members.get(member.name)
            required = member.required or (before is not None and before.required)
            members[member.name] = replace(member, required=required)
    rest = next((it.rest for it in shapes if it.rest is not None), None)
    return Shape(members=tuple(members.values()), rest=rest)


def narrowed(source: Shape, member: Member, values: tuple[Type, ...]) -> Iterator[Shape]:
    """Yield a shape for each value of a member, and one without it if it is optional."""
    for value in values:
        one = replace(member, type=value, required=True)
        members = tuple(one if it is member else it for it in source.members)
        yield Shape(members=members, rest=source.rest)
    if not member.required:
        yield Shape(
            members=tuple(it for it in source.members if it is not member), rest=source.rest
        )


def _is_rest(type_: Type) -> bool:
    return isinstance(type_, Applied) and type_.head == REST


def _item(type_: Type) -> Type:
    return type_.arguments[0] if isinstance(type_, Applied) and type_.head == REST else type_
