"""Text that may stand in output: our own, or quoted by a target."""

from collections.abc import Iterable

from jinja2 import Undefined


class Code(str):
    """Output text. Only quoting filters and the naming stage make it.

    It is a `str`, but whatever is computed from it (``upper()``, ``+``, slices) is a plain `str`
    again, which a template refuses to print: text is quoted last.
    """

    __slots__ = ()


def join(parts: Iterable[str]) -> Code:
    """Join what a template printed; every part went through `refuse_unquoted` already."""
    return Code("".join(parts))


def refuse_unquoted(value: object) -> Code | int:
    """Let a printed value pass only if it is `Code` or an integer.

    Raises:
        TypeError: It is anything else, text from a document above all.
        UndefinedError: The view has no such member.
    """
    if type(value) is Code or type(value) is int:
        return value
    if isinstance(value, Undefined):
        str(value)
    msg = f"a template printed {type(value).__name__}, which no filter of the target has quoted"
    raise TypeError(msg)
