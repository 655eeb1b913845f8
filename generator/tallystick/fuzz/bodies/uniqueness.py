"""How words say that no two resources have a member alike: surely, most likely, perhaps."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.fuzz.documented import sentences, texts
from tallystick.ir import Api, Doc, Field, Operation, Response, Scalar

CONFLICT: Final = "409"

_TWO: Final = re.compile(
    r"\bno two\b|\balready (?:taken|used|exists?|in use|registered|assigned)\b"
    r"|\b(?:taken|used|given|in use|assigned) (?:already|twice|only once|by another)\b"
    r"|\b(?:must|has to|have to|needs to) be unique\b|\b(?:is|are) unique\b"
    r"|\bunique (?:among|across|within|per|in|for each|in each)\b"
    r"|\b(?:taken|twice|another|other|same|exists)\b.*\b409\b"
    r"|\b409\b.*\b(?:taken|twice|another|other|same|exists)\b"
)
_ONE: Final = re.compile(r"\bunique (?!id\b|identifier|items?\b|elements?\b|values?\b|key\b)\w+")
_SOME: Final = re.compile(
    r"\bunique\b|\balready\b|\b(?:taken|used|given) once\b|\b409\b|\bduplicates?\b"
)
_TAKEN: Final = re.compile(r"\b(?:already|taken|exists?|in use|duplicate|twice|unique|same)\b")
"""Words of a conflict between two that are alike."""
_OTHER: Final = re.compile(r"\b(?:idempoten|keys?\b|states?\b|status\b|versions?\b|etags?\b)")
"""Words of a conflict with something else."""
_NAMES: Final = frozenset(
    ("name", "username", "login", "email", "handle", "slug", "nickname", "code", "sku", "domain")
)
_THEIRS: Final = re.compile(r"\b(?:clients?|callers?|you|applications?) (?:is|are) responsible\b")
"""Who sees to it is not the server."""


def said(text: str) -> bool:
    """Whether words in lower case say it, and that of what the server sees to."""
    return _in(_TWO, text) and not _in(_THEIRS, text)


def meant(text: str) -> bool:
    """Whether they most likely do, where a conflict (409) is documented."""
    return _in(_ONE, text)


def perhaps(text: str) -> bool:
    """Whether they may: enough to send nothing twice, too little to complain of what is."""
    return _in(_TWO, text) or _in(_SOME, text)


def conflict(operation: Operation) -> Response | None:
    """Return what an operation answers where something is in its way (409), None without it."""
    return next((it for it in operation.responses if it.status == CONFLICT), None)


def told(operation: Operation, field: Field, fields: Sequence[Field]) -> str | None:
    """Return what an operation or its conflict says of one member of some: another one has it."""
    found = conflict(operation)
    above = (operation.doc, *((found.doc,) if found is not None else ()))
    return next((it for it in _clauses(*above) if _about(it, field, fields)), None)


def likely(api: Api, operation: Operation, fields: Sequence[Field]) -> Iterator[Field]:
    """Yield the members that a conflict may be about: as it says, else by what they are called.

    ``409: Email is taken`` is about the member ``email``. Where a conflict says nothing of any
    member, and not that it is about keys, states or versions, names tell: ``slug``, ``username``.
    """
    found = conflict(operation)
    if found is None:
        return
    named = [it for it in fields if told(operation, it, fields) is not None]
    if named or any(map(_OTHER.search, texts(found.doc))):
        yield from named
        return
    yield from (it for it in fields if _identifies(api, it))


def _identifies(api: Api, field: Field) -> bool:
    """Whether a member is called like what tells people or things apart."""
    declared = api.types[field.type]
    if not isinstance(declared, Scalar) or declared.kind != "string":
        return False
    return declared.format == "email" or (bool(field.words) and field.words[-1] in _NAMES)


def _clauses(*docs: Doc) -> Iterator[str]:
    for text in sentences(*docs):
        yield from re.split(r"[;:]\s", text)


def _about(sentence: str, field: Field, fields: Sequence[Field]) -> bool:
    """Whether a sentence says of one member alone that another one has it already."""
    named = [it for it in fields if re.search(rf"\b{re.escape(' '.join(it.words))}\b", sentence)]
    return named == [field] and _TAKEN.search(sentence) is not None


def _in(words: re.Pattern[str], text: str) -> bool:
    """Whether words stand in a text, whose lines may end anywhere."""
    return words.search(" ".join(text.split())) is not None
