"""String formats that requests are checked for, as patterns of Python's `re`."""

from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.targets.python.layout import Sub, assignment
from tallystick.emit.targets.python.literals import string

_OCTET: Final = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4: Final = rf"{_OCTET}(\.{_OCTET}){{3}}"
_H16: Final = r"[0-9A-Fa-f]{1,4}"
_IPV6: Final = (
    rf"(({_H16}:){{7}}{_H16}|(({_H16}:){{6}}|::({_H16}:){{0,5}}|({_H16}:){{1}}(:{_H16}){{0,4}}:|"
    rf"({_H16}:){{2}}(:{_H16}){{0,3}}:|({_H16}:){{3}}(:{_H16}){{0,2}}:|({_H16}:){{4}}(:{_H16})?:|"
    rf"({_H16}:){{5}}:){_IPV4}|({_H16}:){{1,7}}:|({_H16}:){{1,6}}:{_H16}|"
    rf"({_H16}:){{1,5}}(:{_H16}){{1,2}}|({_H16}:){{1,4}}(:{_H16}){{1,3}}|"
    rf"({_H16}:){{1,3}}(:{_H16}){{1,4}}|({_H16}:){{1,2}}(:{_H16}){{1,5}}|"
    rf"{_H16}:(:{_H16}){{1,6}}|:((:{_H16}){{1,7}}|:))"
)
_DATE: Final = (
    r"([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))"
    r"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
)
_OFFSET: Final = r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_CLOCK: Final = rf"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?{_OFFSET}"

PATTERNS: Final = {
    "Date": ("date", _DATE),
    "DateTime": ("date-time", rf"{_DATE}[Tt]{_CLOCK}"),
    "Email": ("email", r"[^@\s]+@[^@\s]+"),
    "IPv4": ("ipv4", _IPV4),
    "IPv6": (
        "ipv6",
        _IPV6,
    ),
    "Uri": (
        "uri",
        r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*",
    ),
    "Uuid": ("uuid", r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
}
"""Name in ``_model.py`` -> (the format, what the whole string must match)."""


def formatted(name: str) -> Code:
    """Return the declaration of a format's type."""
    kind, pattern = PATTERNS[name]
    check = Sub("Pattern", (_raw(rf"\A{pattern}\Z"), string(f"be a valid {kind}")), "()")
    return assignment(f"{name}: TypeAlias = ", Sub("Annotated", ("str", check)), "", 0)


def _raw(pattern: str) -> str:
    return f'r"{pattern}"' if '"' not in pattern else string(pattern)
