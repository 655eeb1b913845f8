"""Formats as languages: what every implementation accepts, and what some implementation may.

Implementations agree on the middle of a format and differ at its edges, so a format is two
languages: strings of `inner` have it, strings outside of `outer` do not, and nothing is claimed
of those between. Formats that are not listed refuse nothing.

Source: JSON Schema 2020-12 validation, section 7.3, and the RFCs it names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tallystick.solve.strings.language import Term


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        inner: Strings that have it for certain.
        outer: Strings that may have it.
    """

    inner: "Term"
    outer: "Term"

    @property
    def exact(self) -> bool:
        """Whether nothing lies between."""
        return self.inner == self.outer


_YEAR: Final = "[0-9]{4}"
_LEAP: Final = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DATE: Final = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP}-02-29)"
)
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:"
_OFFSET: Final = "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_TIME: Final = rf"{_CLOCK}[0-5][0-9](?:\.[0-9]{{1,9}})?{_OFFSET}"
_ZONE: Final = "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
_SHAPE: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?" + _ZONE
_KNOWN: Final = "(?!0000)"
"""No year 0: RFC 3339 has it, and many a calendar does not."""
_LATE: Final = rf"{_CLOCK}(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|{_OFFSET})"
_WIDE: Final = r".{2}:.{2}:.{2}(?:\..+)?(?:[Zz]|[+-].{2}:.{2})"
# Some implementations take other characters for digits; what has digits must have the right ones.
_TIME_OUTER: Final = f"(?:{_LATE}|(?!{_SHAPE}$){_WIDE})"
_DATE_OUTER: Final = f"(?:{_DATE}|(?![0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}).{{4}}-.{{2}}-.{{2}})"
_LABEL: Final = "[a-z0-9](?:[a-z0-9]{0,20}[a-z0-9])?"
_HOST: Final = rf"{_LABEL}(?:\.{_LABEL}){{1,3}}"
_BYTE: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_HEX: Final = "[0-9a-fA-F]"
_PATH: Final = "(?:/[A-Za-z0-9_.~-]*)*"
_TAIL: Final = r"(?:\?[a-z0-9=&]*)?(?:#[a-z0-9]*)?"
_UUID: Final = f"^{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}$"
_NOT_EMPTY: Final = "^[^\\n]|\\n"

_PATTERNS: Final[Mapping[str, tuple[str, str]]] = {
    "uuid": (_UUID, _UUID),
    "date": (f"^{_KNOWN}{_DATE}$", f"^{_DATE_OUTER}$"),
    "time": (f"^{_TIME}$", f"^{_TIME_OUTER}$"),
    "date-time": (f"^{_KNOWN}{_DATE}T{_TIME}$", f"^{_DATE_OUTER}[Tt ]{_TIME_OUTER}$"),
    "duration": (
        "^P(?:[0-9]{1,4}Y(?:[0-9]{1,4}M(?:[0-9]{1,4}D)?)?|[0-9]{1,4}D|[0-9]{1,4}W)$",
        "^P[0-9A-Z.,]+$",
    ),
    "email": (rf"^[a-z0-9]{{1,20}}@{_HOST}$", "@"),
    "idn-email": (rf"^[a-z0-9]{{1,20}}@{_HOST}$", "@"),
    "hostname": (rf"^{_HOST}$", "^[A-Za-z0-9._-]{1,255}$"),
    "idn-hostname": (rf"^{_HOST}$", _NOT_EMPTY),
    "ipv4": (rf"^{_BYTE}(?:\.{_BYTE}){{3}}$", rf"^{_BYTE}(?:\.{_BYTE}){{3}}$"),
    "ipv6": (rf"^{_HEX}{{1,4}}(?::{_HEX}{{1,4}}){{7}}$", "^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$"),
    "uri": (rf"^https?://{_HOST}{_PATH}{_TAIL}$", "^[A-Za-z][A-Za-z0-9+.-]*:"),
    "iri": (rf"^https?://{_HOST}{_PATH}{_TAIL}$", "^[A-Za-z][A-Za-z0-9+.-]*:"),
    "uri-reference": (rf"^(?:https?://{_HOST})?{_PATH}{_TAIL}$", r"^[^\n <>\\^`{|}]*$"),
    "iri-reference": (rf"^(?:https?://{_HOST})?{_PATH}{_TAIL}$", ""),
    "uri-template": (rf"^(?:https?://{_HOST})?(?:/[a-z0-9]+|/\{{[a-z]+\}})*$", ""),
    "json-pointer": (r"^(?:/(?:[^~/]|~[01])*)*$", r"^(?:/(?:[^~/]|~[01])*)*$"),
    "relative-json-pointer": (
        r"^(?:0|[1-9][0-9]{0,3})(?:#|(?:/(?:[a-z0-9]|~[01])*)*)$",
        "^[0-9]+",
    ),
    "regex": ("^[a-zA-Z0-9]*$", ""),
}

NAMES: Final = frozenset(_PATTERNS)
"""The formats that refuse something."""

_WIDER: Final[Mapping[str, frozenset[str]]] = {
    "uri": frozenset({"uri-reference", "iri", "iri-reference"}),
    "uri-reference": frozenset({"iri-reference"}),
    "iri": frozenset({"iri-reference"}),
    "email": frozenset({"idn-email"}),
    "hostname": frozenset({"idn-hostname"}),
}


def implied(names: Iterable[str]) -> frozenset[str]:
    """Return formats, and those that what is of one of them is of too. Source: their RFCs."""
    listed = frozenset(names)
    return listed.union(*(_WIDER.get(it, frozenset()) for it in listed))


@lru_cache(maxsize=64)
def language(name: str) -> Format | None:
    """Return the languages of a format; None for one that refuses nothing."""
    patterns = _PATTERNS.get(name)
    if patterns is None:
        return None
    from tallystick.solve.strings.language import EVERYTHING  # noqa: PLC0415 (names need none)
    from tallystick.solve.strings.pattern import search  # noqa: PLC0415 (likewise)

    inner, outer = patterns
    return Format(search(inner), search(outer) if outer else EVERYTHING)
