"""What a document says to people about a thing."""

from typing import Final

from tallystick.ir.site import Reader, Site
from tallystick.ir.types import NO_DOC, Doc
from tallystick.text import Json, SpecText

_SPEAKS: Final = frozenset(
    {
        "title",
        "summary",
        "description",
        "deprecated",
        "example",
        "examples",
        "externalDocs",
        "x-source",
    },
)


def read_doc(reader: Reader, site: Site) -> Doc:
    """Read title or summary, description, examples and the like; `NO_DOC` when there are none.

    ``examples`` counts only as the array that JSON Schema means; the named Example Objects of a
    parameter or media type are read where they belong.
    """
    value = site.value
    if not isinstance(value, dict) or _SPEAKS.isdisjoint(value):
        return NO_DOC
    summary = reader.spec_text(site, "summary" if "summary" in value else "title")
    description = reader.spec_text(site, "description") if "description" in value else None
    return Doc(
        summary=summary,
        description=description,
        deprecated="deprecated" in value and reader.flag(site, "deprecated"),
        examples=_examples(value),
        external=_external(reader, site) if "externalDocs" in value else None,
        source=_source(value.get("x-source")),
    )


def _examples(value: dict[str, Json]) -> tuple[Json, ...]:
    listed = value.get("examples")
    if isinstance(listed, list):
        return tuple(listed)
    return (value["example"],) if "example" in value else ()


def _external(reader: Reader, site: Site) -> SpecText | None:
    found = site.get("externalDocs")
    return None if found is None else reader.spec_text(found, "url")


def _source(value: Json) -> SpecText | None:
    """Read ``x-source``: a text, or a list of texts that are shown one after the other."""
    if isinstance(value, str):
        return SpecText(value)
    if isinstance(value, list):
        parts = [part for part in value if isinstance(part, str)]
        return SpecText("; ".join(parts)) if parts else None
    return None
