"""How much work a question may take, in z3's own units: the same everywhere, unlike seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

PLAIN: Final = 5_000
"""Terms of an encoding up to which a unit of work costs about the same; of larger ones it costs
more, as much as they are larger."""
CHECKS: Final = 40
"""Checks of one question after which the next ones may take half as much, and so on."""
FAILURES: Final = 2
"""Checks of one encoding that were given up, after which others get half as much, and so on: what
they all take has an end."""
LEAST: Final = 10_000
"""Units below which a check is not worth it: the question has had its share."""
ASIDE: Final = 400_000
"""Units, at the most, for a check that only makes an explanation smaller. It takes a fraction of
them, or no end: where few claims are held, z3 has integers without bounds to branch over."""
MOST_TERMS: Final = 100_000
"""Terms of an encoding whose bounds have grown; in larger ones the making alone takes seconds."""


def unheeded() -> None:
    """Go on: nobody wants to be asked."""


@dataclass(slots=True)
class Effort:
    """What is left for a question.

    Attributes:
        check: Units for the first checks of a plain encoding.
        asked: Checks of this question.
        checkpoint: Called before each check; what it raises ends the question.
    """

    check: int
    asked: int = 0
    checkpoint: Callable[[], None] = unheeded

    def renew(self) -> None:
        """Begin another question."""
        self.asked = 0

    def next(self, terms: int, failed: int = 0, *, aside: bool = False) -> int:
        """Return the units for the next check, 0 for none.

        They are halved as the encoding doubles and as checks go on or fail, not changed more often:
        told of them, z3 begins anew with its random numbers. (Asked what it has spent, too.)

        Args:
            terms: Of the encoding.
            failed: Its checks that were given up.
            aside: It only makes an explanation smaller.
        """
        self.checkpoint()
        doubled = (terms // PLAIN).bit_length() - 1
        halved = max(0, doubled) + self.asked // CHECKS + failed // FAILURES
        allowed = self.check >> halved
        self.asked += 1
        if allowed < min(LEAST, self.check):
            return 0
        return min(allowed, ASIDE) if aside else allowed
