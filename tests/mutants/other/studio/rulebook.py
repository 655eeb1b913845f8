"""The rules of Ottava's bodies, by hand: what stands in one was read, and what is null left out."""

import re
from typing import Any, Final

from tests.mutants.other.till.forms import Rule

RATES: Final = (8000, 16000, 24000, 44100, 48000)
LOSSY: Final = ("mp3", "ogg")
LOSSLESS: Final = ("wav", "flac")
Said = dict[str, Any]
Rules = dict[str, Rule]


def sung(body: Said) -> bool:
    """Whether a section has lyrics."""
    return any("lyrics" in section for section in body.get("sections", []))


def labels(body: Said) -> list[str]:
    """Return what sections are called."""
    return [section["label"] for section in body.get("sections", [])]


def lasts(body: Said) -> float:
    """Return how long an effect lasts."""
    return float(body.get("duration_s", 3))


def differ(things: list[Said], member: str) -> bool:
    """Whether no two have the same."""
    return len({thing[member] for thing in things}) == len(things)


def cuts_are_apart(body: Said, gap: int = 500) -> bool:
    """Whether the cuts of a preset leave something between them."""
    return int(body.get("high_cut_hz", 10**6) - body.get("low_cut_hz", 0)) >= gap


def fades(body: Said) -> float:
    """Return how long fades last, 0 unless both are said."""
    both = "fade_in_s" in body and "fade_out_s" in body
    return float(body["fade_in_s"] + body["fade_out_s"]) if both else 0


ANY: Final[Rules] = {
    "webhook-https": lambda b: b.get("webhook_url", "https://").startswith("https://"),
    "webhook-events-need-url": lambda b: "webhook_events" not in b or "webhook_url" in b,
    "tags-not-reserved": lambda b: not any(t.startswith("sys:") for t in b.get("tags", [])),
}
SPEECH: Final[Rules] = {
    "enum": lambda b: b.get("sample_rate", 24000) in RATES,
    "multipleOf": lambda b: b.get("bitrate_kbps", 32) % 8 == 0,
    "speech-one-voice": lambda b: ("voice" in b) != ("voice_id" in b),
    "bitrate-of-lossy": lambda b: "bitrate_kbps" not in b or b.get("format", "mp3") in LOSSY,
    "ogg-sample-rate": lambda b: b.get("format") != "ogg" or b.get("sample_rate") != 44100,
    "ssml-framed": lambda b: (
        b.get("markup") != "ssml"
        or (b["text"].startswith("<speak>") and b["text"].endswith("</speak>"))
    ),
    "plain-has-no-tags": lambda b: b.get("markup") == "ssml" or "</" not in b["text"],
    "japanese-not-hurried": lambda b: b.get("language") != "ja" or b.get("speed", 1) <= 1.5,
    "seed-of-one-variant": lambda b: "seed" not in b or b.get("variants", 1) == 1,
    "timestamps-of-language": lambda b: not b.get("timestamps") or "language" in b,
    "pitch-times-speed": lambda b: b.get("pitch", 0) * b.get("speed", 1) <= 15,
    "high-priority-is-short": lambda b: b.get("priority") != "high" or len(b["text"]) <= 300,
}
SPEAKER: Final[Rules] = {"speaker-one-voice": lambda b: ("voice" in b) != ("voice_id" in b)}
TURN: Final[Rules] = {
    "whisper-is-short": lambda b: b.get("emotion") != "whisper" or len(b["text"]) <= 80
}
DIALOGUE: Final[Rules] = {
    "speakers-differ": lambda b: differ(b["speakers"], "name"),
    "turns-of-speakers": lambda b: (
        {t["speaker"] for t in b["turns"]} <= {s["name"] for s in b["speakers"]}
    ),
    "speakers-speak": lambda b: (
        {t["speaker"] for t in b["turns"]} >= {s["name"] for s in b["speakers"]}
    ),
    "no-pause-at-the-end": lambda b: "pause_ms" not in b["turns"][-1],
    "overlap-without-pauses": lambda b: (
        not b.get("overlap") or not any(t.get("pause_ms") for t in b["turns"])
    ),
    "stereo-of-two": lambda b: b.get("channels") != "stereo" or len(b["speakers"]) == 2,
}
SECTION: Final[Rules] = {"intro-unsung": lambda b: b["label"] != "intro" or "lyrics" not in b}
MUSIC: Final[Rules] = {
    "prompt-or-sections": lambda b: ("prompt" in b) != ("sections" in b),
    "duration-of-prompt": lambda b: ("duration_s" in b) == ("prompt" in b),
    "four-beats": lambda b: b.get("bpm", 240) * b.get("duration_s", 10) >= 240,
    "fades-fit": lambda b: fades(b) <= b.get("duration_s", 20),
    "loop-does-not-fade": lambda b: not b.get("loop") or "fade_out_s" not in b,
    "instrumental-unsung": lambda b: (
        not b.get("instrumental") or ("lyrics_language" not in b and not sung(b))
    ),
    "vocals-are-sung": lambda b: "vocals" not in b.get("stems", []) or not b.get("instrumental"),
    "stems-are-lossless": lambda b: not b.get("stems") or b.get("format") in LOSSLESS,
    "lyrics-have-a-language": lambda b: not sung(b) or "lyrics_language" in b,
    "intro-comes-first": lambda b: "intro" not in labels(b) or labels(b)[0] == "intro",
    "one-outro": lambda b: labels(b).count("outro") <= 1,
    "long-form-has-chorus": lambda b: len(labels(b)) < 4 or "chorus" in labels(b),
}
EFFECT: Final[Rules] = {
    "effect-in-words": lambda b: re.search("[^ ]", b["prompt"]),
    "negative-differs": lambda b: b.get("negative_prompt") != b["prompt"],
    "loop-of-two-seconds": lambda b: not b.get("loop") or lasts(b) >= 2,
    "minute-of-variants": lambda b: b.get("variants", 1) * lasts(b) <= 60,
    "layers-begin-within": lambda b: all(x["at_s"] < lasts(b) for x in b.get("layers", [])),
    "first-layer-at-once": lambda b: all(x["at_s"] == 0 for x in b.get("layers", [])[:1]),
}
RANGE: Final[Rules] = {"range-of-a-second": lambda b: float(b["to_s"]) - float(b["from_s"]) >= 1}
TRANSCRIPT: Final[Rules] = {
    "one-source": lambda b: ("source_url" in b) != ("source_job_id" in b),
    "source-is-public": lambda b: (
        "source_url" not in b
        or (b["source_url"].startswith("https://") and "//localhost" not in b["source_url"])
    ),
    "speakers-need-diarize": lambda b: (
        not {"min_speakers", "max_speakers"} & b.keys() or b.get("diarize")
    ),
    "speakers-in-order": lambda b: b.get("min_speakers", 1) <= b.get("max_speakers", 10),
    "lines-of-subtitles": lambda b: (
        "line_length" not in b or bool({"srt", "vtt"} & set(b.get("formats", [])))
    ),
    "redacted-in-english": lambda b: not b.get("redact") or b.get("languages") == ["en"],
}
DESIGN: Final[Rules] = {
    "described-in-words": lambda b: re.search("[A-Za-z]+ [A-Za-z]+", b["description"]),
}
VOICE: Final[Rules] = {
    "accent-of-english": lambda b: "accent" not in b or b["language"] == "en",
    "children-not-shared": lambda b: b.get("age") != "child" or not b.get("shared"),
}
CLONE: Final[Rules] = {
    "strength-of-denoise": lambda b: "strength" not in b or b.get("denoise") == "on"
}
BAND: Final[Rules] = {"narrow-bands-are-low": lambda b: b.get("q", 1) <= 5 or b["gain_db"] <= 6}
PRESET: Final[Rules] = {
    "compressor-whole": lambda b: ("compressor_ratio" in b) == ("compressor_db" in b),
    "cuts-apart": cuts_are_apart,
    "wet-and-dry": lambda b: b.get("wet", 0) + b.get("dry", 100) == 100,
    "peak-above-loudness": lambda b: (
        "peak_db" not in b or float(b["peak_db"]) - float(b.get("target_lufs", -16)) >= 3
    ),
    "bands-above-cut": lambda b: all(x["hz"] > b.get("low_cut_hz", 0) for x in b.get("bands", [])),
    "bands-differ": lambda b: differ(b.get("bands", []), "hz"),
}
