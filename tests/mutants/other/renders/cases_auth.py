"""Faults of who may ask, and of what is answered to those who may not."""

from collections.abc import Callable
from typing import Final, NamedTuple

from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.kinds import Cases

KEYS: Final = {"key-a": "ann", "key-b": "bob"}


class Got(NamedTuple):
    """What says who asks.

    Attributes:
        scheme: In small letters.
        head: All of it, "" for none.
    """

    scheme: str
    secret: str
    head: str
    method: str

    @property
    def bearer(self) -> bool:
        """Whether the scheme is the right one."""
        return self.scheme == "bearer"


def by(authorization: str | None) -> s.Steps:
    """Return a creation by somebody."""
    return [s.again(s.IMAGE, authorization=authorization)]


def seen(authorization: str | None) -> s.Steps:
    """Return a look by somebody."""
    return [s.IMAGE, s.look(authorization=authorization)]


def owner(pieces: list[str]) -> str:
    """Return who has the first key of some, "" for nobody."""
    return next((KEYS[each] for each in pieces), "")


def anybody(got: Got) -> str:
    """Return who has a key; any key is one of ann's."""
    return KEYS.get(got.secret, "ann") if got.secret else ""


def begun(got: Got) -> str:
    """Return whose key begins with what is given."""
    right = got.bearer and bool(got.secret)
    return owner([key for key in KEYS if right and key.startswith(got.secret)])


def goes_on(got: Got) -> str:
    """Return with whose key begins what is given."""
    return owner([key for key in KEYS if got.bearer and got.secret.startswith(key)])


Let = Callable[[Got], str]
"""Returns whom a fault lets in, "" for nobody."""
LET: Final[dict[str, tuple[str, Let, s.Steps]]] = {
    "auth-none": (
        "nobody needs a key",
        lambda got: "" if got.head else "ann",
        by(None),
    ),
    "auth-get-none": (
        "nobody needs a key to look",
        lambda got: "ann" if got.method == "GET" and not got.head else "",
        seen(None),
    ),
    "auth-any": ("any key will do", anybody, by("Bearer odd")),
    "auth-any-get": (
        "any key will do to look",
        lambda got: anybody(got) if got.method == "GET" else "",
        seen("Bearer odd"),
    ),
    "auth-empty": (
        "an empty key will do",
        lambda got: "ann" if got.bearer and not got.secret.strip() else "",
        by("Bearer "),
    ),
    "auth-basic": (
        "any name and password will do",
        lambda got: "ann" if got.scheme == "basic" else "",
        by("Basic b2RkOm9kZA=="),
    ),
    "auth-scheme": (
        "any scheme will do",
        lambda got: KEYS.get(got.secret, ""),
        by("Token key-a"),
    ),
    "auth-prefix": ("the beginning of a key will do", begun, by("Bearer key")),
    "auth-suffix": ("what begins with a key will do", goes_on, by("Bearer key-abc")),
    "auth-caseless": (
        "a key will do in capitals",
        lambda got: KEYS.get(got.secret.lower(), "") if got.bearer else "",
        by("Bearer KEY-A"),
    ),
}
LETS: Final = {name: let for name, (_, let, _) in LET.items()}
STATUSES: Final = {
    "auth-403": {401: 403},
    "auth-404": {401: 404},
    "auth-400": {401: 400},
    "schema-422": {400: 422},
    "rules-400": {422: 400},
    "refused-200": {422: 200},
    "refused-418": {422: 418},
    "refused-500": {422: 500},
}
"""Name of a fault -> status -> the one that it answers with."""
CALLERS: Final[Cases] = {
    "auth-403": ("who has no key is answered with 403", by(None)),
    "auth-404": ("who has no key is answered with 404", by(None)),
    "auth-400": ("who has no key is answered with 400", by(None)),
    "no-challenge": ("who has no key is told no scheme", by(None)),
    "auth-after-body": (
        "bodies are read before it is asked for a key",
        [s.again(s.TEXT[0], authorization=None)],
    ),
    "foreign-get": ("everybody sees all jobs", seen("Bearer key-b")),
    "foreign-403": ("others' jobs are answered with 403", seen("Bearer key-b")),
    "file-needs-auth": ("links need a key", [*s.ON, s.fetch()]),
}
REFUSED: Final[Cases] = {
    "auth-lower-refused": ("bearer must have a capital", by("bearer key-a")),
    "charset-refused": (
        "a content type must not say its charset",
        [s.again(s.IMAGE, content_type="application/json; charset=utf-8")],
    ),
}
CHAINED: Final[Cases] = {
    "drop:chain": ("jobs go on from anything", [s.edited(source={"generation_id": s.NOBODY})]),
    "chain-unknown": (
        "jobs go on from none",
        [s.edited(source={"generation_id": s.NOBODY})],
    ),
    "chain-foreign": (
        "jobs go on from others' jobs",
        [*s.ON, s.again(s.edited(source=s.LAST), authorization="Bearer key-b")],
    ),
    "chain-unfinished": (
        "jobs go on from what is queued",
        [s.IMAGE, s.edited(source=s.LAST)],
    ),
    "chain-kind": ("a film is edited as an image", [*s.FILMED, s.edited(source=s.LAST)]),
}
STATUS: Final[Cases] = {
    "schema-422": ("wrong members are answered with 422", s.UNFIT),
    "rules-400": ("broken rules are answered with 400", s.BROKEN),
    "refused-200": ("broken rules are answered with 200", s.BROKEN),
    "refused-418": ("broken rules are answered with 418", s.BROKEN),
    "refused-500": ("broken rules are answered with 500", s.BROKEN),
}
CASES: Final = {
    kinds.DROPPED: {"drop:chain": CHAINED["drop:chain"]},
    kinds.HOLE: {name: case for name, case in CHAINED.items() if name != "drop:chain"},
    kinds.STATUS: STATUS,
    kinds.REFUSED: REFUSED,
    kinds.CALLER: {name: (what, steps) for name, (what, _, steps) in LET.items()} | CALLERS,
}
