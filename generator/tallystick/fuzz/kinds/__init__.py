"""What each kind of finding means: ``tally explain never-ends`` prints it.

A kind is what stands in a report's brackets (``error[never-ends]``). It is written down here, and
told with its sentence where it is found; a test holds both lists against each other.
"""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds import answers, callers, changes, lists, nested, requests, resources

THEMES: Final[dict[str, tuple[Code, ...]]] = {
    "Requests": requests.KINDS,
    "Answers": answers.KINDS,
    "Resources": resources.KINDS,
    "Lists and reports": lists.KINDS,
    "Changes": changes.KINDS,
    "What is in resources, actions": nested.KINDS,
    "Callers and accounts": callers.KINDS,
}
"""Heading -> the kinds below it, in the order of their page."""

KINDS: Final[dict[str, Code]] = {each.id: each for kinds in THEMES.values() for each in kinds}
"""Every kind of finding by its id."""
