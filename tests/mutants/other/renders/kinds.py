"""Of what kind a fault is."""

from typing import Final, TypeAlias

from tests.mutants.other.renders.steps import Steps

DROPPED: Final = "rule not judged"
HOLE: Final = "part of a rule not judged"
BOUND: Final = "bound off by a little, or not judged"
ENUM: Final = "values of an enum"
REQUIRED: Final = "required member optional"
REFUSED: Final = "valid request refused"
CRASH: Final = "error on a valid request"
MEMBER: Final = "member of an answer missing or wrong"
STATUS: Final = "undocumented status or media type"
STATE: Final = "state machine"
CALLER: Final = "authentication and owners"
AGAIN: Final = "idempotency and files"
OTHER: Final = "other"
KINDS: Final = (
    *(DROPPED, HOLE, BOUND, ENUM, REQUIRED, REFUSED, CRASH),
    *(MEMBER, STATUS, STATE, CALLER, AGAIN, OTHER),
)
Cases: TypeAlias = dict[str, tuple[str, Steps]]
"""Name of a fault -> what is wrong, and requests that show it."""
