"""Members that no two resources have alike, as the words of a document say.

*No two customers have the same*, *must be unique*, *already taken*: in the description of a member,
in a rule about it that only the server can judge, or where a conflict (409) is documented.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tallystick.fuzz.bodies import uniqueness
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import texts
from tallystick.fuzz.holders import shared
from tallystick.fuzz.journeys.references import singular
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api, Field, Operation, Scalar, TypeId
from tallystick.ir.words import words

_ALL: Final = re.compile(r"\b(?:globally|across|all|everybody|anybody|worldwide)\b")
_OWN: Final = re.compile(
    r"\b(?:own|one's|your|yours|caller's)\b"
    r"|\b(?:per|in|within|of|for|each) (?:the |an |a |each |one )?"
    r"(?:caller|account|user|tenant|organi[sz]ation|workspace|team|merchant)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A member that no two resources have alike.

    Attributes:
        chain: Makes the resources, and gets them where that can be done.
        field: The member, of what makes them.
        within: Of which resources: all there are, a caller's own, those in one resource; "" where
            nobody says.
        sure: The document says so of this very member.
    """

    chain: Chain
    field: Field
    within: str
    sure: bool


def uniques(api: Api, chains: Sequence[Chain]) -> tuple[Unique, ...]:
    """Return what no two resources have alike, for each creation."""
    found: dict[tuple[str, str], Unique] = {}
    makers = [it for it in chains if it.items is None and not it.inside]
    for chain in sorted(makers, key=lambda it: not it.polls):
        for unique in _of(api, chain):
            found.setdefault((chain.create.id, unique.field.wire), unique)
    return tuple(found.values())


def _of(api: Api, chain: Chain) -> Iterator[Unique]:
    create = chain.create
    content = json_content(create)
    if content is None or content.type is None:
        return
    taken = shared(api, content.type)
    fields = [it for it in (taken.fields if taken is not None else ()) if _plain(api, it)]
    conflict = uniqueness.conflict(create)
    for field in fields:
        text = " ".join((*texts(field.doc), *_rules(api, content.type, field)))
        sure = uniqueness.said(text)
        if sure or (conflict is not None and uniqueness.meant(text)):
            yield Unique(chain=chain, field=field, within=_within(create, text), sure=sure)
            continue
        told = uniqueness.told(create, field, fields)
        if conflict is not None and told is not None:
            yield Unique(chain=chain, field=field, within=_within(create, told), sure=False)


def _plain(api: Api, field: Field) -> bool:
    """Whether a member may hold many values, and clients say which."""
    declared = api.types[field.type]
    plain = isinstance(declared, Scalar) and declared.kind in {"string", "integer"}
    timed = isinstance(declared, Scalar) and (declared.format or "").startswith(("date", "time"))
    return plain and not timed and field.direction != "read"


def _rules(api: Api, type_id: TypeId, field: Field) -> Iterator[str]:
    """Yield the sentences of rules about a member that only the server can judge."""
    for rule in api.types[type_id].rules:
        if rule.text is None and rule.field == "/" + field.wire:
            yield rule.message.raw.lower()


def _within(create: Operation, text: str) -> str:
    """Return among which resources a member is unique."""
    if not _holders(create).isdisjoint(map(singular, re.findall(r"[a-z]+", text))):
        return "parent"
    if _OWN.search(text):
        return "caller"
    return "all" if _ALL.search(text) else ""


def _holders(create: Operation) -> frozenset[str]:
    """Return what the resources are called in which an operation makes others."""
    parts = create.path.split("/")
    above = (part for part, after in pairwise(parts) if after.startswith("{"))
    return frozenset(singular(words(part)[-1]) for part in above if words(part))
