"""How a kind of finding is written down."""

from functools import partial
from typing import Final, Protocol

from tallystick.diagnostics import Code, Severity


class Tell(Protocol):
    """What makes the `Code` of a kind of finding, of one weight."""

    def __call__(
        self, name: str, summary: str, why: str, instead: str, source: str = "", /
    ) -> Code:
        """Return the kind.

        Args:
            name: As it stands in a report: ``error[valid-refused]``.
            summary: One sentence: what was seen.
            why: What promises otherwise, and why it matters.
            instead: What to do about it, in the server or in the document.
            source: Section of a standard that promises it, "" where only the document does.
        """
        ...


def _tell(  # noqa: PLR0913 - the parts of a page
    name: str, summary: str, why: str, instead: str, source: str = "", /, *, severity: Severity
) -> Code:
    return Code(
        id=name, severity=severity, summary=summary, why=why, instead=instead, source=source
    )


error: Final[Tell] = partial(_tell, severity=Severity.ERROR)
"""A kind whose heaviest finding is an error."""
warning: Final[Tell] = partial(_tell, severity=Severity.WARNING)
"""A kind whose heaviest finding is a warning."""
note: Final[Tell] = partial(_tell, severity=Severity.INFO)
"""A kind that is only ever noted."""
