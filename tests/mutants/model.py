"""What a mutant is: plain values, so that a catalogue pickles."""

import copy
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = Any

OWN, SECOND = "demo", "other"
"""The two credentials that every server of the harness takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of the document that the mutant serves.

    Attributes:
        at: JSON Pointer.
        to: What stands there then.
        gone: Nothing stands there then.
    """

    at: str
    to: Json = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that a wrapper of the true server does wrong.

    Attributes:
        name: Its name in ``faults.FAULTS``.
        args: What it is told.
    """

    name: str
    args: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A server with one thing wrong.

    Attributes:
        id: Unique, stable.
        kind: Family, a row of the table.
        edits: Changes of the document; none when the wrapper does it.
        fault: What the wrapper does, None when the document does it.
    """

    id: str
    kind: str
    edits: tuple[Edit, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request of a probe.

    Attributes:
        path: ``{id}`` stands for the id in the first answer that had one.
        body: Text, None for none.
        media_type: None sends no ``Content-Type``.
        token: None sends no credentials.
        key: Idempotency key.
        until: Poll until the state is one of these (at most a second or so).
    """

    method: str
    path: str
    body: str | None = None
    media_type: str | None = "application/json"
    token: str | None = OWN
    key: str | None = None
    until: tuple[str, ...] = ()


def edited(document: Json, edits: tuple[Edit, ...]) -> Json:
    """Return a copy of a document with edits."""
    result = copy.deepcopy(document)
    for edit in edits:
        *way, last = [step.replace("~1", "/").replace("~0", "~") for step in edit.at.split("/")[1:]]
        node = result
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        place: int | str = int(last) if isinstance(node, list) else last
        if edit.gone:
            del node[place]
        else:
            node[place] = copy.deepcopy(edit.to)
    return result
