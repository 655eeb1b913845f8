"""Some findings of a check, as an id of oasdiff tells them apart.

A check of ours stands for many ids of that tool: what they say besides (whose message, which end of
a range, whether it grew) is data of the change here. Who silences one of them silences no other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tallystick.diff.model import Change, Check, Direction, Part
from tallystick.ir.types import MISSING

_NOTHING: Final[tuple[object, ...]] = (MISSING, None, [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Some of a check's findings.

    Attributes:
        check: Id of the check.
        direction: Only of messages that this one sends; None: whoever.
        part: Only in this part; None: anywhere.
        alias: Only those that this id of oasdiff means; "": all.
    """

    check: str
    direction: Direction | None = None
    part: Part | None = None
    alias: str = ""

    def picks(self, check: Check, change: Change) -> bool:
        """Whether a finding is one of them."""
        return (
            self.check == check.id
            and self.direction in {None, change.direction}
            and self.part in {None, change.part}
            and (not self.alias or all(it(self.alias, change) for it in _TESTS))
        )


def selector(check: Check, alias: str) -> Selector:
    """Return which findings of a check one of its aliases means."""
    direction: Direction | None = None
    part: Part | None = None
    if "request-" in alias:
        direction = "request"
    elif "response-" in alias:
        direction = "response"
    if "request-parameter" in alias:
        part = "parameter"
    elif "request-body" in alias or "request-property" in alias:
        part = "request-body"
    elif "response-header" in alias:
        part = "response-header"
    elif "response-" in alias:
        part = "response"
    return Selector(check=check.id, direction=direction, part=part, alias=alias)


_PLACE: Final = re.compile(r"(?:request|response)-(body|property)-")
_MEMBER: Final = re.compile(r"/(?!\*|\d+(?:/|$))")
_NEED: Final = re.compile(r"(?<!became-)(?<!dependent-)\b(required|optional)\b")
_END: Final = re.compile(r"-(max|min)(?:-length|-items)?-(increased|decreased|set|unset)$")
_TURN: Final = re.compile(
    r"(?:pattern|default-value|dependent-required|property-names|prefix-items|contains"
    r"|unevaluated-items|unevaluated-properties)-(added|removed|changed)$"
)


def _is_of_place(alias: str, change: Change) -> bool:
    """``-body-``: of the whole message; ``-property-``: of a member."""
    found = _PLACE.match(alias)
    is_member = _MEMBER.search(change.at) is not None
    return found is None or (found[1] == "property") == is_member


def _is_of_need(alias: str, change: Change) -> bool:
    """``required`` or ``optional``: what came, went or changed has to be there, or not."""
    found = _NEED.search(alias)
    return found is None or (found[1] == "required") == change.required


def _is_of_status(alias: str, change: Change) -> bool:
    """``success-status`` and ``non-success-status``."""
    if "success-status" not in alias:
        return True
    status = change.before if change.after is MISSING else change.after
    return str(status).startswith("2") != ("non-success" in alias)


def _is_of_end(alias: str, change: Change) -> bool:
    """``max-decreased``: that end of a range, and the way it went."""
    found = _END.search(alias)
    if found is None:
        return True
    end, way = found.groups()
    before, after = (_limit(it, end) for it in (change.before, change.after))
    match way:
        case "set":
            return before is None and after is not None
        case "unset":
            return before is not None and after is None
        case _:
            none = float("inf" if end == "max" else "-inf")
            first, second = (none if it is None else it for it in (before, after))
            return first < second if way == "increased" else first > second


def _limit(said: Any, end: str) -> float | None:
    """Return a bound as changes say it, ``{"exclusiveMaximum": 3}``."""
    named = said.items() if isinstance(said, dict) else ()
    return next((it for key, it in named if end in key.lower() and it is not None), None)


def _is_of_turn(alias: str, change: Change) -> bool:
    """``pattern-added``: there was none; ``-removed``: there is none."""
    found = _TURN.search(alias)
    if found is None:
        return True
    there = change.before not in _NOTHING, change.after not in _NOTHING
    return there == {"added": (False, True), "removed": (True, False)}.get(found[1], (True, True))


_TESTS: Final[tuple[Callable[[str, Change], bool], ...]] = (
    _is_of_place,
    _is_of_need,
    _is_of_status,
    _is_of_end,
    _is_of_turn,
)
