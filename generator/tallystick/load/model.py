"""A document as loaded: plain JSON values, and a source that can say where each stands."""

from dataclasses import dataclass, field
from typing import Protocol

from tallystick.diagnostics import Span
from tallystick.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place as a person reads it; both count from 1, columns in characters.

    Attributes:
        first: Column of the excerpt's first character; of a long line only a part is shown.
        uri: The file that holds the place, when it is another than the span names (what an
            overlay wrote stands in the overlay's file); "" otherwise.
        around: (number, text) of the line and of a few before and behind it, shortened; none where
            lines are too long to be shown so.
    """

    line: int
    column: int
    excerpt: str
    first: int = 1
    uri: str = ""
    around: tuple[tuple[int, str], ...] = field(default=(), compare=False)


class Source(Protocol):
    """The bytes behind a document, asked for positions only when something is shown."""

    def position(self, span: Span) -> Position | None:
        """Return line, column and the line's text of a place, or None if it is not in the text.

        A place that does not exist answers with its nearest existing ancestor.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One parsed file.

    Attributes:
        uri: Path relative to the working directory where possible, or the URL: what reports show
            and `Span.uri` holds.
        root: Plain values: dict, list, str, int, float, bool, None. Treated as frozen.
        source: For positions.
        version: ``openapi`` as the author wrote it, before the upgrade to 3.1 spelling; "" for a
            file that is no whole OpenAPI document.
    """

    uri: str
    root: Json
    source: Source
    version: str = ""
