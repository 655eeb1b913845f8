"""Faults of members: bodies that are taken though they break the schema.

What breaks its schema is refused with 422.
"""

from collections.abc import Callable
from typing import Any, Final

from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.cases_rules import band
from tests.mutants.other.till.cases_bodies import emptied, field, items, opened
from tests.mutants.other.till.cases_rules import Case, without
from tests.mutants.other.till.forms import Field, Form
from tests.mutants.other.till.steps import post

ANYTHING: Final = "(?s).*"
NINE: Final = list("abcdefghi")


def taken(form: str, member: str, kind: Field) -> Callable[[dict[str, Form]], None]:
    """Return what takes a member that is not there, or another in its place."""

    def edit(forms: dict[str, Form]) -> None:
        forms[form].fields[member] = kind

    return edit


def cast(count: int) -> list[dict[str, Any]]:
    """Return some speakers."""
    return [{"name": name, "voice": "ava"} for name in ("Ann", "Ben", "Cy", "Dan")[:count]]


def turns(count: int) -> list[dict[str, Any]]:
    """Return a turn of each of some speakers."""
    return [{"speaker": each["name"], "text": "Hello."} for each in cast(count)]


FREE: Final[dict[str, Case]] = {
    "turn-text-optional": (
        "turns need no text",
        field("turn", "text", needed=False, default="Hm."),
        [s.dialogue(turns=[{"speaker": "Ann"}, s.SCRIPT[1]])],
    ),
    "text-601": (
        "texts may have 601 characters",
        field("speech", "text", high=601),
        [s.speech(text="a" * 601)],
    ),
    "text-empty": ("texts may be empty", field("speech", "text", low=0), [s.speech(text="")]),
    "voice-enum": (
        "any word is a voice",
        field("speech", "voice", among=()),
        [s.speech(voice="eva")],
    ),
    "language-enum": (
        "any word is a language",
        field("speech", "language", among=()),
        [s.speech(language="it")],
    ),
    "speed-2-1": ("speed may be 2.1", field("speech", "speed", high=2.1), [s.speech(speed=2.1)]),
    "speed-0": ("speed may be 0", field("speech", "speed", low=0), [s.speech(speed=0)]),
    "pitch-13": ("pitch may be -13", field("speech", "pitch", low=-13), [s.speech(pitch=-13)]),
    "pitch-half": (
        "pitch may have fractions",
        field("speech", "pitch", kind="number"),
        [s.speech(pitch=0.5)],
    ),
    "sample-rate-any": (
        "any sample rate is taken",
        without("speech", "enum"),
        [s.speech(sample_rate=11025)],
    ),
    "bitrate-any": (
        "bitrates need not be multiples of 8",
        without("speech", "multipleOf"),
        [s.speech(bitrate_kbps=65)],
    ),
    "bitrate-328": (
        "bitrates may be 328",
        field("speech", "bitrate_kbps", high=328),
        [s.speech(bitrate_kbps=328)],
    ),
    "variants-5": (
        "there may be five variants",
        field("speech", "variants", high=5),
        [s.speech(variants=5)],
    ),
    "seed-below": ("seeds may be -1", field("speech", "seed", low=-1), [s.speech(seed=-1)]),
    "unknown-in-speech": (
        "speech takes unknown members",
        opened("speech"),
        [s.speech(mood="sad")],
    ),
    "bpm-in-effect": (
        "effects take a member of music",
        taken("effect", "bpm", Field("whole")),
        [s.effect(bpm=100)],
    ),
    "unknown-in-transcript": (
        "transcripts take unknown members",
        opened("transcript"),
        [s.transcript(summary=True)],
    ),
    "unknown-in-turn": ("turns take unknown members", opened("turn"), [s.speakers({"at": 1})]),
    "unknown-in-section": (
        "sections take unknown members",
        opened("section"),
        [s.song(s.part(mood="sad"))],
    ),
    "speaker-name-any": (
        "speakers may have any name",
        field("speaker", "name", pattern=ANYTHING),
        [s.speakers({"speaker": "ann b"}, speakers=[{"name": "ann b", "voice": "ava"}])],
    ),
    "speakers-4": (
        "there may be four speakers",
        field("dialogue", "speakers", high=4),
        [s.dialogue(speakers=cast(4), turns=turns(4))],
    ),
    "turns-7": (
        "there may be seven turns",
        field("dialogue", "turns", high=7),
        [s.speakers(*[{}] * 7)],
    ),
    "emotion-any": (
        "any word is an emotion",
        field("turn", "emotion", among=()),
        [s.speakers({"emotion": "sad"})],
    ),
    "pause-5001": (
        "pauses may last 5,001 ms",
        field("turn", "pause_ms", high=5001),
        [s.speakers({"pause_ms": 5001}, {})],
    ),
    "gain-13": (
        "speakers may gain 13 dB",
        field("speaker", "gain_db", high=13),
        [s.speakers({}, speakers=[{**s.CAST[0], "gain_db": 13}])],
    ),
    "music-4s": (
        "music may last four seconds",
        field("music", "duration_s", low=4),
        [s.music(duration_s=4)],
    ),
    "bpm-221": ("there may be 221 beats", field("music", "bpm", high=221), [s.music(bpm=221)]),
    "stems-twice": (
        "a stem may be asked for twice",
        field("music", "stems", unique=False),
        [s.music(stems=["bass", "bass"], format="wav")],
    ),
    "section-61": (
        "sections may last 61 seconds",
        field("section", "duration_s", high=61),
        [s.song(s.part(seconds=61))],
    ),
    "sections-6": (
        "there may be six sections",
        field("music", "sections", high=6),
        [s.song(*[s.part("chorus")] * 6)],
    ),
    "sections-0": ("there may be no section", field("music", "sections", low=0), [s.song()]),
    "effect-0s": (
        "effects may last no time",
        field("effect", "duration_s", above=False),
        [s.effect(duration_s=0)],
    ),
    "effect-31s": (
        "effects may last 31 seconds",
        field("effect", "duration_s", high=31),
        [s.effect(duration_s=31)],
    ),
    "intensity-101": (
        "intensity may be 101",
        field("effect", "intensity", high=101),
        [s.effect(intensity=101)],
    ),
    "loop-text": (
        "loop may be a text",
        field("effect", "loop", kind="text"),
        [s.effect(loop="", duration_s=1)],
    ),
    "layers-5": (
        "there may be five layers",
        field("effect", "layers", high=5),
        [s.effect(layers=[{"at_s": 0}] * 5)],
    ),
    "band-gain-optional": (
        "bands need no gain",
        field("band", "gain_db", needed=False, default=0),
        [s.preset(bands=[{"hz": 100}])],
    ),
    "formats-0": (
        "there may be no format",
        field("transcript", "formats", low=0),
        [s.transcript(formats=[])],
    ),
    "formats-enum": (
        "any word is a format",
        items("transcript", "formats", among=()),
        [s.estimate(s.transcript_body(formats=["doc"]))],
    ),
    "languages-4": (
        "there may be four languages",
        field("transcript", "languages", high=4),
        [s.transcript(languages=["en", "de", "fr", "ja"])],
    ),
    "speakers-11": (
        "there may be eleven speakers",
        field("transcript", "max_speakers", high=11),
        [s.transcript(diarize=True, max_speakers=11)],
    ),
    "line-19": (
        "lines may have 19 characters",
        field("transcript", "line_length", low=19),
        [s.transcript(line_length=19, formats=["srt"])],
    ),
    "source-no-uri": (
        "a source need not be a uri",
        field("transcript", "source_url", pattern=""),
        [s.transcript(source_url="https://a b")],
    ),
    "title-61": ("titles may have 61", field("music", "title", high=61), [s.music(title="a" * 61)]),
    "tags-5": (
        "there may be five tags",
        field("speech", "tags", high=5),
        [s.speech(tags=NINE[:5])],
    ),
    "tags-twice": (
        "a tag may be given twice",
        field("speech", "tags", unique=False),
        [s.speech(tags=["a", "a"])],
    ),
    "tag-21": (
        "tags may have 21 characters",
        items("dialogue", "tags", high=21),
        [s.dialogue(tags=["a" * 21])],
    ),
    "priority-enum": (
        "any word is a priority",
        field("effect", "priority", among=()),
        [s.effect(priority="low")],
    ),
    "max-credits-0": (
        "max_credits may be 0",
        field("effect", "max_credits", low=0),
        [s.effect(max_credits=0)],
    ),
    "webhook-events-enum": (
        "any word is an event",
        items("music", "webhook_events", among=()),
        [s.music(webhook_url="https://a.example", webhook_events=["queued"])],
    ),
    "batch-6": (
        "there may be six jobs",
        field("batch", "jobs", high=6),
        [s.batch(*[s.effect_body()] * 6)],
    ),
    "batch-0": ("there may be no job", field("batch", "jobs", low=0), [s.batch()]),
    "unknown-in-batch": (
        "batches take unknown members",
        opened("batch"),
        [post("/v2/jobs/batch", {"jobs": [s.effect_body()], "name": "a"})],
    ),
    "description-4": (
        "descriptions may have four characters",
        field("design", "description", low=4),
        [s.design(description="a bc")],
    ),
    "voice-language-optional": (
        "voices need no language",
        field("design", "language", needed=False, default="en"),
        [s.design(language="-", description="A warm voice")],
    ),
    "voice-name-41": (
        "voices may have names of 41",
        field("design", "name", high=41),
        [s.design(name="a" * 41)],
    ),
    "age-enum": ("any word is an age", field("design", "age", among=()), [s.design(age="teen")]),
    "labels-5": (
        "there may be five labels",
        field("design", "labels", high=5),
        [s.design(labels=dict.fromkeys("abcde", ""))],
    ),
    "label-31": (
        "labels may have 31 characters",
        items("design", "labels", high=31),
        [s.design(labels={"a": "b" * 31})],
    ),
    "consent-optional": (
        "clones need no consent",
        field("clone", "consent", needed=False),
        [s.clone(consent="-")],
    ),
    "consent-no": (
        "no will do for consent",
        field("clone", "consent", among=()),
        [s.clone(consent="no")],
    ),
    "unknown-in-clone": ("clones take unknown members", opened("clone"), [s.clone(mood="sad")]),
    "change-empty": ("changes may be empty", emptied("change"), [s.design(), s.change()]),
    "unknown-in-change": (
        "changes take a member that does not change",
        taken("change", "language", Field("text")),
        [s.design(), s.change(language="de")],
    ),
    "name-empty-in-change": (
        "names may be emptied",
        field("change", "name", low=0),
        [s.design(), s.change(name="")],
    ),
    "hz-19": ("bands may be at 19 Hz", field("band", "hz", low=19), [s.preset(bands=[band(19)])]),
    "bands-5": (
        "there may be five bands",
        field("preset", "bands", high=5),
        [s.preset(bands=[band(hz) for hz in (100, 200, 300, 400, 500)])],
    ),
    "ratio-0": (
        "ratios may be below one",
        field("preset", "compressor_ratio", low=0),
        [s.preset(compressor_ratio=0.5, compressor_db=-9)],
    ),
    "unknown-in-preset": ("presets take unknown members", opened("preset"), [s.preset(mood="sad")]),
}
EDITS: Final = {"body too free": FREE}
