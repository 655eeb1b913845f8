"""Requests that ask for a resource, by the request that made it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.journeys.resources import binds
from tallystick.fuzz.model import Case, Message


def asked(case: Case, made: Case) -> Case:
    """Return what asks for a resource, with what the request said that made it."""
    return replace(
        case, value=made.value, has_value=made.has_value, told=made.told, names=made.names
    )


def filled(path: str, given: Mapping[str, str]) -> str:
    """Return a path with what it was given."""
    for name, text in given.items():
        path = path.replace("{" + name + "}", quote(text, safe=""))
    return path


def poll(chain: Chain, made: Case) -> Case:
    """Return the request that asks for a resource, by the request that made it."""
    message = Message(
        method=chain.get.method.upper(),
        path=chain.get.path,
        query=chain.query,
        headers=chain.headers,
    )
    return Case(
        operation=chain.get.id,
        kind="poll",
        expect="accepted",
        message=message,
        takes=chain.create.id,
        after=made,
        binds=binds(chain, made),
        value=made.value,
        note=compact(made.value).decode("utf-8", "replace") if made.has_value else "",
    )
