"""Labelled pairs of documents: how often the diff agrees with what people wrote on them.

``python -m tests.benchmarks.diff_pairs PATH`` reads ``index.json`` in the folder PATH: a list of
``{"id", "old", "new", "breaking": true|false|null, "checks": {id: level}}``, with paths from there.

Some labels are not about messages (deprecation dates, stability, defaults, content of texts), so no
message can show them; `POLICY` names them. Some are about schemas that no message is of, or that
accept nothing; `HELD_WRONG` lists those, each with the reason.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tallystick.diff.compare import compare
from tallystick.diff.options import Options
from tallystick.ir import open_api

POLICY: Final = re.compile(
    r"sunset|stability|deprecat|default-value|content-(schema|encoding|media-type)|webhook-removed"
    r"|x-extensible-enum|removed-before-sunset"
)
"""Ids of checks that are about promises and not about messages."""

IDLE: Final = "the keyword does not look at values of that type"
FOREIGN: Final = "the other side sends the member: readOnly in a request, writeOnly in a response"
NAMED: Final = "only the new version has a name for the member: nobody sends it yet"
ALIKE: Final = "the variants are the same: none of them, or all of them, accept a message"
VACUOUS: Final = "no message is accepted by the old version's schema"
NUMERIC: Final = "no validator judges the format of a number: said as unproven"
LOOSENED: Final = "what was taken away only refused values"
SHOWN: Final = "a message shows that it breaks"
TEXTUAL: Final = "it is the same text in a URL"
NO_CONTENT: Final = "a request body without any media type is none"
CONVENTION: Final = "text and object are taken for the same in XML"

HELD_WRONG: Final[dict[str, str]] = {
    "TestBreaking_AddPattern#1": FOREIGN,
    "TestBreaking_AddPatternRecursive#1": FOREIGN,
    "TestBreaking_AddingRequiredRequestBody#1": NO_CONTENT,
    "TestBreaking_AnyOf#1": IDLE,
    "TestBreaking_RequestBodyEnumRemoved#1": LOOSENED,
    "TestBreaking_RequestBodyRequiredEnabled#1": NO_CONTENT,
    "TestBreaking_RequestPropertyAllOfAdded#1": ALIKE,
    "TestBreaking_RequestPropertyAnyOfRemoved#1": ALIKE,
    "TestBreaking_RequestPropertyOneOfRemoved#1": ALIKE,
    "TestBreaking_ResponseMinItemsSmaller#1": IDLE,
    "TestListOfTypesSpecificPaths#1": TEXTUAL,
    "TestRequestBodyAnyOfMultiMediaTypeDetails#1": ALIKE,
    "TestRequestBodyDependentSchemaAdded#1": NAMED,
    "TestRequestBodyDependentSchemaRemoved#1": NAMED,
    "TestRequestPropertyDependentSchemaAdded#1": NAMED,
    "TestRequestPropertyDependentSchemaRemoved#1": NAMED,
    "TestRequestBodyFormatChangedCheck#1": IDLE,
    "TestRequestBodyMaxDecreasedCheck#1": IDLE,
    "TestRequestBodyMaxLengthIncreasedCheck#1": IDLE,
    "TestRequestBodyMinContainsDecreased#1": VACUOUS,
    "TestRequestBodyMinContainsIncreased#1": VACUOUS,
    "TestRequestBodyMinLengthIncreased#1": IDLE,
    "TestRequestBodyTypeWidenWithBreakingFormatStillBreaking#1": NUMERIC,
    "TestRequestParameterMaxDecreased#1": IDLE,
    "TestRequestParameterMaxItemsDecreased#1": IDLE,
    "TestRequestPropertyFormatChangedCheck#1": IDLE,
    "TestRequestPropertyMaxDecreasedCheck#1": IDLE,
    "TestRequestQueryParamFormatChanged#1": IDLE,
    "TestRequestQueryParamTypeChanged#1": VACUOUS,
    "TestResponseBodyTypeNarrowWithBreakingFormatStillBreaking#1": NUMERIC,
    "TestResponsePropertyFormatChangedCheck#1": FOREIGN,
    "TestResponsePropertyFormatRemovedCheck#1": FOREIGN,
    "TestResponsePropertyOneOfAdded#1": ALIKE,
    "TestResponsePropertyTypeChangedCheck#1": FOREIGN,
    "TestResponseSchemaTypeMultiCheck#1": FOREIGN,
    "TestTransitionClaims_RealChangeAlongsideTransitionStillReported#1": LOOSENED,
    "TestBreaking_DeletePatten#1": SHOWN,
    "TestBreaking_GeneralizedPattern#1": SHOWN,
    "TestBreaking_ReqBodyNewRequiredPropertyNew#1": SHOWN,
    "TestBreaking_RequiredPropertyWriteOnlyEnabled#1": FOREIGN,
    "TestRequestBodyTypeLooselyTypedCompatible#1": CONVENTION,
    "TestRequestPropertyMarkedOptional#1": SHOWN,
    "TestRequestPropertyOneOfAdded#1": SHOWN,
    "TestRequestRequiredPropertyBecameNonReadOnly#1": FOREIGN,
    "TestResponseBodyTypeLooselyTypedCompatible#1": CONVENTION,
    "TestResponsePropertyOneOfRemoved#1": SHOWN,
    "TestResponsePropertyPatternChanged#1": FOREIGN,
    "TestResponsePropertyPatternRemoved#1": SHOWN,
    "TestResponseRequiredPropertyBecameWriteOnly#1": FOREIGN,
}
"""Pair -> why its label does not follow from what messages are accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the diff says of one pair.

    Attributes:
        name: The pair's.
        label: Whether its label is breaking.
        said: Whether the diff says so.
        told: The label, the findings that break and those that are unproven.
        policy: The label is about promises and not about messages.
        proved: The diff left nothing open.
    """

    name: str
    label: bool
    said: bool
    told: str
    policy: bool
    proved: bool


def judged(folder: Path, pair: dict[str, Any]) -> Outcome:
    """Compare one pair."""
    old, _ = open_api(str(folder / pair["old"]))
    new, _ = open_api(str(folder / pair["new"]))
    assert old is not None
    assert new is not None
    today = datetime.now(UTC).date().isoformat()
    comparison = compare(old, new, Options(today=today))
    loud = [name for name, level in pair["checks"].items() if level == "ERR"]
    breaking = [it.check.id for it in comparison.findings if it.breaking]
    return Outcome(
        name=str(pair["id"]).partition("/")[2],
        label=bool(pair["breaking"]),
        said=comparison.verdict == "breaking",
        told=f"{', '.join(loud) or 'no error'} | {', '.join(dict.fromkeys(breaking)) or '-'}",
        policy=bool(pair["checks"]) and all(POLICY.search(name) for name in loud or pair["checks"]),
        proved=comparison.proved,
    )


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def report(outcomes: list[Outcome], title: str) -> None:
    """Print how often label and diff agree."""
    counts = Counter((it.label, it.said) for it in outcomes)
    hit, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision = hit / max(1, hit + wrong)
    recall = hit / max(1, hit + missed)
    both = 2 * precision * recall / max(1e-9, precision + recall)
    say(
        f"{title}: {len(outcomes)} pairs, precision {precision:.3f}, recall {recall:.3f}, "
        f"F1 {both:.3f} (found {hit}, false {wrong}, missed {missed})"
    )


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
    report(outcomes, "all labels")
    shown = [it for it in outcomes if not it.policy]
    report(shown, "labels about messages")
    held = [it for it in shown if it.name not in HELD_WRONG]
    report(held, "without labels that are held wrong")
    say(f"{spent:.1f} s of CPU")
    for item in sorted(outcomes, key=lambda it: it.name):
        if item.label != item.said:
            kind = "false" if item.said else "missed"
            why = "about promises" if item.policy else HELD_WRONG.get(item.name, "UNEXPLAINED")
            say(f"{kind}: {item.name}: {why} [{item.told}]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
