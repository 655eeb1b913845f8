"""What is meant by a value that no variant of a union accepts, and what its errors come down to.

A validator tells of all variants, and of all that follows: what one part of an ``allOf`` refuses
leaves members over that ``unevaluatedProperties`` refuses then, too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from tallystick.ir import Api, Enumeration, TypeId, Union
from tallystick.solve.places import place

MAX_ERRORS: Final = 20
"""Errors after which nobody needs to know more."""
MAX_DEPTH: Final = 60

Declared = Callable[[Sequence[str | int]], frozenset[str]]
"""Steps into a value -> names of the members that its type lists there."""


def claims(errors: Iterable[Any], declared: Declared, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (keyword, place) of errors; of a choice, those of the one variant that was meant.

    Args:
        errors: Of a validator.
        declared: Knows the type of the value.
        depth: Choices around it.
    """
    wrong: list[Sequence[str | int]] = []
    late: list[Any] = []
    for number, error in enumerate(errors):
        if number == MAX_ERRORS:
            break
        kind = error.kind
        if kind.name == "unevaluatedProperties":
            late.append(error)
            continue
        wrong.append(error.instance_path)
        variant = None
        if kind.name in {"anyOf", "oneOf"} and depth < MAX_DEPTH:
            variant = _meant(getattr(kind, "context", ()), len(error.instance_path))
        if variant is not None:
            yield from claims(variant, declared, depth + 1)
        else:
            yield kind.name, place(error.instance_path)
    for error in late:
        at = error.instance_path
        follows = any(path[: len(at)] == at for path in wrong)
        if not follows or not declared(at).issuperset(error.kind.unexpected):
            yield error.kind.name, place(at)


def _meant(context: Sequence[Sequence[Any]], depth: int) -> Sequence[Any] | None:
    """Return the errors of the one variant that is of the value's kind, or of its tag."""
    kin = [it for it in context if not any(_of_another_kind(each, depth) for each in it)]
    tagged = [it for it in kin if not any(_of_another_tag(each, depth) for each in it)]
    return next((each[0] for each in (tagged, kin) if len(each) == 1 and each[0]), None)


def _of_another_kind(error: Any, depth: int) -> bool:
    return error.kind.name == "type" and len(error.instance_path) == depth


def _of_another_tag(error: Any, depth: int) -> bool:
    """Whether a member does not have the only value that it may have."""
    sole = error.kind.name == "const" or (
        error.kind.name == "enum" and len(error.kind.options) == 1
    )
    return sole and len(error.instance_path) == depth + 1


class Tags:
    """Knows which member tells the variants of a union from each other."""

    def __init__(self, api: Api) -> None:
        """Know of the unions of an API."""
        self._api = api
        self._known: dict[TypeId, tuple[str, Mapping[str, TypeId]]] = {}

    def of(self, union: Union) -> tuple[str, Mapping[str, TypeId]]:
        """Return the member, and the variant of each of its values; none where none tells."""
        known = self._known.get(union.id)
        if known is None:
            known = self._known[union.id] = self._found(union)
        return known

    def _found(self, union: Union) -> tuple[str, Mapping[str, TypeId]]:
        if union.discriminator is not None:
            return union.discriminator.wire, dict(union.discriminator.mapping)
        for field in self._api.fields(union.variants[0]):
            values = [(each, self._values(each, field.wire)) for each in union.variants]
            found = {value: each for each, mine in values for value in mine}
            if all(mine for _, mine in values) and len(found) == sum(len(it) for _, it in values):
                return field.wire, found
        return "", {}

    def _values(self, variant: TypeId, name: str) -> list[str]:
        """Return the texts that a member of a variant may be, if it has to be there."""
        found = (it.type for it in self._api.fields(variant) if it.wire == name and it.required)
        declared = self._api.types.get(next(found, TypeId("")))
        members = declared.members if isinstance(declared, Enumeration) else ()
        texts = [it.value for it in members if isinstance(it.value, str)]
        return texts if len(texts) == len(members) else []
