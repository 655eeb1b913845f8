"""What is said to be refused outside of schemas, before anybody has seen the message."""

from dataclasses import dataclass, field

from tallystick.diff.model import Direction
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Operation, Parameter
from tallystick.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Who asks with an operation of both versions, and where.

    Attributes:
        operations: Of the old version and of the new one; the same twice where one has none.
        asks: Who sends the request.
        webhook: The webhook's name, "" where it is none.
        callback: The callback's name, "" where it is none.
        url: The callback's expression.
        of: What the callback is of.
    """

    operations: tuple[Operation, Operation]
    asks: Direction
    webhook: str = ""
    callback: str = ""
    url: str = ""
    of: "Home | None" = None


@dataclass(frozen=True, slots=True)
class Written:
    """A member of a form that both versions write otherwise: style and explode of each."""

    name: str
    old: tuple[str, bool]
    new: tuple[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A message that one version speaks of and the other does not, as far as is known.

    Attributes:
        because: Why it is refused, one sentence.
        refusals: What the other version must refuse of it; one of them is enough.
        home: The operation.
        direction: Who sends the message.
        sender: Index of the version that speaks of it: 0 the old one, 1 the new one.
        extra: What the message has beside what every request needs.
        content_type: Of the body that the request has though it may need none.
        statuses: Of an answer, as each version spells it; None: it is a request.
        without: The header that an answer leaves out, in lower case.
        credentials: What the request shows of who sends it: table, name and what stands for the
            secret; None: nothing is said of it.
        written: The parameter that both versions write otherwise.
        member: The member of a form likewise.
        otherwise: What else is claimed should this not be so.
    """

    because: str
    refusals: frozenset[Refusal]
    home: Home
    direction: Direction
    sender: int
    extra: dict[str, Json] = field(default_factory=dict)
    content_type: str | None = None
    statuses: tuple[str, str] | None = None
    without: str = ""
    credentials: tuple[tuple[str, str, str], ...] | None = None
    written: tuple[Parameter, Parameter] | None = None
    member: Written | None = None
    otherwise: "Claim | None" = None


def refused(home: Home, because: str, *refusals: Refusal, answer: bool = False) -> Claim:
    """Return what the receiver does not expect any more.

    Args:
        home: The operation.
        because: Why.
        refusals: What its document refuses.
        answer: The message is the response.
    """
    turned: Direction = "response" if home.asks == "request" else "request"
    direction = turned if answer else home.asks
    return Claim(
        because=because,
        refusals=frozenset(refusals),
        home=home,
        direction=direction,
        sender=0 if direction == "request" else 1,
    )
