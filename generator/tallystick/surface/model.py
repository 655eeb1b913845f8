"""The public surface of a generated client: what a program that uses it may name and pass.

A target reads it off what it makes; whoever compares two of them needs to know no language but
how its types relate (`tallystick.surface.relation`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tallystick.diagnostics import Span
from tallystick.text import Json

Language: TypeAlias = Literal["python", "typescript"]


@dataclass(frozen=True, slots=True)
class Atom:
    """A type of the language itself: ``str``, ``number``, ``unknown``."""

    name: str


@dataclass(frozen=True, slots=True)
class Name:
    """A type that the package declares."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """The type of one value, ``"a"``; `value` is a string, number, boolean: 1 is not true."""

    value: Json

    def __eq__(self, other: object) -> bool:
        """Whether both are the same value of the same kind."""
        return isinstance(other, Value) and self._key == other._key

    def __hash__(self) -> int:
        """Return a hash of value and kind."""
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str]:
        return type(self.value).__name__, repr(self.value)


@dataclass(frozen=True, slots=True)
class Applied:
    """A type with arguments: ``list[str]``, ``Array<string>``; ``[A, ...B[]]`` is a tuple."""

    head: str
    arguments: "tuple[Type, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of these types; at least two."""

    options: "tuple[Type, ...]"


@dataclass(frozen=True, slots=True)
class Both:
    """All of these types at once."""

    parts: "tuple[Type, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an object, or a field of a class.

    Attributes:
        required: It must be given where an object is made, and is there where one is read.
        span: Where the document declares it.
    """

    name: str
    type: "Type"
    required: bool
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An object, by its members.

    Attributes:
        rest: Type of other members, None when there are none.
    """

    members: tuple[Member, ...] = ()
    rest: "Type | None" = None


Type: TypeAlias = Atom | Name | Value | Applied | Choice | Both | Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A type that the package exports under a name.

    Attributes:
        type: A `Shape` for a class or an interface; what an alias stands for.
        nominal: Only what is made of this very class is of the type.
        alias: It only names another type.
        sent: Programs pass it.
        received: Programs read it, and may count on what it is.
        spread: Its members are arguments of a method, and are compared there.
        twin: Another type has the same members, and is compared instead.
        base: The interface that all cases of a union extend; what is said of it is said of this.
        case_of: The union that it is a case, or the base, of.
        path: How a program names it, ``types.Pet``.
        component: The schema under ``components`` that it is made of.
    """

    name: str
    type: Type
    nominal: bool = False
    alias: bool = False
    sent: bool = False
    received: bool = False
    spread: bool = False
    twin: bool = False
    base: str = ""
    case_of: str = ""
    path: str = ""
    span: Span | None = None
    component: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a method.

    Attributes:
        position: From 0, when it may be given by position; else None.
        named: It may be given by name.
        key: What it is in the request, ``query limit``: a parameter of another name with the same
            key is the same one, renamed.
    """

    name: str
    type: Type
    required: bool
    position: int | None = None
    named: bool = True
    key: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """Something to be called.

    Attributes:
        path: How a program calls it, ``client.pets.list``.
        operation: ``GET /pets``; "" for what makes no request of its own.
        like: The method whose parameters it takes; it is compared by its name alone.
    """

    path: str
    parameters: tuple[Parameter, ...]
    returns: Type
    operation: str = ""
    like: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """All that a program which uses a client may refer to.

    Attributes:
        client: What makes the client.
        methods: By path.
        types: By name; laid out when they are asked for.
        shown: The names of types that may differ from another version's; None: all.
        leading: Gives the operations that lead to a type, in the order of the document.
    """

    language: Language
    client: Method
    methods: Mapping[str, Method] = field(default_factory=dict)
    types: Mapping[str, Declared] = field(default_factory=dict)
    shown: frozenset[str] | None = None
    leading: Callable[[str], tuple[str, ...]] = field(default=lambda _: ())
