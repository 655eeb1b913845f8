"""`Location` of what was made leads to it.

Source: RFC 9110, sections 10.2.2 and 15.3.2.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Api, Operation

MADE = (201, 202)
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


def found(where: str, api: Api) -> tuple[Operation, dict[str, str]] | None:
    """Return what asks for a location, and what its path needs; None when nothing does."""
    path = urlsplit(where).path.rstrip("/")
    known: list[tuple[Operation, dict[str, str]]] = []
    for operation in api.operations:
        if operation.method != "get" or any(it.count("{") > 1 for it in operation.path.split("/")):
            continue
        names = re.findall(r"\{([^{}]*)\}", operation.path)
        parts = re.split(r"\{[^{}]*\}", operation.path.rstrip("/"))
        match = re.search("([^/]+)".join(map(re.escape, parts)) + "$", path)
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
