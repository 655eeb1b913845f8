"""Operations: one method of one path, with all that it takes and answers."""

from typing import Final

from tallystick.ir import codes
from tallystick.ir.api import Callback, Operation, SecurityNeed
from tallystick.ir.directory import Directory, Entry, operation_words
from tallystick.ir.docs import read_doc
from tallystick.ir.parameters import read_parameters
from tallystick.ir.responses import read_body, read_responses
from tallystick.ir.schemas import Schemas
from tallystick.ir.security import read_needs, read_servers
from tallystick.ir.site import Site
from tallystick.ir.words import words
from tallystick.text import Words

MOST_NESTED: Final = 4
"""Callbacks of operations of callbacks; a document that goes on refers to itself."""


class Operations:
    """Reads operations; holds what all of them share."""

    def __init__(
        self,
        schemas: Schemas,
        directory: Directory,
        schemes: frozenset[str],
        needs: tuple[SecurityNeed, ...],
    ) -> None:
        """Share the tables.

        Args:
            schemas: Types so far.
            directory: Ids of operations.
            schemes: Names of declared security schemes.
            needs: What an operation needs that says nothing itself.
        """
        self._schemas = schemas
        self._directory = directory
        self._schemes = schemes
        self._needs = needs

    def read(self, entry: Entry, depth: int = 0) -> Operation:
        """Read one operation and what it calls back."""
        reader = self._schemas.reader
        site = entry.site
        name = words(entry.id) if entry.declared else operation_words(entry.method, entry.path)
        tags = reader.texts(site, "tags")
        own = read_needs(reader, site, self._schemes)
        return Operation(
            id=entry.id,
            declared_id=entry.declared,
            words=name,
            resource=_resource(tags, entry.path),
            method=entry.method,
            path=entry.path,
            parameters=read_parameters(self._schemas, entry.item, site, name),
            body=read_body(self._schemas, site, name),
            responses=read_responses(self._schemas, self._directory, site, name),
            security=self._needs if own is None else own,
            servers=read_servers(reader, site) or read_servers(reader, entry.item),
            callbacks=self._callbacks(site, depth),
            tags=tags,
            doc=read_doc(reader, site),
            span=site.span,
        )

    def _callbacks(self, operation: Site, depth: int) -> tuple[Callback, ...]:
        reader = self._schemas.reader
        found = []
        for name, place in reader.objects(operation, "callbacks"):
            site = reader.follow(place)
            if not isinstance(site.value, dict):
                reader.unusable(site, "a Callback Object")
                continue
            if depth >= MOST_NESTED:
                reader.report(
                    codes.CALLBACK_DEPTH,
                    f"the callback `{name}` is nested more than {MOST_NESTED} deep",
                    place.span,
                    help="remove the callback, or the reference that leads back to it",
                )
                continue
            found += [self._callback(name, site, one, depth) for one in site.members()]
        return tuple(callback for callback in found if callback is not None)

    def _callback(
        self,
        name: str,
        site: Site,
        member: tuple[str, Site],
        depth: int,
    ) -> Callback | None:
        expression, place = member
        if expression.startswith("x-"):
            return None
        one = Site(site.uri, site.pointer, {expression: place.value})
        entries = self._directory.find(one)
        return Callback(
            name=name,
            expression=expression,
            operations=tuple(self.read(entry, depth + 1) for entry in entries),
            span=place.span,
        )


def _resource(tags: tuple[str, ...], path: str) -> Words:
    """Name the group of an operation: its first tag, else the first fixed part of its path."""
    if tags and tags[0]:
        return words(tags[0])
    for segment in path.split("/"):
        if segment and not segment.startswith("{"):
            return words(segment.partition("{")[0])
    return ("root",)
