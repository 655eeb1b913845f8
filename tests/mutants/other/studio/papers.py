"""The forms of Ottava: what each body holds."""

import re
from dataclasses import replace
from typing import Any, Final

from tests.mutants.other.studio import rulebook as r
from tests.mutants.other.till.forms import Field, Form, Forms, want
from tests.mutants.other.till.papers import choice

KINDS: Final = ("speech", "dialogue", "music", "effect", "transcript")
LANGUAGES: Final = ("en", "de", "fr", "ja", "es")
STOCK: Final = ("ava", "bruno", "chiara", "dai")
EVENTS: Final = ("running", "done", "failed", "cancelled")
ACCENTS: Final = ("american", "british", "indian")
AGES: Final = ("child", "adult", "old")
NAMED: Final = "[a-z][a-z0-9-]{1,29}"
URI: Final = r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
STEMS: Final = ("vocals", "drums", "bass", "other")


class Papers(Forms):
    """Reads bodies; ``kind`` says which form a job has."""

    def read(self, name: str, body: Any, at: str = "") -> dict[str, Any]:
        """Return a body with its defaults.

        Raises:
            NoError: When it is not taken.
        """
        if name != "job":
            return super().read(name, body, at)
        want(isinstance(body, dict), "type", at)
        want("kind" in body, "required", f"{at}/kind")
        want(isinstance(body["kind"], str) and body["kind"] in KINDS, "oneOf", f"{at}/kind")
        return super().read(body["kind"], body, at)

    def _map(self, wanted: Field, value: Any, at: str) -> dict[str, Any]:
        made = super()._map(replace(wanted, pattern="(?s).*"), value, at)
        want(all(re.fullmatch(wanted.pattern, name) for name in made), "label-names", at)
        return made


def several(*among: str, low: int = 0, high: int = 10**6, default: Any = None) -> Field:
    """Return a field for some words, each once."""
    item = Field("text", among=among)
    return Field("list", low, high, item=item, unique=True, default=default)


def flag() -> Field:
    """Return a field for what is not unless said."""
    return Field("flag", default=False)


def every(kind: str) -> dict[str, Field]:
    """Return the members that all jobs have."""
    tag = Field("text", 1, 20)
    return {
        "kind": choice(kind, needed=True),
        "title": Field("text", 1, 60, null=True),
        "tags": Field("list", 0, 4, item=tag, unique=True, default=[]),
        "priority": choice("normal", "high", default="normal"),
        "webhook_url": Field("text", 0, 200, pattern=URI),
        "webhook_events": several(*EVENTS, low=1),
        "max_credits": Field("whole", 1, 100_000),
        "preset": Field("text", pattern=NAMED, null=True),
    }


def voiced() -> dict[str, Field]:
    """Return the members that say who speaks."""
    return {"voice": choice(*STOCK), "voice_id": Field("text")}


def spoken() -> dict[str, Form]:
    """Return the forms of speech and dialogue."""
    container = choice("mp3", "wav", "ogg", "flac", default="mp3")
    speech = voiced() | {
        "text": Field("text", 1, 600, needed=True),
        "markup": choice("plain", "ssml", default="plain"),
        "language": choice(*LANGUAGES),
        "speed": Field("number", 0.5, 2, default=1),
        "pitch": Field("whole", -12, 12, default=0),
        "format": container,
        "sample_rate": Field("whole", default=24000),
        "bitrate_kbps": Field("whole", 32, 320),
        "timestamps": flag(),
        "variants": Field("whole", 1, 4, default=1),
        "seed": Field("whole", 0, 2**32 - 1),
    }
    name = Field("text", pattern="[A-Z][a-z]{0,11}", needed=True)
    speaker = voiced() | {"name": name, "gain_db": Field("number", -24, 12, default=0)}
    turn = {
        "speaker": Field("text", 1, 12, needed=True),
        "text": Field("text", 1, 200, needed=True),
        "emotion": choice("calm", "happy", "angry", "whisper", default="calm"),
        "pause_ms": Field("whole", 0, 5000),
    }
    dialogue = {
        "speakers": Field("list", 1, 3, item=Field("speaker"), needed=True),
        "turns": Field("list", 1, 6, item=Field("turn"), needed=True),
        "channels": choice("mono", "stereo", default="mono"),
        "overlap": flag(),
        "format": container,
    }
    return {
        "speech": Form(every("speech") | speech, r.ANY | r.SPEECH),
        "speaker": Form(speaker, dict(r.SPEAKER)),
        "turn": Form(turn, dict(r.TURN)),
        "dialogue": Form(every("dialogue") | dialogue, r.ANY | r.DIALOGUE),
    }


def played() -> dict[str, Form]:
    """Return the forms of music and effects."""
    section = {
        "label": choice("intro", "verse", "chorus", "bridge", "outro", needed=True),
        "duration_s": Field("number", 3, 60, needed=True),
        "lyrics": Field("text", 1, 200, null=True),
    }
    music = {
        "prompt": Field("text", 3, 300),
        "sections": Field("list", 1, 5, item=Field("section")),
        "duration_s": Field("number", 5, 180),
        "bpm": Field("whole", 40, 220),
        "instrumental": flag(),
        "lyrics_language": choice(*LANGUAGES),
        "stems": several(*STEMS, high=4, default=[]),
        "loop": flag(),
        "fade_in_s": Field("number", 0, 10),
        "fade_out_s": Field("number", 0, 10),
        "format": choice("mp3", "wav", "flac", default="mp3"),
    }
    layer = {
        "at_s": Field("number", 0, 30, needed=True),
        "gain_db": Field("number", -24, 12, default=0),
    }
    effect = {
        "prompt": Field("text", 1, 200, needed=True),
        "negative_prompt": Field("text", 1, 200, null=True),
        "duration_s": Field("number", 0, 30, above=True, default=3),
        "loop": flag(),
        "variants": Field("whole", 1, 4, default=1),
        "intensity": Field("whole", 0, 100, default=50),
        "layers": Field("list", 0, 4, item=Field("layer")),
    }
    return {
        "section": Form(section, dict(r.SECTION)),
        "music": Form(every("music") | music, r.ANY | r.MUSIC),
        "layer": Form(layer),
        "effect": Form(every("effect") | effect, r.ANY | r.EFFECT),
    }


def written() -> dict[str, Form]:
    """Return the forms of transcripts."""
    second = Field("number", 0, 7200, needed=True)
    transcript = {
        "source_url": Field("text", 0, 200, pattern=URI),
        "source_job_id": Field("text"),
        "languages": several(*LANGUAGES, low=1, high=3),
        "diarize": flag(),
        "min_speakers": Field("whole", 1, 10),
        "max_speakers": Field("whole", 1, 10),
        "formats": several("json", "srt", "vtt", "txt", low=1, default=["json"]),
        "line_length": Field("whole", 20, 80),
        "redact": several("names", "numbers", "emails", default=[]),
        "range": Field("range"),
    }
    return {
        "range": Form({"from_s": second, "to_s": second}, dict(r.RANGE)),
        "transcript": Form(every("transcript") | transcript, r.ANY | r.TRANSCRIPT),
    }


def optional(*among: str) -> Field:
    """Return a field for one of some words, or null."""
    return Field("text", among=among, null=True)


def labels(default: Any = None) -> Field:
    """Return the field for labels."""
    item = Field("text", high=30)
    return Field("map", high=4, pattern="[a-z_]{1,16}", item=item, default=default)


def voices() -> dict[str, Form]:
    """Return the forms of voices."""
    name = Field("text", 1, 40, needed=True)
    language = choice(*LANGUAGES, needed=True)
    design = {
        "name": name,
        "description": Field("text", 5, 200, needed=True),
        "language": language,
        "gender": optional("female", "male", "neutral"),
        "age": optional(*AGES),
        "accent": optional(*ACCENTS),
        "labels": labels({}),
        "shared": flag(),
    }
    clone = {
        "file": Field("bytes", needed=True),
        "name": name,
        "language": language,
        "consent": choice("yes", needed=True),
        "denoise": choice("on", "off", default="off"),
        "strength": choice("light", "strong"),
    }
    change = {
        "name": Field("text", 1, 40),
        "age": optional(*AGES),
        "accent": optional(*ACCENTS),
        "labels": labels(),
        "shared": Field("flag"),
    }
    return {
        "design": Form(design, r.DESIGN | r.VOICE),
        "clone": Form(clone, dict(r.CLONE)),
        "change": Form(change, least=1),
        "changed": Form({}, dict(r.VOICE)),
    }


def presets() -> dict[str, Form]:
    """Return the forms of presets."""
    band = {
        "hz": Field("whole", 20, 20_000, needed=True),
        "gain_db": Field("number", -18, 18, needed=True),
        "q": Field("number", 0.1, 10, default=1),
    }
    preset = {
        "description": Field("text", 0, 100, null=True),
        "target_lufs": Field("number", -40, -5, default=-16),
        "peak_db": Field("number", -12, 0),
        "compressor_ratio": Field("number", 1, 20),
        "compressor_db": Field("number", -60, 0),
        "low_cut_hz": Field("whole", 10, 2000),
        "high_cut_hz": Field("whole", 1000, 20_000),
        "wet": Field("whole", 0, 100, default=0),
        "dry": Field("whole", 0, 100, default=100),
        "bands": Field("list", 0, 4, item=Field("band"), default=[]),
    }
    return {"band": Form(band, dict(r.BAND)), "preset": Form(preset, dict(r.PRESET))}


def papers() -> dict[str, Form]:
    """Return all forms."""
    batch = Form({"jobs": Field("list", 1, 5, item=Field("job"), needed=True)})
    return spoken() | played() | written() | voices() | presets() | {"batch": batch, "job": Form()}
