"""Formulas written as JSON Schema that people can read."""

import json
from collections.abc import Iterable, Sequence
from typing import Any as Anything
from typing import Final

from tallystick.rules.lowering.formula import (
    FALSE,
    TRUE,
    All,
    Any,
    Formula,
    Given,
    Holds,
    JsonType,
    Not,
    One,
    Place,
    both,
    is_negative,
    negate,
)
from tallystick.rules.lowering.places import Places
from tallystick.rules.lowering.simplify import simplify
from tallystick.rules.lowering.spelling import Spelling
from tallystick.rules.lowering.tree import Branch, sort

Schema = dict[str, Anything]
_NO_PLACES: Final[frozenset[Place]] = frozenset()
_PAIR: Final = 2


class Renderer:
    """Writes formulas about the values of known places."""

    def __init__(self, places: Places) -> None:
        """Write schemas for values of known places."""
        self._places = places
        self._spelling = Spelling(places, self.schema)

    def schema(
        self, formula: Formula, place: Place, known: frozenset[Place] = _NO_PLACES
    ) -> Schema:
        """Return the schema of the value at a place.

        Args:
            formula: What must be so; it looks at the place or below.
            place: What the schema is of; there, and for members not null.
            known: Places that are given anyway.
        """
        match formula:
            case Any(()):
                return {"not": {}}
            case One(parts):
                return {"oneOf": [self.schema(part, place, known) for part in parts]}
            case Not(One() as part):
                return {"not": self.schema(part, place, known)}
            case Any(parts):
                return self._any(parts, place, known)
            case All(parts):
                return self._all(parts, place, known)
            case _:
                return self._all((formula,), place, known)

    def _all(self, parts: Sequence[Formula], place: Place, known: frozenset[Place]) -> Schema:
        tree, others = sort(parts, place)
        schemas = [self._branch(tree, known)]
        schemas += [self.schema(part, place, known) for part in others]
        return joined(schemas)

    # --- Conjunctions of atoms --------------------------------------------------------------

    def _branch(self, branch: Branch, known: frozenset[Place]) -> Schema:
        """Return the schema of one value, given what is asked of it and of its parts."""
        place = branch.place
        sure = branch.given or place in known or not self._is_member(place)
        found: list[Schema] = []
        spelling = self._spelling
        nullable = spelling.nullable(place) and place not in known and self._is_member(place)
        found += [spelling.passing(place, test, nullable=nullable) for test in branch.passes]
        for test in branch.fails:
            if sure:
                found.append(spelling.failing_given(place, test, nullable=nullable))
            else:
                found.append(spelling.failing(place, test, nullable=nullable))
        inner = self._below(branch, known)
        container = self._container(branch)
        if container is not None and not spelling.says(found, container):
            found += spelling.typed(place, container, nullable=nullable, given=sure)
        elif branch.given and not found and nullable:
            found.append(spelling.not_null(place))
        found += [inner] if inner else []
        found += [self.schema(part, place, known) for part in branch.rest]
        return joined(found)

    def _container(self, branch: Branch) -> JsonType | None:
        """Return the type that a value must have for what is asked of its parts."""
        for step, part in branch.below.items():
            if part.given:
                return "object" if isinstance(step, str) else "array"
        return "object" if branch.rest and not branch.passes else None

    def _below(self, branch: Branch, known: frozenset[Place]) -> Schema:
        members = {step: it for step, it in branch.below.items() if isinstance(step, str)}
        items = {step: it for step, it in branch.below.items() if isinstance(step, int)}
        found: Schema = {}
        required = [name for name, it in members.items() if it.given and it.place not in known]
        if required:
            found["required"] = required
        properties = {name: self._member(it, known) for name, it in members.items()}
        properties = {name: schema for name, schema in properties.items() if schema}
        if properties:
            found["properties"] = properties
        if items:
            found |= self._items(items, known)
        return found

    def _member(self, branch: Branch, known: frozenset[Place]) -> Schema:
        if branch.absent:
            return {"type": "null"} if self._spelling.nullable(branch.place) else {"not": {}}
        return self._branch(branch, known)

    def _items(self, items: dict[int, Branch], known: frozenset[Place]) -> Schema:
        found: Schema = {}
        least = max((index + 1 for index, it in items.items() if it.given), default=0)
        if least:
            found["minItems"] = least
        last = max(items)
        absent = [index for index, it in items.items() if it.absent]
        if absent:
            found["maxItems"] = min(absent)
        schemas = [
            self._branch(items[index], known) if index in items and index not in absent else {}
            for index in range(last + 1)
        ]
        if any(schemas):
            found["prefixItems"] = schemas
        return found

    def _is_member(self, place: Place) -> bool:
        return bool(place.steps) and isinstance(place.steps[-1], str)

    # --- Disjunctions -----------------------------------------------------------------------

    def _any(self, parts: Sequence[Formula], place: Place, known: frozenset[Place]) -> Schema:
        chosen = _choice(parts)
        if chosen is not None:
            test, then, otherwise = chosen
            return self._if(test, then, otherwise, place, known)
        denied = [part for part in parts if is_negative(part)]
        others = [part for part in parts if not is_negative(part)]
        if not denied:
            return {"anyOf": [self.schema(part, place, known) for part in others]}
        test = both(*map(negate, denied))
        if not others:
            return {"not": self.schema(test, place, known)}
        then = others[0] if len(others) == 1 else Any(tuple(others))
        short = self._dependent(test, then, place) or self._tested(test, then, place, known)
        return short or self._if(test, then, TRUE, place, known)

    def _if(
        self,
        test: Formula,
        then: Formula,
        otherwise: Formula,
        place: Place,
        known: frozenset[Place],
    ) -> Schema:
        inside = known | _given_by(test)
        found: Schema = {"if": self.schema(test, place, known)}
        if then != TRUE:
            found["then"] = self.schema(then, place, inside)
        if otherwise != TRUE:
            found["else"] = self.schema(otherwise, place, known)
        return found

    def _dependent(self, test: Formula, then: Formula, place: Place) -> Schema | None:
        """Return ``dependentRequired``, where one member that is given asks for others."""
        wanted = then.parts if isinstance(then, All) else (then,)
        if not isinstance(test, Given) or not all(isinstance(it, Given) for it in wanted):
            return None
        places = [test.place, *(it.place for it in wanted if isinstance(it, Given))]
        if any(Place(it.root, it.steps[:-1]) != place or not self._plain(it) for it in places):
            return None
        names = [it.steps[-1] for it in places]
        return {"dependentRequired": {names[0]: names[1:]}}

    def _plain(self, place: Place) -> bool:
        """Whether a member is given whenever it is present."""
        return self._is_member(place) and not self._spelling.nullable(place)

    def _tested(
        self, test: Formula, then: Formula, place: Place, known: frozenset[Place]
    ) -> Schema | None:
        """Return the schema of a member, where the condition is only that it is given."""
        tests = then.parts if isinstance(then, All) else (then,)
        if not isinstance(test, Given) or not self._is_member(test.place):
            return None
        schemas: list[Schema] = []
        nullable = self._spelling.nullable(test.place)
        for part in tests:
            match part:
                case Holds(there, inner) if there == test.place:
                    schemas.append(self._spelling.passing_or_null(there, inner, nullable=nullable))
                case Not(Holds(there, inner)) if there == test.place:
                    schemas.append(self._spelling.failing(there, inner, nullable=nullable))
                case _:
                    return None
        del known
        found = joined(schemas)
        for step in reversed(test.place.steps[len(place.steps) :]):
            if not isinstance(step, str):
                return None
            found = {"properties": {step: found}}
        return found


def _given_by(test: Formula) -> frozenset[Place]:
    """Return the places that are given where a formula holds."""
    parts = test.parts if isinstance(test, All) else (test,)
    found: set[Place] = set()
    for part in parts:
        if isinstance(part, Given | Holds):
            steps = part.place.steps
            found |= {Place(part.place.root, steps[:end]) for end in range(1, len(steps) + 1)}
    return frozenset(found)


def _choice(parts: Sequence[Formula]) -> tuple[Formula, Formula, Formula] | None:
    """Return (test, then, otherwise) of ``test && then || !test && otherwise``."""
    if len(parts) != _PAIR:
        return None
    for one, other in (tuple(parts), tuple(reversed(parts))):
        mine = one.parts if isinstance(one, All) else (one,)
        pieces = other.parts if isinstance(other, All) else (other,)
        for piece in filter(is_negative, pieces):
            opposite = negate(piece)
            wanted = opposite.parts if isinstance(opposite, All) else (opposite,)
            then = both(*(it for it in mine if it not in wanted))
            otherwise = both(*(it for it in pieces if it != piece))
            if set(wanted) <= set(mine) and TRUE not in (then, otherwise):
                return opposite, then, otherwise
    return None


def joined(schemas: Iterable[Schema]) -> Schema:
    """Return the conjunction of schemas, in one where no keyword comes twice."""
    whole: Schema = {}
    apart: list[Schema] = []
    for schema in schemas:
        shared = {key for key in schema.keys() & whole.keys() if schema[key] != whole[key]}
        if shared or ("if" in schema and whole):
            apart.append(schema)
        else:
            whole |= schema
    if not apart:
        return whole
    unique = list({json.dumps(it, sort_keys=True): it for it in [whole, *apart] if it}.values())
    return unique[0] if len(unique) == 1 else {"allOf": unique}


def lowered(formula: Formula, places: Places) -> Schema | None:
    """Return the schema of a formula about ``self``; None when it accepts everything."""
    formula = simplify(formula)
    if formula == TRUE:
        return None
    return {"not": {}} if formula == FALSE else Renderer(places).schema(formula, Place(0))
