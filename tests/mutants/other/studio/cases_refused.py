"""Faults of members: bodies that are refused though they are valid.

What breaks neither its schema nor a rule is taken, as bounds and lists of values say.
"""

from typing import Final

from tests.mutants.other.studio import papers
from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.cases_rules import band
from tests.mutants.other.till.cases_bodies import field, items
from tests.mutants.other.till.cases_rules import Case

REFUSED: Final[dict[str, Case]] = {
    "text-600-refused": (
        "texts of 600 characters are refused",
        field("speech", "text", high=599),
        [s.speech(text="a" * 600)],
    ),
    "dai-refused": (
        "a stock voice is refused",
        field("speech", "voice", among=papers.STOCK[:3]),
        [s.speech(voice="dai")],
    ),
    "speed-half-refused": (
        "half the speed is refused",
        field("speech", "speed", low=0.5, above=True),
        [s.speech(speed=0.5)],
    ),
    "pitch-0-refused": (
        "pitches below 0 are refused",
        field("speech", "pitch", low=0),
        [s.speech(pitch=-1)],
    ),
    "seed-32-bits-refused": (
        "seeds above 2^31 are refused",
        field("speech", "seed", high=2**31 - 1),
        [s.speech(seed=2**32 - 1)],
    ),
    "turn-of-200-refused": (
        "turns of 200 characters are refused",
        field("turn", "text", high=199),
        [s.speakers({"text": "a" * 200})],
    ),
    "overlap-needed": (
        "overlap has to be said",
        field("dialogue", "overlap", needed=True),
        [s.dialogue()],
    ),
    "one-turn-refused": (
        "one turn is refused",
        field("dialogue", "turns", low=2),
        [s.speakers({})],
    ),
    "music-of-fractions-refused": (
        "music of half seconds is refused",
        field("music", "duration_s", kind="whole"),
        [s.music(duration_s=7.5)],
    ),
    "no-stems-refused": (
        "an empty list of stems is refused",
        field("music", "stems", low=1),
        [s.music(stems=[])],
    ),
    "bridge-refused": (
        "bridges are refused",
        field("section", "label", among=("intro", "verse", "chorus", "outro")),
        [s.song(s.part("bridge"))],
    ),
    "lyrics-null-refused": (
        "no lyrics are refused when said",
        field("section", "lyrics", null=False),
        [s.song(s.part(lyrics=None))],
    ),
    "negative-null-refused": (
        "no negative prompt is refused when said",
        field("effect", "negative_prompt", null=False),
        [s.effect(negative_prompt=None)],
    ),
    "effect-below-1s-refused": (
        "effects of less than a second are refused",
        field("effect", "duration_s", low=1),
        [s.effect(duration_s=0.5)],
    ),
    "intensity-0-refused": (
        "no intensity is refused",
        field("effect", "intensity", low=1),
        [s.effect(intensity=0)],
    ),
    "vtt-refused": (
        "vtt is refused",
        items("transcript", "formats", among=("json", "srt", "txt")),
        [s.transcript(formats=["vtt"])],
    ),
    "range-0-refused": (
        "ranges from the beginning are refused",
        field("range", "from_s", above=True),
        [s.transcript(range={"from_s": 0, "to_s": 5})],
    ),
    "title-null-refused": (
        "no title is refused when said",
        field("speech", "title", null=False),
        [s.speech(title=None)],
    ),
    "four-tags-refused": (
        "four tags are refused",
        field("music", "tags", high=3),
        [s.music(tags=list("abcd"))],
    ),
    "webhook-path-refused": (
        "webhooks with a path are refused",
        field("effect", "webhook_url", pattern=r"https?://[^/]*"),
        [s.effect(webhook_url="https://a.example/hook")],
    ),
    "batch-5-refused": (
        "batches of five are refused",
        field("batch", "jobs", high=4),
        [s.batch(*[s.effect_body()] * 5)],
    ),
    "neutral-refused": (
        "a gender is refused",
        field("design", "gender", among=("female", "male")),
        [s.design(gender="neutral")],
    ),
    "accent-null-refused": (
        "no accent is refused when said",
        field("change", "accent", null=False),
        [s.design(accent="indian"), s.change(accent=None)],
    ),
    "labels-empty-refused": (
        "empty labels are refused",
        items("design", "labels", low=1),
        [s.design(labels={"a": ""})],
    ),
    "strong-refused": (
        "strong denoising is refused",
        field("clone", "strength", among=("light",)),
        [s.clone(denoise="on", strength="strong")],
    ),
    "preset-bare-refused": (
        "a preset of nothing is refused",
        field("preset", "target_lufs", needed=True),
        [s.preset()],
    ),
    "q-whole-refused": (
        "qualities with fractions are refused",
        field("band", "q", kind="whole", low=0),
        [s.preset(bands=[band(q=0.5)])],
    ),
    "cut-2000-refused": (
        "low cuts of 2,000 Hz are refused",
        field("preset", "low_cut_hz", high=1999),
        [s.preset(low_cut_hz=2000)],
    ),
}
EDITS: Final = {"valid body refused": REFUSED}
