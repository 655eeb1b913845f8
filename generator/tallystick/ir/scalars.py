"""Strings, numbers, booleans and null."""

from collections.abc import Callable
from typing import Final, cast

from tallystick.ir.facts import Facts, Node
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.types import Scalar, ScalarKind, Type
from tallystick.text import SpecText

_BOUNDED: Final = frozenset(
    {
        "format",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "contentEncoding",
        "contentMediaType",
        "x-presigned",
    },
)


def build_null(schemas: Schemas, node: Node, facts: Facts) -> Type:
    """Make the type whose only value is null."""
    return Scalar(kind="null", **schemas.head(node, facts, "null"))


def build_scalar(schemas: Schemas, node: Node, facts: Facts, kind: str) -> Type:
    """Make a string, number or boolean with the tightest bounds of all parts."""
    scalar = cast("ScalarKind", kind)
    if facts.left.isdisjoint(_BOUNDED):
        return Scalar(kind=scalar, **schemas.head(node, facts, kind))
    if kind == "string":
        return _string(schemas, node, facts)
    format_ = _text(schemas, facts, "format")
    if kind == "boolean":
        return Scalar(kind=scalar, format=format_, **schemas.head(node, facts, kind))
    return Scalar(
        kind=scalar,
        format=format_,
        minimum=number(schemas, facts, "minimum", max),
        maximum=number(schemas, facts, "maximum", min),
        exclusive_minimum=number(schemas, facts, "exclusiveMinimum", max),
        exclusive_maximum=number(schemas, facts, "exclusiveMaximum", min),
        multiple_of=_multiple(schemas, facts),
        **schemas.head(node, facts, kind),
    )


def _string(schemas: Schemas, node: Node, facts: Facts) -> Type:
    pattern = _text(schemas, facts, "pattern")
    return Scalar(
        kind="string",
        format=_text(schemas, facts, "format"),
        min_length=count(schemas, facts, "minLength", max),
        max_length=count(schemas, facts, "maxLength", min),
        pattern=None if pattern is None else SpecText(pattern),
        content_encoding=_text(schemas, facts, "contentEncoding"),
        content_media_type=_text(schemas, facts, "contentMediaType"),
        presigned=_presigned(schemas, facts),
        **schemas.head(node, facts, "string"),
    )


def _text(schemas: Schemas, facts: Facts, keyword: str) -> str | None:
    def usable(site: Site) -> bool:
        if isinstance(site.value, str):
            return True
        schemas.reader.unusable(site, "a string")
        return False

    if keyword not in facts.left:
        return None
    site = facts.first(keyword, usable)
    return None if site is None else str(site.value)


def number(
    schemas: Schemas,
    facts: Facts,
    keyword: str,
    tightest: Callable[[list[float]], float],
) -> float | None:
    """Take a numeric bound."""
    if keyword not in facts.left:
        return None
    found: list[float] = []
    for site in facts.take(keyword):
        if isinstance(site.value, int | float) and not isinstance(site.value, bool):
            found.append(site.value)
        else:
            schemas.reader.unusable(site, "a number")
    return tightest(found) if found else None


def count(
    schemas: Schemas,
    facts: Facts,
    keyword: str,
    tightest: Callable[[list[int]], int],
) -> int | None:
    """Take a bound on a length; ``3.0`` is a count too."""
    if keyword not in facts.left:
        return None
    found: list[int] = []
    for site in facts.take(keyword):
        value = site.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            found.append(value)
        else:
            schemas.reader.unusable(site, "a whole number, 0 or more")
    return tightest(found) if found else None


def _multiple(schemas: Schemas, facts: Facts) -> float | None:
    def usable(site: Site) -> bool:
        value = site.value
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return True
        schemas.reader.unusable(site, "a number above 0")
        return False

    site = facts.first("multipleOf", usable)
    return None if site is None else cast("float", site.value)


def _presigned(schemas: Schemas, facts: Facts) -> float | None:
    def usable(site: Site) -> bool:
        expires = site.get("expires")
        value = None if expires is None else expires.value
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return True
        schemas.reader.unusable(site, "a mapping `{expires: seconds}`")
        return False

    site = facts.first("x-presigned", usable)
    expires = None if site is None else site.get("expires")
    return None if expires is None else cast("float", expires.value)
