"""What an account shows is what was taken, given back, and is going on, as words say."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding


def kept(case: Case, reply: Reply, name: str) -> Iterator[Finding]:
    """Yield a warning about an action that is to give back, after which all is as before, twice.

    Args:
        case: The action.
        reply: The answer that accepts it.
        name: Number that something took from when it was made.
    """
    said = f"{case.operation} is said to give back, and {name} stays as it was after it, twice"
    claim = about(case, "account:back", name)
    yield finding("account-kept", said, case, reply, claim=claim, weight=Weight.WARNING)


def free(case: Case, reply: Reply, name: str) -> Iterator[Finding]:
    """Yield a warning about an action that is said to cost something; arguments as of `kept`."""
    said = f"{case.operation} is said to cost the same again, and {name} stays as it was, twice"
    claim = about(case, "account:again", name)
    yield finding("account-free", said, case, reply, claim=claim, weight=Weight.WARNING)


def outdated(case: Case, reply: Reply, head: str, name: str) -> Iterator[Finding]:
    """Yield a warning about a header with what an account showed before the request, twice.

    Args:
        case: What took from the account.
        reply: Its answer.
        head: The header.
        name: Number of the account that is called so.
    """
    said = f"{head} is what {name} was before the request, and not what it is after it, twice"
    claim = about(case, "account:header", member=head)
    yield finding("header-outdated", said, case, reply, claim=claim, weight=Weight.WARNING)


def miscounted(
    case: Case, reply: Reply, name: str, counts: tuple[float, int], states: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a warning about a number of things in some states that is not how many are listed.

    Args:
        case: What asked for it.
        reply: The answer.
        name: The number.
        counts: What it is, and how many are listed.
        states: Those that words name.
    """
    said = f"{name} is {counts[0]:g}, and {counts[1]} are listed as {' or '.join(states)}"
    claim = about(case, "account:count", member=name)
    yield finding("account-count", said, case, reply, claim=claim, weight=Weight.WARNING)


def unreturned(case: Case, reply: Reply, name: str, state: str, much: float) -> Iterator[Finding]:
    """Yield a warning about what is said to be given back in a state, and is not.

    Args:
        case: What asked for it.
        reply: The answer.
        name: The number.
        state: That things came to.
        much: What all of them cost.
    """
    said = f"{name} counts {much:g} for what is {state} now, which is said to give back"
    claim = about(case, "account:back", name)
    yield finding("account-kept", said, case, reply, claim=claim, weight=Weight.WARNING)
