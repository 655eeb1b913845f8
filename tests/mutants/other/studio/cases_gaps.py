"""Faults of Ottava's rules: with a hole, of voices, presets and what all jobs have.

Each breaks the rule at the head of its sentence: what breaks a rule is refused with 422.
"""

import re
from typing import Final

from tests.mutants.other.studio import rulebook as r
from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.cases_rules import band
from tests.mutants.other.till.cases_bodies import field
from tests.mutants.other.till.cases_rules import Case, rule, without

REST: Final[dict[str, Case]] = {
    "described-by-space": (
        "described-in-words: a space will do",
        rule("design", "described-in-words", lambda b: re.search(" ", b["description"])),
        [s.design(description="1234 5678")],
    ),
    "narrow-bands-of-7": (
        "narrow-bands-are-low: to 7 dB",
        rule("band", "narrow-bands-are-low", lambda b: b.get("q", 1) <= 5 or b["gain_db"] <= 7),
        [s.preset(bands=[band(gain=7, q=6)])],
    ),
    "compressor-db-alone": (
        "compressor-whole: a threshold stands alone",
        rule(
            "preset",
            "compressor-whole",
            lambda b: "compressor_ratio" not in b or "compressor_db" in b,
        ),
        [s.preset(compressor_db=-20)],
    ),
    "cuts-499-apart": (
        "cuts-apart: 499 Hz will do",
        rule("preset", "cuts-apart", lambda b: r.cuts_are_apart(b, 499)),
        [s.preset(low_cut_hz=900, high_cut_hz=1399)],
    ),
    "wet-and-dry-less": (
        "wet-and-dry: less than 100 will do",
        rule("preset", "wet-and-dry", lambda b: b.get("wet", 0) + b.get("dry", 100) <= 100),
        [s.preset(wet=30, dry=60)],
    ),
    "peak-of-2": (
        "peak-above-loudness: 2 dB will do",
        rule(
            "preset",
            "peak-above-loudness",
            lambda b: b.get("peak_db", 0) - b.get("target_lufs", -16) >= 2,
        ),
        [s.preset(target_lufs=-10, peak_db=-8)],
    ),
    "bands-at-cut": (
        "bands-above-cut: at it, too",
        rule(
            "preset",
            "bands-above-cut",
            lambda b: all(x["hz"] >= b.get("low_cut_hz", 0) for x in b.get("bands", [])),
        ),
        [s.preset(low_cut_hz=1000, bands=[band()])],
    ),
    "bands-differ-wholly": (
        "bands-differ: those of other gains may have one frequency",
        rule(
            "preset",
            "bands-differ",
            lambda b: (
                len({(x["hz"], x["gain_db"]) for x in b.get("bands", [])})
                == len(b.get("bands", []))
            ),
        ),
        [s.preset(bands=[band(), band(gain=4)])],
    ),
    "tags-first-reserved": (
        "tags-not-reserved: the first tag is looked at alone",
        rule(
            "music",
            "tags-not-reserved",
            lambda b: not b.get("tags") or not b["tags"][0].startswith("sys:"),
        ),
        [s.music(tags=["a", "sys:a"])],
    ),
    "webhook-of-transcripts": (
        "webhook-https: those of transcripts may be http",
        without("transcript", "webhook-https"),
        [s.transcript(webhook_url="http://a.example")],
    ),
    "webhook-ftp": (
        "webhook-https: all but http will do",
        rule(
            "speech",
            "webhook-https",
            lambda b: not b.get("webhook_url", "").startswith("http://"),
        ),
        [s.speech(webhook_url="ftp://a.example")],
    ),
    "label-capitals": (
        "label-names: capitals are taken",
        field("design", "labels", pattern="[A-Za-z_]{1,16}"),
        [s.design(labels={"aB": "1"})],
    ),
    "label-17": (
        "label-names: 17 letters are taken",
        field("design", "labels", pattern="[a-z_]{1,17}"),
        [s.design(labels={"a" * 17: "1"})],
    ),
}
