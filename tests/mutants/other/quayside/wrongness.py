"""What is wrong with a Quayside: one thing, or nothing."""

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """The one thing that is wrong, by name; "" for nothing."""

    name: str = ""

    def __call__(self, *names: str) -> bool:
        """Whether it is one of these."""
        return bool(self.name) and self.name in names

    def pick(self, right: T, **wrong: T) -> T:
        """Return the right value, or the one that a fault puts in its place."""
        return wrong.get(self.name.replace("-", "_"), right)

    def judged(self, rule: str, *, holds: bool) -> bool:
        """Return whether a rule is taken to hold; some are forgotten, or turned round."""
        if self(f"no-{rule}"):
            return True
        return not holds if self(f"turned-{rule}") else holds
