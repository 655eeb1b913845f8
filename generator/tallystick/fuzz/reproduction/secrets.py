"""Where a command puts a caller's secret: in headers, in the query, plain or as Basic has it."""

import base64
from collections.abc import Callable
from typing import Final

from tallystick.fuzz.model import SECRET, Case
from tallystick.fuzz.sending.credentials import MORE, WRONG, carried
from tallystick.ir import Api

CODED: Final = "$CODED"
"""Stands for the secret in Base64, as Basic carries it."""
QUERY: Final = "?"
"""Begins what is added to a query."""
OTHER: Final = "$OTHER_TOKEN"
ENDS: Final = {"longer": f" + {MORE!r}", "shorter": "[:-1]", "cased": ".swapcase()"}

Secrets = Callable[[str], tuple[str, ...]]
"""Id of an operation -> what carries a secret: ``Name: value`` or ``?name=value``, `SECRET` or
`CODED` in its place."""


def secrets_of(api: Api) -> Secrets:
    """Return what carries the secret of the operations of an API; nothing where none is needed."""
    return {each.id: carried(api, each, CODED) for each in api.operations}.__getitem__


def always(*texts: str) -> Secrets:
    """Return the same for every operation."""
    return lambda _: texts


def told(case: Case, secrets: Secrets, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what carries the secret of one request, as of `Secrets`.

    Args:
        case: The request.
        secrets: As of `Secrets`.
        given: Names of headers that were given; of several keys that one is what was given.
    """
    message = case.message
    if message.caller == "none":
        return ()
    if message.carrier:
        return (message.carrier,)
    texts = secrets(case.operation)
    own = {name.lower() for name in given if len(texts) > 1} - {"authorization"}
    found = (it for it in texts if name_of(it).lower() not in own)
    return tuple(it for it in found if not (message.rooted and it.startswith(QUERY)))


def name_of(text: str) -> str:
    """Return the header that carries a secret, "" for a query."""
    return "" if text.startswith(QUERY) else text.partition(":")[0]


def split_at(text: str) -> tuple[str, str, bool]:
    """Return what stands before and after a secret, and whether it is in Base64."""
    coded = CODED in text
    before, _, after = text.partition(CODED if coded else SECRET)
    return before, after, coded


def wrong(text: str) -> str:
    """Return what carries a secret with one that is nobody's."""
    return text.replace(CODED, base64.b64encode(WRONG.encode()).decode()).replace(SECRET, WRONG)


def in_shell(text: str, caller: str, quote: Callable[[str], str]) -> str:
    """Return what carries a secret as a word of a shell, which takes it from the environment."""
    if caller == "wrong":
        return quote(wrong(text))
    before, after, coded = split_at(text)
    name = OTHER if caller == "second" else SECRET
    name = f"${{{name[1:]}%?}}" if caller == "shorter" else name
    name = f"${{{name[1:]}}}{MORE}" if caller == "longer" else name
    name = f'$(printf %s "{name}" | tr a-zA-Z A-Za-z)' if caller == "cased" else name
    name = f'$(printf %s "{name}" | base64 | tr -d "\\n")' if coded else name
    return f'{quote(before)}"{name}"{quote(after) if after else ""}'


def in_python(text: str, caller: str) -> str:
    """Return what carries a secret in Python: its header without the name, or part of a query."""
    if caller == "wrong":
        return repr(wrong(text))
    before, after, coded = split_at(text)
    found = f'os.environ["{(OTHER if caller == "second" else SECRET)[1:]}"]' + ENDS.get(caller, "")
    if coded:
        found = f"__import__('base64').b64encode(({found}).encode()).decode()"
    found = f"{before!r} + {found}" if before else found
    return f"{found} + {after!r}" if after else found
