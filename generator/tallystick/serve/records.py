"""What the store keeps, as plain values."""

from dataclasses import dataclass, field
from typing import Literal

from tallystick.serve.behaviour import Account, Asset
from tallystick.text import Json

Parameters = tuple[tuple[str, str, Json], ...]
"""(place, wire name, value) of each parameter given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One resource as a row.

    Attributes:
        kind: Operation id that gets it.
        fence: Number of the last claim; a write of an older claim is refused.
        attempts: Claims so far.
    """

    number: int
    id: str
    kind: str
    operation: str
    account: Account
    request: Json
    parameters: Parameters
    value: dict[str, Json]
    state: str
    created: float
    fence: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A resource to be stored.

    Attributes:
        due: When its job may begin, unix time; None when its state is terminal already.
        files: Uploads of the request, kept for the job; ``""`` is the raw body.
    """

    id: str
    kind: str
    operation: str
    account: Account
    request: Json
    parameters: Parameters
    value: dict[str, Json]
    state: str
    created: float
    due: float | None
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An idempotency key as given with a call.

    Attributes:
        digest: Hash of everything that the call asks for; the same key with another digest is
            a conflict.
        expires: Unix time after which the key may be used anew.
    """

    owner: str
    operation: str
    key: str
    digest: bytes
    expires: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """What became of a create.

    Attributes:
        outcome: The new resource, the earlier one of the same key, a key of another request, or an
            id that is in use already.
    """

    outcome: Literal["new", "replayed", "conflict", "id-taken"]
    stored: Stored | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a claim writes: the next state, and assets that belong to it.

    Attributes:
        due: When the job goes on; None ends it.
    """

    value: dict[str, Json]
    state: str
    at: float
    due: float | None
    assets: tuple[tuple[str, Asset], ...] = field(default=())
