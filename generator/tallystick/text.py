"""Text that came out of a document, kept apart from text that we wrote."""

from typing import Never, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value as the standard library spells it."""

Words: TypeAlias = tuple[str, ...]
"""A name in no language's case: ``createdAt`` is ``("created", "at")``."""


class SpecText:
    """Text from a document: hostile until a target has quoted it.

    It has no text form of its own, so an interpolation that forgot the quoting filter fails at
    once, where it stands, instead of writing somebody else's code into ours.

    Attributes:
        raw: The text as the document holds it. Only quoting filters and reports read it.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: str) -> None:
        """Wrap `raw`; the text is kept exactly."""
        self.raw = raw

    def __eq__(self, other: object) -> bool:
        """Equal when both hold the same text."""
        return isinstance(other, SpecText) and other.raw == self.raw

    def __hash__(self) -> int:
        """Hash of the text, salted so that it never meets the plain string's."""
        return hash((SpecText, self.raw))

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.raw)

    def __repr__(self) -> str:
        """Show the text as a Python literal, for debugging only."""
        return f"SpecText({self.raw!r})"

    def __str__(self) -> Never:
        """Refuse: use a quoting filter of the target.

        Raises:
            TypeError: Always.
        """
        msg = "text from a document was about to be written unquoted; use a filter of the target"
        raise TypeError(msg)

    def __format__(self, spec: str) -> Never:
        """Refuse, as `__str__` does.

        Raises:
            TypeError: Always.
        """
        self.__str__()
