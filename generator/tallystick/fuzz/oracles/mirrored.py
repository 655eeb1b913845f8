"""Where an answer does not show what was asked: member by member, as far as both have them."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles.alike import equal, in_order, nulled, same_text, short, within
from tallystick.fuzz.oracles.counted import NUMBERS
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import (
    MISSING,
    Array,
    Dictionary,
    Enumeration,
    Field,
    Missing,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.exact import Flow
from tallystick.text import Json

NOTHING: Final[tuple[Json, ...]] = (None, "", [], {}, False, 0)
"""What many servers leave out of an answer."""
KEPT_FROM_SIGHT: Final = frozenset({"password", "byte", "base64", "binary"})
"""Formats of texts that a server hides, or keeps in another way."""
SECRETS: Final = frozenset(
    {"password", "passphrase", "secret", "token", "pin", "key", "cvc", "cvv"}
)
"""Words of names of texts that a server hides, or shows in part."""
SPELLED_FREELY: Final = frozenset(
    {"uri", "url", "iri", "uri-reference", "iri-reference", "duration"}
)
"""Formats of which one value has many texts, or that a server makes its own of."""
MADE: Final = frozenset({("created", "at"), ("created",), ("creation", "time"), ("create", "time")})
"""Words of members that say when a resource was made."""
OWN: Final = MADE | frozenset(
    (words, *more)
    for words in (
        "id",
        "uuid",
        "version",
        "revision",
        "etag",
        "updated",
        "modified",
        "self",
        "href",
    )
    for more in ((), ("at",), ("on",), ("time",), ("date",))
)
"""Words of members that a server sets, whatever is asked."""
DEPTH: Final = 8


class Difference(NamedTuple):
    """One.

    Attributes:
        at: Where in what was asked.
        said: What is wrong, for a person.
        default: Nobody asked for it: the document says what is there then.
    """

    at: str
    said: str
    weight: Weight
    default: bool = False


class Mirrored(NamedTuple):
    """A member of what is asked that is shown.

    Attributes:
        field: As it is asked.
        other: As it is shown.
        default: What it is when nobody asks for it, None where nothing is said.
        step: The step to it in a JSON Pointer.
    """

    field: Field
    other: Field
    default: Json
    step: str


Values: TypeAlias = tuple[Json, Json]
"""What was asked, and what is shown."""
Shape: TypeAlias = tuple[Type, Type]


class Mirror:
    """Compares what was asked with answers.

    Attributes:
        own: Names of members that say which resource it is: a server may choose them.
        whole: The answer shows the resource as it is, not only what it begins with.
        partial: What is not asked stays as it was: defaults are of no meaning.
    """

    def __init__(self, scene: Scene, *, own: frozenset[str], whole: bool, partial: bool) -> None:
        """Compare values of the types of `scene`."""
        self._scene = scene
        self._types: Mapping[TypeId, Type] = scene.api.types
        self.own = own
        self.whole = whole
        self.partial = partial

    def differences(
        self, asked: TypeId, shown: TypeId, values: Values, at: str = ""
    ) -> Iterator[Difference]:
        """Yield each part of what was asked that is shown as something else, or not at all.

        Args:
            asked: Type of what was asked.
            shown: Type of what is shown.
            values: Both.
            at: Where they stand in the body.
        """
        types = (
            self._chosen(asked, values[0], "request"),
            self._chosen(shown, values[1], "response"),
        )
        if types[0] is None or types[1] is None or at.count("/") > DEPTH:
            return
        wanted, got = values
        match types[0], types[1]:
            case Record() as one, Record() as other if isinstance(wanted, dict):
                if isinstance(got, dict):
                    yield from self._members(one, other, wanted, got, at)
            case ((Record() | Dictionary()), Dictionary()) if isinstance(wanted, dict):
                if isinstance(got, dict):
                    yield from _others(wanted, got, at)
            case Array() as one, Array() as other if isinstance(wanted, list):
                if isinstance(got, list):
                    yield from self._items((one, other), wanted, got, at)
            case (Scalar() | Enumeration()) as one, (Scalar() | Enumeration()) as other:
                yield from _scalars((one, other), wanted, got, at)
            case one, other if one.id == other.id and not within(wanted, got):
                yield Difference(at, _other(at, wanted, got), Weight.WARNING)

    def _chosen(self, type_id: TypeId, value: Json, flow: Flow) -> Type | None:
        """Return the type of a value: of a union the variant that fits, None where none does."""
        found = self._scene.judging.variant(type_id, value, flow)
        return None if found is None else self._types[found]

    # --- Objects ----------------------------------------------------------------------------

    def _members(
        self, asked: Record, shown: Record, wanted: dict[str, Json], got: dict[str, Json], at: str
    ) -> Iterator[Difference]:
        for each in self.mirrored(asked, shown):
            if each.field.wire not in self.own:
                yield from self._member(each, shown.id, (wanted, got), at)
        if asked.id == shown.id and (shown.patterns or isinstance(shown.additional, str)):
            listed = {field.wire for field in asked.fields}
            own = {name: part for name, part in wanted.items() if name not in listed}
            yield from _others(own, got, at)

    def mirrored(self, asked: Record, shown: Record) -> tuple[Mirrored, ...]:
        """Return the members of what is asked that are shown."""
        return self._scene.once(
            ("mirrored", asked.id, shown.id), lambda: tuple(self._mirrored(asked, shown))
        )

    def _mirrored(self, asked: Record, shown: Record) -> Iterator[Mirrored]:
        others = {field.wire: field for field in shown.fields if field.direction != "write"}
        for moved in _moved(shown):
            others.pop(moved, None)
        for field in asked.fields:
            other = others.get(field.wire)
            if other is None or field.direction != "both" or self._owned(field):
                continue
            if self.alike(field.type, other.type):
                default = self._scene.api.default(field)
                yield Mirrored(field, other, default, f"/{escape(field.wire)}")

    def _owned(self, field: Field) -> bool:
        """Whether a member is the server's, or a secret."""
        declared = self._types[field.type]
        if not isinstance(declared, Scalar):
            return False
        hidden = declared.format in KEPT_FROM_SIGHT or declared.content_encoding is not None
        hidden = hidden or declared.content_media_type is not None
        secret = declared.kind == "string" and not SECRETS.isdisjoint(field.words)
        return field.words in OWN or hidden or secret

    def _member(
        self, each: Mirrored, shown: TypeId, values: tuple[dict[str, Json], ...], at: str
    ) -> Iterator[Difference]:
        field, default = each.field, None if self.partial else each.default
        wanted, got = values[0].get(field.wire), values[1].get(field.wire)
        here = at + each.step
        if wanted is not None:
            if got is not None:
                yield from self._part(each, (wanted, got), here)
            elif self.whole and (wanted not in NOTHING or nulled(wanted, values[1], field.wire)):
                said = f"{here[1:]} was asked as {short(wanted)} and is not in the answer"
                yield Difference(here, said, Weight.WARNING)
        if default is None:
            return
        free = field.wire not in values[0]
        if got is not None and not any(True for _ in self._part(each, (default, got), here)):
            self._scene.defaults.setdefault((shown, field.wire), set()).add(free)
        elif free:
            yield from self._by_default(field, (default, got), (shown, here))

    def _part(self, each: Mirrored, values: Values, at: str) -> Iterator[Difference]:
        wanted, got = values
        if isinstance(wanted, str) and wanted == got:
            return iter(())  # whatever its types are, as most texts are
        return self.differences(each.field.type, each.other.type, values, at)

    def _by_default(
        self, field: Field, values: Values, where: tuple[TypeId, str]
    ) -> Iterator[Difference]:
        """Yield what is wrong with a member that nobody asked for and that has a default.

        Who leaves defaults out of answers leaves all of them out: readers know them.
        """
        default, got = values
        said = f"{where[1][1:]} is {short(default)} by default and "
        if got is not None:
            sure = _is_choice(self._types[field.type])
            weight = Weight.ERROR if sure else Weight.WARNING
            yield Difference(where[1], f"{said}came back as {short(got)}", weight, default=True)
        elif self.whole and self._applies(where[0], field.wire, default):
            yield Difference(where[1], f"{said}is not in the answer", Weight.WARNING, default=True)

    def _applies(self, shown: TypeId, name: str, default: Json) -> bool:
        """Whether members of a type were seen to be set by default; what is empty, to be shown."""
        seen = self._scene.defaults
        applied = any(True in free for (it, _), free in seen.items() if it == shown)
        return applied and (default not in NOTHING or (shown, name) in seen)

    # --- Wrapped bodies ---------------------------------------------------------------------

    def unwrapped(self, asked: TypeId, shown: TypeId) -> tuple[Field, ...]:
        """Return the objects of a body that an answer shows at its top."""
        return self._scene.once(
            ("unwrapped", asked, shown),
            lambda: tuple(it for it in self._objects(asked, shown) if self._holds(shown, it.type)),
        )

    def wrapped(self, asked: TypeId, shown: TypeId) -> tuple[Field, ...]:
        """Return the objects of an answer that show a whole body."""
        return self._scene.once(
            ("wrapped", asked, shown),
            lambda: tuple(it for it in self._objects(shown, asked) if self._holds(it.type, asked)),
        )

    def _objects(self, outer: TypeId, other: TypeId) -> Iterator[Field]:
        """Yield the members that are objects and whose names another type does not have."""
        names = self._scene.members(other)
        for field in self._scene.api.fields(outer):
            whole = field.type == other or isinstance(self._types[field.type], Record)
            if field.wire not in names and whole:
                yield field

    def _holds(self, shown: TypeId, asked: TypeId) -> bool:
        """Whether a type has all members of another one, two at least, as it has them."""
        one, other = self._types[asked], self._types[shown]
        if isinstance(one, Union) or not isinstance(one, Record) or not isinstance(other, Record):
            return one is other
        said = [field for field in one.fields if field.direction != "read"]
        return len(said) > 1 and len(said) == len(self.mirrored(one, other))

    # --- Lists ------------------------------------------------------------------------------

    def _items(
        self, types: tuple[Array, Array], wanted: list[Json], got: list[Json], at: str
    ) -> Iterator[Difference]:
        """Yield what is wrong with a list: a server may hold each item once, and sort a set."""
        if len(wanted) != len(got):
            once = {compact(each) for each in wanted}
            if len(once) == len(wanted) or not all(compact(each) in once for each in got):
                said = f"{at[1:]} was asked with {len(wanted)} items and came back with {len(got)}"
                yield Difference(at, said, Weight.WARNING)
            return
        found = list(self._in_order(types, wanted, got, at))
        if found and not self._in_any_order(types, wanted, got):
            yield found[0]._replace(weight=Weight.WARNING)
        elif found and in_order(types):
            said = f"the items of {at[1:]} came back in another order than they were asked for"
            yield Difference(at, said, Weight.WARNING)

    def _in_order(
        self, types: tuple[Array, Array], wanted: list[Json], got: list[Json], at: str
    ) -> Iterator[Difference]:
        for index, pair in enumerate(zip(wanted, got, strict=True)):
            one, other = (_item(each, index) for each in types)
            if one is not None and other is not None:
                yield from self.differences(one, other, pair, f"{at}/*")

    def _in_any_order(
        self, types: tuple[Array, Array], wanted: list[Json], got: list[Json]
    ) -> bool:
        left = list(got)
        for each in wanted:
            same = (it for it in left if not any(self._in_order(types, [each], [it], "")))
            found = next(same, MISSING)
            if isinstance(found, Missing):
                return False
            left.remove(found)
        return True

    # --- Types ------------------------------------------------------------------------------

    def alike(self, asked: TypeId, shown: TypeId, depth: int = 0) -> bool:
        """Whether what is asked and what is shown say one thing of one kind."""
        if asked == shown or depth > DEPTH:
            return True
        one, other = self._types[asked], self._types[shown]
        match one, other:
            case Union(), _:
                return any(self.alike(each, shown, depth + 1) for each in one.variants)
            case _, Union():
                return any(self.alike(asked, each, depth + 1) for each in other.variants)
            case Array(), Array():
                first, second = _item(one, 0), _item(other, 0)
                both = first is not None and second is not None
                return both and self.alike(first or asked, second or shown, depth + 1)
            case _:
                return _alike(one, other)


def _alike(one: Type, other: Type) -> bool:
    """Whether two types that hold no others say one thing of one kind; of objects nobody knows."""
    match one, other:
        case Record() | Dictionary(), Record() | Dictionary():
            return True
        case Enumeration(), Enumeration():
            values = {repr(each.value) for each in other.members}
            return values.issuperset(repr(each.value) for each in one.members)
        case Scalar() | Enumeration(), Scalar():
            formats = {it.format for it in (one, other) if isinstance(it, Scalar)} - {None}
            numbers = one.kind in NUMBERS and other.kind in NUMBERS
            return (one.kind == other.kind and len(formats) <= 1) or numbers
    return False


def _scalars(types: Shape, wanted: Json, got: Json, at: str) -> Iterator[Difference]:
    """Yield that a text, number or choice is shown as another one."""
    asked, shown = types
    if isinstance(asked, Enumeration) and isinstance(shown, Enumeration):
        same, weight = equal(wanted, got), Weight.ERROR
    elif isinstance(wanted, str) and isinstance(asked, Scalar):
        free = asked.format in SPELLED_FREELY
        same = free or same_text(wanted, got, types, _name(at))
        weight = Weight.WARNING
    else:
        same, weight = equal(wanted, got), Weight.WARNING
    if not same:
        yield Difference(at, _other(at, wanted, got), weight)


def _name(at: str) -> str:
    """Return the name of the member that stands at a place, or whose items stand there."""
    return next((it for it in reversed(at.split("/")) if it != "*"), "")


def _other(at: str, wanted: Json, got: Json) -> str:
    return f"{at[1:]} was asked as {short(wanted)} and came back as {short(got)}"


def _moved(shown: Record) -> frozenset[str]:
    """Return the members of a resource that its states change."""
    cycle = shown.lifecycle
    if cycle is None:
        return frozenset()
    by_state = (name for it in cycle.states for name in (*it.requires, *it.forbids))
    return frozenset((cycle.member, *cycle.outputs, *cycle.reason, *by_state))


def _item(declared: Array, index: int) -> TypeId | None:
    first = declared.prefix
    return first[index] if index < len(first) else declared.items


def _is_choice(declared: Type) -> bool:
    return isinstance(declared, Enumeration) or (
        isinstance(declared, Scalar) and declared.kind == "boolean"
    )


def _others(wanted: dict[str, Json], got: dict[str, Json], at: str) -> Iterator[Difference]:
    """Yield the members under names of one's own that are not shown, or otherwise."""
    for name, part in wanted.items():
        here = f"{at}/{escape(name)}"
        if part is not None and name not in got:
            said = f"{here[1:]} was asked as {short(part)} and is not in the answer"
            yield Difference(here, said, Weight.WARNING)
        elif part is not None and not within(part, got[name]):
            yield Difference(here, _other(here, part, got[name]), Weight.WARNING)
