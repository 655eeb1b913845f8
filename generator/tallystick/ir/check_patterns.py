"""Whether patterns are regular expressions, by the validator that will use them."""

from collections.abc import Iterator

from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.ir import codes
from tallystick.ir.api import Api
from tallystick.ir.types import Dictionary, Record, Scalar, Type


def check_patterns(api: Api) -> Diagnostics:
    """Compile every pattern of an API.

    Args:
        api: The API.

    Returns:
        One warning for each place whose pattern no validator takes.
    """
    usable: dict[str, bool] = {}
    found: dict[Span, Diagnostic] = {}
    for type_ in api.types.values():
        for pattern, span in _patterns(type_):
            if pattern not in usable:
                usable[pattern] = _compiles(pattern)
            if not usable[pattern]:
                found[span] = Diagnostic(
                    code=codes.SCHEMA_UNUSABLE,
                    message=f"`{pattern}` is no regular expression that a validator takes",
                    span=span,
                    help="correct the pattern; its dialect is that of JavaScript",
                )
    return tuple(found.values())


def _patterns(type_: Type) -> Iterator[tuple[str, Span]]:
    match type_:
        case Scalar(pattern=pattern) if pattern is not None:
            yield pattern.raw, type_.span.child("pattern")
        case Dictionary(key_pattern=pattern) if pattern is not None:
            yield pattern.raw, type_.span
        case Record():
            for pattern, _ in type_.patterns:
                yield pattern.raw, type_.span.child("patternProperties", pattern.raw)
        case _:
            pass


def _compiles(pattern: str) -> bool:
    try:
        Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True
