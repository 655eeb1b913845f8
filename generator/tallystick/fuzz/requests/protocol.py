"""Requests that are wrong as requests: parameters, media types, broken JSON, credentials."""

import random
import re
import string
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Final

from tallystick.fuzz.bodies.encoded import encoded
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.documented import says, takes_key
from tallystick.fuzz.model import Case, Claim, Path
from tallystick.fuzz.requests.ends import turned
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.parameters import clear, travelling
from tallystick.fuzz.requests.spans import spans
from tallystick.fuzz.requests.wrong import wrongs
from tallystick.fuzz.sending.credentials import carriers, halves, protected, strange
from tallystick.ir import Api, Content, Operation, Parameter, Place, Response, Scalar, TypeId
from tallystick.solve.places import place
from tallystick.text import Json

Given = Mapping[tuple[Place, str], Json]
Sound = Callable[[Parameter], Iterator[tuple[str, Json]]]
MOST_VALUES: Final = 12
"""Values of one parameter."""
LONGEST_KEY: Final = 4_096
LETTERS: Final = string.ascii_letters + string.digits
METHODS: Final = ("DELETE", "PUT", "PATCH")
UNSUPPORTED: Final = "415"
JSON: Final = "application/json"
_SENT_AS: Final = re.compile(r"\bjson\b|\bcontent-type\b")
"""What is said of a 415 that is about what a body has to be called."""
NO_BASE64: Final = ("?", "A", "not base64!?")
"""Texts that no reader of base64 takes: odd letters, or too few."""
NO_ID: Final = "no-such-thing"
"""A text that is no UUID, no number, and the name of nothing."""
HERE: Final = "\ue000"
"""Stands where bytes are put in that no JSON encoder writes."""


def parameter_cases(
    operation: Operation, base: Case, given: Given, giver: Giver, judging: Judging
) -> Iterator[Case]:
    """Yield every value and edge of each parameter, and one step past each keyword and rule."""
    for parameter in operation.parameters:
        at = f"{parameter.place.value}.{parameter.wire}"
        for case in _sound(operation, base, given, parameter, giver.sound):
            yield replace(case, touches=(f"{at} {case.touches[0]}",))
        for wrong in wrongs(operation, given, parameter, giver, judging):
            case = _refused(_with(operation, base, wrong.given), wrong.name, wrong.at)
            whole = "{" not in case.message.path
            note = "" if wrong.alone else "other claims are broken with it"
            yield replace(case, takes="" if whole else case.takes, note=note)
        if takes_key(parameter):
            yield from _keys(operation, base, given, parameter, judging)


def _keys(
    operation: Operation, base: Case, given: Given, parameter: Parameter, judging: Judging
) -> Iterator[Case]:
    """Yield idempotency keys at the edges of their length, and one step past.

    A key is good for one body: its text comes from the body, so that no other one has it.
    """
    declared = judging.api.types[parameter.type]
    if not isinstance(declared, Scalar) or declared.kind != "string" or declared.format:
        return
    chance = random.Random(base.message.body)  # noqa: S311 - repeatable
    at = f"{parameter.place.value}.{parameter.wire}"
    least, most = declared.min_length or 0, declared.max_length or 0
    for keyword, size, good in (
        ("minLength", max(least, 1), True),
        ("maxLength", most, 0 < most <= LONGEST_KEY),
        ("minLength", least - 1, False),
        ("maxLength", most + 1, False),
    ):
        text = "".join(chance.choices(LETTERS, k=max(0, min(size, LONGEST_KEY + 1))))
        wanted = judging.fits(parameter.type, text) is good and len(text) == size
        if not wanted or (keyword == "maxLength" and not most):
            continue
        case = _with(operation, base, {**given, (parameter.place, parameter.wire): text})
        if good:
            yield replace(case, kind="edge", touches=(f"{at} {size} characters !{keyword}",))
        else:
            yield _refused(case, f"schema:{keyword}", at)


def _sound(
    operation: Operation, base: Case, given: Given, parameter: Parameter, sound: Sound
) -> Iterator[Case]:
    key = (parameter.place, parameter.wire)
    taken = parameter.place is Place.PATH and key not in given
    if taken or takes_key(parameter):
        return
    for touched, value in islice(sound(parameter), MOST_VALUES):
        if given.get(key) != value and clear(operation, {**given, key: value}):
            case = _with(operation, base, {**given, key: value})
            if turned(operation, {**given, key: value}):
                case = replace(case, expect="documented")
            said = f"{value} !{touched}" if touched else str(value)
            yield replace(case, kind="edge" if touched else "valid", touches=(said,))


def span_cases(operation: Operation, base: Case, given: Given, api: Api) -> Iterator[Case]:
    """Yield ranges of days that are as long as words allow, longer, and the wrong way round."""
    for span in spans(api, operation, dict(given)):
        at = f"{span.at.place.value}.{span.at.wire}"
        case = _with(operation, base, span.given)
        if span.refused:
            yield replace(_refused(case, "request:range", f"{at} {span.what}"), kind="range")
        else:
            yield replace(case, kind="edge", touches=(f"{at} {span.what}",))


def guess_cases(
    operation: Operation,
    base: Case,
    given: Given,
    guesses: Callable[[Parameter], Iterator[Json]],
) -> Iterator[Case]:
    """Yield values that a schema accepts and a server need not: the answer must be a listed one."""
    for parameter in operation.parameters:
        key = (parameter.place, parameter.wire)
        for value in guesses(parameter):
            if given.get(key) != value:
                case = _with(operation, base, {**given, key: value})
                yield replace(case, kind="guess", expect="documented")


def body_cases(
    operation: Operation,
    base: Case,
    content: Content | None,
    judging: Judging,
    valid: Sequence[Json] = (),
) -> Iterator[Case]:
    """Yield broken JSON, a missing body, and a media type that is not the documented one.

    Args:
        operation: The operation.
        base: A valid request.
        content: Its JSON content.
        judging: Judges bodies.
        valid: Further valid bodies, small ones first.
    """
    body = base.message.body
    if content is None or body is None or operation.body is None:
        return
    broken = {
        "request:json": body[:-1] if len(body) > 1 else b"{",
        "request:json-trailing": body + b"]",
        "request:json-encoding": b'{"\xff":1}',
    }
    if content.type is not None:
        broken.update(_hidden(judging, content.type, [base.value, *valid]))
    for name, wrong in broken.items():
        message = replace(base.message, body=wrong)
        case = replace(base, message=message, has_value=False, value=None)
        yield _refused(case, name, "")
    if operation.body.required:
        message = replace(base.message, body=b"")
        case = replace(base, message=message, has_value=False, value=None)
        yield _refused(case, "request:body", "")
    for media_type, at in _untaken(operation):
        headers = tuple(
            (name, media_type if name == "Content-Type" else value)
            for name, value in base.message.headers
        )
        message = replace(base.message, headers=headers)
        yield _refused(replace(base, message=message), "request:content-type", at)
    yield from _untyped(operation, base)


def _untyped(operation: Operation, base: Case) -> Iterator[Case]:
    """Yield the request without a word of what its body is, where words of 415 say what it is."""
    if not any(says(_SENT_AS, it.doc) for it in _telling(operation)):
        return
    others = tuple(pair for pair in base.message.headers if pair[0] != "Content-Type")
    for at, headers in (("none", others), ("empty", (*others, ("Content-Type", "")))):
        case = replace(base, message=replace(base.message, headers=headers))
        yield replace(_refused(case, "request:content-type", at), kind="untyped")


def _telling(operation: Operation) -> list[Response]:
    """Return the answers of an operation for media types that it does not take."""
    return [each for each in operation.responses if each.status == UNSUPPORTED]


def _untaken(operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield media types that an operation does not list, and where a claim about them is.

    Plain JSON, where another kind of it is listed, is to be refused if 415 is listed, too.
    """
    contents = operation.body.contents if operation.body else ()
    taken = {each.media_type.partition(";")[0].lower() for each in contents}
    if not taken & {"text/plain", "text/*", "*/*"}:
        yield "text/plain", ""
    if _telling(operation) and not taken & {JSON, "application/*", "*/*"}:
        yield JSON, JSON


def _hidden(
    judging: Judging, type_id: TypeId, bodies: Sequence[Json]
) -> Iterator[tuple[str, bytes]]:
    """Yield bodies that are valid but for a byte that is no UTF-8, or a number that is none."""
    parts = [(body, *found) for body in bodies for found in leaves(body)]

    def freely(body: Json, path: Path, value: Json) -> bool:
        return judging.broken(type_id, changed(body, path, value)).nothing

    texts = ((*part, part[2] + HERE) for part in parts if isinstance(part[2], str))
    text = next((each for each in texts if freely(each[0], each[1], each[3])), None)
    if text is not None:
        marked = compact(changed(text[0], text[1], text[3]))
        yield "request:json-encoding", marked.replace(HERE.encode(), b"\xff")
    numbers = [part for part in parts if isinstance(part[2], float)]
    # Where zero may stand too, a reader that takes NaN for nothing is found out.
    loose = (each for each in numbers if freely(each[0], each[1], 0))
    number = next(loose, numbers[0] if numbers else None)
    if number is not None:
        marked = compact(changed(number[0], number[1], HERE))
        yield "request:json-number", marked.replace(f'"{HERE}"'.encode(), b"NaN")


def encoded_cases(
    base: Case, content: Content | None, judging: Judging, valid: Sequence[Json]
) -> Iterator[Case]:
    """Yield bodies in which a text that should be base64 is none: the answer must be a listed one.

    Its schema lets every text through, so nobody must refuse it; nobody may fail, either.

    Args:
        base: A valid request.
        content: Its JSON content.
        judging: Judges bodies.
        valid: Valid bodies, small ones first.
    """
    if content is None or content.type is None or not base.has_value:
        return
    wanted = {at for at, inner in places(judging.api, content.type) if encoded(judging.api, inner)}
    hosts: dict[str, tuple[Json, Path]] = {}
    for body in valid if wanted else ():
        for path, _ in leaves(body):
            if place(path) in wanted:
                hosts.setdefault(place(path), (body, path))
    for (body, path), text in product(hosts.values(), NO_BASE64):
        value = changed(body, path, text)
        if judging.broken(content.type, value).nothing:
            message = replace(base.message, body=compact(value))
            more = replace(base, message=message, value=value, kind="guess")
            yield replace(more, expect="documented")


def leaves(value: Json) -> Iterator[tuple[Path, Json]]:
    """Yield the way to each part of a body that is neither object nor list, and the part."""
    todo: list[tuple[Path, Json]] = [((), value)]
    while todo:
        path, part = todo.pop()
        if isinstance(part, dict):
            todo += [((*path, name), inner) for name, inner in part.items()]
        elif isinstance(part, list):
            todo += [((*path, index), inner) for index, inner in enumerate(part)]
        else:
            yield path, part


def method_cases(
    operation: Operation,
    base: Case,
    taken: Collection[str],
    chance: random.Random,
    judging: Judging,
) -> Iterator[Case]:
    """Yield methods that a path does not have, for a resource that is not there.

    Args:
        operation: The first operation of its path.
        base: A valid request of it.
        taken: Methods of the path.
        chance: Makes the id.
        judging: Knows which ids could be one.
    """
    for case in unknown_cases(operation, base, chance, judging):
        for method in METHODS:
            if method.lower() not in taken:
                message = replace(case.message, method=method)
                wrong = _refused(replace(case, message=message), "request:method", method)
                yield replace(wrong, kind="method")


def credential_cases(operation: Operation, base: Case, api: Api, *, known: bool) -> Iterator[Case]:
    """Yield the request without credentials, with wrong ones, and with some for others alone."""
    if not protected(operation) or not known:
        return
    for caller in ("none", "wrong"):
        case = replace(base, message=replace(base.message, caller=caller))
        yield replace(_refused(case, "request:credentials", caller), kind="credentials")
    for name, carrier in carriers(api, operation):
        case = replace(base, message=replace(base.message, carrier=carrier))
        yield replace(_refused(case, "request:credentials", f"by {name}"), kind="credentials")
    for odd, carrier, wrong in halves(api, operation):
        headers = base.message.headers if wrong is None else (*base.message.headers, wrong)
        case = replace(base, message=replace(base.message, carrier=carrier, headers=headers))
        yield replace(_refused(case, "request:credentials", odd), kind="credentials")
    for name, value in strange(api, operation):
        headers = (*base.message.headers, ("Authorization", value))
        message = replace(base.message, caller="none", headers=headers)
        case = _refused(replace(base, message=message), "request:credentials", name)
        yield replace(case, kind="credentials")


def unknown_cases(
    operation: Operation, base: Case, chance: random.Random, judging: Judging
) -> Iterator[Case]:
    """Yield the request for a resource that is not there, by an id that could be one."""
    if not base.takes:
        return
    path = base.message.path
    for parameter in operation.parameters:
        if parameter.place is Place.PATH:
            value = _stranger(judging, parameter, chance)
            if value is None:
                return
            path = path.replace("{" + parameter.wire + "}", value)
    case = replace(base, message=replace(base.message, path=path), takes="")
    yield replace(_refused(case, "request:unknown", ""), kind="unknown")


def odd_cases(operation: Operation, base: Case, judging: Judging) -> Iterator[Case]:
    """Yield the request for what nothing is called, where a schema takes any text for an id."""
    taken = [it for it in operation.parameters if it.place is Place.PATH]
    if base.takes and taken and judging.fits(taken[-1].type, NO_ID):
        path = base.message.path.replace("{" + taken[-1].wire + "}", NO_ID)
        if "{" not in path:
            case = replace(base, message=replace(base.message, path=path), takes="")
            yield _refused(case, "request:unknown", "any text")


def _stranger(judging: Judging, parameter: Parameter, chance: random.Random) -> str | None:
    """Return an id that the schema accepts and that nothing has; None when none was found."""
    ids: tuple[Json, ...] = (
        str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        2**31 - 1 - chance.randrange(2**20),
        chance.randrange(10**6, 10**9),
        "".join(chance.choices(LETTERS, k=12)),
    )
    return next((str(value) for value in ids if judging.fits(parameter.type, value)), None)


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
