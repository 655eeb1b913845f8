"""The nine ways in which an accepted generation fails, and how to ask for one.

========================= =========================================================================
code                      real reason here
========================= =========================================================================
``content_moderated``     a word of `BLOCKED` in the prompt; the test card (`moderation.is_card`)
``generation_failed``     the renderer or the encoder broke
``budget_exhausted``      the balance was spent by other jobs between acceptance and start
``output_not_found``      a chained generation, or its output, is not there (any more)
``image_too_large``       more bytes, pixels or a longer side than `decoding` takes
``unsupported_format``    the bytes, or the declared media type, are no format that is read here
``corrupt_input``         no base64; bytes that cannot be decoded, or not to their end
``invalid_request``       what only the media show: another type than declared, a URL that cannot
                          be fetched, a source that is too long, an anchor beyond its last frame
``rate_limited``          more jobs of the account started in a minute than `jobs_per_minute`
========================= =========================================================================

Any code can be had on purpose: ``[[fail:CODE]]`` in the prompt.
"""

import re
from typing import Final, Literal

from tallystick.serve.behaviour import Failure

FailureCode = Literal[
    "content_moderated",
    "generation_failed",
    "budget_exhausted",
    "output_not_found",
    "image_too_large",
    "unsupported_format",
    "corrupt_input",
    "invalid_request",
    "rate_limited",
]

CODES: Final[tuple[FailureCode, ...]] = (
    "content_moderated",
    "generation_failed",
    "budget_exhausted",
    "output_not_found",
    "image_too_large",
    "unsupported_format",
    "corrupt_input",
    "invalid_request",
    "rate_limited",
)

TRIGGER: Final = re.compile(r"\[\[fail:([a-z_]+)\]\]")


def failed(code: FailureCode, reason: str) -> Failure:
    """Return the end of a job: raise it.

    Args:
        code: For programs.
        reason: One sentence for people; says what to change.
    """
    return Failure({"failure_code": code, "failure_reason": reason})


def asked_for(prompt: str) -> Failure | None:
    """Return the failure that a prompt asks for with ``[[fail:CODE]]``, if any."""
    wanted = {match.group(1) for match in TRIGGER.finditer(prompt)}
    for code in CODES:
        if code in wanted:
            return failed(code, f"The prompt asks for this failure: [[fail:{code}]].")
    return None
