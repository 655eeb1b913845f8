"""Findings about callers: what others see or do, and what an account shows."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, warning

KINDS: Final[tuple[Code, ...]] = (
    error(
        "other-caller-served",
        "One caller's resource was served to another.",
        "Ids leak; only the server can keep callers apart. A warning where the document lists no "
        "refusal for it.",
        "Look resources up among those of the caller, and answer with 404 or 403.",
        "OWASP API Security Top 10 (2023), API1",
    ),
    error(
        "other-caller-listed",
        "The list shows a resource to a caller who is refused it by its id.",
        "One of both is wrong.",
        "List only what the caller may get.",
        "OWASP API Security Top 10 (2023), API1",
    ),
    error(
        "other-caller-changed",
        "A change or deletion was accepted from a caller who is refused the resource.",
        "Reading is guarded, and writing is not.",
        "Check whose it is in every operation.",
        "OWASP API Security Top 10 (2023), API1",
    ),
    error(
        "other-caller-acted",
        "An action was accepted from a caller who is refused the resource.",
        "Reading is guarded, and the action is not.",
        "Check whose it is in every operation.",
        "OWASP API Security Top 10 (2023), API1",
    ),
    warning(
        "other-caller-counted",
        "A number that a caller is shown of their own changes when somebody else makes something.",
        "Callers are counted together.",
        "Count by caller.",
    ),
    warning(
        "account-count",
        "An account's number of things in some states is not how many are listed.",
        "Words say what it counts.",
        "Count by the state that things have now.",
    ),
    warning(
        "account-kept",
        "What is said to be given back was not.",
        "Words say that an action, or an end, gives back what was taken for it.",
        "Give it back in the same step.",
    ),
    warning(
        "account-free",
        "What is said to cost the same again cost nothing.",
        "It was tried twice.",
        "Take it in the same step.",
    ),
    warning(
        "header-outdated",
        "A header shows what an account was before the request, and not what it is after it.",
        "It was tried twice. Callers reckon with the header.",
        "Write the header after the work is done.",
    ),
)
