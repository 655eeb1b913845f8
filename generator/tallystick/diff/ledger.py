"""Where comparing parts of an API leaves what it finds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Direction, Part, Verdict
from tallystick.diff.parts.slots import Slot
from tallystick.diff.whole.claims import Claim, Home, refused
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.types import MISSING, Missing
from tallystick.text import Json


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Changes outside of schemas, and the types that are still to be compared.

    Attributes:
        claims: By the index of a change: the message that is yet to show it.
    """

    changes: list[Change] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    claims: dict[int, Claim] = field(default_factory=dict)

    def settled(self, verdict: Callable[[Claim], Verdict]) -> list[Change]:
        """Return the changes, each with the message that shows it or why there is none.

        Args:
            verdict: Looks for the message.
        """
        return [
            replace(it, verdict=verdict(self.claims[index])) if index in self.claims else it
            for index, it in enumerate(self.changes)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The operation that is being compared.

    Attributes:
        label: ``GET /pets/{id}``.
        home: Who asks: the client, or in callbacks and webhooks the server; and where.
    """

    ledger: Ledger
    label: str
    home: Home
    old: Span
    new: Span

    @property
    def asks(self) -> Direction:
        """Who sends the request."""
        return self.home.asks

    @property
    def answers(self) -> Direction:
        """Who sends the response."""
        return "response" if self.asks == "request" else "request"

    def note(  # noqa: PLR0913 (the members of a change)
        self,
        kind: Kind,
        part: Part,
        subject: str,
        *,
        before: "Json | Missing" = MISSING,
        after: "Json | Missing" = MISSING,
        direction: Direction | None = None,
        required: bool = False,
        old: Span | None = None,
        new: Span | None = None,
        verdict: Verdict | Claim | None = None,
    ) -> None:
        """Note a change of this operation."""
        if isinstance(verdict, Claim):
            self.ledger.claims[len(self.ledger.changes)] = verdict
            verdict = None
        self.ledger.changes.append(
            Change(
                kind=kind,
                part=part,
                subject=subject,
                before=before,
                after=after,
                direction=direction,
                required=required,
                operations=(self.label,),
                old=old or self.old,
                new=new or self.new,
                verdict=verdict,
            )
        )

    def reaches(self, kind: Kind, old: Span, new: Span) -> bool:
        """Add this operation to a change that is written elsewhere; whether it is noted."""
        for index, known in enumerate(self.ledger.changes):
            same = (known.kind, known.old, known.new) == (kind, old, new)
            if same and known.direction == self.asks:
                operations = (*known.operations, self.label)
                self.ledger.changes[index] = replace(known, operations=operations)
                return True
        return False

    def refused(self, because: str, *refusals: Refusal, answer: bool = False) -> Claim:
        """Return the message that the receiver does not expect any more, as far as is known.

        Args:
            because: Why.
            refusals: What the receiver's document says of it.
            answer: It is a response.
        """
        return refused(self.home, because, *refusals, answer=answer)
