"""What is broken in the bodies of several operations: one schema may be a part of all of them."""

from collections.abc import Sequence

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.model import Case, Claim
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Operation, TypeId


class Repeating:
    """Knows which claims of which schemas were broken in the body of which operation first."""

    def __init__(self, api: Api) -> None:
        """Know of none."""
        self._api = api
        self._first: dict[tuple[str, str, TypeId, str], str] = {}

    def again(self, operation: Operation, cases: Sequence[Case]) -> set[int]:
        """Return the cases, by `id`, that break what was broken in another operation, too.

        Valid cases are among them when another operation takes the same body.
        """
        content = body_content(operation)
        if content is None or content.type is None:
            return set()
        found = dict(places(self._api, content.type))
        whole = Claim(operation=operation.id, name="")
        claims = ((case, case.claim or whole) for case in cases if case.has_value)
        return {id(case) for case, claim in claims if self._again(claim, found)}

    def _again(self, claim: Claim, types: dict[str, TypeId]) -> bool:
        above, _, member = claim.at.rpartition("/")
        if above not in types:
            return False
        key = claim.name, claim.variant, types[above], member
        return self._first.setdefault(key, claim.operation) != claim.operation
