"""What something cost is compared with what the document says that it costs."""

from collections.abc import Iterator

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import about, finding


def wrong(
    case: Case, reply: Reply, member: str, bounds: tuple[float, float], words: str
) -> Iterator[Finding]:
    """Yield a warning about what cost something else than the document says.

    Args:
        case: The request that made it.
        reply: The answer.
        member: Of the answer, that says what it cost.
        bounds: What it should have cost, at least and at most.
        words: Of the document.
    """
    least, most = bounds
    told = f"{least:g}" if least == most else f"{least:g} to {most:g}"
    costs = number(answer(reply), (member,))
    said = f'{member} is {costs:g}, where "{words}" makes {told}'
    claim = about(case, "price:said", member=member)
    yield finding("price-differs", said, case, reply, claim=claim, weight=Weight.WARNING)


def above(case: Case, reply: Reply, limit: str, member: str, costs: float) -> Iterator[Finding]:
    """Yield a warning about what was made though it is above a limit.

    Args:
        case: The request with the limit.
        reply: The answer that accepts it.
        limit: Member that holds the limit.
        member: What it bounds.
        costs: How much that is.
    """
    said = f"accepted with {reply.status}, where {member} is {costs:g}, above its {limit}"
    claim = about(case, "limit:kept", member=limit)
    yield finding("limit-passed", said, case, reply, claim=claim, weight=Weight.WARNING)


def refused(case: Case, reply: Reply, limit: str, costs: float) -> Iterator[Finding]:
    """Yield a warning about what was refused though it is not above a limit; arguments as above."""
    said = f"refused with {reply.status}, where {limit} is {costs:g}, which is all that is needed"
    claim = about(case, "limit:met", member=limit)
    yield finding("limit-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def took(case: Case, reply: Reply, what: str) -> Iterator[Finding]:
    """Yield a warning about a refusal after which something is otherwise, each time.

    Args:
        case: The request that was refused.
        reply: The answer.
        what: Where it shows.
    """
    said = f"refused with {reply.status}, and {what} is otherwise each time afterwards"
    claim = about(case, "refused:nothing")
    yield finding("refusal-does", said, case, reply, claim=claim, weight=Weight.WARNING)
