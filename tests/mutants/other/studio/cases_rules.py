"""Faults of Ottava's rules: not judged, turned round.

Each breaks the rule of its name: what breaks a rule is refused with
422, and what breaks none is taken.
"""

from typing import Any, Final

from tests.mutants.other.studio import rulebook as r
from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.papers import KINDS
from tests.mutants.other.till.cases_rules import Case, Edit, rule, without
from tests.mutants.other.till.forms import Form
from tests.mutants.other.till.steps import Step

LONG: Final = "a" * 81
MINE: Final = "https://a.example/hook"


def everywhere(name: str) -> Edit:
    """Return what leaves a rule of all jobs out."""

    def edit(forms: dict[str, Form]) -> None:
        for kind in KINDS:
            without(kind, name)(forms)

    return edit


def band(hz: int = 1000, gain: float = 3, **more: Any) -> dict[str, Any]:
    """Return a band of a preset."""
    return {"hz": hz, "gain_db": gain} | more


BROKEN: Final[dict[str, tuple[str, Step]]] = {
    "speech-one-voice": ("speech", s.speech(voice="-")),
    "bitrate-of-lossy": ("speech", s.speech(format="wav", bitrate_kbps=64)),
    "ogg-sample-rate": ("speech", s.speech(format="ogg", sample_rate=44100)),
    "ssml-framed": ("speech", s.speech(markup="ssml")),
    "plain-has-no-tags": ("speech", s.speech(text="a</b>")),
    "japanese-not-hurried": ("speech", s.speech(language="ja", speed=1.6)),
    "seed-of-one-variant": ("speech", s.speech(seed=1, variants=2)),
    "timestamps-of-language": ("speech", s.speech(timestamps=True)),
    "pitch-times-speed": ("speech", s.speech(pitch=12, speed=1.5)),
    "high-priority-is-short": ("speech", s.speech(priority="high", text="a" * 301)),
    "speaker-one-voice": ("speaker", s.speakers({}, speakers=[{"name": "Ann"}])),
    "whisper-is-short": ("turn", s.speakers({"emotion": "whisper", "text": LONG})),
    "speakers-differ": ("dialogue", s.speakers({}, speakers=[s.CAST[0], s.CAST[0]])),
    "turns-of-speakers": ("dialogue", s.speakers({}, {"speaker": "Eve"})),
    "speakers-speak": ("dialogue", s.speakers({}, speakers=s.CAST)),
    "no-pause-at-the-end": ("dialogue", s.speakers({"pause_ms": 5})),
    "overlap-without-pauses": ("dialogue", s.speakers({"pause_ms": 5}, {}, overlap=True)),
    "stereo-of-two": ("dialogue", s.speakers({}, channels="stereo")),
    "intro-unsung": ("section", s.song(s.part("intro", lyrics="La"), lyrics_language="en")),
    "prompt-or-sections": ("music", s.music(sections=[s.part()])),
    "duration-of-prompt": ("music", s.music(duration_s="-")),
    "four-beats": ("music", s.music(bpm=40, duration_s=5)),
    "fades-fit": ("music", s.music(duration_s=9, fade_in_s=5, fade_out_s=5)),
    "loop-does-not-fade": ("music", s.music(loop=True, fade_out_s=1)),
    "instrumental-unsung": ("music", s.music(instrumental=True, lyrics_language="en")),
    "vocals-are-sung": ("music", s.music(instrumental=True, stems=["vocals"], format="wav")),
    "stems-are-lossless": ("music", s.music(stems=["bass"])),
    "lyrics-have-a-language": ("music", s.song(s.part(lyrics="La"))),
    "intro-comes-first": ("music", s.song(s.part(), s.part("intro"))),
    "one-outro": ("music", s.song(s.part("outro"), s.part("outro"))),
    "long-form-has-chorus": ("music", s.song(*[s.part()] * 4)),
    "effect-in-words": ("effect", s.effect(prompt="  ")),
    "negative-differs": ("effect", s.effect(negative_prompt="Rain")),
    "loop-of-two-seconds": ("effect", s.effect(loop=True, duration_s=1.5)),
    "minute-of-variants": ("effect", s.effect(variants=3, duration_s=21)),
    "layers-begin-within": ("effect", s.effect(layers=[{"at_s": 0}, {"at_s": 3}])),
    "first-layer-at-once": ("effect", s.effect(layers=[{"at_s": 1}])),
    "range-of-a-second": ("range", s.transcript(range={"from_s": 5, "to_s": 5.5})),
    "one-source": ("transcript", s.transcript(source_url="-")),
    "source-is-public": ("transcript", s.transcript(source_url="http://a.example/b")),
    "speakers-need-diarize": ("transcript", s.transcript(min_speakers=2)),
    "speakers-in-order": (
        "transcript",
        s.transcript(diarize=True, min_speakers=3, max_speakers=2),
    ),
    "lines-of-subtitles": ("transcript", s.transcript(line_length=40)),
    "redacted-in-english": ("transcript", s.transcript(redact=["names"])),
    "described-in-words": ("design", s.design(description="Warmly")),
    "accent-of-english": ("design", s.design(language="de", accent="indian")),
    "children-not-shared": ("design", s.design(age="child", shared=True)),
    "strength-of-denoise": ("clone", s.clone(strength="light")),
    "narrow-bands-are-low": ("band", s.preset(bands=[band(gain=7, q=6)])),
    "compressor-whole": ("preset", s.preset(compressor_ratio=2)),
    "cuts-apart": ("preset", s.preset(low_cut_hz=900, high_cut_hz=1399)),
    "wet-and-dry": ("preset", s.preset(wet=30)),
    "peak-above-loudness": ("preset", s.preset(target_lufs=-10, peak_db=-8)),
    "bands-above-cut": ("preset", s.preset(low_cut_hz=1000, bands=[band()])),
    "bands-differ": ("preset", s.preset(bands=[band(), band()])),
}
NOT_JUDGED: Final[dict[str, Case]] = {
    f"no-{name}": (f"rule {name} is not judged", without(form, name), [step])
    for name, (form, step) in BROKEN.items()
} | {
    "no-webhook-https": (
        "rule webhook-https is not judged",
        everywhere("webhook-https"),
        [s.effect(webhook_url="http://a.example")],
    ),
    "no-webhook-events-need-url": (
        "rule webhook-events-need-url is not judged",
        everywhere("webhook-events-need-url"),
        [s.music(webhook_events=["done"])],
    ),
    "no-tags-not-reserved": (
        "rule tags-not-reserved is not judged",
        everywhere("tags-not-reserved"),
        [s.transcript(tags=["sys:a"])],
    ),
}
TURNED: Final[dict[str, Case]] = {
    "turned-pitch-times-speed": (
        "pitch times speed has to be 15 at least, when both are said",
        rule(
            "speech",
            "pitch-times-speed",
            lambda b: not {"pitch", "speed"} <= b.keys() or b["pitch"] * b["speed"] >= 15,
        ),
        [s.speech(pitch=2, speed=1)],
    ),
    "turned-japanese-not-hurried": (
        "Japanese has to be fast",
        rule(
            "speech",
            "japanese-not-hurried",
            lambda b: b.get("language") != "ja" or b.get("speed", 1.5) >= 1.5,
        ),
        [s.speech(language="ja", speed=1)],
    ),
    "turned-four-beats": (
        "music lasts four beats at most",
        rule("music", "four-beats", lambda b: b.get("bpm", 24) * b.get("duration_s", 10) <= 240),
        [s.music(bpm=120)],
    ),
    "turned-stems-are-lossless": (
        "stems are mp3",
        rule(
            "music",
            "stems-are-lossless",
            lambda b: not b.get("stems") or b.get("format") not in r.LOSSLESS,
        ),
        [s.music(stems=["bass"], format="flac")],
    ),
    "turned-layers-begin-within": (
        "layers begin when the sound has ended",
        rule(
            "effect",
            "layers-begin-within",
            lambda b: all(x["at_s"] > r.lasts(b) for x in b.get("layers", [])[1:]),
        ),
        [s.effect(layers=[{"at_s": 0}, {"at_s": 1}])],
    ),
    "turned-speakers-in-order": (
        "there are more speakers at least than at most",
        rule(
            "transcript",
            "speakers-in-order",
            lambda b: b.get("min_speakers", 10) >= b.get("max_speakers", 1),
        ),
        [s.transcript(diarize=True, min_speakers=2, max_speakers=4)],
    ),
    "turned-stereo-of-two": (
        "in mono there are two speakers",
        rule(
            "dialogue",
            "stereo-of-two",
            lambda b: b.get("channels") != "mono" or len(b["speakers"]) == 2,
        ),
        [s.speakers({}, channels="mono")],
    ),
    "turned-cuts-apart": (
        "the low cut is above the high one",
        rule(
            "preset",
            "cuts-apart",
            lambda b: b.get("low_cut_hz", 10**6) >= b.get("high_cut_hz", 0),
        ),
        [s.preset(low_cut_hz=50, high_cut_hz=9000)],
    ),
    "turned-accent-of-english": (
        "English has no accents",
        rule("design", "accent-of-english", lambda b: "accent" not in b or b["language"] != "en"),
        [s.design(accent="british")],
    ),
    "turned-range-of-a-second": (
        "ranges go back",
        rule("range", "range-of-a-second", lambda b: b["from_s"] - b["to_s"] >= 1),
        [s.transcript(range={"from_s": 5, "to_s": 9})],
    ),
    "turned-source-is-public": (
        "recordings are read without encryption only",
        rule(
            "transcript",
            "source-is-public",
            lambda b: not b.get("source_url", "").startswith("https"),
        ),
        [s.transcript()],
    ),
}
EDITS: Final = {"rule not judged": NOT_JUDGED, "rule turned round": TURNED}
