"""What is asked for by its id is shown with that id, whoever asks and however it was found."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Operation, words
from tallystick.resolve.pointer import split

ID: Final = ("id",)
STEM: Final = 2
"""Letters at the least in which a collection and one of it are spelled alike: *boxes*, *box*."""


class _Own(NamedTuple):
    """What is compared.

    Attributes:
        parameter: The last one of the path.
        member: Of the answer.
        names: Words of members of other answers that mean the same.
        wraps: What is asked for may be in the answer, and `member` the id of something else.
    """

    parameter: str
    member: str
    names: frozenset[tuple[str, ...]]
    wraps: bool


def judge(scene: Scene, case: Case, reply: Reply, given: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding when an answer shows another resource than the path names.

    Judged is what an earlier answer called so, too: a path may take other names, like *latest*, and
    nobody said that those are shown.

    Args:
        scene: The API.
        case: What asked.
        reply: The answer.
        given: What its path was given.
    """
    if case.message.method != "GET" or not given or not accepted(reply):
        return
    operation = scene.operations[case.operation]
    own = scene.once(("own name", operation.id), lambda: _own(scene, operation))
    if own is None or not _called(own, dict(case.binds).get(own.parameter, "")):
        return
    value = answer(reply)
    shown = value.get(own.member) if isinstance(value, dict) else None
    wanted = given.get(own.parameter)
    if wanted is None or not isinstance(shown, str | int) or isinstance(shown, bool):
        return
    if not _alike(str(shown), wanted):
        said = f"{own.member} is {shown!r}, and {wanted!r} was asked for"
        claim = about(case, "response:identity", member=own.member)
        yield finding("identity", said, case, reply, claim=claim)


def _own(scene: Scene, operation: Operation) -> _Own | None:
    """Return what of an operation is compared, None where no name is plain."""
    found = re.fullmatch(r".*?([^/{}]*)/\{([^/{}]+)\}/?", operation.path)
    answered = success(operation)
    if found is None or answered is None:
        return None
    collection, parameter = words(found[1]), words(found[2])
    if parameter[-1:] != ID:
        return None
    members = {words(wire): wire for wire in scene.members(answered)}
    plain = parameter == ID or _one_of(collection, parameter[:-1])
    member = members.get(parameter) or (members.get(ID) if plain else None)
    if member is None:
        return None
    names = frozenset({parameter, ID} if plain else {parameter})
    inner = (scene.members(each) for each in scene.members(answered).values())
    wraps = any(words(wire) in names for each in inner for wire in each)
    return _Own(found[2], member, names, wraps)


def _one_of(collection: tuple[str, ...], one: tuple[str, ...]) -> bool:
    """Whether a collection is called as many of one: *boxes*, and *box*."""
    stem = one[-1][:-1] if len(one[-1]) > STEM else one[-1]
    return bool(collection) and collection[-1].startswith(stem)


def _called(own: _Own, pointer: str) -> bool:
    """Whether an answer called the resource so: in a member of that meaning, or its address.

    Of what is deeper in an answer nobody knows what the whole is: it may have an id of its own.
    """
    name, headed, _ = pointer.partition(":")
    if headed and "/" not in name:
        return not own.wraps
    steps = split(pointer)
    return len(steps) == 1 and words(steps[0]) in own.names


def _alike(shown: str, wanted: str) -> bool:
    """Whether two texts may be one id: numbers and letters are compared by what they mean."""
    if shown.isdecimal() and wanted.isdecimal():
        return int(shown) == int(wanted)
    one, other = shown.casefold(), wanted.casefold()
    return bool(one) and (one.endswith(other) or other.endswith(one))
