"""What is broken in several operations: one schema may be a part of the bodies of all of them.

And who looks at odd credentials mostly does it in one place for all.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.chains import SAFE
from tallystick.fuzz.model import Case, Claim
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Operation, Record, TypeId, Union

NONE: Final = "none"
"""Credentials that every operation is asked with, and whose they are."""


class Repeating:
    """Knows which claims of which schemas were broken in the body of which operation first."""

    def __init__(self, api: Api) -> None:
        """Know of none."""
        self._api = api
        contents = (body_content(it) for it in api.operations)
        wholes = {it.type for it in contents if it is not None and it.type is not None}
        self._wholes = {each for it in wholes for each in _kinds(api, it)}
        self._first: dict[tuple[str, str, TypeId, str], str] = {}
        self._knocked: set[object] = set()

    def again(self, operation: Operation, cases: Sequence[Case]) -> set[int]:
        """Return the cases, by `id`, that break what was broken in another operation, too.

        Valid cases are among them when another operation takes the same body, or all that they show
        lies in a part that another one takes whole.
        """
        content = body_content(operation)
        if content is None or content.type is None:
            return set()
        every = list(places(self._api, content.type))
        found = dict(every)
        whole = Claim(operation=operation.id, name="")
        claims = ((case, case.claim or whole) for case in cases if case.has_value)
        parts = tuple({f"{at}/" for at, inner in every if at and inner in self._wholes})
        again = {id(case) for case, claim in claims if self._again(claim, found)}
        return again | {
            id(case)
            for case in cases
            if parts and not case.claim and case.touches and _inside(case, parts)
        }

    def stood_for(self, operation: Operation, cases: Sequence[Case]) -> Iterator[int]:
        """Yield the cases, by `id`, with credentials as odd as in another operation before.

        One that reads and one that writes stand for all that ask for the same.
        """
        for case in cases:
            at = case.claim.at if case.claim is not None and case.kind == "credentials" else NONE
            if at != NONE and case.message.caller == NONE:
                key = at, operation.security, operation.method in SAFE
                if key in self._knocked:
                    yield id(case)
                self._knocked.add(key)

    def _again(self, claim: Claim, types: dict[str, TypeId]) -> bool:
        above, _, member = claim.at.rpartition("/")
        here = types.get(claim.at)
        if here is not None and isinstance(self._api.types[here], Record | Union):
            above, member = claim.at, ""  # of an object, wherever it stands
        if above not in types:
            return False
        key = claim.name, claim.variant, types[above], member
        return self._first.setdefault(key, claim.operation) != claim.operation


def _kinds(api: Api, type_id: TypeId) -> tuple[TypeId, ...]:
    """Return a type, and its variants if it is a union."""
    declared = api.types[type_id]
    return (type_id, *(declared.variants if isinstance(declared, Union) else ()))


def _inside(case: Case, parts: tuple[str, ...]) -> bool:
    """Whether all that a case shows lies in some parts of its body."""
    return all(goal.startswith(parts) for goal in case.touches)
