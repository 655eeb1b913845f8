"""Conditions on texts, as patterns."""

from typing import Final

from tallystick.rules.lowering.comparisons import plain
from tallystick.rules.lowering.constants import speakable
from tallystick.rules.lowering.ecma import quoted
from tallystick.rules.lowering.formula import TRUE, Formula, Holds, Match
from tallystick.rules.lowering.places import Places
from tallystick.rules.lowering.terms import Chosen, Constant, Read, Term, Unsaid
from tallystick.rules.lowering.verdicts import Verdict, choice, negate_exactly, unsaid

_SAID: Final = {"startsWith": "starts with", "endsWith": "ends with", "contains": "contains"}


def compare_texts(places: Places, function: str, text: Term, part: Term) -> Verdict:
    """Return the verdict of ``startsWith``, ``endsWith`` or ``contains``."""
    text, part = plain(text), plain(part)
    if isinstance(text, Chosen):
        then = compare_texts(places, function, text.then, part)
        return choice(text.test, then, compare_texts(places, function, text.otherwise, part))
    if not isinstance(part, Constant) or not isinstance(part.value, str):
        return unsaid(f"it asks whether a text {_SAID[function]} another text of the message")
    if not speakable(part.value):
        return unsaid("validators may read one of its constants in another way")
    found = quoted(part.value)
    anchored = {"startsWith": f"^{found}", "endsWith": f"{found}$", "contains": found}
    return find(places, text, anchored[function] if found else "")


def find(places: Places, text: Term, pattern: str) -> Verdict:
    """Return the verdict of a pattern being found in a text."""
    text = plain(text)
    if isinstance(text, Unsaid):
        return unsaid(text.reason)
    if isinstance(text, Chosen):
        then, other = (find(places, it, pattern) for it in (text.then, text.otherwise))
        return choice(text.test, then, other)
    if not isinstance(text, Read):
        return unsaid("it looks at a text that is not of the message")
    fine = places.is_(text.place, "string")
    held: Formula = Holds(text.place, Match(pattern)) if pattern else TRUE
    return Verdict(held, negate_exactly(held)).under(fine)
