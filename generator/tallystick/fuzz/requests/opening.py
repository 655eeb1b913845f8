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
        for _ in self._made():
            yield from self._fresh()
            return

    def go_on(self) -> Iterator[Case]:
        """Make the rest."""
        for _ in self._made():
            yield from self._fresh()

    def _made(self) -> Iterator[None]:
        """Yield when there are more cases; what they are made with is in use to the end."""
        while True:
            with uncollected():
                more = next(self._steps, False) is None
            if not more:
                return
            yield

    def _fresh(self) -> Iterator[Case]:
        fresh = self.cases[self._seen :]
        self._seen += len(fresh)
        for case in fresh:
            if len(self.early) < self._most and self._wanted(case):
                self.early.add(id(case))
                yield case
