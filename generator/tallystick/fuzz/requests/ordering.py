"""What is sent first: each claim once before any of them twice."""

from collections.abc import Iterable

from tallystick.fuzz.model import Case


def ordered(cases: Iterable[Case]) -> list[Case]:
    """Put the first case of every claim before the second of any; creations come first."""
    turn: dict[str, int] = {}
    ranked: list[tuple[int, int, int, Case]] = []
    for number, case in enumerate(cases):
        key = case.claim.key + case.kind if case.claim else f"{case.operation} {case.kind}"
        turn[key] = turn.get(key, -1) + 1
        share = 8 if case.expect == "accepted" else 1
        later = 1 if case.takes else 0
        ranked.append((turn[key] // share, later, number, case))
    return [case for _, _, _, case in sorted(ranked, key=lambda each: each[:3])]
