"""Questions and answers: plain values, so that they travel between processes."""

import json
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tallystick.diagnostics import Span
from tallystick.solve.bound import Bound
from tallystick.text import Json


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a contract says of its messages.

    Attributes:
        span: The schema that says it, or the rule.
        keyword: The keyword, ``rule``, or ``false`` for the schema that accepts nothing.
        detail: What the keyword says it of: the member that is ``required``, ``a/b`` for
            ``dependentRequired``; the id of a rule.
    """

    span: Span
    keyword: str
    detail: str = ""


Aspect: TypeAlias = Literal["present", "absent", "kind", "value", "not", "count"]


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """What a message should be like at one place.

    Attributes:
        pointer: JSON Pointer into the message. What lies above it is then there too.
        aspect: ``present`` or ``absent``; ``kind``: of the value (``null``, ``boolean``,
            ``integer``, ``fraction``, ``string``, ``array``, ``object``); ``value``: exactly this
            one; ``not``: any but this one; ``count``: of items, members or characters.
        value: The kind, value or count.
        key: What tells needs apart; 1 and true differ, 1 and 1.0 too.
    """

    pointer: str
    aspect: Aspect
    value: Json = None
    key: tuple[str, str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Spell the value once: needs are compared often."""
        spelt = json.dumps(self.value, sort_keys=True)
        object.__setattr__(self, "key", (self.pointer, self.aspect, spelt))

    def __eq__(self, other: object) -> bool:
        """Equal when the same is needed."""
        return isinstance(other, Need) and self.key == other.key

    def __hash__(self) -> int:
        """Hash of the key."""
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class EdgePoint:
    """A bound that a claim draws, or one step past it.

    Attributes:
        claim: The claim.
        number: Which of its bounds; a rule may have several.
        past: 0 for the bound itself, 1 for the first whole step past it.
    """

    claim: Claim
    number: int
    past: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for.

    Attributes:
        broken: Claims of which at least one instance each is broken; nothing else is.
        needs: What else must be so.
        waived: Claims that may be broken too.
        edge: The bound that the message is at.
        at: JSON Pointer of the one place where the claims are broken, or at their edge; None: any.
        strict: No rule may be broken with a claim of the schema, though it reads what is broken.
    """

    broken: tuple[Claim, ...] = ()
    needs: tuple[Need, ...] = ()
    waived: tuple[Claim, ...] = ()
    edge: "EdgePoint | None" = None
    at: str | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """A message as asked for, confirmed by a validator and the CEL runtime.

    Attributes:
        value: The message.
        also: Rules that it breaks too, because they read what is broken.
        because: For a message that one contract accepts and another refuses: the claims of the
            other that refuse it, as its oracles say. A reason inside a union is the union's.
    """

    value: Json
    also: tuple[Claim, ...] = ()
    because: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """There is no such message.

    Attributes:
        claims: What together excludes it.
        needs: Those of the question that take part.
        bounds: The bounds that the proof stands on; with none it is a proof without bounds.
    """

    claims: tuple[Claim, ...]
    needs: tuple[Need, ...] = ()
    bounds: tuple[Bound, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it holds for messages of every size."""
        return not self.bounds


@dataclass(frozen=True, slots=True)
class Undecided:
    """No answer was found.

    Attributes:
        reason: One sentence.
    """

    reason: str


Answer: TypeAlias = Witness | Proof | Undecided


class DisagreementError(AssertionError):
    """The solver and an oracle judge a message differently, though all was encoded: a bug here.

    Attributes:
        value: The message.
    """

    def __init__(self, reason: str, value: Json) -> None:
        """Say what they disagree about."""
        super().__init__(f"{reason}: {value!r}")
        self.value = value
