"""A rule: a CEL expression of a document, written once and read by every backend."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tallystick.diagnostics import Span
from tallystick.text import Json, SpecText

if TYPE_CHECKING:
    from tallystick.rules.expression import Expr

RuleStatus: TypeAlias = Literal["stated", "inferred", "server"]
"""``stated``: the documentation says it. ``inferred``: it follows from what it says.
``server``: needs media, an account or another resource, so only a server can judge it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One entry of ``x-validations``.

    Attributes:
        id: Unique per schema; names the rule in every error. Made from the text where the
            document gives none (``x-kubernetes-validations``).
        text: The CEL source, or None for a ``server`` rule that only states a duty.
        expression: The compiled tree; None exactly when `text` is.
        message: For the person who sent the request.
        field: JSON Pointer from the instance to the member that the message is about, ``""``
            for the instance itself (``fieldPath``).
        valid: Example instances that the rule must accept.
        invalid: Example instances that it must refuse.
        source: Page and sentence it is quoted from.
        span: The entry in the document; its ``/rule`` member holds the text.
    """

    id: str
    text: str | None
    expression: "Expr | None"
    message: SpecText
    field: str = ""
    status: RuleStatus = "stated"
    valid: tuple[Json, ...] = ()
    invalid: tuple[Json, ...] = ()
    source: SpecText | None = None
    span: Span
