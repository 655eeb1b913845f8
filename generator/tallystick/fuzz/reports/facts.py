"""What every format says of a campaign, as JSON values."""

from collections.abc import Callable
from dataclasses import dataclass

from tallystick import __version__
from tallystick.diagnostics import Code
from tallystick.fuzz.kinds import KINDS
from tallystick.fuzz.ledger import Outcome, Tally, Trial
from tallystick.fuzz.model import Case, Claim, Finding
from tallystick.text import Json

Say = Callable[[Case], str]
SHOWN = 2_000
"""Characters of an answer that a report shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """How requests are retold.

    Attributes:
        curl: As a shell command.
        python: As Python, which shows what a finding is about.
        replay: Command that runs the whole again.
    """

    curl: Say
    python: Callable[[Finding], str]
    replay: str


def summary(outcome: Outcome) -> str:
    """Return one line about a campaign."""
    valid = sum(tally.valid for tally in outcome.operations.values())
    taken = sum(tally.accepted for tally in outcome.operations.values())
    speed = outcome.requests / outcome.seconds if outcome.seconds else 0.0
    line = (
        f"{numbered(outcome.requests, 'request')} in {outcome.seconds:.1f} s "
        f"({speed:.0f} a second), seed {outcome.seed}; {taken} of {valid} valid ones accepted; "
        f"{numbered(len(outcome.findings), 'finding')}"
    )
    if outcome.known:
        line += f", {len(outcome.known)} known ones left out"
    return line + (f"; stopped: {outcome.stopped}" if outcome.stopped else "")


def numbered(count: int, noun: str) -> str:
    """Return how many there are of something, whose plural ends in ``s``."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def held(text: str) -> str:
    """Return text that a page or XML can hold: control characters have no place in it."""
    return "".join(char if char.isprintable() or char in "\n\t" else "?" for char in text)


def often(count: int) -> str:
    """Return how many times something came."""
    return "once" if count == 1 else f"{count} times"


def heading(outcome: Outcome) -> str:
    """Return what stands before all else, as two sentences; "" for nothing."""
    if outcome.headline is None:
        return ""
    said, done = (f"{part[:1].upper()}{part[1:]}." for part in outcome.headline)
    return f"{said} {done}"


def fared(tally: Tally) -> str:
    """Return what came of the valid requests of an operation."""
    if tally.valid:
        told = (f"; {count} excused: {why}" for why, count in sorted(tally.excused.items()))
        return f"{tally.accepted} of {tally.valid} valid accepted{''.join(told)}"
    if not tally.open:
        return "no request that must be accepted"
    why = "which some states may forbid" if tally.hoped else "whose path may name nothing"
    if tally.granted:
        return f"{tally.granted} of {tally.open.total()} valid accepted, {why}"
    came = ", ".join(f"{often(count)} {status}" for status, count in sorted(tally.open.items()))
    return f"no valid request was accepted, {why}: {came}"


def barren(outcome: Outcome) -> list[tuple[str, str]]:
    """Return the operations of whose valid requests none was accepted, each with what came."""
    none = ((name, it) for name, it in outcome.operations.items() if not it.accepted)
    return [(name, fared(it)) for name, it in none if it.valid or (it.open and not it.granted)]


def answer(finding: Finding) -> str:
    """Return the body of the answer as text, cut short."""
    return finding.reply.body[:SHOWN].decode("utf-8", "replace")


def meanings(outcome: Outcome) -> list[Code]:
    """Return what the kinds of a campaign's findings mean, in their order."""
    every = dict.fromkeys(item.kind for item in outcome.findings)
    return [KINDS[kind] for kind in every if kind in KINDS]


def advice(item: Finding) -> str:
    """Return why a finding matters and what to do; "" for a kind that is not known any more."""
    code = KINDS.get(item.kind)
    return f"{code.why} {code.instead}" if code is not None else ""


STATES = ("accepted though broken", "not judged", "never isolated", "never alone", "refused")
"""How a claim fared, loudest first. ``never alone``: refused, but other claims broke with it."""
BOUNDS = frozenset(
    {
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
    }
)
"""Keywords that have an edge."""


def standing(outcome: Outcome) -> list[dict[str, Json]]:
    """Return how every claim fared, those that failed first."""
    edges = _edges(outcome)
    reasons = {gap.claim.key: gap.reason for gap in outcome.gaps}
    rows = [
        _row(claim, state=_state(trial), edge=edges.get((claim.operation, claim.name, claim.at)))
        | {"alone": trial.alone, "refused": trial.refused, "accepted": trial.accepted}
        | ({} if trial.alone or claim.key not in reasons else {"why": reasons[claim.key]})
        for claim, trial in outcome.trials.items()
    ]
    tried = {claim.key for claim in outcome.trials}
    rows += [
        _row(gap.claim, state="never isolated", edge=None) | {"why": gap.reason}
        for gap in outcome.gaps
        if gap.claim.key not in tried
    ]
    return sorted(rows, key=lambda row: STATES.index(str(row["state"])))


def _state(trial: Trial) -> str:
    if trial.accepted:
        return "accepted though broken"
    if not trial.refused:
        return "not judged"
    return "refused" if trial.alone else "never alone"


def _row(claim: Claim, *, state: str, edge: bool | None) -> dict[str, Json]:
    has_edge = claim.name.removeprefix("schema:") in BOUNDS
    said = ("accepted" if edge else "never sent") if has_edge else ""
    return {
        "operation": claim.operation,
        "claim": claim.name,
        "at": claim.at,
        "state": state,
        "edge": said,
    }


def _edges(outcome: Outcome) -> dict[tuple[str, str, str], bool]:
    """Return the (operation, claim, place) of every bound at whose edge a request was accepted."""
    found: dict[tuple[str, str, str], bool] = {}
    for operation, tally in outcome.operations.items():
        for goal in tally.goals:
            before, mark, keyword = goal.rpartition(" !")
            if mark:
                found[operation, f"schema:{keyword}", before.partition(" ")[0]] = True
    return found


def kinds(rows: list[dict[str, Json]]) -> dict[str, list[dict[str, Json]]]:
    """Return rows by what they are about: rules, keywords, the request as a whole."""
    found: dict[str, list[dict[str, Json]]] = {"Rules": [], "Keywords": [], "Requests": []}
    for row in rows:
        name = str(row["claim"])
        kind = "Keywords" if name.startswith("schema:") else "Rules"
        found["Requests" if name.startswith("request:") else kind].append(row)
    return {kind: some for kind, some in found.items() if some}


def pairs(outcome: Outcome, operation: str) -> list[tuple[str, str]]:
    """Return the pairs of choices of an operation's bodies that are neither made nor excluded."""
    return [(one, other) for name, one, other in outcome.pairs_open if name == operation]


def whole(outcome: Outcome, retold: Retold) -> dict[str, Json]:
    """Return everything."""
    return {
        "tallystick": __version__,
        "title": outcome.title,
        "seed": outcome.seed,
        "requests": outcome.requests,
        "planned": outcome.planned,
        "seconds": round(outcome.seconds, 3),
        "stopped": outcome.stopped or None,
        "headline": heading(outcome) or None,
        "notes": list(outcome.notes),
        "replay": retold.replay,
        "findings": [one(item, retold) for item in outcome.findings],
        "kinds": {
            code.id: {"summary": code.summary, "why": code.why, "instead": code.instead}
            for code in meanings(outcome)
        },
        "known": [item.key for item in outcome.known],
        "operations": {
            name: {
                "valid": tally.valid,
                "accepted": tally.accepted,
                "hoped": {"sent": tally.open.total(), "accepted": tally.granted},
                "excused": dict(sorted(tally.excused.items())),
                "covered": [*map(str, sorted(tally.goals))],
                "unreached": [goal for each, goal in outcome.unreached if each == name],
                "pairs_open": [[one, other] for one, other in pairs(outcome, name)],
            }
            for name, tally in outcome.operations.items()
        },
        "claims": list(standing(outcome)),
    }


def one(item: Finding, retold: Retold) -> dict[str, Json]:
    """Return one finding."""
    return {
        "key": item.key,
        "kind": item.kind,
        "weight": item.weight.value,
        "operation": item.claim.operation,
        "claim": item.claim.name,
        "at": item.claim.at,
        "sentence": item.sentence,
        "count": item.count,
        "status": item.reply.status,
        "answer": answer(item),
        "curl": retold.curl(item.case),
        "python": retold.python(item),
    }
