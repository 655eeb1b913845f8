"""What a file is: by its media type, by its first bytes, by the name of a format."""

from typing import Final

from tallystick.fuzz.model import Reply

KINDS: Final = frozenset({"image", "video", "audio"})
"""Kinds of files that are told apart; each is the first part of a media type."""
PAGE: Final = "html"
_NAMES: Final = {
    "png": ("image/png", "image/x-png"),
    "jpeg": ("image/jpeg", "image/jpg", "image/pjpeg"),
    "webp": ("image/webp",),
    "gif": ("image/gif",),
    "avif": ("image/avif",),
    "tiff": ("image/tiff", "image/tiff-fx"),
    "exr": ("image/x-exr", "image/exr", "image/openexr", "image/x-openexr", "image/aces"),
    "mp4": ("video/mp4", "video/x-m4v"),
    "mov": ("video/quicktime",),
    "webm": ("video/webm",),
    "mp3": ("audio/mpeg", "audio/mp3", "audio/mpeg3", "audio/x-mpeg-3"),
    "wav": ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
    "flac": ("audio/flac", "audio/x-flac"),
    "pdf": ("application/pdf", "application/x-pdf"),
    PAGE: ("text/html", "application/xhtml+xml"),
}
"""Formats with the media types that name each."""
_TYPES: Final = {media: name for name, every in _NAMES.items() for media in every}
_ALSO: Final = {"jpg": "jpeg", "tif": "tiff", "openexr": "exr", "wave": "wav", "htm": PAGE}
_MAGIC: Final = (
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("gif", 0, b"GIF8"),
    ("webp", 8, b"WEBP"),
    ("wav", 8, b"WAVE"),
    ("exr", 0, b"v/1\x01"),
    ("tiff", 0, b"II*\x00"),
    ("tiff", 0, b"MM\x00*"),
    ("flac", 0, b"fLaC"),
    ("mp3", 0, b"ID3"),
    ("pdf", 0, b"%PDF-"),
    ("mov", 4, b"ftypqt  "),
    ("avif", 4, b"ftypavif"),
    ("mp4", 4, b"ftypiso"),
    ("mp4", 4, b"ftypmp4"),
    ("mp4", 4, b"ftypavc1"),
)
"""(format, place, bytes that stand there)."""
_PAGES: Final = b"<!doctype html", b"<html"
_BOTH: Final = {
    "gif": KINDS - {"audio"},
    "webp": KINDS - {"audio"},
    "avif": KINDS - {"audio"},
    "mp4": KINDS - {"image"},
    "mov": KINDS - {"image"},
    "webm": KINDS - {"image"},
}
"""Formats that hold more than one kind."""
_ALIKE: Final = frozenset({"mp4", "mov"})
"""Formats that begin with the same bytes."""
_NOTHING: Final = frozenset({PAGE, "pdf"})
"""Formats of none of the kinds."""
_OTHERS: Final = frozenset({"application/json", "application/problem+json", "application/xml"})
"""Media types of none of the kinds; so is all text, but that which servers call anything so."""
_ANYTHING: Final = "text/plain"


def named(text: str) -> str | None:
    """Return the format that a name (``jpg``) or a media type tells; None where it tells none."""
    plain = text.partition(";")[0].strip().lower().removeprefix(".")
    known = _ALSO.get(plain, plain)
    return known if known in _NAMES else _TYPES.get(plain)


def of_name(url: str) -> str | None:
    """Return the format that the last part of an address tells (``/a.png?b=c``), None for none."""
    path = url.partition("?")[0].partition("#")[0].rpartition("/")[2]
    _, dot, suffix = path.rpartition(".")
    return named(suffix) if dot and suffix.isalnum() else None


def kinds(name: str) -> frozenset[str]:
    """Return the kinds that a file of a format may be of."""
    if name in _NOTHING:
        return frozenset()
    return _BOTH.get(name) or frozenset({_NAMES[name][0].partition("/")[0]})


def kind_of(text: str) -> str | None:
    """Return the one kind that a text names: ``image``, ``image/png``, ``png``; None for none."""
    plain = text.strip().lower()
    first = plain.partition("/")[0]
    if first in KINDS:
        return first
    name = named(plain)
    return _NAMES[name][0].partition("/")[0] if name is not None and kinds(name) else None


def formats(reply: Reply) -> frozenset[str]:
    """Return the formats that an answer is of, by its header and by its first bytes."""
    header, begun = named(reply.headers.get("content-type", "")), _sniffed(reply.body)
    if "content-encoding" in reply.headers or {header, begun} <= _ALIKE:
        begun = None
    return frozenset(it for it in (header, begun) if it is not None)


def is_kind(reply: Reply, kind: str) -> bool:
    """Whether an answer may be of a kind, as far as its header and its first bytes tell."""
    media = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    first = media.partition("/")[0]
    other = media in _OTHERS or (first == "text" and media != _ANYTHING)
    known = [kinds(it) for it in formats(reply)]
    if named(media) is None and first in KINDS:
        known.append(frozenset({first}))
    return not other and all(kind in it for it in known)


def _sniffed(body: bytes) -> str | None:
    """Return the format that the first bytes of a file tell, None where they tell none."""
    for name, at, magic in _MAGIC:
        if body[at : at + len(magic)] == magic:
            return name
    return PAGE if body[:64].lstrip().lower().startswith(_PAGES) else None
