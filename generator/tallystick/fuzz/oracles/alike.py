"""Whether what comes back is what was sent: texts may be spelled another way, numbers rounded."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isclose
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.documented import says
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import names_in
from tallystick.ir import Array, Enumeration, Scalar, Type, TypeId, words
from tallystick.text import Json

LONGEST: Final = 60
CODES: Final = names_in(
    "address alias bic code country currency domain email handle hash host hostname iban key label "
    "language locale login mail phone postcode sku slug state symbol tag telephone timezone url "
    "username vat zip"
)
"""Words of names of texts that many servers spell in their own way."""
_SPELT: Final = re.compile(
    r"\bnormali[sz]|\bcanonical|\btrimmed\b|\bstripped\b|\b(?:lower|upper)[- ]?case|\bcapitals\b"
    r"|\bregard to case\b|\bcase[- ]insensitive|\bwhite ?space\b|\bblanks\b|\bspaces\b"
)
"""Words about texts that come back in another spelling."""
SAME: Final = re.compile(
    r"\bverbatim\b|\bunchanged\b|\bexactly as\b|\bletter by letter\b"
    r"|\bas (?:it was |they were )?(?:asked|given|sent|said|in the (?:request|body|creation))\b"
)
"""Words about what comes back as it was sent."""
_ORDER: Final = re.compile(r"\border\b")


def compared(scene: Scene, type_id: TypeId, wanted: Json, got: Json, name: str) -> Weight | None:
    """Return how much it weighs that a member came back otherwise; None when it did not.

    Choices, booleans and numbers come back as they are. Some texts may be spelled another way, and
    of an object or list a server may know more: a difference there is a warning.

    Args:
        scene: The API.
        type_id: Of the member.
        wanted: What was sent.
        got: What came back.
        name: Wire name of the member.
    """
    if isinstance(wanted, dict | list):
        return None if within(wanted, got) else Weight.WARNING
    declared = scene.api.types[type_id]
    if not isinstance(declared, Scalar | Enumeration) or got is None:
        return Weight.WARNING if got is None else None
    if isinstance(wanted, str) and isinstance(declared, Scalar):
        return None if same_text(wanted, got, (declared,), name) else Weight.WARNING
    return None if equal(wanted, got) else Weight.ERROR


def equal(wanted: Json, got: Json) -> bool:
    """Whether two scalars are the same: a rounded number is."""
    if isinstance(wanted, float) and isinstance(got, int | float) and not isinstance(got, bool):
        return isclose(wanted, got, rel_tol=1e-6, abs_tol=1e-9)
    return wanted == got and isinstance(wanted, bool) == isinstance(got, bool)


def nulled(wanted: Json, shown: Mapping[str, Json], name: str) -> bool:
    """Whether a number or boolean is said to be nothing: who leaves it out says less."""
    return isinstance(wanted, int | float) and name in shown and shown[name] is None


def within(wanted: Json, got: Json) -> bool:
    """Whether a value holds all of another one: further members of objects may stand there."""
    if isinstance(wanted, dict):
        held = got if isinstance(got, dict) else {}
        told = {name: part for name, part in wanted.items() if part is not None}
        return isinstance(got, dict) and all(within(told[it], held.get(it)) for it in told)
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return False
        return all(within(one, other) for one, other in zip(wanted, got, strict=True))
    return equal(wanted, got) or (isinstance(wanted, str) and plain(wanted) == plain(got))


def same_text(wanted: str, got: Json, types: Sequence[Type], name: str) -> bool:
    """Whether a text came back as it was sent, as far as servers do not spell it their own way.

    Args:
        wanted: What was sent.
        got: What came back.
        types: Of what is sent, and of what comes back.
        name: Wire name of the member.
    """
    formats = {it.format for it in types if isinstance(it, Scalar)}
    if "date-time" in formats and isinstance(got, str):
        return _moment(wanted) == _moment(got)
    if isinstance(got, str) and (says(SAME, *(it.doc for it in types)) or _free(types, name)):
        return unicodedata.normalize("NFC", wanted) == unicodedata.normalize("NFC", got)
    return plain(wanted) == plain(got)


def in_order(types: Sequence[Type]) -> bool:
    """Whether the items of a list come back in the order in which they were sent.

    What holds no item twice may be a set, unless words speak of an order.
    """
    sets = any(isinstance(it, Array) and it.unique for it in types)
    docs = [it.doc for it in types]
    return not sets or says(_ORDER, *docs) or says(SAME, *docs)


def _free(types: Sequence[Type], name: str) -> bool:
    """Whether a text is whatever somebody likes to write, and nothing is said of how it is kept."""
    keywords = [
        (it.format, it.pattern, it.content_encoding, it.content_media_type)
        for it in types
        if isinstance(it, Scalar)
    ]
    plain_ones = len(keywords) == len(types) and not any(any(each) for each in keywords)
    parts = {each for word in words(name) for each in (word, word.removesuffix("s"))}
    return plain_ones and CODES.isdisjoint(parts) and not says(_SPELT, *(it.doc for it in types))


def _moment(text: str) -> Json:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return text


def plain(value: Json) -> Json:
    """Return a text without what does not count in it: case, space around, ways to write."""
    if not isinstance(value, str):
        return value
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def short(value: Json) -> str:
    """Return a value for a sentence."""
    told = value[:LONGEST] if isinstance(value, str) else value  # written, it is no shorter
    return compact(told)[:LONGEST].decode("utf-8", "replace")
