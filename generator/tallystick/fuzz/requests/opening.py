"""The first cases of an operation: they are sent while its others are made."""

from collections.abc import Callable, Iterator

from tallystick.fuzz.model import Case
from tallystick.ir import Operation
from tallystick.load.collector import uncollected


class Opening:
    """Makes the cases of one operation step by step, and hands some out at once.

    Attributes:
        operation: The operation.
        cases: What was made so far.
        early: By `id`: the cases that were handed out.
    """

    def __init__(
        self,
        operation: Operation,
        adding: Callable[[list[Case]], Iterator[None]],
        wanted: Callable[[Case], bool],
        most: int,
    ) -> None:
        """Make nothing yet.

        Args:
            operation: The operation.
            adding: Adds its cases to a list, and yields when there are more.
            wanted: Which cases may be handed out.
            most: How many may be.
        """
        self.operation = operation
        self.cases: list[Case] = []
        self.early: set[int] = set()
        self._steps = adding(self.cases)
        self._wanted = wanted
        self._most = most
        self._seen = 0

    def begin(self) -> Iterator[Case]:
        """Make what takes no time."""
        with uncollected():
            next(self._steps, None)
            fresh = self._fresh()
        yield from fresh

    def go_on(self) -> Iterator[Case]:
        """Make the rest."""
        while fresh := self._more():
            yield from fresh

    @uncollected()  # what cases are made with is in use to the end
    def _more(self) -> list[Case]:
        """Make cases until some may be handed out; none when all are made."""
        return next((fresh for _ in self._steps if (fresh := self._fresh())), [])

    def _fresh(self) -> list[Case]:
        """Return what was made since and may be handed out."""
        fresh = [case for case in self.cases[self._seen :] if self._wanted(case)]
        self._seen = len(self.cases)
        fresh = fresh[: self._most - len(self.early)]
        self.early.update(map(id, fresh))
        return fresh
