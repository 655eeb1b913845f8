"""Where comparing parts of an API leaves what it finds."""

from dataclasses import dataclass, field

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Direction, Part, Verdict, Version, Witness
from tallystick.diff.slots import Slot
from tallystick.ir.types import MISSING, Missing
from tallystick.text import Json


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Changes outside of schemas, and the types that are still to be compared."""

    changes: list[Change] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The operation that is being compared.

    Attributes:
        label: ``GET /pets/{id}``.
        asks: Who sends the request: the client, or in callbacks and webhooks the server.
    """

    ledger: Ledger
    label: str
    method: str
    path: str
    asks: Direction = "request"
    old: Span
    new: Span

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
        verdict: Verdict | None = None,
    ) -> None:
        """Note a change of this operation."""
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

    def refused(
        self, because: str, message: dict[str, Json] | None = None, *, answer: bool = False
    ) -> Witness:
        """Return the message that the receiver does not expect any more.

        Args:
            because: Why.
            message: What it has beside method and path.
            answer: It is a response.
        """
        direction = self.answers if answer else self.asks
        sender: Version = "old" if direction == "request" else "new"
        base: dict[str, Json] = {} if answer else {"method": self.method, "path": self.path}
        return Witness(
            kind=direction,
            value={**base, **(message or {})},
            accepted_by=sender,
            refused_by="new" if sender == "old" else "old",
            because=because,
        )
