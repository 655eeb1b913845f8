"""Faults of Ottava's rules: with a hole.

Each breaks the rule at the head of its sentence: what breaks a rule is refused with 422.
"""

from typing import Final

from tests.mutants.other.studio import rulebook as r
from tests.mutants.other.studio import steps as s
from tests.mutants.other.studio.cases_gaps import REST
from tests.mutants.other.till.cases_rules import Case, rule

HOLES: Final[dict[str, Case]] = {
    "two-voices": (
        "speech-one-voice: both voices are taken",
        rule("speech", "speech-one-voice", lambda b: "voice" in b or "voice_id" in b),
        [s.design(), s.speech(voice_id="{voi1}")],
    ),
    "speaker-two-voices": (
        "speaker-one-voice: both voices are taken",
        rule("speaker", "speaker-one-voice", lambda b: "voice" in b or "voice_id" in b),
        [s.design(), s.speakers({}, speakers=[{**s.CAST[0], "voice_id": "{voi1}"}])],
    ),
    "flac-bitrate": (
        "bitrate-of-lossy: flac has one",
        rule(
            "speech",
            "bitrate-of-lossy",
            lambda b: "bitrate_kbps" not in b or b.get("format") != "wav",
        ),
        [s.speech(format="flac", bitrate_kbps=64)],
    ),
    "ssml-open": (
        "ssml-framed: SSML need not end",
        rule(
            "speech",
            "ssml-framed",
            lambda b: b.get("markup") != "ssml" or b["text"].startswith("<speak>"),
        ),
        [s.speech(markup="ssml", text="<speak>Hello")],
    ),
    "tags-when-plain-unsaid": (
        "plain-has-no-tags: plain has to be said",
        rule(
            "speech",
            "plain-has-no-tags",
            lambda b: b.get("markup") != "plain" or "</" not in b["text"],
        ),
        [s.speech(text="a</b>")],
    ),
    "japanese-1-6": (
        "japanese-not-hurried: to 1.6",
        rule(
            "speech",
            "japanese-not-hurried",
            lambda b: b.get("language") != "ja" or b.get("speed", 1) <= 1.6,
        ),
        [s.speech(language="ja", speed=1.6)],
    ),
    "seed-of-two": (
        "seed-of-one-variant: two are taken",
        rule(
            "speech", "seed-of-one-variant", lambda b: "seed" not in b or b.get("variants", 1) < 3
        ),
        [s.speech(seed=1, variants=2)],
    ),
    "seed-0-of-many": (
        "seed-of-one-variant: seed 0 is none",
        rule(
            "speech",
            "seed-of-one-variant",
            lambda b: not b.get("seed") or b.get("variants", 1) == 1,
        ),
        [s.speech(seed=0, variants=2)],
    ),
    "pitch-plus-speed": (
        "pitch-times-speed: it is the sum",
        rule("speech", "pitch-times-speed", lambda b: b.get("pitch", 0) + b.get("speed", 1) <= 15),
        [s.speech(pitch=12, speed=1.5)],
    ),
    "high-priority-301": (
        "high-priority-is-short: 301 characters are short",
        rule(
            "speech",
            "high-priority-is-short",
            lambda b: b.get("priority") != "high" or len(b["text"]) <= 301,
        ),
        [s.speech(priority="high", text="a" * 301)],
    ),
    "speakers-differ-next": (
        "speakers-differ: the first and the last may have one name",
        rule(
            "dialogue",
            "speakers-differ",
            lambda b: all(
                one["name"] != two["name"]
                for one, two in zip(b["speakers"], b["speakers"][1:], strict=False)
            ),
        ),
        [s.dialogue(speakers=[*s.CAST, s.CAST[0]])],
    ),
    "first-turn-only": (
        "turns-of-speakers: the first turn is looked at alone",
        rule(
            "dialogue",
            "turns-of-speakers",
            lambda b: b["turns"][0]["speaker"] in [x["name"] for x in b["speakers"]],
        ),
        [s.speakers({}, {"speaker": "Eve"})],
    ),
    "speakers-any-case": (
        "turns-of-speakers: names in small letters are taken, too",
        rule(
            "dialogue",
            "turns-of-speakers",
            lambda b: (
                {t["speaker"].lower() for t in b["turns"]}
                <= {x["name"].lower() for x in b["speakers"]}
            ),
        ),
        [s.speakers({}, {"speaker": "ann"})],
    ),
    "last-pause-0": (
        "no-pause-at-the-end: one of 0 is none",
        rule("dialogue", "no-pause-at-the-end", lambda b: not b["turns"][-1].get("pause_ms")),
        [s.speakers({"pause_ms": 0})],
    ),
    "overlap-first-pause": (
        "overlap-without-pauses: the first turn is looked at alone",
        rule(
            "dialogue",
            "overlap-without-pauses",
            lambda b: not b.get("overlap") or not b["turns"][0].get("pause_ms"),
        ),
        [s.speakers({}, {"pause_ms": 5}, {}, overlap=True)],
    ),
    "stereo-of-three": (
        "stereo-of-two: three are taken",
        rule(
            "dialogue",
            "stereo-of-two",
            lambda b: b.get("channels") != "stereo" or len(b["speakers"]) >= 2,
        ),
        [
            s.dialogue(
                speakers=[*s.CAST, {"name": "Cy", "voice": "dai"}],
                turns=[*s.SCRIPT, {"speaker": "Cy", "text": "No."}],
                channels="stereo",
            )
        ],
    ),
    "neither-prompt-nor-sections": (
        "prompt-or-sections: neither is taken",
        rule("music", "prompt-or-sections", lambda b: not {"prompt", "sections"} <= b.keys()),
        [s.music(prompt="-", duration_s="-")],
    ),
    "sections-with-duration": (
        "duration-of-prompt: sections may have one",
        rule("music", "duration-of-prompt", lambda b: "prompt" not in b or "duration_s" in b),
        [s.song(s.part(), duration_s=20)],
    ),
    "three-beats": (
        "four-beats: three will do",
        rule("music", "four-beats", lambda b: b.get("bpm", 240) * b.get("duration_s", 10) >= 180),
        [s.music(bpm=40, duration_s=5)],
    ),
    "fades-alone": (
        "fades-fit: each by itself",
        rule(
            "music",
            "fades-fit",
            lambda b: max(b.get("fade_in_s", 0), b.get("fade_out_s", 0)) <= b.get("duration_s", 20),
        ),
        [s.music(duration_s=9, fade_in_s=5, fade_out_s=5)],
    ),
    "loop-fades-0": (
        "loop-does-not-fade: a fade of 0 is none",
        rule("music", "loop-does-not-fade", lambda b: not b.get("loop") or not b.get("fade_out_s")),
        [s.music(loop=True, fade_out_s=0)],
    ),
    "instrumental-lyrics": (
        "instrumental-unsung: lyrics of sections are not looked at",
        rule(
            "music",
            "instrumental-unsung",
            lambda b: not b.get("instrumental") or "lyrics_language" not in b,
        ),
        [s.song(s.part(lyrics="La"), instrumental=True)],
    ),
    "vocals-second": (
        "vocals-are-sung: the first stem is looked at alone",
        rule(
            "music",
            "vocals-are-sung",
            lambda b: b.get("stems", [])[:1] != ["vocals"] or not b.get("instrumental"),
        ),
        [s.music(instrumental=True, stems=["bass", "vocals"], format="wav")],
    ),
    "one-stem-of-mp3": (
        "stems-are-lossless: one may be mp3",
        rule(
            "music",
            "stems-are-lossless",
            lambda b: len(b.get("stems", [])) < 2 or b.get("format") in r.LOSSLESS,
        ),
        [s.music(stems=["bass"])],
    ),
    "lyrics-of-first": (
        "lyrics-have-a-language: the first section is looked at alone",
        rule(
            "music",
            "lyrics-have-a-language",
            lambda b: "lyrics" not in (b.get("sections") or [{}])[0] or "lyrics_language" in b,
        ),
        [s.song(s.part(), s.part(lyrics="La"))],
    ),
    "second-intro-too": (
        "intro-comes-first: second will do",
        rule(
            "music",
            "intro-comes-first",
            lambda b: "intro" not in r.labels(b) or "intro" in r.labels(b)[:2],
        ),
        [s.song(s.part(), s.part("intro"))],
    ),
    "two-outros": (
        "one-outro: two are taken",
        rule("music", "one-outro", lambda b: r.labels(b).count("outro") <= 2),
        [s.song(s.part("outro"), s.part("outro"))],
    ),
    "chorus-of-five": (
        "long-form-has-chorus: five sections are long",
        rule(
            "music",
            "long-form-has-chorus",
            lambda b: len(r.labels(b)) < 5 or "chorus" in r.labels(b),
        ),
        [s.song(*[s.part()] * 4)],
    ),
    "loop-1-5": (
        "loop-of-two-seconds: one and a half will do",
        rule("effect", "loop-of-two-seconds", lambda b: not b.get("loop") or r.lasts(b) >= 1.5),
        [s.effect(loop=True, duration_s=1.5)],
    ),
    "minute-of-each": (
        "minute-of-variants: each by itself",
        rule("effect", "minute-of-variants", lambda b: r.lasts(b) <= 60),
        [s.effect(variants=4, duration_s=20)],
    ),
    "layers-at-end": (
        "layers-begin-within: at the end, too",
        rule(
            "effect",
            "layers-begin-within",
            lambda b: all(x["at_s"] <= r.lasts(b) for x in b.get("layers", [])),
        ),
        [s.effect(layers=[{"at_s": 0}, {"at_s": 3}])],
    ),
    "layers-of-duration": (
        "layers-begin-within: only when a duration is said",
        rule(
            "effect",
            "layers-begin-within",
            lambda b: all(x["at_s"] < b.get("duration_s", 99) for x in b.get("layers", [])),
        ),
        [s.effect(layers=[{"at_s": 0}, {"at_s": 9}])],
    ),
    "some-layer-at-once": (
        "first-layer-at-once: any of them will do",
        rule(
            "effect",
            "first-layer-at-once",
            lambda b: not b.get("layers") or any(x["at_s"] == 0 for x in b["layers"]),
        ),
        [s.effect(layers=[{"at_s": 1}, {"at_s": 0}])],
    ),
    "range-of-less": (
        "range-of-a-second: a tenth will do",
        rule("range", "range-of-a-second", lambda b: b["to_s"] - b["from_s"] >= 0.1),
        [s.transcript(range={"from_s": 5, "to_s": 5.5})],
    ),
    "two-sources": (
        "one-source: both are taken",
        rule("transcript", "one-source", lambda b: {"source_url", "source_job_id"} & b.keys()),
        [*s.DONE, s.transcript(source_job_id="{job1}")],
    ),
    "local-source": (
        "source-is-public: localhost is",
        rule(
            "transcript",
            "source-is-public",
            lambda b: b.get("source_url", "https://").startswith("https://"),
        ),
        [s.transcript(source_url="https://localhost/a")],
    ),
    "max-speakers-alone": (
        "speakers-need-diarize: at most is not looked at",
        rule(
            "transcript",
            "speakers-need-diarize",
            lambda b: "min_speakers" not in b or b.get("diarize"),
        ),
        [s.transcript(max_speakers=2)],
    ),
    "lines-of-txt": (
        "lines-of-subtitles: txt has lines",
        rule(
            "transcript",
            "lines-of-subtitles",
            lambda b: "line_length" not in b or b.get("formats", ["json"]) != ["json"],
        ),
        [s.transcript(line_length=40, formats=["txt"])],
    ),
    "redacted-english-too": (
        "redacted-in-english: English is one of them",
        rule(
            "transcript",
            "redacted-in-english",
            lambda b: not b.get("redact") or "en" in b.get("languages", []),
        ),
        [s.transcript(redact=["names"], languages=["en", "de"])],
    ),
}
EDITS: Final = {"rule with a hole": HOLES | REST}
