"""Request bodies, responses and the links that lead from one operation to the next."""

import re
from dataclasses import replace
from typing import Final

from tallystick.ir import codes
from tallystick.ir.api import Body, Link, Response
from tallystick.ir.contents import read_contents, read_headers
from tallystick.ir.directory import Directory
from tallystick.ir.docs import read_doc
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Reader, Site
from tallystick.ir.types import MISSING
from tallystick.text import Words

_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")


def read_body(schemas: Schemas, operation: Site, hint: Words) -> Body | None:
    """Read the request body of an operation; None when there is none to send."""
    reader = schemas.reader
    site = operation.get("requestBody")
    if site is None:
        return None
    site = reader.follow(site)
    if not isinstance(site.value, dict):
        reader.unusable(site, "a Request Body Object")
        return None
    contents = read_contents(schemas, site, (*hint, "request"))
    if not contents:
        reader.report(
            codes.NO_CONTENT,
            "the request body has no media type",
            site.span,
            help="add `content` with a media type, or remove the request body",
        )
        return None
    return Body(
        required=reader.flag(site, "required"),
        contents=contents,
        doc=read_doc(reader, site),
        span=site.span,
    )


def read_responses(
    schemas: Schemas,
    directory: Directory,
    operation: Site,
    hint: Words,
) -> tuple[Response, ...]:
    """Read the responses of an operation, in the order written."""
    reader = schemas.reader
    found = []
    for status, place in reader.objects(operation, "responses"):
        if status.startswith("x-"):
            continue
        site = reader.follow(place)
        if not isinstance(site.value, dict):
            reader.unusable(site, "a Response Object")
            continue
        if not _STATUS.fullmatch(status):
            reader.report(
                codes.STATUS,
                f"`{status}` is not a response status",
                replace(place.span, part="key"),
                help="write a status such as '200', a range such as 4XX, or default",
            )
            continue
        name = (
            (*hint, "response") if status.startswith("2") else (*hint, status.lower(), "response")
        )
        found.append(
            Response(
                status=status,
                contents=read_contents(schemas, site, name),
                headers=read_headers(schemas, site, name),
                links=_links(schemas, directory, site),
                doc=read_doc(reader, site),
                span=site.span,
            ),
        )
    return tuple(found)


def _links(schemas: Schemas, directory: Directory, response: Site) -> tuple[Link, ...]:
    reader = schemas.reader
    found = []
    for name, place in reader.objects(response, "links"):
        site = reader.follow(place)
        if not isinstance(site.value, dict):
            reader.unusable(site, "a Link Object")
            continue
        operation = _linked(reader, directory, name, site)
        if operation is None:
            continue
        body = site.get("requestBody")
        found.append(
            Link(
                name=name,
                operation=operation,
                parameters=tuple(
                    (wire, value.value) for wire, value in reader.objects(site, "parameters")
                ),
                body=MISSING if body is None else body.value,
                doc=read_doc(reader, site),
                span=site.span,
            ),
        )
    return tuple(found)


def _linked(reader: Reader, directory: Directory, name: str, site: Site) -> str | None:
    """Return the id of the operation that a link leads to."""
    for member in ("operationRef", "operationId"):
        written = site.get(member)
        if written is None:
            continue
        target = reader.target(written)
        id_ = None if target is None else directory.at(target)
        if target is not None and id_ is None:
            reader.report(
                codes.LINK_TARGET,
                f"the link `{name}` leads to `{written.value}`, which no client can call",
                written.span,
                help="write the operationId of an operation under `paths`",
            )
        return id_
    reader.report(
        codes.LINK_TARGET,
        f"the link `{name}` leads nowhere",
        site.span,
        help="add the operationId of an operation",
    )
    return None
