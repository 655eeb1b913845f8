"""Which members of an object keywords for unnamed ones apply to."""

from typing import Any

from tallystick.diagnostics import unescape
from tallystick.solve.document import At
from tallystick.solve.strings.language import Term, contains
from tallystick.solve.strings.pattern import UnsupportedPatternError, search


def languages(schema: dict[str, Any]) -> dict[str, Term | None]:
    """Return the languages of ``patternProperties``; None for one that cannot be read."""
    found: dict[str, Term | None] = {}
    for pattern in schema.get("patternProperties", {}):
        try:
            found[pattern] = search(pattern)
        except UnsupportedPatternError:
            found[pattern] = None
    return found


def applies_to_name(schema: dict[str, Any], at: At, above: At, name: str) -> bool:
    """Whether ``additionalProperties`` or a pattern applies to a member.

    Args:
        schema: The schema that has the keyword.
        at: The schema under the keyword.
        above: The place of `schema`.
        name: The member.
    """
    patterns = languages(schema)
    if at.span == above.span.child("additionalProperties"):
        known = (term for term in patterns.values() if term is not None)
        declared = schema.get("properties", {})
        return name not in declared and not any(contains(term, name) for term in known)
    own = patterns[last_step(at)]
    return own is not None and contains(own, name)


def last_step(at: At) -> str:
    """Return the last step to a schema: a pattern, below ``patternProperties``."""
    return unescape(at.span.pointer.rpartition("/")[2])
