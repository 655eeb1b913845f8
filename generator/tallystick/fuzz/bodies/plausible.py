"""Values that mean something, or are likely, though no keyword of the schema says so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from tallystick.ir import Enumeration, Scalar
from tallystick.text import Json

URL: Final = "https://example.com/a"
NOWHERE: Final = "https://nowhere.invalid/a"
"""An address that nobody has. Source: RFC 2606, section 2."""
_URL_NAMES: Final = re.compile(r"(?:^|[_-])(?:url|uri|href)$|(?:Url|URL|Uri|URI)$", re.ASCII)
_MEDIA_NAMES: Final = re.compile(
    r"(?:media|mime|content)[_-]?type$|^mime$", re.ASCII | re.IGNORECASE
)
_MEDIA: Final[Mapping[str, tuple[str, ...]]] = {
    "image/": ("gif", "svg+xml;charset=utf-8"),
    "video/": ("webm", "quicktime;codecs=hvc1"),
    "audio/": ("flac", "x-m4a;codecs=mp4a"),
    "text/": ("markdown", "csv;header=present"),
    "application/": ("zip", "ld+json;charset=utf-8"),
}
"""How a family of media types begins, and some of it that lists of the usual ones lack: one with a
parameter, too (RFC 9110, section 8.3.1)."""
_BASE64: Final = re.compile(r"\bbase-?64\b", re.IGNORECASE | re.ASCII)
_BASE64_TEXTS: Final = ("AAAA", "aGVsbG8gd29ybGQ=")
_FORMATS: Final = frozenset({"byte", "base64"})
_GROUP: Final = 4
"""Characters of base64 that stand for three bytes."""
_FAMILIES: Final = tuple(
    (re.compile(pattern), members.split())
    for pattern, members in (
        (r"\d+p", "240p 480p 1440p 2160p 4k"),
        (r"[248]k", "1k 4k 8k"),
        (r"\d+s", "1s 6s 8s 15s 20s 30s 60s"),
        (r"\d+(?:m|h|d)", "1m 5m 15m 1h 1d 7d 30d"),
        (r"\d+:\d+", "4:5 5:4 21:9 9:21 16:10 1:4 4:1"),
        (r"png|jpe?g|gif|webp|tiff?|bmp|avif|svg", "webp gif jpg avif svg tiff"),
        (r"image/\w+", "image/webp image/gif image/svg+xml"),
        (r"mp4|mov|webm|avi|mkv", "webm mov avi mkv"),
        (r"mp3|wav|ogg|flac|aac|opus", "ogg flac aac opus wav"),
        (r"json|yaml|xml|csv|text", "xml yaml csv text json"),
        (r"low|medium|high", "none lowest highest max auto"),
        (r"small|medium|large", "tiny xlarge xl auto"),
        (r"asc|desc", "ascending descending random none"),
        (r"EUR|USD|GBP|JPY|CHF", "CHF JPY GBP EUR USD XXX"),
        (r"red|green|blue|black|white|yellow", "green yellow red blue black white grey orange"),
        (r"en|de|fr|es|sv|zh", "fr es it pt en de zh xx"),
        (r"debug|info|warn(?:ing)?|error", "trace fatal critical off"),
    )
)
"""Spellings of values, and what else is seen beside them."""
_NUMBER: Final = re.compile(r"[0-9]{1,6}(?=\D*\Z)", re.ASCII)
_TWO: Final = re.compile(r"([A-Za-z]+)([_-])([A-Za-z]+)")
_TIME: Final = re.compile(r"([0-9]{1,6})(s|m|h|d)", re.ASCII)
_PARTS: Final = re.compile(r"([A-Za-z].*)[_.-][0-9A-Za-z]+", re.ASCII)
_ALWAYS: Final = ("none", "auto", "medium", "default")
"""What many servers know beside their choices."""
_FIGURE: Final = re.compile(r"[0-9]")
_FAR: Final = 1_000
"""About the number that is tried where nothing says how great one may be."""
_FEW: Final = 3
_LIKELY: Final = 6
"""Of those, how many come before odd spellings."""
ODD: Final = (
    "un \u00e9l\u00e8ve: 5% {0} $1 'b' `c`",
    "\U0001f6f6 \u7d19\u306e\u8239",
    ' A "b" \\ <c>\t& \n d ',
)
"""Texts that some program spoils: other scripts, marks, capitals, blanks around, a second line."""
MOST: Final = 110_000
"""Characters of a text at an edge."""


def known_texts(declared: Scalar, at: str) -> Iterator[tuple[str, str]] | None:
    """Return (what it touches, text) for a string whose texts cannot be anything.

    A server looks into encoded data and fetches addresses, whatever the schema leaves open.

    Args:
        declared: The string.
        at: Its place in the body.

    Returns:
        None when nothing is known.
    """
    if declared.kind != "string" or declared.pattern is not None:
        return None
    words = declared.doc.description.raw if declared.doc.description else ""
    encoded = declared.content_encoding in {"base64", "base64url"} or declared.format in _FORMATS
    if encoded or (declared.format is None and _BASE64.search(words)):
        return _base64(declared)
    return _urls(declared) if declared.format is None and addressed(declared, at) else None


def media_types(declared: Scalar, at: str, literals: Sequence[str]) -> Iterator[str]:
    """Yield media types for a string that is one, where rules take all of a family by its name.

    A server may know a few of the family only: these are others than the usual ones.

    Args:
        declared: The string.
        at: Its place in the body.
        literals: Texts that rules hold, such as ``image/``.
    """
    named = declared.format is None and declared.pattern is None
    if named and _MEDIA_NAMES.search(at.rpartition("/")[2]):
        yield from (f"{it}{each}" for it in literals for each in _MEDIA.get(it, ()))


def far(declared: Scalar) -> Iterator[int]:
    """Yield a great whole number where neither a keyword nor a figure in words bounds it.

    Args:
        declared: Any scalar.
    """
    bounded = declared.maximum is not None or declared.exclusive_maximum is not None
    words = declared.doc.description.raw if declared.doc.description else ""
    if declared.kind == "integer" and not bounded and not _FIGURE.search(words):
        step = int(declared.multiple_of or 1) or 1
        yield -(-_FAR // step) * step


def addressed(declared: Scalar, at: str) -> bool:
    """Whether a string is the address of something; arguments as of `known_texts`."""
    bare = declared.kind == "string" and declared.format is None
    named = bare and bool(_URL_NAMES.search(at.rpartition("/")[2]))
    return named or declared.format in {"uri", "iri", "url"}


def strangers(declared: Enumeration) -> Iterator[Json]:
    """Yield values beside those of an enumeration: near ones, what others of its kind have."""
    values = [member.value for member in declared.members]
    texts = [value for value in values if isinstance(value, str)]
    numbers = [value for value in values if isinstance(value, int | float)]
    yield from (f"{text}x" for text in texts[:1])
    yield from (max(numbers) + 1 for _ in numbers[:1])
    likely = list(siblings(texts))
    yield from likely[:_LIKELY]
    yield from (text.swapcase() for text in texts[:1])
    yield from (f"{text} " for text in texts[-1:])
    yield from likely[_LIKELY:]
    yield from (text.swapcase() for text in texts[1:][-1:])
    yield "x-no-such-value"


def siblings(values: Sequence[str]) -> Iterator[str]:
    """Yield what servers often take beside the values of an enumeration, and it does not have.

    Args:
        values: The values.
    """
    yield from (it for it in _near(values) if it not in values)
    for value in values:
        kin = (members for spelt, members in _FAMILIES if spelt.fullmatch(value))
        found = [member for member in next(kin, ()) if member not in values]
        if found:
            yield from found
            return
    known = frozenset(values)
    for some in (_numbered(values), _cut(values), _recombined(values), iter(_ALWAYS)):
        yield from _few(each for each in some if each not in known)


def _few(values: Iterator[str]) -> dict[str, None]:
    """Return the first values that differ; no more are made, of long enumerations there are many.

    Args:
        values: The values.
    """
    found: dict[str, None] = {}
    for each in values:
        found[each] = None
        if len(found) == _FEW:
            break
    return found


def _near(values: Sequence[str]) -> Iterator[str]:
    """Yield one step beside the greatest of times: ``9s`` and ``11s`` beside ``10s``."""
    times = [(int(found[1]), found[2]) for it in values if (found := _TIME.fullmatch(it))]
    if len(times) == len(values) and len({unit for _, unit in times}) == 1:
        number, unit = max(times)
        yield from (f"{number - 1}{unit}", f"{number + 1}{unit}")


def _cut(values: Sequence[str]) -> Iterator[str]:
    """Yield values without their last part: ``level`` of ``level_3``, ``box-2`` of ``box-2.1``."""
    yield from (found[1] for it in reversed(values) if (found := _PARTS.fullmatch(it)))


def _numbered(values: Sequence[str]) -> Iterator[str]:
    """Yield values with the number after the last one: ``level_4`` beside three levels."""
    last: dict[tuple[str, str], int] = {}
    for value in values:
        for found in islice(_NUMBER.finditer(value), 1):
            around = value[: found.start()], value[found.end() :]
            last[around] = max(last.get(around, 0), int(found[0]))
    for (before, after), number in reversed(last.items()):
        yield f"{before}{number + 1}{after}"


def _recombined(values: Sequence[str]) -> Iterator[str]:
    """Yield the beginning of one value with the end of another: ``film_cut`` of ``image_cut``."""
    parts = [(found[1], found[2], found[3]) for it in values if (found := _TWO.fullmatch(it))]
    heads = dict.fromkeys([head for head, _, _ in parts] + [it for it in values if it.isalpha()])
    yield from (f"{head}{mark}{tail}" for _, mark, tail in parts for head in heads)


def _base64(declared: Scalar) -> Iterator[tuple[str, str]]:
    least, most = declared.min_length or 0, declared.max_length
    shortest = -(-least // _GROUP) * _GROUP
    for text in (*_BASE64_TEXTS, "A" * shortest):
        if text and least <= len(text) <= (len(text) if most is None else most):
            yield "", text
    if most is not None and _GROUP <= most <= MOST:
        yield "maxLength", "A" * (most - most % _GROUP)


def _urls(declared: Scalar) -> Iterator[tuple[str, str]]:
    least, most = declared.min_length or 0, declared.max_length
    yield "", URL.ljust(least, "a")
    if most is not None and len(URL) <= most <= MOST:
        yield "maxLength", URL.ljust(most, "a")


def odd(least: int, most: int | None) -> Iterator[tuple[str, str]]:
    """Yield texts of ordinary length that not every program expects.

    Args:
        least: Fewest characters.
        most: Most characters; None is no bound.
    """
    if not least:
        yield "empty", ""
    elif most is None or least <= most:
        yield "blank", " " * least  # a character like others
    for text in ODD:
        if least <= len(text) <= (len(text) if most is None else most):
            yield "characters", text
