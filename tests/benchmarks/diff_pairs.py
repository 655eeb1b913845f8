"""Labelled pairs of documents: how often the diff agrees with what people wrote on them.

``python -m tests.benchmarks.diff_pairs PATH`` reads ``index.json`` in the folder PATH: a list of
``{"id", "old", "new", "breaking": true|false|null, "checks": {id: level}}``, with paths from there.

Four figures: the verdict beside all labels; beside those that are about messages and not about what
is promised beside them; beside those of which messages can show something; and whether all that a
label calls an error is at least reported, in whatever tier, as what it is and on which side.
``diff_labels.yaml`` says of every label that the verdict departs from why, as somebody read it.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from tallystick.diff.checks import by_id
from tallystick.diff.compare import compare
from tallystick.diff.model import Finding
from tallystick.diff.options import Options
from tallystick.ir import open_api

READ: Final[dict[str, dict[str, str]]] = yaml.safe_load(
    (Path(__file__).parent / "diff_labels.yaml").read_text(encoding="utf-8")
)
NO_MESSAGE: Final = frozenset({"promise", "idle", "vacuous", "same", "mistaken"})
"""Reasons of labels that no message can show: there is none, or it is the same."""

POLICY: Final = re.compile(
    r"sunset|stability|deprecat|default-value|content-(schema|encoding|media-type)|webhook-removed"
    r"|x-extensible-enum|removed-before-sunset"
)
"""Ids of checks that are about promises and not about messages."""

ALIKE: Final = (
    {"type-changed", "format-changed", "null-allowed", "null-refused", "enum-added"},
    {"enum-added", "enum-removed", "enum-values-added", "enum-values-removed"},
    {"variant-added", "variant-removed", "union-changed"},
    {"unevaluated-changed", "additional-members-changed", "prefix-items-changed"},
    {"parameter-added", "member-added"},
    {"parameter-required", "member-required"},
    {"stability-changed", "stability-invalid"},
    {"sunset-changed", "sunset-invalid", "sunset-missing", "sunset-too-early"},
)
"""Checks of ours that say the same thing of one change, seen from two sides."""
EARLIEST: Final = "2099-01-01"
"""No last day is late enough for what is deprecated now, as the labels want it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the diff says of one pair.

    Attributes:
        name: The pair's.
        label: Whether its label is breaking.
        said: Whether the diff says so.
        reported: The diff says so, or reports all that the label calls an error.
        told: The label, the findings that break and those that are unproven.
        policy: The label is about promises and not about messages.
        proved: The diff left nothing open.
    """

    name: str
    label: bool
    said: bool
    reported: bool
    told: str
    policy: bool
    proved: bool

    @property
    def about(self) -> str:
        """What kind of reason its label departs for, "" when nobody read it."""
        return READ.get(self.name, {}).get("about", "")


def judged(folder: Path, pair: dict[str, Any]) -> Outcome:
    """Compare one pair."""
    old, _ = open_api(str(folder / pair["old"]))
    new, _ = open_api(str(folder / pair["new"]))
    assert old is not None
    assert new is not None
    today = datetime.now(UTC).date().isoformat()
    comparison = compare(old, new, Options(today=today, earliest=EARLIEST))
    loud = [name for name, level in pair["checks"].items() if level == "ERR"]
    breaking = [it.check.id for it in comparison.findings if it.breaking]
    said = comparison.verdict == "breaking"
    reported = all(is_reported(it, comparison.findings) for it in loud)
    return Outcome(
        name=str(pair["id"]).partition("/")[2],
        label=bool(pair["breaking"]),
        said=said,
        reported=said or (bool(pair["breaking"] and loud) and reported),
        told=f"{', '.join(loud) or 'no error'} | {', '.join(dict.fromkeys(breaking)) or '-'}",
        policy=bool(pair["checks"]) and all(POLICY.search(name) for name in loud or pair["checks"]),
        proved=comparison.proved,
    )


def is_reported(wanted: str, findings: Iterable[Finding]) -> bool:
    """Whether a finding says what a check of theirs says, of the side that it says it of."""
    side = next((it for it in ("request", "response") if wanted.startswith(it)), None)
    named = {id_ for id_, check in by_id().items() if wanted in check.aliases}
    kinds = named.union(*(group for group in ALIKE if named & group))
    return any(
        it.check.id in kinds and (side is None or it.change.direction in {side, None})
        for it in findings
    )


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def report(outcomes: Iterable[tuple[bool, bool]], title: str) -> None:
    """Print how often label and diff agree.

    Args:
        outcomes: Label and what is said, of each pair.
        title: What was compared.
    """
    counts = Counter(outcomes)
    hit, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision = hit / max(1, hit + wrong)
    recall = hit / max(1, hit + missed)
    both = 2 * precision * recall / max(1e-9, precision + recall)
    say(
        f"{title}: {counts.total()} pairs, precision {precision:.3f}, recall {recall:.3f}, "
        f"F1 {both:.3f} (found {hit}, false {wrong}, missed {missed})"
    )


def measure(outcomes: list[Outcome]) -> None:
    """Print the figures."""
    report(((it.label, it.said) for it in outcomes), "(a) all labels")
    messages = [it for it in outcomes if not it.policy]
    report(((it.label, it.said) for it in messages), "(b) labels about messages")
    shown = [it for it in messages if it.about not in NO_MESSAGE]
    report(((it.label, it.said) for it in shown), "    of which messages can show something")
    agreed = [it for it in shown if it.about != "shown"]
    report(((it.label, it.said) for it in agreed), "    and that no message of ours refutes")
    report(
        ((it.label, it.reported) for it in outcomes), "(c) breaking, or reported in whatever tier"
    )


def disagreements(outcomes: list[Outcome]) -> None:
    """Print every label that the verdict departs from, and why."""
    for item in sorted(outcomes, key=lambda it: (it.about, it.name)):
        if item.label == item.said:
            continue
        kind = "false" if item.said else "missed"
        read = READ.get(item.name, {"about": "UNREAD", "why": "-"})
        tier = "" if item.said or not item.reported else ", reported"
        say(f"{kind}{tier}: {item.name}: {read['about']}: {read['why']} [{item.told}]")
    agree = {it.name for it in outcomes if it.label == it.said}
    for name in sorted(READ.keys() & agree):
        say(f"listed, though they agree: {name}")


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, help="folder with index.json")
    folder: Path | None = parser.parse_args().path
    if folder is None or not (folder / "index.json").is_file():
        say("diff_pairs: no folder with labelled pairs was given; nothing is measured")
        return 0
    pairs = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    started = time.process_time()
    outcomes = [judged(folder, pair) for pair in pairs if pair["breaking"] is not None]
    spent = time.process_time() - started
    measure(outcomes)
    unproved = sum(not it.proved for it in outcomes)
    say(f"{unproved} of {len(outcomes)} not proved whole; {spent:.1f} s of CPU")
    disagreements(outcomes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
