"""Parameters of operations, their defaults filled in."""

from typing import Final

from tallystick.ir import codes
from tallystick.ir.api import PLACES, Content, Parameter, Place
from tallystick.ir.contents import read_contents, read_examples, read_schema
from tallystick.ir.docs import read_doc
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.words import words
from tallystick.text import Words

_STYLES: Final[dict[Place, tuple[str, ...]]] = {
    Place.PATH: ("simple", "label", "matrix"),
    Place.QUERY: ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    Place.HEADER: ("simple",),
    Place.COOKIE: ("form", "cookie"),
}
"""Place -> styles it can have, the default first. Source: OpenAPI 3.1.1, section 4.8.12.3."""

_IGNORED: Final = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that mean nothing. Source: OpenAPI 3.1.1, section 4.8.12.2."""


def read_parameters(
    schemas: Schemas,
    item: Site,
    operation: Site,
    hint: Words,
) -> tuple[Parameter, ...]:
    """Read the parameters of a path item and of one of its operations; the latter's win."""
    shared = _read(schemas, item, hint)
    own = _read(schemas, operation, hint)
    return tuple((shared | own).values())


def _read(schemas: Schemas, owner: Site, hint: Words) -> dict[tuple[Place, str], Parameter]:
    found: dict[tuple[Place, str], Parameter] = {}
    for site in schemas.reader.entries(owner, "parameters"):
        there = schemas.reader.follow(site)
        if isinstance(there.value, dict) and "$ref" in there.value:
            continue  # bound to nothing, which was said
        parameter = _parameter(schemas, there, hint)
        if parameter is None:
            continue
        wire = parameter.wire
        key = (parameter.place, wire.lower() if parameter.place is Place.HEADER else wire)
        if key in found:
            schemas.reader.report(
                codes.DUPLICATE_PARAMETER,
                f"the {parameter.place} parameter `{wire}` is declared twice",
                site.span,
                help="remove one of them",
            )
            continue
        found[key] = parameter
    return found


def _parameter(schemas: Schemas, site: Site, hint: Words) -> Parameter | None:
    reader = schemas.reader
    if not isinstance(site.value, dict):
        reader.unusable(site, "a Parameter Object")
        return None
    wire = reader.text(site, "name")
    place = _place(schemas, site)
    if wire is None or place is None:
        if "name" not in site.value:
            reader.unusable(site, "a Parameter Object with `name` and `in`")
        return None
    if place is Place.HEADER and wire.lower() in _IGNORED:
        reader.report(
            codes.IGNORED_HEADER,
            f"the header parameter `{wire}` has no effect",
            site.span,
            help="remove it; media types and `security` say the same",
        )
        return None
    name = words(wire)
    content = _content(schemas, site, (*hint, *name))
    type_ = read_schema(schemas, site.get("schema"), (*hint, *name))
    if content is not None and content.type is not None:
        type_ = content.type  # how the text is written decides where both are there
    style = _style(schemas, site, place)
    return Parameter(
        words=name,
        wire=wire,
        place=place,
        type=type_ or schemas.anything(site),
        required=place is Place.PATH or reader.flag(site, "required"),
        style=style,
        explode=reader.flag(site, "explode", default=style in {"form", "cookie"}),
        allow_reserved=reader.flag(site, "allowReserved"),
        allow_empty=reader.flag(site, "allowEmptyValue"),
        content=content,
        idempotency_key=reader.flag(site, "x-idempotency-key"),
        examples=read_examples(schemas, site),
        doc=read_doc(reader, site),
        span=site.span,
    )


def _place(schemas: Schemas, site: Site) -> Place | None:
    text = schemas.reader.text(site, "in")
    if text in PLACES:
        return PLACES[text]
    schemas.reader.report(
        codes.PARAMETER_PLACE,
        f"a parameter cannot be in `{text}`" if text else "a parameter does not say where it is",
        site.span,
        help="write `in: path`, `query`, `header` or `cookie`",
    )
    return None


def _style(schemas: Schemas, site: Site, place: Place) -> str:
    allowed = _STYLES[place]
    style = schemas.reader.text(site, "style")
    if style is None or style in allowed:
        return style or allowed[0]
    schemas.reader.report(
        codes.PARAMETER_STYLE,
        f"a {place} parameter cannot have the style `{style}`",
        site.span.child("style"),
        help=f"write one of {', '.join(allowed)}",
    )
    return allowed[0]


def _content(schemas: Schemas, site: Site, hint: Words) -> Content | None:
    contents = read_contents(schemas, site, hint)
    if len(contents) > 1:
        schemas.reader.report(
            codes.PARAMETER_CONTENT,
            "a parameter has more than one media type",
            site.span.child("content"),
            help="keep one entry",
        )
    return contents[0] if contents else None
