"""Parameters of which one is wrong, or is left out."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.requests.giving import Giver, missed, past
from tallystick.fuzz.requests.parameters import clear
from tallystick.ir import Operation, Parameter, Place
from tallystick.text import Json


class Wrong(NamedTuple):
    """Parameters that break a claim.

    Attributes:
        name: Id of a rule, or ``schema:<keyword>``.
        at: ``query.limit``, and a place in its value behind it.
        given: All parameters.
        key: The one that is wrong.
        alone: Nothing else is broken with it.
    """

    name: str
    at: str
    given: Mapping[tuple[Place, str], Json]
    key: tuple[Place, str]
    alone: bool = True


def wrongs(
    operation: Operation,
    given: Mapping[tuple[Place, str], Json],
    parameter: Parameter,
    giver: Giver,
    judging: Judging,
) -> Iterator[Wrong]:
    """Yield a parameter left out, and one step past each of its keywords and rules.

    Args:
        operation: The operation.
        given: Its parameters, all of them sound.
        parameter: The one that gets wrong.
        giver: Knows the values of parameters that hold others.
        judging: Of the API.
    """
    key = (parameter.place, parameter.wire)
    at = f"{parameter.place.value}.{parameter.wire}"
    if missed(parameter, judging) and parameter.place is not Place.PATH:
        left = {name: value for name, value in given.items() if name != key}
        yield Wrong("schema:required", at, left, key)
    for keyword, value in past(parameter, judging):
        if clear(operation, wrong := {**given, key: value}):
            yield Wrong(f"schema:{keyword}", at, wrong, key)
    for bad in giver.compound.broken(parameter) if giver.compound.holds(parameter) else ():
        if bad.claim[:2] == ("schema:type", "") and isinstance(bad.value, dict):
            continue  # wrong members: what they are written as may be another parameter
        if clear(operation, wrong := {**given, key: bad.value}):
            yield Wrong(bad.name, at + bad.at, wrong, key, bad.alone)
