"""What was uploaded is given back as it was sent, and counted."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tallystick.fuzz.documented import texts, told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.ir import Api, Field, Operation, Scalar, TypeId, words
from tallystick.text import Json

OK: Final = 200
_SAME: Final = re.compile(
    r"\bbyte (?:by|for) byte\b|\bverbatim\b|\bunchanged\b"
    r"|\bas (?:it was |they were )?(?:sent|given|uploaded|received)\b"
)
"""Words about bytes that come back as they were sent."""
_NONE: Final = re.compile(r"\b404 for an? (\w+) (?:one|\w+)\b")
_BYTES: Final = re.compile(r"\bbytes\b")


class Back(NamedTuple):
    """What gives something back.

    Attributes:
        operation: It.
        none: A value of a member of resources that have nothing to be given back, "" for none.
        sizes: Members of the resource that say how many bytes it is.
    """

    operation: Operation
    none: str
    sizes: tuple[Field, ...]


def back(api: Api, operation: Operation, shown: TypeId | None) -> Back | None:
    """Return what an operation gives back, None where words do not say that it does so.

    Args:
        api: The API.
        operation: Asks for what is in a resource, and answers with bytes.
        shown: Type of the resource.
    """
    docs = operation.doc, *(it.doc for it in operation.responses if it.status[:1] == "2")
    said = " ".join(texts(*docs))
    if not _SAME.search(said):
        return None
    none = _NONE.search(said)
    named = set(words(operation.path.rstrip("/").rpartition("/")[2]))
    fields = (it for it in api.fields(shown) if _counts(api, it, named))
    return Back(operation, none[1] if none else "", tuple(fields))


def _counts(api: Api, field: Field, named: set[str]) -> bool:
    """Whether a member says how many bytes something has."""
    declared = api.types[field.type]
    if not isinstance(declared, Scalar) or declared.kind != "integer":
        return False
    said = " ".join(told(it.description) for it in (field.doc, declared.doc))
    counted = "bytes" in field.words or bool(_BYTES.search(said))
    return counted and bool(named & {*field.words, *words(said)})


def judge(case: Case, reply: Reply, sent: bytes) -> Iterator[Finding]:
    """Yield a warning when what comes back is not what was sent.

    Args:
        case: What asked for it.
        reply: The answer.
        sent: What was sent.
    """
    if reply.status == OK and not reply.error and reply.body != sent:
        said = f"{len(sent)} bytes were sent, and "
        said += (
            f"{len(reply.body)} come back" if len(sent) != len(reply.body) else "others come back"
        )
        yield _warning(case, reply, "upload:same", said)


def counted(
    case: Case, reply: Reply, value: Mapping[str, Json], given: Back, sent: bytes
) -> Iterator[Finding]:
    """Yield a warning for each member that says another number of bytes than were sent.

    Args:
        case: What made the resource.
        reply: The answer.
        value: The resource.
        given: What gives the bytes back.
        sent: The bytes.
    """
    for field in given.sizes:
        many = value.get(field.wire)
        if isinstance(many, int) and many != len(sent):
            said = f"{len(sent)} bytes were sent, and {field.wire} is {many}"
            yield _warning(case, reply, "upload:bytes", said, field.wire)


def nothing(case: Case, reply: Reply, none: str) -> Iterator[Finding]:
    """Yield a warning when something comes back though nothing was sent.

    Args:
        case: What asked for it.
        reply: The answer.
        none: What the resource is.
    """
    if accepted(reply):
        said = f"the resource is {none}, for which there is nothing, and it is answered"
        yield _warning(case, reply, "upload:none", said)


def _warning(case: Case, reply: Reply, name: str, said: str, member: str = "") -> Finding:
    claim = about(case, name, member=member)
    return finding("upload", said, case, reply, claim=claim, weight=Weight.WARNING)
