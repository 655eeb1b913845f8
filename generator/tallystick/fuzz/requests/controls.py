"""What a list can be told: by parameters, by members of parameters, and by members of a body.

A search by POST takes in its body what others take in their query, so all that tells a list
something is one thing here: it has a place, a name, and a type.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.parameters import sendable
from tallystick.ir import (
    MISSING,
    Api,
    Missing,
    Operation,
    Parameter,
    Place,
    Record,
    Scalar,
    TypeId,
    Union,
)
from tallystick.ir.words import words
from tallystick.text import Json, Words

BODY: Final = "body"
"""The place of members of a body, beside those of parameters."""
HOLDERS: Final = frozenset({"filter", "filters", "where", "criteria", "conditions", "query"})
"""Objects that hold what selects items, and say nothing of it themselves."""
PAGERS: Final = frozenset({"paging", "pagination", "options"})
"""Objects that hold what divides a list into pages."""
CONDITION: Final = re.compile(r"^(filter|where)(?=\W)", re.IGNORECASE)
"""The same in the name of a parameter: ``filter[state]``."""
DEEPEST: Final = 3

Key: TypeAlias = tuple[str, ...]
"""A place, and the names that lead to a value there: ``("query", "size", "min")``."""
Given: TypeAlias = Mapping[Key, Json]
"""What is told. ``("body",)`` is a whole body."""


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that a list can be told.

    Attributes:
        key: Where it is told.
        type: Of its values.
        said: What the document says of it.
    """

    key: Key
    type: TypeId
    said: str

    @property
    def wire(self) -> str:
        """Its name, for people: ``size[min]``, ``filter.state``."""
        _, first, *inner = self.key
        if self.key[0] == BODY:
            return ".".join(self.key[1:])
        return first + "".join(f"[{step}]" for step in inner)

    @property
    def at(self) -> str:
        """Its place in a claim: ``query.limit``, or a JSON Pointer into the body."""
        if self.key[0] == BODY:
            return "".join(f"/{step}" for step in self.key[1:])
        return f"{self.key[0]}.{self.wire}"

    @property
    def open(self) -> bool:
        """Whether it stands where lists are told what they show: in a query, or a body."""
        return self.key[0] in {Place.QUERY, BODY}

    @property
    def selects(self) -> bool:
        """Whether it stands among conditions, so that it divides nothing into pages."""
        _, first, *inner = self.key
        return (bool(inner) and first.lower() in HOLDERS) or CONDITION.match(first) is not None

    @property
    def words(self) -> Words:
        """The words of its name, without those of what only holds it: ``filter[state]``."""
        steps = list(self.key[1:])
        while len(steps) > 1 and steps[0].lower() in HOLDERS | PAGERS:
            steps.pop(0)
        return words(CONDITION.sub("", " ".join(steps)))

    @property
    def plain(self) -> str:
        """Its name without case and separators."""
        return "".join(self.words)


class Composed(NamedTuple):
    """What is sent: values of parameters, and a body (`MISSING` for none)."""

    parameters: Mapping[tuple[Place, str], Json]
    body: "Json | Missing"


def controls(api: Api, operation: Operation) -> Iterator[Control]:
    """Yield what an operation can be told, but in its path; of objects the members."""
    for each in operation.parameters:
        if each.place is not Place.PATH:
            whole = Control((each.place, each.wire), each.type, _said(each))
            yield from _parts(api, whole) if each.content is None else (whole,)
    content = json_content(operation)
    if content is not None and content.type is not None:
        yield from _members(api, Control((BODY,), content.type, ""))


def _said(declared: Parameter) -> str:
    return declared.doc.description.raw if declared.doc.description else ""


def _parts(api: Api, whole: Control) -> Iterator[Control]:
    """Yield a control, or what it is made of."""
    members = list(_members(api, whole)) if len(whole.key) < DEEPEST + 2 else []
    yield from members or (whole,)


def _members(api: Api, whole: Control) -> Iterator[Control]:
    for field in api.fields(sole(api, whole.type)):
        said = field.doc.description.raw if field.doc.description else ""
        said = said or _of(api, field.type) or whole.said
        yield from _parts(api, Control((*whole.key, field.wire), field.type, said))


def _of(api: Api, type_id: TypeId) -> str:
    doc = api.types[type_id].doc
    return doc.description.raw if doc.description else ""


def sole(api: Api, type_id: TypeId) -> TypeId:
    """Return a type, or the only one of its variants that is not null."""
    declared = api.types[type_id]
    if not isinstance(declared, Union):
        return type_id
    rest = [each for each in declared.variants if not _null(api, each)]
    return sole(api, rest[0]) if len(rest) == 1 else type_id


def _null(api: Api, type_id: TypeId) -> bool:
    declared = api.types[type_id]
    return isinstance(declared, Scalar) and declared.kind == "null"


def composed(judging: Judging, operation: Operation, given: Given) -> Composed | None:
    """Return what is sent to tell some things; None when that would be no valid request.

    Args:
        judging: Of its API.
        operation: The operation.
        given: Whole parameters, and the whole body, before their members.
    """
    parameters: dict[tuple[Place, str], Json] = {}
    body: Json = None
    for key in sorted(given, key=len):
        place, *steps = key
        if place == BODY:
            body = _put(body, steps, given[key])
        else:
            known = (Place(place), steps[0])
            parameters[known] = _put(parameters.get(known), steps[1:], given[key])
    for each in operation.parameters:
        value = parameters.get((each.place, each.wire))
        sound = value is None or judging.broken(each.type, value).nothing
        if not sound or (value is not None and not sendable(each, value)):
            return None
    content = json_content(operation)
    if content is None or content.type is None or not any(key[0] == BODY for key in given):
        return Composed(parameters, MISSING)
    sound = judging.broken(content.type, body).nothing
    return Composed(parameters, body) if sound else None


def _put(whole: Json, steps: list[str], value: Json) -> Json:
    if not steps:
        return value
    members = whole if isinstance(whole, dict) else {}
    return {**members, steps[0]: _put(members.get(steps[0]), steps[1:], value)}


def leaves(given: Given) -> frozenset[Key]:
    """Return where something is told, member by member."""
    found: set[Key] = set()
    for key, value in given.items():
        inner = value if isinstance(value, dict) and len(key) <= DEEPEST + 1 else None
        if inner is None:
            found.add(key)
        else:
            found |= leaves({(*key, name): part for name, part in inner.items()})
    return frozenset(found)


def least_body(judging: Judging, operation: Operation) -> Json:
    """Return the body that tells as little as can be; None when nobody can say."""
    content = json_content(operation)
    if content is None or content.type is None:
        return None
    found = _least(judging, content.type, 0)
    return found if judging.broken(content.type, found).nothing else None


def _least(judging: Judging, type_id: TypeId, depth: int) -> Json:
    """Return an object with the members that it must have, or a plain value."""
    declared = judging.api.types[type_id]
    if isinstance(declared, Record) and depth <= DEEPEST:
        needed = (each for each in declared.fields if each.required)
        return {each.wire: _least(judging, each.type, depth + 1) for each in needed}
    return next((value for _, value in Values(judging, {}).valid(type_id, "")), None)
