"""`Location` of what was made leads to it.

Source: RFC 9110, sections 10.2.2 and 15.3.2.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.sending.transport import Transport, origin_of
from tallystick.ir import Api, Operation

MADE = (201, 202)
LEADING: Final = ("location", "operation-location", "content-location")
"""Headers that may hold the address of what a request made, or of what works on it."""
NOWHERE: Final = "http://localhost"
"""Stands for a host that has no name."""
LONGEST = 500
"""Characters of a location that are looked at."""


def location(reply: Reply) -> str | None:
    """Return where an answer says that the resource is which it tells of; None when it does not."""
    found = reply.headers.get("location")
    return found if found and reply.status in MADE and len(found) <= LONGEST else None


def leads(where: str, chain: Chain, values: Mapping[str, str]) -> bool:
    """Whether a location is the path of a resource, behind whatever the server's base is.

    Args:
        where: The location.
        chain: How the resource is asked for.
        values: What its path needs.
    """
    path = chain.get.path
    for name, value in values.items():
        path = path.replace("{" + name + "}", value)
    return unquote(urlsplit(where).path).rstrip("/").endswith(path.rstrip("/"))


def headed(operation: Operation, reply: Reply) -> Iterator[tuple[str, str]]:
    """Yield the addresses in the headers of an answer that the document lists, with their names."""
    declared = response(operation, reply.status)
    listed = {each.wire.lower() for each in declared.headers} if declared is not None else set()
    for name in LEADING:
        where = reply.headers.get(name, "") if name in listed else ""
        if 0 < len(where) <= LONGEST:
            yield name, where


def led(
    where: str, path: str, transport: Transport, api: Api
) -> tuple[Operation, dict[str, str]] | None:
    """Return what asks for an address, on the same host and below a base of the API alone.

    Args:
        where: The address, whole or relative to the request's.
        path: Path of the request, below the base.
        transport: How the server is reached.
        api: The API.
    """
    try:
        whole = urljoin(f"{transport.origin or NOWHERE}{transport.prefix}{path}", where)
        there = urlsplit(whole).path
        bases = {urlsplit(each.url).path.rstrip("/") for each in api.servers}
    except ValueError:
        return None
    if origin_of(whole) != origin_of(transport.origin or NOWHERE):
        return None
    for base in sorted({transport.prefix, "", *bases}, key=len, reverse=True):
        known = found(there.removeprefix(base), api, whole=True) if there.startswith(base) else None
        if known is not None:
            return known
    return None


def found(where: str, api: Api, *, whole: bool = False) -> tuple[Operation, dict[str, str]] | None:
    """Return what asks for a location, and what its path needs; None when nothing does.

    Args:
        where: The location.
        api: The API.
        whole: The location is below the base, and has nothing before the path.
    """
    path = urlsplit(where).path.rstrip("/")
    known: list[tuple[Operation, dict[str, str]]] = []
    for operation in api.operations:
        if operation.method != "get" or any(it.count("{") > 1 for it in operation.path.split("/")):
            continue
        names = re.findall(r"\{([^{}]*)\}", operation.path)
        parts = re.split(r"\{[^{}]*\}", operation.path.rstrip("/"))
        way = "([^/]+)".join(map(re.escape, parts))
        match = re.fullmatch(way, path) if whole else re.search(way + "$", path)
        if match is not None:
            values = (unquote(each) for each in match.groups())
            known.append((operation, dict(zip(names, values, strict=True))))
    return max(known, key=lambda each: len(each[0].path), default=None)


def lost(scene: Scene, case: Case, reply: Reply, where: str, why: str) -> Iterator[Finding]:
    """Yield a finding about a location that does not lead to what was made.

    Args:
        scene: The API.
        case: What made it.
        reply: The answer.
        where: The location.
        why: What is there.
    """
    declared = response(scene.operations[case.operation], reply.status)
    headers = {each.wire.lower() for each in declared.headers} if declared is not None else set()
    weight = Weight.ERROR if "location" in headers else Weight.WARNING
    said = f"Location is {where[:100]!r}, and {why}"
    claim = about(case, "response:location")
    yield finding("location", said, case, reply, claim=claim, weight=weight)
