"""For the terminal: the loud findings first, each with a command that shows it."""

from collections.abc import Iterable

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Finding
from tallystick.fuzz.reports.facts import (
    Retold,
    answer,
    fared,
    meanings,
    pairs,
    standing,
    summary,
)
from tallystick.text import Json

LISTED = 30
"""Rows of a list that are printed; JSON has all."""
WIDEST = 300
FEW = 3
"""Pairs, or other goals, that are printed of one operation."""


def render(outcome: Outcome, retold: Retold) -> str:
    """Render a campaign as text with a final newline."""
    lines: list[str] = []
    if outcome.headline is not None:
        said, done = outcome.headline
        lines += [f"{said[:1].upper()}{said[1:]}.", f"help: {done}", ""]
    for item, *others in _alike(outcome.findings):
        at = f" at {_shown(item.claim.at)}" if item.claim.at else ""
        said = f"{item.claim.operation}: {_shown(item.sentence)}{_times(item)}"
        lines += [
            f"{item.weight.value}[{item.kind}]: {said}",
            f"  claim: {item.claim.name}{at}",
            *_also(others),
            f"  answer: {item.reply.status} {_plain(answer(item))}",
            f"  curl: {retold.curl(item.case)}",
            *(f"  {line}" for line in _python(retold.python(item))),
            "",
        ]
    lines += _meanings(outcome)
    lines += _coverage(outcome) if outcome.headline is None else []
    lines += [f"note: {note}" for note in outcome.notes]
    lines += [summary(outcome), f"replay: {retold.replay}"]
    return "\n".join(lines) + "\n"


def _alike(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """Return findings that say the same of several operations together, each time the first first.

    Which ones they are is said; how each is shown stands in the other formats.
    """
    found: dict[tuple[str, ...], list[Finding]] = {}
    for item in findings:
        told = item.weight.value, item.kind, item.claim.name, item.claim.at, item.sentence
        found.setdefault(told, []).append(item)
    return found.values()


def _also(others: list[Finding]) -> list[str]:
    named = ", ".join(f"{item.claim.operation}{_times(item)}" for item in others)
    return [f"  also: {named}"] if others else []


def _times(item: Finding) -> str:
    return f" ({item.count} times)" if item.count > 1 else ""


def _meanings(outcome: Outcome) -> list[str]:
    """Return where it is said what the kinds in brackets mean."""
    names = [code.id for code in meanings(outcome)]
    if not names:
        return []
    which = f"`tally explain {names[0]}`" if len(names) == 1 else "`tally explain KIND`"
    return [f"help: {which} says what a finding means and what to do about it", ""]


def _python(code: str) -> list[str]:
    first, *rest = code.splitlines()
    return [f"python: {first}", *(f"        {line}" for line in rest)]


def _shown(text: str) -> str:
    """Return text without control characters, on one line: a server may have named what it says."""
    return "".join(char if char.isprintable() else " " for char in text)


def _plain(text: str) -> str:
    """Return text of a server as `_shown` does, not all of it where it is long."""
    shown = _shown(text)
    return shown if len(shown) <= WIDEST else shown[:WIDEST] + "..."


def _coverage(outcome: Outcome) -> list[str]:
    lines: list[str] = []
    every = outcome.operations.items()
    silent = [name for name, tally in every if not tally.valid and not tally.open]
    left = silent if len(silent) > FEW else ()
    lines += [f"{name}: {fared(tally)}" for name, tally in every if name not in left]
    if len(silent) > FEW:
        some = ", ".join(silent[:FEW])
        lines.append(f"{len(silent)} operations had no request that must be accepted: {some}, ...")
    rows = standing(outcome)
    refused = sum(row["state"] == "refused" for row in rows)
    lines.append(f"claims: {refused} of {len(rows)} broken alone and refused every time")
    bounds = [row for row in rows if row["edge"]]
    met = sum(row["edge"] == "accepted" for row in bounds)
    lines.append(f"bounds: {met} of {len(bounds)} accepted at the edge")
    for name in outcome.operations:
        lines += _missed(name, [goal for each, goal in outcome.unreached if each == name])
        lines += _pairs(name, pairs(outcome, name))
    return lines + _quiet(rows)


def _quiet(rows: list[dict[str, Json]]) -> list[str]:
    """Return lines about claims that no request broke alone, those of one reason together."""
    places: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["state"] in {"never isolated", "not judged", "never alone"}:
            where = f"{row['operation']} {row['claim']} {row['at']}".rstrip()
            places.setdefault((str(row["state"]), str(row.get("why", ""))), []).append(where)
    lines: list[str] = []
    for (state, why), some in list(places.items())[:LISTED]:
        others = f" and {len(some) - 1} more" if len(some) > 1 else ""
        lines.append(f"  {state}: {some[0]}{others}" + (f": {why}" if why else ""))
    if len(places) > LISTED:
        left = sum(len(some) for some in list(places.values())[LISTED:])
        lines.append(f"  and {left} more; --format json lists all")
    return lines


def _missed(name: str, goals: list[str]) -> list[str]:
    """Return lines about members, values and edges that no valid request shows."""
    if not goals:
        return []
    more = f", and {len(goals) - FEW} more" if len(goals) > FEW else ""
    said = f"{name}: {len(goals)} goals that no valid request reaches"
    shown = (f"the body{goal}" if goal.startswith(" ") else goal for goal in goals[:FEW])
    return [f"{said}: {'; '.join(shown)}{more}"]


def _pairs(name: str, left: list[tuple[str, str]]) -> list[str]:
    """Return lines about pairs of choices that nobody has seen together."""
    if not left:
        return []
    more = f", and {len(left) - FEW} more" if len(left) > FEW else ""
    shown = "; ".join(f"{one} with {other}" for one, other in left[:FEW])
    said = f"{name}: {len(left)} pairs of choices neither made nor proved impossible"
    return [f"{said}: {shown}{more}"]
