"""Links that are signed: what they lead to is for those who have this signature, and no other."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.oracles.settled import is_signature
from tallystick.ir import Field, words

SHORTEST: Final = 8
"""Characters of a signature, at the least."""
OK: Final = 200
_ESCAPE: Final = 3
"""Characters of an escape."""


class Signature(NamedTuple):
    """A signature in the query of a link.

    Attributes:
        before: What stands before it, its name included.
        text: It, as it is written.
        after: What stands behind it.
    """

    before: str
    text: str
    after: str


def signature(query: str, *, said: bool) -> Signature | None:
    """Return the one signature of a query, None where there is none or there are several.

    Args:
        query: Of a link, without its question mark.
        said: Words say that the link is signed: then a token is its signature, too.
    """
    parts = query.split("&")
    names = [unquote_plus(it.partition("=")[0]) for it in parts]
    sure = [at for at, name in enumerate(names) if name and is_signature(name)]
    tokens = [at for at, name in enumerate(names) if said and name and words(name)[-1] == "token"]
    found = sure or tokens
    if len(found) != 1:
        return None
    name, _, text = parts[found[0]].partition("=")
    before = "".join(f"{it}&" for it in parts[: found[0]])
    return Signature(f"{before}{name}=", text, "".join(f"&{it}" for it in parts[found[0] + 1 :]))


def forged(known: Signature) -> Iterator[str]:
    """Yield a query with another character in its signature, in either half.

    The other one stands elsewhere in the signature: it is of the same alphabet.
    """
    text = known.text
    marks = [at for at, it in enumerate(text) if it == "%"]
    escaped = {at + n for at in marks for n in range(_ESCAPE)}
    free = [at for at, it in enumerate(text) if at not in escaped and it.isalnum()]
    if len(free) < SHORTEST:
        return
    for at in (free[len(free) // 3], free[-3]):
        others = [text[n] for n in free if text[n].lower() != text[at].lower()]
        if others:
            changed = f"{text[:at]}{others[len(others) // 2]}{text[at + 1 :]}"
            yield f"{known.before}{changed}{known.after}"


def bare(known: Signature) -> str:
    """Return a query without its signature."""
    return (known.before.rpartition("&")[0] + known.after).removeprefix("&")


def forgery(
    case: Case, reply: Reply, field: Field, told: tuple[str, Weight], there: Reply
) -> Iterator[Finding]:
    """Yield a finding when what a signed link leads to is served to others, too.

    Args:
        case: What was answered with the link.
        reply: The answer.
        field: The link.
        told: What they have (*another signature*), and how much that weighs.
        there: What is there for them.
    """
    if there.status == OK and not there.error:
        said = f"{field.wire} is signed, and is served with {told[0]}, too"
        claim = about(case, "link:signature", member=field.wire)
        yield finding("link", said, case, reply, claim=claim, weight=told[1])
