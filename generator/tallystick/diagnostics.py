"""Problems with the input, as data: where, what, and the smallest edit that mends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How much a diagnostic weighs: an error makes the command exit 1, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document. Line and column are computed only when the place is shown.

    Attributes:
        uri: The document, as `Document.uri` spells it.
        pointer: JSON Pointer (RFC 6901) to the value; ``""`` is the whole document.
        part: Whether the place is the value itself or the key that holds it.
        offset: For a string value: characters (code points) into the string; used by CEL.
    """

    uri: str
    pointer: str = ""
    part: Literal["value", "key"] = "value"
    offset: int | None = None

    def child(self, *keys: str | int) -> "Span":
        """Return the place of a member (or item) below this one.

        Args:
            keys: Member names and array indexes, unescaped.
        """
        pointer = self.pointer
        for key in keys:
            pointer = f"{pointer}/{escape(str(key))}"
        return Span(self.uri, pointer)


def escape(key: str) -> str:
    """Escape one JSON Pointer reference token. Source: RFC 6901, section 3."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def unescape(token: str) -> str:
    """Undo `escape`. Source: RFC 6901, section 4."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of diagnostic; ``tally explain ID`` prints it.

    Attributes:
        id: Kebab-case, unique in the whole toolkit, stable over releases.
        severity: What a diagnostic of this kind weighs.
        summary: One sentence: what is wrong.
        why: Why it matters to the author of the document.
        instead: What to write instead, with a small example where one helps.
        source: Section of the specification that says so, or "" when it is our own.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    instead: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A second place that explains a diagnostic ("first defined here")."""

    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem.

    Attributes:
        code: The kind of problem.
        message: One plain sentence naming the value, no full stop, no line number.
        span: The place, or None when the problem has none (a missing file).
        help: The smallest edit that mends it, an imperative sentence; None when there is none.
        notes: Further places.
    """

    code: Code
    message: str
    span: Span | None = None
    help: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def severity(self) -> Severity:
        """Severity of the kind."""
        return self.code.severity


Diagnostics = tuple[Diagnostic, ...]
"""What a stage has to say, in the order found; reports sort by place."""


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(item.severity is Severity.ERROR for item in diagnostics)
