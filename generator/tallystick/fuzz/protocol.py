"""Requests that are wrong as requests: parameters, media types, broken JSON, credentials."""

import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from tallystick.fuzz.credentials import protected
from tallystick.fuzz.judging import Judging
from tallystick.fuzz.model import Case, Claim
from tallystick.fuzz.parameters import sendable, travelling
from tallystick.fuzz.values import Values
from tallystick.ir import Content, Enumeration, Operation, Parameter, Place, Scalar
from tallystick.text import Json

Given = Mapping[tuple[Place, str], Json]
Sound = Callable[[Parameter], Iterator[tuple[str, Json]]]
MOST_VALUES: Final = 12
"""Values of one parameter."""


def parameter_cases(
    operation: Operation, base: Case, given: Given, sound: Sound, judging: Judging
) -> Iterator[Case]:
    """Yield every value and edge of each parameter, and one step past each keyword."""
    for parameter in operation.parameters:
        key = (parameter.place, parameter.wire)
        at = f"{parameter.place.value}.{parameter.wire}"
        for case in _sound(operation, base, given, parameter, sound):
            yield replace(case, touches=(f"{at} {case.touches[0]}",))
        if parameter.required and parameter.place is not Place.PATH:
            left = {name: value for name, value in given.items() if name != key}
            yield _refused(_with(operation, base, left), "schema:required", at)
        for keyword, value in _past(parameter, judging):
            case = _with(operation, base, {**given, key: value})
            yield _refused(replace(case, takes=""), f"schema:{keyword}", at)


def _sound(
    operation: Operation, base: Case, given: Given, parameter: Parameter, sound: Sound
) -> Iterator[Case]:
    key = (parameter.place, parameter.wire)
    taken = parameter.place is Place.PATH and key not in given
    if taken or parameter.idempotency_key:
        return
    for touched, value in islice(sound(parameter), MOST_VALUES):
        if given.get(key) != value:
            case = _with(operation, base, {**given, key: value})
            yield replace(case, kind="edge" if touched else "valid", touches=(str(value),))


def _past(parameter: Parameter, judging: Judging) -> Iterator[tuple[str, Json]]:
    """Yield values whose text no reading of the parameter's schema accepts, one per keyword."""
    declared = judging.api.types[parameter.type]
    if not isinstance(declared, Scalar | Enumeration) or parameter.content is not None:
        return
    seen: set[str] = set()
    for keyword, value in Values(judging, {}).past(declared, ""):
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        if keyword in seen or not plain or not sendable(parameter, value):
            continue
        readings: tuple[Json, ...] = (value, str(value), _number(value))
        if not any(judging.fits(parameter.type, each) for each in readings):
            seen.add(keyword)
            yield keyword, value


def _number(value: Json) -> Json:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def body_cases(operation: Operation, base: Case, content: Content | None) -> Iterator[Case]:
    """Yield broken JSON, a missing body, and a media type that is not the documented one."""
    body = base.message.body
    if content is None or body is None or operation.body is None:
        return
    broken = {
        "request:json": body[:-1] if len(body) > 1 else b"{",
        "request:json-trailing": body + b"]",
        "request:json-encoding": b'{"\xff":1}',
    }
    for name, wrong in broken.items():
        message = replace(base.message, body=wrong)
        case = replace(base, message=message, has_value=False, value=None)
        yield _refused(case, name, "")
    if operation.body.required:
        message = replace(base.message, body=b"")
        case = replace(base, message=message, has_value=False, value=None)
        yield _refused(case, "request:body", "")
    taken = {each.media_type.partition(";")[0].lower() for each in operation.body.contents}
    if not taken & {"text/plain", "text/*", "*/*"}:
        headers = tuple(
            (name, "text/plain" if name == "Content-Type" else value)
            for name, value in base.message.headers
        )
        message = replace(base.message, headers=headers)
        yield _refused(replace(base, message=message), "request:content-type", "")


def credential_cases(operation: Operation, base: Case, *, known: bool) -> Iterator[Case]:
    """Yield the request without credentials and with wrong ones, where some are needed."""
    if not protected(operation):
        return
    for caller in ("none", "wrong"):
        if known:
            message = replace(base.message, caller=caller)
            case = replace(base, message=message)
            yield replace(_refused(case, "request:credentials", caller), kind="credentials")


def unknown_cases(operation: Operation, base: Case, chance: random.Random) -> Iterator[Case]:
    """Yield the request for a resource that is not there."""
    if not base.takes:
        return
    path = base.message.path
    for parameter in operation.parameters:
        if parameter.place is Place.PATH:
            value = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            path = path.replace("{" + parameter.wire + "}", value)
    case = replace(base, message=replace(base.message, path=path), takes="")
    yield replace(_refused(case, "request:unknown", ""), kind="unknown")


def _with(operation: Operation, base: Case, given: Given) -> Case:
    parts = travelling(operation, given)
    kept = tuple(pair for pair in base.message.headers if pair[0] == "Content-Type")
    message = replace(
        base.message, path=parts.path, query=parts.query, headers=(*parts.headers, *kept)
    )
    return replace(base, message=message)


def _refused(case: Case, name: str, at: str) -> Case:
    claim = Claim(operation=case.operation, name=name, at=at)
    return replace(case, kind="protocol", expect="refused", claim=claim)
