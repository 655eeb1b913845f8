"""When an answer counts."""

from typing import cast

import pytest

from tallystick.review.asking import Asker, Forms, Tally
from tallystick.solve import Answer, Bound, DisagreementError, Proof, Undecided, Witness


class Answering:
    """A solver that gives one answer."""

    searched = 0

    def __init__(self, answer: Answer | None) -> None:
        """Give an answer; None: an oracle disagrees."""
        self._answer = answer

    def satisfy(self, *_: object) -> Answer:
        """Answer."""
        if self._answer is None:
            raise DisagreementError("they disagree", {})
        return self._answer


WHOLE = Proof(())
BOUNDED = Proof((), (), (Bound("items", "/a", 2),))
FOUND = Witness({"a": 1})
OPEN = Undecided("too hard")


@pytest.mark.parametrize(
    ("answers", "proved", "undecided"),
    [
        ([WHOLE], True, 0),
        ([WHOLE, WHOLE], True, 0),
        ([BOUNDED], False, 0),
        ([WHOLE, BOUNDED], False, 0),
        ([FOUND], False, 0),
        ([WHOLE, FOUND], False, 0),
        ([OPEN], False, 1),
        ([None], False, 1),
        ([], False, 0),
    ],
    ids=str,
)
def test_only_whole_proofs_count(
    answers: list[Answer | None], *, proved: bool, undecided: int
) -> None:
    """In every direction that the message travels; what is not decided is counted."""
    tally = Tally()
    asker = Asker(tuple(cast("Forms", Answering(it)) for it in answers), tally)
    assert (asker.possible() is not None) is proved
    assert tally.undecided == undecided
    assert asker.seen == ([FOUND.value] if FOUND in answers else [])
