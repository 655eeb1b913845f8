"""What a document promises of a link: that it can be fetched, by whom, and for how long."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from tallystick.fuzz.documented import says, texts
from tallystick.ir import Api, Doc, Field, Record, Scalar

SIGNED: Final = re.compile(r"\b(?:pre-?signed|signed (?:link|uri|url))\b")
_SERVED: Final = re.compile(r"\b(?:download(?:s|ed|able|ing)?|temporary (?:link|uri|url))\b")
_OTHERWISE: Final = re.compile(
    r"\b(?:if|unless|only|might|put|post|upload\w*|call-?back|web-?hook|not|never)\b"
    r"|\b(?:no|without)\b(?! (?:further |any )?(?:auth|credential|token|key|api|login))"
)
"""Words of links that are for something else, or that are not always good."""
ASIDE: Final = frozenset(
    """
    accept approve callback cancel checkout confirm delete edit hook login logout notify payment
    redirect remove return unsubscribe upload webhook
    """.split()  # noqa: SIM905 - many words
)
"""Words of members that lead to where something is done."""
_EXPIRY: Final = re.compile(r"\b(?:expir\w*|valid|lives?|good|works|lasts?|downloadable)\b")
_AMOUNT: Final = re.compile(
    r"\b(\d+|an?|one)[ -]?(s|secs?|seconds?|m|mins?|minutes?|hrs?|hours?|h|days?|d)\b"
)
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Promise(NamedTuple):
    """What is said of a link.

    Attributes:
        served: It leads to something.
        signed: It is good for those who have it as it is.
        seconds: How long it is good; None where nothing is said.
        exact: That is said by a keyword.
    """

    served: bool
    signed: bool
    seconds: float | None
    exact: bool


def promise(api: Api, field: Field, alone: Record | None) -> Promise | None:
    """Return what is said of a link; None for those that nobody should follow.

    Args:
        api: Says it.
        field: The member.
        alone: The object that it is in, where it is the only link there.
    """
    declared = api.types[field.type]
    docs = (field.doc, declared.doc, *((alone.doc,) if alone is not None else ()))
    if not ASIDE.isdisjoint(field.words):
        return None
    otherwise = says(_OTHERWISE, *docs)
    lives = declared.presigned if isinstance(declared, Scalar) else None
    if lives is not None:
        return Promise(served=not otherwise, signed=True, seconds=lives, exact=True)
    signed = not otherwise and says(SIGNED, *docs)
    served = signed or (not otherwise and says(_SERVED, *docs))
    return Promise(served, signed, _seconds(docs) if served else None, exact=False)


def _seconds(docs: Iterable[Doc]) -> float | None:
    """Return how long words say that a link is good; None where they name no time, or several."""
    told = (it for it in texts(*docs) if _EXPIRY.search(it))
    found = {_amount(*it.groups()) for text in told for it in _AMOUNT.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _amount(many: str, unit: str) -> float:
    return (int(many) if many.isdecimal() else 1) * _SECONDS[unit[0]]
