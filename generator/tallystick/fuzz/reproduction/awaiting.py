"""Lines that ask for a resource again and again until it is in some state."""

import json
import shlex
from typing import Final

TURNS: Final = 60
"""How often a resource is asked for at most, a second apart, until it can be named."""
QUICK: Final = 5
"""How often it is asked a second where a state may be over soon."""


def by_shell(ask: str, member: str, states: tuple[str, ...], *, quick: bool = False) -> str:
    """Return a command that waits.

    Args:
        ask: Command that asks for the resource, and prints it.
        member: Holds the state.
        states: One of these is waited for.
        quick: It may be over soon.
    """
    ask = ask.replace("curl -i", "curl -s", 1)
    named, wanted = json.dumps(member), ", ".join(map(json.dumps, states))
    code = f"import json,sys; sys.exit(json.load(sys.stdin).get({named}) not in [{wanted}])"
    turns, pause = _pace(quick=quick)
    turn = f"{ask} | python3 -c {shlex.quote(code)} && break; sleep {pause}"
    return f"for TURN in $(seq {turns}); do {turn}; done"


def by_python(state: str, states: tuple[str, ...], sleep: str, *, quick: bool = False) -> list[str]:
    """Return lines that wait.

    Args:
        state: Expression that asks for the resource, and gives its state.
        states: As of `by_shell`.
        sleep: Function that lets time pass.
        quick: As of `by_shell`.
    """
    turns, pause = _pace(quick=quick)
    return [
        f"for _ in range({turns}):",
        f"    if {state} in {states!r}:",
        "        break",
        f"    {sleep}({pause})",
    ]


def _pace(*, quick: bool) -> tuple[int, str]:
    return (TURNS * QUICK, f"{1 / QUICK:g}") if quick else (TURNS, "1")
