"""What the search of a site finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallystick.emit.targets.docs import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallystick.emit.targets.docs.entries import Entry
    from tallystick.emit.targets.docs.target import Site
    from tallystick.text import Json


def index(site: Site) -> list[Json]:
    """Return (title, kind, address, words) of all that can be found."""
    return [list(item) for item in _all(site)]


def _all(site: Site) -> Iterator[tuple[str, str, str, str]]:
    for group in site.groups:
        for item in group.operations:
            page = f"{item.url}.html"
            route = f"{item.method} {item.path}"
            text = f"{route} {prose.words(item.description)}"
            yield item.title.raw, "operation", page, text
            for part in item.faces[0].groups:
                yield from _members(part.entries, page, item.title.raw)
            yield from _members(item.faces[0].result, page, item.title.raw)
    for shape in site.types:
        yield shape.name, "type", f"{shape.url}.html", prose.words(shape.description)
    for _, duty in site.duties.all:
        yield duty.id, "rule", f"rules.html#{duty.anchor}", prose.words(duty.message)


def _members(
    entries: tuple[Entry, ...], page: str, above: str
) -> Iterator[tuple[str, str, str, str]]:
    for item in entries:
        text = f"{above}: {prose.words(item.told.description)}"
        yield item.name, "member", f"{page}#{item.anchor}", text
        yield from _members(item.children, page, f"{above}, {item.name}")
