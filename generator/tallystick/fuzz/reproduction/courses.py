"""The requests that lead to a case, in order, and what each gives those after it."""

from typing import Final

from tallystick.fuzz.model import Case

QUERIED: Final = "?"
"""Begins the names of what a query needs: a position in a list, which each page gives anew."""
MOST: Final = 9
"""Requests one after the other at most: nobody needs more."""
CONDITIONS: Final = ("if-match", "if-none-match")
"""Headers that name the tag of a version."""


def course(case: Case) -> list[Case]:
    """Return the requests that lead to a case, and the case itself."""
    found = [case]
    while found[0].after is not None and len(found) < MOST:
        found.insert(0, found[0].after)
    made = [step for maker in found[0].before for step in course(maker)]
    return [*made, *_with_tags(found)]


def _with_tags(steps: list[Case]) -> list[Case]:
    """Return requests with those before them whose answers have the tags that they name."""
    found: list[Case] = []
    for each in steps:
        if each.tagged is not None and not any(each.tagged is it for it in found):
            found.append(each.tagged)
        found.append(each)
    return found


def gives_tag(case: Case, steps: list[Case]) -> bool:
    """Whether the tag of an answer is named by a later request."""
    return any(case is each.tagged for each in steps)


def names_tag(case: Case, header: str) -> bool:
    """Whether a header of a request names a tag that an answer gave."""
    return case.tagged is not None and header.lower() in CONDITIONS


def taking(steps: list[Case]) -> list[list[tuple[str, str]]]:
    """Return, for each request but the last, what those after it take of its answer.

    What a path needs is taken of the first answer that can give it: a request between others, an
    update, gives nothing more. Another resource begins with a request of its own.
    """
    known: set[str] = set()
    found: list[list[tuple[str, str]]] = []
    for later in steps[1:]:
        if later.after is None and later.binds == ():
            known = set()
        fresh = [each for each in later.binds if each[0] not in known]
        known.update(name for name, _ in fresh if not name.startswith(QUERIED))
        found.append(fresh)
    return found


def awaited(case: Case) -> tuple[str, tuple[str, ...]]:
    """Return the member that holds a state, and those that are waited for, one after the other."""
    return case.until if case.until is not None and case.after is not None else ("", ())
