"""What a document says and the Python client does not do: reported, never dropped silently."""

from collections.abc import Iterator

from tallystick.diagnostics import Diagnostic
from tallystick.emit import codes, limits
from tallystick.emit.limits import said
from tallystick.emit.targets.python import patterns
from tallystick.emit.usage import Usage
from tallystick.ir import Api, Dictionary, Record, Scalar, Type
from tallystick.ir.keywords import KNOWN
from tallystick.text import SpecText


def find(api: Api, usage: Usage) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each kind and place."""
    yield from limits.find(api, "models")
    for type_id in usage.requests:
        yield from _type(api.types[type_id])


def _type(shape: Type) -> Iterator[Diagnostic]:
    for item in shape.residue:
        if item.keyword not in KNOWN:
            continue  # No validator knows it; reading the document has said so.
        message = f"the models do not check `{item.keyword}`"
        yield said(codes.KEYWORD_UNCHECKED, message, item.span)
    for pattern in _patterns(shape):
        if patterns.translate(pattern.raw) is None:
            message = f"the pattern {pattern.raw!r} cannot be checked in Python"
            yield said(codes.PATTERN_UNCHECKED, message, shape.span)


def _patterns(shape: Type) -> Iterator[SpecText]:
    if isinstance(shape, Scalar) and shape.pattern:
        yield shape.pattern
    elif isinstance(shape, Dictionary) and shape.key_pattern:
        yield shape.key_pattern
    elif isinstance(shape, Record):
        yield from (pattern for pattern, _ in shape.patterns)
