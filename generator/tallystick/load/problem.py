"""A diagnostic in the making: its place is still a number of characters."""

from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Code, Diagnostic, Note, Span

NO_NUMBER: Final = "quote it if it is a text, or leave it out"
"""What to do about a number that is none in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a reader found wrong in a text.

    Attributes:
        at: Where, in characters from the start of the text.
        first: Where the first of two stands, for what is there twice.
    """

    code: Code
    at: int
    message: str
    help: str | None = None
    first: int | None = None

    def diagnostic(self, uri: str) -> Diagnostic:
        """Return the diagnostic; its span counts characters of the text, as no pointer may lead.

        See `Source.position`: an offset at the root is one into the text of the document.
        """
        notes: tuple[Note, ...] = ()
        if self.first is not None:
            notes = (Note(message="it stands here first", span=Span(uri, offset=self.first)),)
        return Diagnostic(
            code=self.code,
            message=self.message,
            span=Span(uri, offset=self.at),
            help=self.help,
            notes=notes,
        )
