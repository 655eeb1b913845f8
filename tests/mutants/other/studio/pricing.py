"""What Ottava's jobs cost, and what comes of them."""

from math import ceil
from typing import Any, Final

from tests.mutants.other.studio.wire import Wire

MEDIA: Final = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "json": "application/json",
    "srt": "text/plain",
    "vtt": "text/vtt",
    "txt": "text/plain",
}
Made = dict[str, Any]


class Pricing(Wire):
    """Knows prices."""

    def price(self, made: Made) -> int:
        """Return what a job costs."""
        pricing = getattr(self, f"_{made['kind']}_price")
        cost = int(pricing(made))
        double = made["priority"] == "high" and not self.on("price-high-same")
        return cost * 2 if double else cost

    def _texts(self, texts: list[str]) -> int:
        if self.on("price-of-whole-twenties"):
            return max(1, sum(len(text) // 20 for text in texts))
        if self.on("price-of-bytes"):
            return sum(ceil(len(text.encode("utf-8", "replace")) / 20) for text in texts)
        return sum(ceil(len(text) / 20) for text in texts)

    def _speech_price(self, made: Made) -> int:
        variants = 1 if self.on("price-variants-free") else made["variants"]
        return self._texts([made["text"]]) * int(variants)

    def _dialogue_price(self, made: Made) -> int:
        texts = [turn["text"] for turn in made["turns"]]
        return self._texts(["".join(texts)] if self.on("price-of-all-turns") else texts)

    def _music_price(self, made: Made) -> int:
        sections = made["sections"] or [{"duration_s": made["duration_s"] or 10}]
        seconds: list[float] = [section["duration_s"] for section in sections]
        if self.on("price-first-section"):
            seconds = seconds[:1]
        if self.on("price-each-section"):
            seconds = [ceil(each) for each in seconds]
        return 2 * ceil(sum(seconds))

    def _effect_price(self, made: Made) -> int:
        seconds, variants = float(made["duration_s"]), int(made["variants"])
        if self.on("price-seconds-down"):
            return max(1, int(seconds)) * variants
        return ceil(seconds) * variants

    def _transcript_price(self, made: Made) -> int:
        return 5 * len(made["formats"]) if self.on("price-of-formats") else 5

    def results(self, made: Made) -> list[tuple[str, str]]:
        """Return name and media type of each output."""
        kind = made["kind"]
        if kind == "transcript":
            formats = made["formats"][:1] if self.on("formats-first-only") else made["formats"]
            if self.on("formats-sorted"):
                formats = sorted(formats)
            return [(name, MEDIA.get(name, "text/plain")) for name in formats]
        if kind in {"speech", "effect"}:
            media = MEDIA[made.get("format", "wav")]
            few = self.on("variants-one-only") and kind == "speech"
            count = 1 if few else made["variants"]
            return [(f"take-{number + 1}", media) for number in range(count)]
        stems = list(made.get("stems", []))
        if self.on("stems-lost"):
            stems = []
        if self.on("stems-sorted"):
            stems.sort()
        media = "audio/mpeg" if self.on("always-mpeg") else MEDIA[made["format"]]
        return [(name, media) for name in ["mix", *stems]]
